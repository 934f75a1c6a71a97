/**
 * Rules about the project as a whole, or about files that are not Python. They run after a scan, on what the project
 * index knows, and are published on the file that they name.
 */
import type { Fix } from './fix';
import type { Severity } from './rule';

export interface ProjectReport<Data = unknown> {
  /** Relative to the project, with `/`. */
  readonly path: string;
  /** 1-based; the first line unless given. */
  readonly line?: number;
  /** Id in `meta.messages`. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly data?: Data;
  /** Lowers the severity of this one finding, where the evidence is weak. */
  readonly atMost?: Severity;
}

export interface Requirement {
  readonly name: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly pinned: boolean;
  readonly development: boolean;
}

export interface PublicName {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

export interface ModuleView {
  readonly path: string;
  /** As another module would import it. */
  readonly module: string;
  /** Public functions of its top level, in source order; the first twenty. */
  readonly functions: readonly PublicName[];
  /** Some test imports it, directly or through a package that imports it. */
  readonly isTested: boolean;
}

/** A health check that the project does not meet. */
export interface FailedCheck {
  readonly reason: string;
  /** Where the evidence is; absent when something is missing altogether. */
  readonly path?: string;
  readonly line?: number;
  /** What the check's one-click action would change, where it has one. */
  readonly fix: () => Fix | undefined;
}

/** What a project rule may ask. Plain data; whatever cannot be told is absent. */
export interface ProjectView {
  /** Every file below the root, after excludes. */
  readonly paths: ReadonlySet<string>;
  /** The text of a configuration file; undefined for others and where it cannot be read. */
  text(path: string): string | undefined;
  /** What kind of project it is. */
  readonly profile: 'library' | 'service' | 'cli' | 'script' | 'notebook';
  /** One short file without any tooling. */
  readonly isTiny: boolean;
  readonly git:
    { isIgnored(path: string): boolean; isTracked(path: string): boolean | undefined } | undefined;
  readonly requirements: readonly Requirement[];
  readonly lockFiles: readonly string[];
  /** Some declarations could not be read, so that nothing can be said to be missing. */
  readonly hasBrokenDeclarations: boolean;
  /** Modules of the project's own code, sorted by path; tests, examples and tools left out. */
  readonly modules: readonly ModuleView[];
  /** At least one test function. */
  readonly hasTests: boolean;
  /** What a health check found, when it fails; undefined when it passes or cannot tell. */
  failed(check: string): FailedCheck | undefined;
}
