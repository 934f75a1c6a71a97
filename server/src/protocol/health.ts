/**
 * The project health report as plain data: what `health --output-format json` prints, what the server sends to the
 * client, and what every view renders. Scores are 0 to 100 or null where there is nothing to score.
 */

/** The ten topics, in their fixed order everywhere. */
export const topicIds = [
  'environments',
  'packaging',
  'errors',
  'configuration',
  'testing',
  'typing',
  'concurrency',
  'observability',
  'delivery',
  'style',
] as const;

export type TopicId = (typeof topicIds)[number];

export type CheckState = 'pass' | 'partial' | 'fail' | 'not-applicable' | 'not-measured' | 'acknowledged';

/** A practice earns points, hygiene only takes them away, a gate is hygiene that can also cap the grade. */
export type CheckKind = 'practice' | 'hygiene' | 'gate';

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E';

export type ProjectProfile = 'script' | 'library' | 'cli' | 'service' | 'notebook';

export type StageId = 'script' | 'repeatable' | 'linted' | 'tested' | 'observable' | 'ready';

/** `not-detected` and `remediated` count as met, `not-applicable`, `not-supported` and `test-data` leave the sum. */
export type AcknowledgementReason =
  'not-detected' | 'remediated' | 'not-applicable' | 'not-supported' | 'test-data';

/** One place that a check looked at. The path is relative to the root, the line is 1-based. */
export interface HealthEvidence {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export interface HealthCheck {
  readonly id: string;
  readonly title: string;
  readonly kind: CheckKind;
  readonly state: CheckState;
  /** 0 to 100; null where the state is `not-applicable` or `not-measured`, or was acknowledged as not applicable. */
  readonly score: number | null;
  readonly weight: number;
  readonly evidence: readonly HealthEvidence[];
  /** Name of the one-click action that makes this check pass; null when there is none or nothing is left to do. */
  readonly action: string | null;
  /** One sentence: why the state is what it is. */
  readonly reason: string;
  readonly why: string;
  readonly howToFix: string;
  /** The prerequisite that is not met, when that is why this check was skipped. */
  readonly skippedBy?: string;
  readonly acknowledgement?: { readonly reason: AcknowledgementReason; readonly note: string };
}

/**
 * `scored`: has a score. `clean`: nothing wrong, but too little to earn a score. `not-applicable`: no check applies.
 * `not-measured`: too little of what applies could be measured. `disabled`: switched off in the settings.
 */
export type TopicStatus = 'scored' | 'clean' | 'not-applicable' | 'not-measured' | 'disabled';

export interface HealthTopic {
  readonly id: TopicId;
  readonly title: string;
  readonly weight: number;
  readonly status: TopicStatus;
  readonly score: number | null;
  /** Score of what was measured, where `status` is `not-measured`; null otherwise. */
  readonly partialScore: number | null;
  /**
   * Whether the overall score includes this topic. A topic too thin to be scored alone only joins where it must not
   * change the direction: half-measured ones where they raise the overall score, hygiene without practice where it lowers it.
   */
  readonly counted: boolean;
  readonly grade: Grade | null;
  /** False where a letter would only discourage: show stage and next steps in its place. */
  readonly gradeShown: boolean;
  /** Measured share of the applicable weight, 0 to 1; null when nothing applies. */
  readonly coverage: number | null;
  readonly checks: readonly HealthCheck[];
}

export interface HealthStep {
  readonly check: string;
  /** What to do, as a short imperative. */
  readonly title: string;
  readonly topic: TopicId;
  /** Name of a one-click action, or null when the step is done by hand. */
  readonly action: string | null;
  /** Points that the overall score rises when this check passes, one decimal. */
  readonly gain: number;
  readonly minutes: number;
  readonly reason: string;
  readonly howToFix: string;
}

/** A failed gate: the reason why a grade is capped. */
export interface HealthGate {
  readonly check: string;
  readonly topic: TopicId;
  readonly reason: string;
}

/** A file that could not be read or parsed, or a check that failed to run. Lines and columns are 1-based. */
export interface HealthProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** `unreadable`, `invalid-toml`, `invalid-yaml`, `invalid-ini`, `invalid-json` or `check-failed`. */
  readonly key: string;
  /** The check that failed to run. */
  readonly check?: string;
}

export interface HealthStage {
  readonly id: StageId;
  readonly title: string;
  readonly reached: boolean;
  /** Names of the checks that this stage still wants. */
  readonly missing: readonly string[];
}

export interface HealthCounts {
  readonly pythonFiles: number;
  readonly codeLines: number;
  readonly topicsScored: number;
  readonly topicsApplicable: number;
  readonly states: Readonly<Record<CheckState, number>>;
}

/** One project of a folder that holds several. */
export interface HealthRoot {
  /** Relative to the folder, '' for the folder itself. */
  readonly path: string;
  readonly profile: ProjectProfile;
  readonly overall: number | null;
  readonly grade: Grade | null;
  readonly gradeShown: boolean;
  readonly stage: StageId | null;
  readonly pythonFiles: number;
}

export interface HealthReport {
  /** Version of this structure. */
  readonly schema: 1;
  /** Version of the grading model: scores of different models must not be compared. */
  readonly model: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly profile: ProjectProfile;
  /** Why this profile was chosen, one short sentence each. */
  readonly profileEvidence: readonly string[];
  /** Null when there is nothing to grade, as in an empty folder. */
  readonly overall: number | null;
  readonly grade: Grade | null;
  readonly gradeShown: boolean;
  /** Null when there is nothing to grade. */
  readonly stage: StageId | null;
  readonly stageTitle: string | null;
  readonly stages: readonly HealthStage[];
  readonly topics: readonly HealthTopic[];
  /** At most three, best first. */
  readonly next: readonly HealthStep[];
  readonly gates: readonly HealthGate[];
  readonly problems: readonly HealthProblem[];
  readonly counts: HealthCounts;
  /** Present when the folder holds other projects than itself: each graded where it lies. */
  readonly roots?: readonly HealthRoot[];
  /** Present when only a part of the Python files was read. */
  readonly truncated?: { readonly graded: number; readonly total: number };
}
