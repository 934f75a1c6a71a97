/**
 * The grading model, as code sees it. Its numbers are in model.json and nowhere else: topic and check weights, bounds,
 * curves and thresholds. Raise `version` there whenever one changes: scores of two models are not comparable.
 */
import { topicIds, type Grade, type StageId, type TopicId } from '../../protocol/health';
import numbers from './model.json';

export const modelVersion: number = numbers.version;

export const topics: readonly { readonly id: TopicId; readonly title: string; readonly weight: number }[] =
  topicIds.map((id) => {
    const found = numbers.topics.find((topic) => topic.id === id);
    if (!found) throw new Error(`the model has no topic ${id}`);
    return { ...found, id };
  });

/** What the model says about one check. */
export interface CheckNumbers {
  /** Weight inside the topic. */
  readonly weight: number;
  /** Minutes that meeting it takes in an ordinary project. */
  readonly minutes: number;
  /** How sure the evidence is, 0 to 1: ranks next steps. */
  readonly confidence: number;
}

const checkNumbers: Readonly<Record<string, CheckNumbers | undefined>> = numbers.checks;

export function numbersOf(check: string): CheckNumbers {
  const found = checkNumbers[check];
  if (!found) throw new Error(`the model has no check ${check}`);
  return found;
}

/** Lowest score of each letter, best first. */
export const gradeBounds: readonly (readonly [Grade, number])[] = (['A', 'B', 'C', 'D', 'E'] as const).map(
  (letter) => [letter, numbers.grades[letter]],
);

/** A letter only changes when the score is this far beyond its bound, so that it does not flicker. */
export const hysteresis: number = numbers.hysteresis;

export const gateCaps: { readonly topic: number; readonly overall: number } = numbers.gateCaps;

/** A topic with less of its applicable weight measured is not scored. */
export const leastCoverage: number = numbers.leastCoverage;

/** Fewer applicable checks make neither a good grade nor a bad one. */
export const leastChecks: number = numbers.leastChecks;

/** The order of adoption: the first one that is not met is worth twice its gain. */
export const ladder: readonly string[] = numbers.ladder;

export const boosts: { readonly ladder: number; readonly action: number } = numbers.boosts;

export const nextStepCount: number = numbers.nextSteps;

/** A stage is reached when this share of the weight of its own and all lower must-haves is met. */
export const stageShare: number = numbers.stageShare;
/** A stage also needs this share of its own must-haves. */
export const ownShare: number = numbers.ownShare;

const stageIds = ['script', 'repeatable', 'linted', 'tested', 'observable', 'ready'] as const;

export const stages: readonly {
  readonly id: StageId;
  readonly title: string;
  readonly needs: readonly string[];
}[] = stageIds.map((id) => {
  const found = numbers.stages.find((stage) => stage.id === id);
  if (!found) throw new Error(`the model has no stage ${id}`);
  return { ...found, id };
});

/** Points of a piecewise linear curve, by rising input. */
export type Curve = readonly (readonly [input: number, score: number])[];

/** JSON has no tuples. */
function curve(points: readonly (readonly number[])[]): Curve {
  return points.map(([input = 0, score = 0]) => [input, score]);
}

export const curves = {
  badHandlers: curve(numbers.curves.badHandlers),
  testVolume: curve(numbers.curves.testVolume),
  annotated: curve(numbers.curves.annotated),
  coverage: curve(numbers.curves.coverage),
  blockingInAsync: curve(numbers.curves.blockingInAsync),
  machineFiles: curve(numbers.curves.machineFiles),
};

/** The same with a logarithmic input: what matters is the factor between two densities. */
export const densityCurves = {
  printsPerThousandLines: curve(numbers.densityCurves.printsPerThousandLines),
  findingsPerThousandLines: curve(numbers.densityCurves.findingsPerThousandLines),
};

/** Oldest Python version that still gets security fixes, as of this model. */
export const oldestSupportedMinor: number = numbers.oldestSupportedMinor;

/** Sizes below which a question makes no sense. */
export const thresholds = numbers.thresholds;

export function onCurve(curve: Curve, input: number): number {
  const first = curve[0];
  if (!first || input <= first[0]) return first?.[1] ?? 0;
  for (let index = 1; index < curve.length; index += 1) {
    const [left, right] = [curve[index - 1], curve[index]];
    if (!left || !right || input > right[0]) continue;
    return left[1] + ((right[1] - left[1]) * (input - left[0])) / (right[0] - left[0]);
  }
  return curve.at(-1)?.[1] ?? 0;
}

export function onDensityCurve(curve: Curve, input: number): number {
  if (input <= 0) return curve[0]?.[1] ?? 0;
  return onCurve(
    curve.map(([at, score]) => [Math.log(at), score]),
    Math.log(input),
  );
}

/** Share of bad ones, smoothed so that one of one is not everything. None bad stays none bad. */
export function smoothedShare(bad: number, all: number): number {
  return bad === 0 ? 0 : (bad + 0.5) / (all + 2);
}
