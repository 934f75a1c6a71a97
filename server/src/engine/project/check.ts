/** How a check is written: plain metadata and one pure function of the facts. */
import type { CheckKind, HealthEvidence, TopicId } from '../../protocol/health';
import { finish, stepsOf, type MaybeSteps } from '../steps';
import type { ProjectFacts } from './facts';
import { numbersOf, type CheckNumbers } from './model';

export interface CheckDescription {
  /** Kebab-case words, unique. */
  readonly name: string;
  readonly topic: TopicId;
  /** The good state, as a row of the panel: "Dependencies declared". */
  readonly title: string;
  /** The step towards it, as a short imperative: "Declare the dependencies". */
  readonly step: string;
  readonly kind: CheckKind;
  readonly why: string;
  readonly howToFix: string;
  /** Checks that have to pass first; until then this one is skipped, not failed. */
  readonly requires?: readonly string[];
  /** Name of the one-click action. */
  readonly action?: string;
  /** Topic that the check counts in when the project is not a service. */
  readonly topicUnlessService?: TopicId;
  /** Applies even to a single short file, where every other practice is still out of place. */
  readonly fromFirstLine?: true;
}

/** With the model's numbers. */
export type CheckMeta = CheckDescription & CheckNumbers;

/** `score` is 0 to 1. `pass` means 1, `fail` 0 unless a curve says otherwise. */
export interface Outcome {
  readonly state: 'pass' | 'partial' | 'fail' | 'not-applicable' | 'not-measured';
  readonly score: number | null;
  readonly evidence: readonly HealthEvidence[];
  readonly reason: string;
  /** A failed gate that caps topic and overall grade. */
  readonly caps?: true;
}

export interface Check {
  readonly meta: CheckMeta;
  /** In steps where it looks at all files. */
  readonly run: (facts: ProjectFacts) => MaybeSteps<Outcome>;
}

/** What a check says, at once. */
export function outcomeOf({ run }: Check, facts: ProjectFacts): Outcome {
  return finish(stepsOf(run(facts)));
}

export function defineCheck({
  meta,
  run,
}: {
  readonly meta: CheckDescription;
  readonly run: Check['run'];
}): Check {
  return { meta: { ...meta, ...numbersOf(meta.name) }, run };
}

export function pass(reason: string, evidence: readonly HealthEvidence[] = []): Outcome {
  return { state: 'pass', score: 1, evidence, reason };
}

export function fail(reason: string, evidence: readonly HealthEvidence[] = []): Outcome {
  return { state: 'fail', score: 0, evidence, reason };
}

export function notApplicable(reason: string): Outcome {
  return { state: 'not-applicable', score: null, evidence: [], reason };
}

/** `reason` says how to make it measurable. */
export function notMeasured(reason: string, evidence: readonly HealthEvidence[] = []): Outcome {
  return { state: 'not-measured', score: null, evidence, reason };
}

/** State by score: 1 passes, 0 fails, everything between is partial. */
export function graded(score: number, reason: string, evidence: readonly HealthEvidence[] = []): Outcome {
  const bounded = Math.min(1, Math.max(0, score));
  const state = bounded >= 0.995 ? 'pass' : bounded <= 0.005 ? 'fail' : 'partial';
  return { state, score: state === 'pass' ? 1 : state === 'fail' ? 0 : bounded, evidence, reason };
}

/** Nothing was found, but files that could hold it were not readable: then absence cannot be concluded. */
export function unlessBroken(broken: readonly string[], outcome: Outcome): Outcome {
  const first = broken[0];
  return first === undefined || outcome.state === 'pass'
    ? outcome
    : notMeasured(`${first} cannot be read: fix it first`);
}

/** `1 print`, `3 prints`: reasons are read by people. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
