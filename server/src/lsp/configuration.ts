/**
 * Configuration by resource: editor settings of the folder, and the nearest `seaworthy.toml` or `pyproject.toml`
 * above the document. Everything read is kept until `invalidate`, the one way to forget it.
 */
import { Emitter, type Connection, type Event } from 'vscode-languageserver';
import type { Rule } from '../engine';
import {
  configFileNames,
  folderConfig,
  nearestConfig,
  resolveConfig,
  withNested,
  type Applying,
  type ConfigFile,
  type ConfigProblem,
  type FolderConfig,
  type ResolvedConfig,
} from '../engine/config';
import type { Folders } from './folders';
import type { ServerHost } from './host';
import type { Log } from './log';
import { baseName, fileUriOf, joinUri, parentUri, pathBelow, uriKey } from './uri';

/** What applies to one directory and all below it that has no configuration of its own. */
export interface Scope {
  /** URI of the directory that paths in the configuration are relative to; undefined for loose documents. */
  readonly root: string | undefined;
  readonly config: ResolvedConfig;
}

/** A problem in a configuration file, with the URI of that file. */
export interface FileProblem {
  readonly uri: string;
  readonly problem: ConfigProblem;
}

export interface ConfigurationPort {
  readonly connection: Connection;
  readonly host: Pick<ServerHost, 'readText' | 'pause'>;
  readonly folders: Folders;
  readonly log: Log;
  readonly rules: () => Promise<readonly Rule[]>;
  /** True when the client answers `workspace/configuration`. */
  readonly asksClient: () => boolean;
}

export class Configuration {
  readonly #port: ConfigurationPort;
  readonly #changed = new Emitter<string>();
  #editor = new Map<string, Promise<unknown>>();
  #directories = new Map<string, Promise<FolderConfig | undefined>>();
  #scopes = new Map<string, Promise<Scope>>();
  #nested = new Map<string, Promise<ResolvedConfig>>();
  #resolved = new Map<string, Scope>();
  /** Settings as pushed by a client that is not asked. */
  #pushed: unknown;

  constructor(port: ConfigurationPort) {
    this.#port = port;
  }

  /** Fires after `invalidate`, with the reason. */
  get onDidChange(): Event<string> {
    return this.#changed.event;
  }

  push(settings: unknown): void {
    this.#pushed = settings;
  }

  invalidate(reason: string): void {
    // New maps: whatever is still being read belongs to the old ones.
    this.#editor = new Map();
    this.#directories = new Map();
    this.#scopes = new Map();
    this.#nested = new Map();
    this.#resolved = new Map();
    this.#changed.fire(reason);
  }

  async forDocument(uri: string): Promise<Scope> {
    const file = fileUriOf(uri);
    const folder = this.#port.folders.holding(file)?.uri;
    const found = await this.#search(parentUri(file), folder);
    return this.#scope(found?.root ?? folder, found, folder);
  }

  async forFolder(folder: string): Promise<Scope> {
    return this.#scope(folder, await this.#read(folder), folder);
  }

  /** Of a project in a workspace folder: its own, or the nearest above it. */
  async forProject(root: string, folder: string): Promise<Scope> {
    const found = await this.#search(root, folder);
    return this.#scope(found?.root ?? folder, found, folder);
  }

