/** The next best steps: each open check is simulated as passed, and the gain is weighed against the effort. */
import type { HealthStep } from '../../protocol/health';
import type { Steps } from '../steps';
import type { OverallGrade } from './grade';
import { boosts, ladder, nextStepCount } from './model';
import { capsGrade, type RawResult, type Resolved } from './resolve';

export interface StepContext {
  readonly raw: readonly RawResult[];
  readonly resolved: readonly Resolved[];
  readonly overall: OverallGrade;
  /** Grades again with other outcomes: the same function that made `overall`. */
  readonly simulate: (raw: readonly RawResult[]) => OverallGrade;
  /** The one-click action that would do something now, or null. */
  readonly actionOf: (check: string) => string | null;
}

interface Ranked {
  readonly one: Resolved;
  readonly action: string | null;
  readonly gain: number;
  readonly gate: boolean;
  readonly rank: number;
}

/** A step for each open check. */
export function* nextSteps({
  raw,
  resolved,
  overall,
  simulate,
  actionOf,
}: StepContext): Steps<readonly HealthStep[]> {
  const open = resolved.filter((one) => one.state === 'fail' || one.state === 'partial');
  const rung = ladder.find((name) => open.some((one) => one.meta.name === name));
  // A failed gate caps the grade whatever else is done: the gain of all other steps is what comes after it.
  const gates = new Set(open.filter(capsGrade).map((one) => one.meta.name));
  const withGates = raw.map((result) => (gates.has(result.meta.name) ? passed(result) : result));
  const uncapped = gates.size === 0 ? overall : simulate(withGates);
  const ranked: Ranked[] = [];
  for (const one of open) {
    yield;
    const { meta } = one;
    const isGate = gates.has(meta.name);
    const from = isGate ? { raw, overall } : { raw: withGates, overall: uncapped };
    const after = simulate(
      from.raw.map((result) => (result.meta.name === meta.name ? passed(result) : result)),
    );
    const gain = (after.score ?? from.overall.score ?? 0) - (from.overall.score ?? 0);
    const action = actionOf(meta.name);
    const boost = meta.name === rung ? boosts.ladder : action === null ? 1 : boosts.action;
    const rank = (gain * meta.confidence * boost) / Math.sqrt(meta.minutes);
    ranked.push({ one, action, gain, gate: isGate, rank });
  }
  return ranked
    .filter(({ one, gain, gate }) => gate || gain >= 0.05 || one.meta.name === rung)
    .sort(
      (a, b) =>
        Number(b.gate) - Number(a.gate) || b.rank - a.rank || (a.one.meta.name < b.one.meta.name ? -1 : 1),
    )
    .slice(0, nextStepCount)
    .map(({ one, action, gain }) => ({
      check: one.meta.name,
      title: one.meta.step,
      topic: one.meta.topic,
      action,
      gain: Math.max(0, Math.round(gain * 10) / 10),
      minutes: one.meta.minutes,
      reason: one.reason,
      howToFix: one.meta.howToFix,
    }));
}

function passed({ meta }: RawResult): RawResult {
  return { meta, outcome: { state: 'pass', score: 1, evidence: [], reason: '' } };
}
