/**
 * A small language client for tests. It speaks the protocol over real streams, keeps its documents as an editor does,
 * answers the server's requests, and remembers everything that the server sends.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  CodeActionResolveRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionKind,
  type CreateFile,
  type DeleteFile,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type FileChangeType,
  type Hover,
  type InitializeResult,
  type MessageReader,
  type MessageWriter,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type RenameFile,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** What VS Code can do, as far as it matters here. */
export const pullCapabilities: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: {},
    codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

/** An older client: pushed diagnostics, no lazy edits, no versioned edits, settings only as they are sent. */
export const plainCapabilities: ClientCapabilities = { workspace: { workspaceFolders: true } };

export interface StartOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly WorkspaceFolder[];
  readonly initializationOptions?: unknown;
  /** Answer to `workspace/configuration`, by scope URI ('' for none). */
  readonly settings?: (scope: string) => unknown;
  readonly processId?: number;
}

const patience = 10_000;

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly logs: string[] = [];
  readonly pushes: PublishDiagnosticsParams[] = [];
  readonly registrations: Registration[] = [];
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  readonly documents = new Map<string, TextDocument>();
  settings: (scope: string) => unknown = () => null;
  refreshes = 0;
  readonly #waiting = new Set<() => void>();

  constructor(fromServer: MessageReader, toServer: MessageWriter) {
    this.connection = createProtocolConnection(fromServer, toServer);
    const { connection } = this;
    connection.onNotification(LogMessageNotification.type, ({ message }) =>
      this.#saw(() => this.logs.push(message)),
    );
    connection.onNotification(PublishDiagnosticsNotification.type, (params) =>
      this.#saw(() => this.pushes.push(params)),
    );
    connection.onUnhandledNotification(({ method, params }) =>
      this.#saw(() => this.notifications.push({ method, params })),
    );
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ scopeUri }) => this.settings(scopeUri ?? '')),
    );
    connection.onRequest(RegistrationRequest.type, ({ registrations }) =>
      this.#saw(() => this.registrations.push(...registrations)),
    );
    connection.onRequest(DiagnosticRefreshRequest.type, () => this.#saw(() => (this.refreshes += 1)));
    connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      await this.apply(edit);
      return { applied: true };
    });
    connection.listen();
  }

  async start(options: StartOptions = {}): Promise<InitializeResult> {
    if (options.settings) this.settings = options.settings;
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: options.processId ?? null,
      rootUri: options.folders?.[0]?.uri ?? null,
      capabilities: options.capabilities ?? pullCapabilities,
      workspaceFolders: options.folders ? [...options.folders] : null,
      initializationOptions: options.initializationOptions,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  async open(uri: string, text: string, languageId = 'python'): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Changes the document here and tells the server. */
  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = this.document(uri).version + 1;
    for (const change of contentChanges) {
      const document = this.document(uri);
      this.documents.set(uri, TextDocument.update(document, [inside(document, change)], version));
    }
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async insert(uri: string, line: number, character: number, text: string): Promise<void> {
    await this.change(uri, { range: range(line, character, line, character), text });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** The items of a full report. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== 'full') throw new Error('expected a full report');
    return report.items;
  }

  async actions(
    uri: string,
    at: Range,
    context: { readonly only?: CodeActionKind[]; readonly diagnostics?: Diagnostic[] } = {},
  ): Promise<CodeAction[]> {
    const result = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: at,
      context: { diagnostics: [], ...context },
    });
    return (result ?? []) as CodeAction[];
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest(CodeActionResolveRequest.type, action);
  }

  /** Resolves where needed, then applies as an editor does. */
  async perform(action: CodeAction): Promise<void> {
    const { edit } = action.edit ? action : await this.resolve(action);
    if (!edit) throw new Error(`${action.title} has no edit`);
    await this.apply(edit);
  }

  /** An editor refuses edits for a version that it does not show. */
  async apply(edit: WorkspaceEdit): Promise<void> {
    for (const change of edit.documentChanges ?? []) {
      if (!('textDocument' in change)) {
        applyOnDisk(change);
        continue;
      }
      const { uri, version } = change.textDocument;
      if (!this.documents.has(uri)) {
        if (version !== null) throw new Error(`edit of version ${version} of ${uri}, which is not open`);
        editOnDisk(uri, change.edits as { range: Range; newText: string }[]);
        continue;
      }
      if (version !== null && version !== this.document(uri).version)
        throw new Error(`edit of version ${version}`);
      await this.#replace(uri, change.edits as { range: Range; newText: string }[]);
    }
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) await this.#replace(uri, edits);
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  }

  async changeSettings(settings: unknown = null): Promise<void> {
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
  }

  async changeFile(uri: string, type: FileChangeType): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri, type }],
    });
  }

  async changeFolders(added: WorkspaceFolder[], removed: WorkspaceFolder[]): Promise<void> {
    await this.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added, removed },
    });
  }

  /** Waits until `find` gives something, looking again after each message of the server. */
  async until<T>(what: string, find: () => T | undefined | false): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited in vain for ${what}; the log says:\n${this.logs.join('\n')}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(left, 200));
        this.#waiting.add(wake);
      });
    }
  }

  /** The latest pushed diagnostics of a document, for the version that it has here. */
  async pushed(uri: string): Promise<Diagnostic[]> {
    const { version } = this.document(uri);
    const { diagnostics } = await this.until(`diagnostics of ${uri}`, () =>
      [...this.pushes].reverse().find((push) => push.uri === uri && push.version === version),
    );
    return diagnostics;
  }

  async shutdown(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
  }

  #saw(note: () => unknown): void {
    note();
    for (const wake of this.#waiting) wake();
  }

  async #replace(uri: string, edits: readonly { range: Range; newText: string }[]): Promise<void> {
    const text = TextDocument.applyEdits(this.document(uri), [...edits]);
    await this.change(uri, { text });
  }
}

/** Files that are not open change on disk; nothing is overwritten, as the edits of this server ask. */
function applyOnDisk(change: CreateFile | RenameFile | DeleteFile): void {
  if (change.kind === 'delete') throw new Error('this server deletes nothing');
  const target = fileURLToPath(change.kind === 'create' ? change.uri : change.newUri);
  if (change.options?.overwrite !== false || existsSync(target))
    throw new Error(`${target} would be overwritten`);
  if (change.kind === 'create') writeFileSync(target, '', { flag: 'wx' });
  else renameSync(fileURLToPath(change.oldUri), target);
}

function editOnDisk(uri: string, edits: readonly { range: Range; newText: string }[]): void {
  const path = fileURLToPath(uri);
  const document = TextDocument.create(uri, 'plaintext', 0, readFileSync(path, 'utf8'));
  writeFileSync(path, TextDocument.applyEdits(document, [...edits]));
}

/** The same change with a range inside the document, start before end: the reference implementation needs that. */
function inside(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
): TextDocumentContentChangeEvent {
  if (!('range' in change)) return change;
  const offsets = [document.offsetAt(change.range.start), document.offsetAt(change.range.end)];
  const [start = 0, end = 0] = offsets.sort((a, b) => a - b);
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, text: change.text };
}

export function range(line: number, character: number, endLine: number, endCharacter: number): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

/** Codes and start lines, for short expectations: `bare-except@3`. */
export function summary(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, range: { start } }) => `${code}@${start.line}`);
}