  /**
   * Of a workspace folder in which these files are (paths relative to it): for each file, the configuration nearest to it.
   * Equal configuration files make the same object.
   */
  async forFiles(folder: string, paths: Iterable<string>): Promise<ResolvedConfig> {
    const nested = new Set([...paths].filter(isConfigFile).map(folderOf));
    nested.delete('');
    const key = `${uriKey(folder)} ${[...nested].join('\n')}`;
    return remembered(this.#nested, key, async () => {
      const top = await this.forFolder(folder);
      if (nested.size === 0) return top.config;
      const scopes = new Map<string, Scope>();
      for (const path of nested) {
        scopes.set(path, await this.forProject(joinUri(folder, path), folder));
        await this.#port.host.pause();
      }
      return withNested(top.config, nearestIn(folder, top, scopes));
    });
  }

  /** Problems of everything resolved since the last `invalidate`. */
  get problems(): { readonly inFiles: readonly FileProblem[]; readonly elsewhere: readonly ConfigProblem[] } {
    const inFiles = new Map<string, FileProblem>();
    const elsewhere = new Map<string, ConfigProblem>();
    for (const { root, config } of this.#resolved.values()) {
      for (const problem of config.problems) {
        const key = `${problem.path ?? ''} ${problem.key} ${problem.message}`;
        if (problem.source === 'file' && problem.path !== undefined && root !== undefined) {
          const uri = joinUri(root, baseName(problem.path));
          inFiles.set(`${uri} ${key}`, { uri, problem });
        } else {
          elsewhere.set(key, problem);
        }
      }
    }
    return { inFiles: [...inFiles.values()], elsewhere: [...elsewhere.values()] };
  }

  /** From the document upwards to its folder; loose documents are searched for up to the root. */
  async #search(
    directory: string | undefined,
    folder: string | undefined,
  ): Promise<FolderConfig | undefined> {
    const directories: string[] = [];
    for (let at = directory; at !== undefined; at = parentUri(at)) {
      directories.push(at);
      if (folder !== undefined && uriKey(at) === uriKey(folder.replace(/\/+$/, ''))) break;
    }
    return nearestConfig(await Promise.all(directories.map((at) => this.#read(at))));
  }

  #read(directory: string): Promise<FolderConfig | undefined> {
    return remembered(this.#directories, uriKey(directory), () => this.#readFiles(directory));
  }

  async #readFiles(root: string): Promise<FolderConfig | undefined> {
    const files = configFileNames.map(async (name): Promise<ConfigFile | undefined> => {
      const text = await this.#port.host.readText(joinUri(root, name));
      return text === undefined ? undefined : { path: name, text };
    });
    return folderConfig(root, await Promise.all(files));
  }

  #scope(
    root: string | undefined,
    found: FolderConfig | undefined,
    folder: string | undefined,
  ): Promise<Scope> {
    const key = `${root === undefined ? '' : uriKey(root)} ${folder === undefined ? '' : uriKey(folder)}`;
    return remembered(this.#scopes, key, async () => {
      const scopes = this.#resolved;
      const editor = await this.#editorSettings(folder);
      const config = resolveConfig({ editor, ...found }, await this.#port.rules());
      const scope = { root, config };
      scopes.set(key, scope);
      return scope;
    });
  }

  #editorSettings(folder: string | undefined): Promise<unknown> {
    return remembered(this.#editor, folder === undefined ? '' : uriKey(folder), async () => {
      if (!this.#port.asksClient()) return this.#pushed;
      try {
        const item = folder === undefined ? {} : { scopeUri: folder };
        return (await this.#port.connection.workspace.getConfiguration({
          ...item,
          section: 'seaworthy',
        })) as unknown;
      } catch (error) {
        this.#port.log.error('The client did not say its settings; what it sent at the start applies', error);
        return this.#pushed;
      }
    });
  }
}

function isConfigFile(path: string): boolean {
  return configFileNames.some((name) => path === name || path.endsWith(`/${name}`));
}

/** Path of the folder that holds a file or folder; '' at the top. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Finds what applies to a path in `folder`: what applies to one of the folders around it, else `top`. */
function nearestIn(
  folder: string,
  top: Scope,
  scopes: ReadonlyMap<string, Scope>,
): (path: string) => Applying {
  const prefixLength = ({ root }: Scope): number => {
    const path = root === undefined ? undefined : pathBelow(folder, root);
    return path === undefined ? 0 : path.length + 1;
  };
  const known = new Map([...scopes].map(([path, scope]) => [path, { scope, from: prefixLength(scope) }]));
  return (path) => {
    let at = folderOf(path);
    while (at !== '' && !known.has(at)) at = folderOf(at);
    const { scope, from } = known.get(at) ?? { scope: top, from: 0 };
    return { config: scope.config, path: path.slice(from) };
  };
}

/** Path of a document as the rules of `scope` see it: relative to the configuration's directory. */
export function pathIn(root: string | undefined, uri: string): string {
  return (root === undefined ? undefined : pathBelow(root, uri)) ?? baseName(uri);
}

function remembered<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = cache.get(key);
  if (!value) cache.set(key, (value = make()));
  return value;
}
