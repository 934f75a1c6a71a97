/**
 * The port between the language server and the machine it runs on. `node/` and `browser/` implement it; nothing in
 * `lsp/` touches a file, a timer or a worker in any other way.
 */
import type { Engine, GrammarBytes } from '../engine';
import type { ResolvedConfig } from '../engine/config';
import type { ProjectSnapshot, Steps } from '../engine/project';
import type { PackedFindings } from '../engine/packed-records';
import type { InitializeOptions } from '../protocol';

export interface Disposable {
  dispose(): void;
}

/** What a scan asks of its caller while it runs. */
export interface ScanControl {
  readonly isCancelled: () => boolean;
  /** Called now and then; `total` may grow while files are still being found. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface ScanRequest extends ScanControl {
  /** Of the folder and, as far as they are known, of the folders below that have their own. */
  readonly config: ResolvedConfig;
  /** The same once the paths of all files are known. */
  readonly configFor: (paths: readonly string[]) => Promise<ResolvedConfig>;
  readonly trusted: boolean;
  /** What open editors show, by path relative to the folder, in place of what is on disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** For files that are analysed on this thread. */
  readonly engine: Engine;
}

/** A scanned project: plain data that does not change, and the way to the next scan. */
export interface Scan {
  readonly snapshot: ProjectSnapshot;
  /** Of Python files that have findings, by path. */
  readonly findings: ReadonlyMap<string, PackedFindings>;
  /** Rules that threw, with what they said. */
  readonly crashes: readonly { readonly rule: string; readonly message: string }[];
  /** Looks at everything again; undefined when cancelled. */
  again(request: ScanRequest): Promise<Scan | undefined>;
  /** The scan after these paths (relative to the folder) were changed, created or deleted; undefined when cancelled. */
  rescan(paths: readonly string[], request: ScanRequest): Promise<Scan | undefined>;
}

/** The files of a folder as the last commit has them. */
export interface LastCommit {
  /** Text of a file; null where the commit has none. Throws where the repository cannot be read with certainty. */
  text(path: string): string | null;
  close(): void;
}

export interface ServerHost {
  /** Version of the server, for `serverInfo` and reports. */
  readonly version: string;
  loadGrammar(options: InitializeOptions): Promise<GrammarBytes>;
  /** Runs `callback` once after `milliseconds`, unless disposed of before. */
  startTimer(milliseconds: number, callback: () => void): Disposable;
  /** Comes back after messages that have already arrived were read, cancellations among them. */
  pause(): Promise<void>;
  /** Somebody waits for an answer: for a moment, long work makes way. */
  attend(): void;
  /** Does long work of the engine, reading messages that arrive meanwhile. */
  inSteps<T>(steps: Steps<T>): Promise<T>;
  /** Text of a file; undefined where it does not exist, cannot be read, or lies where this host does not reach. */
  readText(uri: string): Promise<string | undefined>;
  /** False where this file, or the folder that would hold it, is known not to be writable. */
  isWritable(uri: string): boolean;
  /** Scans the folder of this URI; undefined when cancelled. Throws where the folder cannot be read. */
  scanProject(folder: string, request: ScanRequest): Promise<Scan | undefined>;
  /** What is committed in this folder, or why that cannot be told. */
  lastCommit(folder: string): LastCommit | { readonly unknown: string };
}
