/**
 * The grading model as arithmetic: practices earn, hygiene deducts, gates cap. Two properties hold and are tested:
 * improving a check never lowers a score, and not measuring a check never scores less than failing it.
 */
import type { Grade, TopicId, TopicStatus } from '../../protocol/health';
import { gateCaps, gradeBounds, hysteresis, leastChecks, leastCoverage, topics } from './model';
import { capsGrade, type Resolved } from './resolve';

/** How a topic takes part in the overall score. */
type Part = 'full' | 'raises' | 'lowers' | 'none';

export interface TopicGrade {
  readonly id: TopicId;
  readonly weight: number;
  readonly status: TopicStatus;
  /** 0 to 100, not rounded. Also set for half-measured topics. */
  readonly score: number | null;
  readonly coverage: number | null;
  readonly part: Part;
  readonly capped: boolean;
}

export interface OverallGrade {
  /** 0 to 100, not rounded; null when no topic is scored. */
  readonly score: number | null;
  readonly counted: ReadonlySet<TopicId>;
}

export function gradeTopics(
  resolved: readonly Resolved[],
  disabled: ReadonlySet<TopicId>,
  tiny: boolean,
): readonly TopicGrade[] {
  return topics.map(({ id, weight }) => {
    if (disabled.has(id))
      return { id, weight, status: 'disabled', score: null, coverage: null, part: 'none', capped: false };
    return {
      id,
      weight,
      ...gradeTopic(
        resolved.filter((one) => one.meta.topic === id),
        tiny,
      ),
    };
  });
}

type Graded = Omit<TopicGrade, 'id' | 'weight'>;

function gradeTopic(members: readonly Resolved[], tiny: boolean): Graded {
  const applicable = members.filter((one) => one.applicable);
  const measured = applicable.filter((one) => one.counted !== null);
  if (applicable.length === 0)
    return { status: 'not-applicable', score: null, coverage: null, part: 'none', capped: false };
  const coverage = weigh(measured) / weigh(applicable);
  const practices = measured.filter((one) => one.meta.kind === 'practice');
  const practiceApplies = applicable.some((one) => one.meta.kind === 'practice');
  const practiceScore = practices.length > 0 ? earned(practices) / weigh(practices) : 1;
  const hygiene = measured.filter((one) => one.meta.kind !== 'practice');
  const deduction = measured.length > 0 ? (weigh(hygiene) - earned(hygiene)) / weigh(measured) : 0;
  const capped = measured.some(capsGrade);
  const open = 100 * Math.max(0, practiceScore - deduction);
  const score = capped ? Math.min(open, gateCaps.topic) : open;
  const grade = (status: TopicStatus, part: Part): Graded => ({
    status,
    score: status === 'clean' ? null : score,
    coverage,
    part,
    capped,
  });

  if (capped)
    return grade('scored', practices.length > 0 && measured.length >= leastChecks ? 'full' : 'lowers');
  const thin = measured.length < leastChecks && applicable.length >= leastChecks;
  if (measured.length === 0) return { status: 'not-measured', score: null, coverage, part: 'none', capped };
  if (coverage < leastCoverage || thin)
    return grade('not-measured', practices.length > 0 ? 'raises' : 'none');
  if (practices.length === 0) {
    if (practiceApplies) return grade('not-measured', 'none');
    return score === 100 ? grade('clean', 'none') : grade('scored', 'lowers');
  }
  if (applicable.length < leastChecks && !tiny)
    return score === 100 ? grade('clean', 'none') : grade('scored', 'lowers');
  return grade('scored', 'full');
}

function weigh(results: readonly Resolved[]): number {
  return results.reduce((sum, one) => sum + one.meta.weight, 0);
}

function earned(results: readonly Resolved[]): number {
  return results.reduce((sum, one) => sum + one.meta.weight * (one.counted ?? 0), 0);
}

/**
 * Weighted mean of the full topics, pulled up by half-measured topics above it and down by hygiene-only topics below it.
 * The result is the value at which these pulls balance. The balance falls strictly with the value and rises with every
 * input, so there is exactly one, and improving anything cannot lower it. Choosing the topics one after the other can.
 */
export function gradeOverall(grades: readonly TopicGrade[]): OverallGrade {
  const of = (part: Part) => grades.filter((topic) => topic.part === part);
  const lowering = of('lowers');
  const hasFull = of('full').length > 0;
  // Without a full topic, the half-measured ones are the best there is, but no reason for a grade of their own.
  const full = hasFull || lowering.length === 0 ? of('full') : of('raises');
  const raising = hasFull ? of('raises') : [];
  if (full.length + lowering.length === 0) return { score: null, counted: new Set() };
  const included = (value: number) => [
    ...full,
    ...raising.filter((topic) => (topic.score ?? 0) > value),
    ...lowering.filter((topic) => (topic.score ?? 0) < value),
  ];
  let [low, high] = [0, 100];
  for (let step = 0; step < bisectionSteps; step += 1) {
    const middle = (low + high) / 2;
    const balance = included(middle).reduce(
      (sum, topic) => sum + topic.weight * ((topic.score ?? 0) - middle),
      0,
    );
    if (balance >= 0) low = middle;
    else high = middle;
  }
  const counted = included(high);
  const weight = counted.reduce((sum, topic) => sum + topic.weight, 0);
  // The bisection finds which topics count; their mean is then exact.
  const score =
    weight === 0 ? high : counted.reduce((sum, topic) => sum + topic.weight * (topic.score ?? 0), 0) / weight;
  const capped = grades.some((topic) => topic.capped);
  return {
    score: capped ? Math.min(score, gateCaps.overall) : score,
    counted: new Set(counted.map((topic) => topic.id)),
  };
}

const bisectionSteps = 50;

/** The letter of a rounded score. With the previous letter, a score just over the border keeps it. */
export function letterOf(score: number, previous?: Grade): Grade {
  const index = gradeBounds.findIndex(([, bound]) => score >= bound);
  const letter = gradeBounds[index]?.[0] ?? 'E';
  const before = gradeBounds.findIndex(([name]) => name === previous);
  if (before < 0 || before === index) return letter;
  const bound = gradeBounds[Math.min(before, index)]?.[1] ?? 0;
  const falling = index > before;
  const beyond = falling ? bound - score : score - bound + 1;
  return Math.abs(index - before) === 1 && beyond <= hysteresis ? (previous ?? letter) : letter;
}
