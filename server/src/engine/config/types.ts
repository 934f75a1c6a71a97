/** What goes into a configuration and what comes out: plain data for hosts. */
import type { AcknowledgementReason, ProjectProfile, TopicId } from '../../protocol/health';
import type { LintSettings } from '../lint/settings';
import type { Position } from '../syntax/text';
import type { Settings } from './schema';

export interface ConfigFile {
  /** As it shall appear in problems; relative or absolute. */
  readonly path: string;
  readonly text: string;
}

/** What the command line changes; it wins over everything. Lists may name rules, topics or `all`. */
export interface CommandLineSettings {
  /** Starts from nothing: what files or editor switch off does not count any more. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
}

export interface ConfigSources {
  /** The value of the editor's section `seaworthy`, nested or with dotted keys, or anything else that a client sends. */
  readonly editor?: unknown;
  readonly seaworthyToml?: ConfigFile;
  readonly pyproject?: ConfigFile;
  readonly commandLine?: CommandLineSettings;
}

/** Something wrong in a configuration. The setting concerned keeps its other value; everything else applies. */
export interface ConfigProblem {
  readonly source: 'editor' | 'file' | 'command line';
  /** Path of the configuration file; absent for editor and command line. */
  readonly path?: string;
  /** Dotted key as the source writes it; empty when the file as a whole cannot be read. */
  readonly key: string;
  /** One sentence that names the key and says what is wrong, without allowed values and suggestion. */
  readonly message: string;
  readonly allowed?: readonly string[];
  /** Did you mean. */
  readonly suggestion?: string;
  /** Where to underline in the file; zero-based, UTF-16. */
  readonly range?: { readonly start: Position; readonly end: Position };
}

export interface Acknowledgement {
  readonly reason: AcknowledgementReason;
  readonly note?: string;
}

export interface ResolvedConfig {
  /** Every setting's value after all sources. */
  readonly settings: Settings;
  readonly enable: boolean;
  readonly run: Settings['analysis.run'];
  readonly maxFiles: number;
  readonly exclude: readonly string[];
  /** Profile of the project; undefined: to be detected. */
  readonly projectProfile: ProjectProfile | undefined;
  readonly acknowledgements: Readonly<Record<string, Acknowledgement>>;
  readonly topicsDisabled: readonly TopicId[];
  /** For files without per-file ignores. */
  readonly lint: LintSettings;
  /**
   * For one file, by its path relative to the folder with `/`: undefined when it is excluded or analysis is off.
   * Equal results are the same object, because the engine keeps rule tables by identity.
   */
  readonly lintFor: (path: string) => LintSettings | undefined;
  /** As `lintFor`, for a file that somebody named explicitly: excludes do not count. */
  readonly lintForNamed: (path: string) => LintSettings;
  /** True when `analysis.exclude` leaves out this file or folder (or a folder above it). */
  readonly isExcluded: (path: string) => boolean;
  readonly problems: readonly ConfigProblem[];
}
