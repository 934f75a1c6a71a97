/** What the rules found in a whole project, as plain data for the sidebar, the exports and a baseline. */
import type { HealthReport, TopicId } from './health';

/** `new`: not in what the finding is compared with. `unknown`: there is nothing to compare with. */
export type FindingAge = 'new' | 'existing' | 'unknown';

/** One finding. The path is relative to the root; lines and columns are 1-based, columns in UTF-16 code units. */
export interface HealthFinding {
  readonly rule: string;
  readonly topic: TopicId;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The rule has a fix for at least some of its findings. */
  readonly fixable: boolean;
  /** The same for the same finding in moved code: rule, the line's words, the enclosing definition. */
  readonly fingerprint: string;
  readonly age: FindingAge;
}

/** What a report is compared with. */
export interface HealthBaseline {
  readonly model: number;
  readonly overall: number | null;
  /** False when another model graded the baseline: the scores then say nothing about each other. */
  readonly comparable: boolean;
  /** Findings that are new, and findings of the baseline that are gone. */
  readonly newFindings: number;
  readonly fixedFindings: number;
  /** Checks measured in both whose state is worse, or better, than it was. */
  readonly worse: readonly string[];
  readonly better: readonly string[];
}

/** A report with all that a file for other programs holds: what `health --output-format json` prints. */
export interface HealthExport extends HealthReport {
  readonly findings: readonly HealthFinding[];
  readonly baseline: HealthBaseline | null;
}

export type ExportFormat = 'json' | 'markdown' | 'html' | 'sarif' | 'badge' | 'shields';
