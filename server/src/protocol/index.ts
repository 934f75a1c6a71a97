/**
 * What client and server say to each other beyond the standard protocol: method names and plain data. A leaf: it
 * imports nothing, and the client imports nothing else of the server.
 */
import type { ExportFormat, HealthFinding } from './findings';
import type { AcknowledgementReason, Grade, HealthReport, HealthTopic, StageId } from './health';

export type * from './findings';
export type * from './health';

/** Initialization options, client to server. */
export interface InitializeOptions {
  /** False in Restricted Mode: what needs trust is then "not measured". */
  readonly trusted?: boolean;
  /** True where the editor shows the messages of diagnostics in its hover, so that ours need not repeat them. */
  readonly hoverShowsDiagnostics?: boolean;
  /** Settings of the `seaworthy` section, for clients that are never asked for their configuration. */
  readonly settings?: unknown;
  /** Browser build: the wasm files as byte arrays, since a worker has no file access of its own. */
  readonly grammar?: { readonly runtime: Uint8Array; readonly python: Uint8Array };
}

/** The health of one project as the views show it: of a workspace folder, or of a folder in it with its own manifest. */
export interface FolderHealth {
  /** URI of the project's folder. */
  readonly folder: string;
  /** URI of the workspace folder that it lies in, or is. */
  readonly workspaceFolder: string;
  /** Of the workspace folder, or the path in it. */
  readonly name: string;
  /** `idle`: never graded; `scanning`: `report` is from before, if any; `failed`: `message` says why. */
  readonly state: 'idle' | 'scanning' | 'graded' | 'failed';
  readonly message?: string;
  /** Absent until graded. `overall` of it is null where there is nothing to grade. */
  readonly report?: HealthReport;
  readonly pythonFiles: number;
}

/** Client to server (request): health of every project, graded first if needed. `HealthGetParams` -> `FolderHealth[]`. */
export const healthGet = 'seaworthy/health/get';
export interface HealthGetParams {
  /** Folders to grade again from scratch; absent: whatever is known, grading what never was. */
  readonly refresh?: readonly string[];
  /** Standard work-done token; the scan reports through it and can be cancelled. */
  readonly workDoneToken?: string | number;
}

/** Server to client (notification): health in a workspace folder has changed; the client shows it as it is. `WorkspaceHealth`. */
export const healthChanged = 'seaworthy/health/changed';
export interface WorkspaceHealth {
  /** URI of the workspace folder. */
  readonly folder: string;
  /** All projects in it. */
  readonly projects: readonly FolderHealth[];
}

/** Client to server (request): the edits of a one-click action. `ActionParams` -> `ActionResult`. */
export const actionPreview = 'seaworthy/action/preview';
export interface ActionParams {
  readonly folder: string;
  readonly action: string;
}
export type ActionResult =
  | { readonly refused: string }
  | {
      readonly label: string;
      readonly files: readonly ActionFile[];
      /** What is left to do by hand, shown after applying. */
      readonly followUp?: string;
    };
/** `create` never overwrites; `edits` carry the version of an open document, or null for the file on disk. */
export type ActionFile =
  | { readonly uri: string; readonly create: string }
  | { readonly uri: string; readonly edits: readonly ActionEdit[] };
export interface ActionEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

/**
 * Client to server (request): the safe fixes of all Python files in a workspace folder, as one edit.
 * `FixProjectParams` -> `FixProjectResult`.
 */
export const fixProject = 'seaworthy/fixProject';
export interface FixProjectParams {
  /** URI of the workspace folder. */
  readonly folder: string;
  /** Standard work-done token; the work reports through it and can be cancelled. */
  readonly workDoneToken?: string | number;
}
export interface FixProjectResult {
  /** How many Python files are checked in the folder. */
  readonly pythonFiles: number;
  /** Without files where there is nothing to fix. */
  readonly result: ActionResult;
}

/** Client to server (request): the edit that acknowledges a check. `AcknowledgeParams` -> `ActionResult`. */
export const acknowledgePreview = 'seaworthy/health/acknowledge';
export interface AcknowledgeParams {
  readonly folder: string;
  readonly check: string;
  /** Null takes an acknowledgement back. */
  readonly reason: AcknowledgementReason | null;
  /** Why, in the user's words; empty for none. */
  readonly note: string;
}

/** Client to server (request): the findings of a graded folder. `FolderParams` -> `FolderFindings`. */
export const findingsGet = 'seaworthy/health/findings';
export interface FolderParams {
  readonly folder: string;
}
export interface FolderFindings {
  readonly folder: string;
  readonly findings: readonly HealthFinding[];
  /** Why new and existing findings cannot be told apart; absent when they can. */
  readonly notCompared?: string;
}

/** Client to server (request): the grade if these checks were met. `SimulateParams` -> `Simulation | null`. */
export const healthSimulate = 'seaworthy/health/simulate';
export interface SimulateParams {
  readonly folder: string;
  readonly checks: readonly string[];
}
export interface Simulation {
  readonly overall: number | null;
  readonly grade: Grade | null;
  readonly gradeShown: boolean;
  readonly stage: StageId | null;
  readonly stageTitle: string | null;
  readonly topics: readonly Pick<HealthTopic, 'id' | 'status' | 'score' | 'grade' | 'gradeShown'>[];
}

/** Client to server (request): the report as a file. `ExportParams` -> `ExportResult`. */
export const healthExport = 'seaworthy/health/export';
export interface ExportParams {
  readonly folder: string;
  readonly format: ExportFormat;
}
export type ExportResult = { readonly refused: string } | { readonly name: string; readonly text: string };

/** Server to client (notification): state of the server for the status items. `ServerStatus`. */
export const statusChanged = 'seaworthy/status';
export interface ServerStatus {
  /** Rules that have crashed and are off for this session. */
  readonly disabledRules: readonly string[];
  /** Problems in configuration files, one sentence each, naming file and key. */
  readonly configurationProblems: readonly string[];
}

/** Client to server (request): all rules with their pages. `RuleInfo[]`. */
export const rulesList = 'seaworthy/rules/list';
export interface RuleInfo {
  readonly name: string;
  readonly topic: string;
  readonly summary: string;
  readonly severity: string;
  readonly url: string;
}

/** Client to server (request): check an open document now, whatever `analysis.run` says. `{ uri }` -> null. */
export const documentCheck = 'seaworthy/document/check';

/**
 * Client to server (notification): what other linters underline in an open document now, so that nothing is underlined
 * twice. `OtherDiagnostics`. Clients that do not send it see both.
 */
export const otherDiagnostics = 'seaworthy/document/others';
export interface OtherDiagnostics {
  readonly uri: string;
  /** All of them, each time; empty when there are none any more. */
  readonly items: readonly {
    readonly source: string;
    readonly code: string;
    readonly range: ActionEdit['range'];
  }[];
}

/** Client to server (notification): Workspace Trust was granted. */
export const trustGranted = 'seaworthy/trust/granted';

/** Server to client (request), browser host only: the bytes of a file. `FsReadParams` -> `Uint8Array | null`. */
export const fsRead = 'seaworthy/fs/read';
export interface FsReadParams {
  readonly uri: string;
}

/** Server to client (request), browser host only: URIs of files below a folder. `FsListParams` -> `string[]`. */
export const fsList = 'seaworthy/fs/list';
export interface FsListParams {
  readonly folder: string;
  /** Globs relative to the folder. */
  readonly include: string;
  readonly exclude: string | null;
  readonly limit: number;
}
