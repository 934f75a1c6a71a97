/**
 * Past gradings of a folder and what changed between two of them. Pure: where they are kept is another file's matter.
 * A change is only told between gradings of the same model, and its cause is named: a fall that the code did not cause
 * is no alarm.
 */
import type { CheckState, HealthCheck, HealthReport, StageId } from '../../../../server/src/protocol';

export type Cause = 'first' | 'code' | 'configuration' | 'measured' | 'acknowledged' | 'model';

/** One grading as it is kept. */
export interface PastGrading {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly model: number;
  readonly overall: number | null;
  readonly stage: StageId | null;
  readonly cause: Cause;
  /** Titles of the checks that changed, the weightiest first; at most three. */
  readonly checks: readonly string[];
}

interface CheckPoint {
  readonly title: string;
  readonly state: CheckState;
  readonly score: number | null;
  readonly weight: number;
  readonly source: 'code' | 'configuration';
}

/** What the next grading is compared with. */
export interface GradingPoint {
  readonly at: number;
  readonly model: number;
  readonly overall: number | null;
  readonly topics: Readonly<Record<string, number | null>>;
  readonly checks: Readonly<Record<string, CheckPoint>>;
}

export interface FolderHistory {
  readonly gradings: readonly PastGrading[];
  readonly last: GradingPoint | undefined;
  /** Set by the user; trends are then told against it. */
  readonly baseline: GradingPoint | undefined;
  /** The last grading of an earlier session, or the first of all: what trends are told against otherwise. */
  readonly session: GradingPoint | undefined;
}

export const noHistory: FolderHistory = {
  gradings: [],
  last: undefined,
  baseline: undefined,
  session: undefined,
};

export const mostGradings = 120;

export function pointOf(report: HealthReport, at: number): GradingPoint {
  const checks = report.topics.flatMap((topic) =>
    topic.checks.map((check): readonly [string, CheckPoint] => [
      check.id,
      {
        title: check.title,
        state: check.state,
        score: check.score,
        weight: check.weight * topic.weight,
        source: sourceOf(check),
      },
    ]),
  );
  return {
    at,
    model: report.model,
    overall: report.overall,
    topics: Object.fromEntries(report.topics.map(({ id, score }) => [id, score])),
    checks: Object.fromEntries(checks),
  };
}

/** Hygiene is counted in code; a practice is where its evidence is. */
function sourceOf({ kind, evidence }: HealthCheck): CheckPoint['source'] {
  const path = evidence.find((one) => one.path !== '')?.path;
  if (path === undefined) return kind === 'practice' ? 'configuration' : 'code';
  return /\.(pyi?|ipynb)$/.test(path) ? 'code' : 'configuration';
}

/** The history with one more grading; the same history when nothing worth a point has changed. */
export function withGrading(history: FolderHistory, report: HealthReport, at: number): FolderHistory {
  if (report.overall === null) return history;
  const point = pointOf(report, at);
  const { last, gradings, session = point } = history;
  const change = last ? compare(last, point) : { cause: 'first' as const, checks: [] };
  const was = gradings.at(-1);
  const isSmall = was?.overall != null && Math.abs(report.overall - was.overall) < 1;
  if (was && isSmall && was.model === report.model && was.stage === report.stage) {
    return last && sameChecks(last, point) ? history : { ...history, session, last: point };
  }
  const grading: PastGrading = {
    at,
    model: report.model,
    overall: report.overall,
    stage: report.stage,
    ...change,
  };
  return { ...history, session, gradings: [...gradings, grading].slice(-mostGradings), last: point };
}

function sameChecks(a: GradingPoint, b: GradingPoint): boolean {
  return JSON.stringify([a.topics, a.checks]) === JSON.stringify([b.topics, b.checks]);
}

export function compare(
  before: GradingPoint,
  after: GradingPoint,
): { readonly cause: Cause; readonly checks: readonly string[] } {
  if (before.model !== after.model) return { cause: 'model', checks: [] };
  const changed = Object.entries(after.checks)
    .flatMap(([id, now]) => {
      const was = before.checks[id];
      if (!was || (was.state === now.state && was.score === now.score)) return [];
      const size = Math.abs((now.score ?? 0) - (was.score ?? 0)) * now.weight;
      return [{ title: now.title, cause: causeOf(was, now), size }];
    })
    .sort((a, b) => b.size - a.size || (a.title < b.title ? -1 : 1));
  const first = changed[0];
  // Nothing that is graded by itself: lines moved between files, or a topic was switched off.
  if (!first) return { cause: 'configuration', checks: [] };
  return { cause: first.cause, checks: changed.slice(0, 3).map(({ title }) => title) };
}

function causeOf(was: CheckPoint, now: CheckPoint): Cause {
  if ((was.state === 'acknowledged') !== (now.state === 'acknowledged')) return 'acknowledged';
  if (isUnmeasured(was) !== isUnmeasured(now)) return 'measured';
  // What is met has the evidence that what is missing cannot have.
  return (now.state === 'pass' || now.state === 'partial' ? now : was).source;
}

function isUnmeasured({ state }: CheckPoint): boolean {
  return state === 'not-measured';
}

/** Points since the baseline or the earlier session; undefined where that says nothing. */
export interface Trend {
  readonly delta: number;
  readonly since: number;
  readonly fromBaseline: boolean;
}

export function overallTrend(history: FolderHistory, report: HealthReport): Trend | undefined {
  return trend(history, report, (point) => point.overall, report.overall);
}

export function topicTrend(history: FolderHistory, report: HealthReport, topic: string): Trend | undefined {
  const now = report.topics.find(({ id }) => id === topic)?.score ?? null;
  return trend(history, report, (point) => point.topics[topic] ?? null, now);
}

function trend(
  history: FolderHistory,
  { model }: HealthReport,
  of: (point: GradingPoint) => number | null,
  now: number | null,
): Trend | undefined {
  const point = history.baseline ?? history.session;
  const was = point ? of(point) : null;
  if (!point || point.model !== model || was === null || now === null) return undefined;
  const delta = Math.round(now - was);
  return delta === 0 ? undefined : { delta, since: point.at, fromBaseline: history.baseline !== undefined };
}
