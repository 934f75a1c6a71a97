/**
 * The state of one client's session: open documents with their analyses, folders, configuration, and the engine.
 * Features read it and listen to its events; they keep only what is their own.
 */
import { Emitter, type ClientCapabilities, type Connection, type FileEvent } from 'vscode-languageserver';
import { Engine, type Analysis, type LintSettings, type Rule } from '../engine';
import type { ProjectIndex } from '../engine/project';
import type { InitializeOptions } from '../protocol';
import { Configuration, pathIn, type Scope } from './configuration';
import type { OpenDocument } from './document';
import { Folders } from './folders';
import type { ServerHost } from './host';
import { Projects } from './projects';
import { createLog, type Log } from './log';
import { fileUriOf } from './uri';

/** Initialization options as any client may send them; other editors put their settings here. */
export interface SessionOptions {
  /** All registered rules, unless a test brings its own. */
  readonly rules?: readonly Rule[];
}

/** What one document's findings come from at this moment. */
export interface Current {
  readonly document: OpenDocument;
  readonly scope: Scope;
  /** Absent where the document is not analysed: excluded, switched off, too long, no Python. */
  readonly checked:
    | {
        readonly analysis: Analysis;
        readonly settings: LintSettings;
        readonly engine: Engine;
        readonly project: ProjectIndex | undefined;
      }
    | undefined;
}

export class Session {
  readonly connection: Connection;
  readonly host: ServerHost;
  readonly log: Log;
  readonly folders = new Folders();
  readonly projects = new Projects();
  readonly documents = new Map<string, OpenDocument>();
  readonly configuration: Configuration;
  readonly didInitialize = new Emitter<void>();
  /** URIs of created, changed or deleted files. */
  readonly didChangeFiles = new Emitter<readonly FileEvent[]>();
  readonly didOpen = new Emitter<OpenDocument>();
  readonly didChange = new Emitter<OpenDocument>();
  readonly didSave = new Emitter<OpenDocument>();
  readonly didClose = new Emitter<OpenDocument>();
  /** Every analysis may have changed: a rule has crashed. */
  readonly didDisableRule = new Emitter<string>();
  phase: 'new' | 'running' | 'ended' = 'new';
  capabilities: ClientCapabilities = {};
  options: InitializeOptions = {};
  trusted = true;
  readonly #rules: SessionOptions['rules'];
  readonly #disabled = new Set<string>();
  readonly #refused = new Set<string>();
  #engine: Promise<Engine> | undefined;

  constructor(connection: Connection, host: ServerHost, options: SessionOptions = {}) {
    this.connection = connection;
    this.host = host;
    this.log = createLog(connection.console);
    this.#rules = options.rules;
    this.configuration = new Configuration({
      connection,
      host,
      folders: this.folders,
      log: this.log,
      rules: async () => (await this.engine()).rules,
      asksClient: () => this.capabilities.workspace?.configuration === true,
    });
  }

  /** Rules that crashed and are off. */
  get disabledRules(): readonly string[] {
    return [...this.#disabled];
  }

  /** The engine, loaded when first asked for. */
  engine(): Promise<Engine> {
    return (this.#engine ??= this.#createEngine());
  }

  /** The document's up-to-date analysis; undefined when the document is not open. Between calls it may change. */
  async current(uri: string): Promise<Current | undefined> {
    const document = this.documents.get(uri);
    if (!document) return undefined;
    const [engine, scope] = await Promise.all([this.engine(), this.configuration.forDocument(uri)]);
    if (document.closed) return undefined;
    const { config, root } = scope;
    const settings =
      document.languageId === 'python' && config.enable ? config.lintFor(pathIn(root, uri)) : undefined;
    if (!settings || this.#refuses(document)) {
      document.release();
      return { document, scope, checked: undefined };
    }
    const folder = this.folders.holding(fileUriOf(uri))?.uri;
    const project = this.projects.get(folder)?.index;
    const analysis = document.analyse(engine, pathIn(folder ?? root, uri), settings, project);
    return { document, scope, checked: { analysis, settings, engine, project } };
  }

  /** A rule has crashed: it is off from now on. */
  disableRule(rule: string, error: unknown): void {
    this.#disabled.add(rule);
    this.log.error(`Rule '${rule}' failed and is off for this session`, error);
    this.didDisableRule.fire(rule);
  }

  /** Closes every document: the trees are given back. */
  dispose(): void {
    this.phase = 'ended';
    for (const document of this.documents.values()) document.close();
    this.documents.clear();
  }

  async #createEngine(): Promise<Engine> {
    const grammar = await this.host.loadGrammar(this.options);
    const onCrash = (rule: string, error: unknown): void => this.disableRule(rule, error);
    return Engine.create({ grammar, onCrash, ...(this.#rules ? { rules: this.#rules } : {}) });
  }

  #refuses(document: OpenDocument): boolean {
    const reason = document.refusal;
    if (reason === undefined) return this.#refused.delete(document.uri) && false;
    if (!this.#refused.has(document.uri)) this.log.info(`${document.uri} is not analysed: ${reason}.`);
    this.#refused.add(document.uri);
    return true;
  }
}
