/** What has changed since the baseline: scores of topics, and checks that are open now or no longer. Pure. */
import type { CheckState, HealthReport } from '../../../../server/src/protocol';
import type { GradingPoint } from './history';
import { deltaText } from './model';

export interface ScoreChange {
  readonly title: string;
  readonly was: number | null;
  readonly now: number | null;
}

/** `new`: open now, and was not; `fixed`: the other way round; the others are open in both. */
export type CheckChangeKind = 'new' | 'worse' | 'better' | 'fixed';

export interface CheckChange {
  readonly kind: CheckChangeKind;
  readonly id: string;
  readonly title: string;
  readonly topic: string;
  /** Why the check is in its present state. */
  readonly reason: string;
}

export interface BaselineComparison {
  readonly since: number;
  readonly overall: ScoreChange;
  /** Topics whose score has changed, the most changed first. */
  readonly topics: readonly ScoreChange[];
  /** New ones first, within a kind in the order of the report. */
  readonly checks: readonly CheckChange[];
}

const kinds: readonly CheckChangeKind[] = ['new', 'worse', 'better', 'fixed'];

/** Undefined where another model graded the baseline: its scores say nothing about the present ones. */
export function sinceBaseline(baseline: GradingPoint, report: HealthReport): BaselineComparison | undefined {
  if (baseline.model !== report.model) return undefined;
  const topics = report.topics
    .map(({ id, title, score }) => ({ title, was: baseline.topics[id] ?? null, now: score }))
    .filter(({ was, now }) => rounded(was) !== rounded(now))
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  const checks = report.topics.flatMap((topic) =>
    topic.checks.flatMap(({ id, title, state, score, reason }): CheckChange[] => {
      const before = baseline.checks[id];
      const kind = kindOf(before, { state, score });
      return kind ? [{ kind, id, title, topic: topic.title, reason }] : [];
    }),
  );
  return {
    since: baseline.at,
    overall: { title: report.root, was: baseline.overall, now: report.overall },
    topics,
    checks: kinds.flatMap((kind) => checks.filter((check) => check.kind === kind)),
  };
}

interface Measured {
  readonly state: CheckState;
  readonly score: number | null;
}

function kindOf(was: Measured | undefined, now: Measured): CheckChangeKind | undefined {
  const wasOpen = was !== undefined && isOpen(was);
  if (!isOpen(now)) return wasOpen && now.state !== 'not-measured' ? 'fixed' : undefined;
  if (!wasOpen) return 'new';
  const delta = Math.round((now.score ?? 0) - (was.score ?? 0));
  return delta === 0 ? undefined : delta < 0 ? 'worse' : 'better';
}

function isOpen({ state }: Measured): boolean {
  return state === 'fail' || state === 'partial';
}

/** `60 → 66 ▲6`; a dash where there is no score. */
export function scoreChangeText({ was, now }: Pick<ScoreChange, 'was' | 'now'>): string {
  const delta = was === null || now === null ? '' : deltaText(Math.round(now) - Math.round(was));
  return `${rounded(was) ?? '–'} → ${rounded(now) ?? '–'} ${delta}`.trimEnd();
}

function rounded(score: number | null): number | null {
  return score === null ? null : Math.round(score);
}

function sizeOf({ was, now }: ScoreChange): number {
  return Math.abs((now ?? 0) - (was ?? 0));
}
