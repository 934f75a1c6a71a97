/** The words and the order that every rendering of a report shares. */
import type {
  CheckState,
  HealthCheck,
  HealthReport,
  HealthStep,
  HealthTopic,
} from '../../../protocol/health';

export const stateWords: Readonly<Record<CheckState, string>> = {
  pass: 'met',
  partial: 'partly met',
  fail: 'not met',
  'not-applicable': 'not applicable',
  'not-measured': 'not measured',
  acknowledged: 'acknowledged',
};

/** `C 66`, `12 of 100` where a letter would only discourage, or that there is none. */
export function overallWords({ overall, grade, gradeShown }: HealthReport): string {
  if (overall === null) return 'no score yet';
  return gradeShown && grade !== null ? `${grade} ${overall}` : `${overall} of 100`;
}

/** What stands in a topic's column of scores. */
export function topicWords({ status, score }: HealthTopic): string {
  if (score !== null) return String(score);
  return status === 'scored' ? '' : status === 'disabled' ? 'off' : status.replace('-', ' ');
}

/** Points of its topic that a check still keeps back. */
export function lost({ weight, score }: HealthCheck): number {
  return weight * (100 - (score ?? 100));
}

/** The check that costs a topic most; undefined when nothing is open. */
export function worstCheck(topic: HealthTopic): HealthCheck | undefined {
  return topic.checks
    .filter(({ state }) => state === 'fail' || state === 'partial')
    .sort((a, b) => lost(b) - lost(a) || (a.id < b.id ? -1 : 1))[0];
}

/** `app.py:4`, `.github` for a place without a line of its own, or nothing. */
export function placeOf({ path, line }: { readonly path: string; readonly line: number }): string {
  return path === '' ? '' : `${path}:${line}`;
}

/** What a next step brings and costs. A gate may bring no points at once: it is in the way of all others. */
export function stepEffort({ gates }: Pick<HealthReport, 'gates'>, step: HealthStep): string {
  const { check, gain, minutes } = step;
  const gains = [
    ...(gates.some((gate) => gate.check === check) ? ['lifts the cap'] : []),
    ...(gain >= leastShown ? [`+${gain} points`] : []),
  ];
  return [...gains, `about ${minutes} min`].join(', ');
}

const leastShown = 0.05;
