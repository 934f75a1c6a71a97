/**
 * From what each check found to what counts: acknowledgements, prerequisites, and the rule for a single short file.
 * Pure, so that a next step can be simulated by resolving again with one outcome replaced.
 */
import type { AcknowledgementReason, CheckState, TopicId } from '../../protocol/health';
import type { CheckMeta, Outcome } from './check';

export interface RawResult {
  readonly meta: CheckMeta;
  readonly outcome: Outcome;
}

export interface ResolveSettings {
  readonly acknowledgements: Readonly<
    Record<string, { readonly reason: AcknowledgementReason; readonly note?: string }>
  >;
  readonly disabledTopics: ReadonlySet<TopicId>;
  readonly tiny: boolean;
}

export interface Resolved {
  readonly meta: CheckMeta;
  readonly outcome: Outcome;
  readonly state: CheckState;
  /** Score that counts, 0 to 1; null when the check is out of the sum. */
  readonly counted: number | null;
  /** Belongs to the topic's weight: everything but not applicable. */
  readonly applicable: boolean;
  readonly reason: string;
  readonly skippedBy?: string;
  readonly acknowledgement?: { readonly reason: AcknowledgementReason; readonly note: string };
}

export function resolveChecks(raw: readonly RawResult[], settings: ResolveSettings): readonly Resolved[] {
  const byName = new Map(raw.map((result) => [result.meta.name, result]));
  const done = new Map<string, Resolved>();
  const active = new Set<string>();
  const resolveOne = (result: RawResult): Resolved => {
    const { name } = result.meta;
    const known = done.get(name);
    if (known) return known;
    active.add(name);
    const prerequisites = (result.meta.requires ?? [])
      // A prerequisite that leads back here cannot be decided first: it is left out, and a test forbids such cycles.
      .flatMap((required) => (active.has(required) ? [] : (byName.get(required) ?? [])))
      .map(resolveOne);
    const resolved = withPrerequisites(result, prerequisites, settings);
    active.delete(name);
    done.set(name, resolved);
    return resolved;
  };
  return raw.filter((result) => !settings.disabledTopics.has(result.meta.topic)).map(resolveOne);
}

function withPrerequisites(
  result: RawResult,
  prerequisites: readonly Resolved[],
  settings: ResolveSettings,
): Resolved {
  const { meta, outcome } = result;
  const plain: Resolved = {
    meta,
    outcome,
    state: outcome.state,
    counted: outcome.score,
    applicable: outcome.state !== 'not-applicable',
    reason: outcome.reason,
  };
  if (outcome.state === 'not-applicable') return plain;
  if (settings.tiny && meta.kind === 'practice' && !meta.fromFirstLine) {
    return skipped(plain, 'not-applicable', 'a single short file does not need this yet');
  }
  const unmet = prerequisites.find((one) => one.counted !== 1);
  if (unmet) {
    const unknown = unmet.state === 'not-measured';
    const reason = unknown
      ? `waits for "${unmet.meta.title}", which could not be measured`
      : `comes after "${unmet.meta.title}"`;
    return {
      ...skipped(plain, unknown ? 'not-measured' : 'not-applicable', reason),
      skippedBy: unmet.meta.name,
    };
  }
  const acknowledged = settings.acknowledgements[meta.name];
  if (!acknowledged || outcome.state === 'pass') return plain;
  const met = acknowledged.reason === 'not-detected' || acknowledged.reason === 'remediated';
  return {
    ...plain,
    state: 'acknowledged',
    counted: met ? 1 : null,
    applicable: met,
    reason: outcome.reason,
    acknowledgement: { reason: acknowledged.reason, note: acknowledged.note ?? '' },
  };
}

function skipped(result: Resolved, state: 'not-applicable' | 'not-measured', reason: string): Resolved {
  return { ...result, state, counted: null, applicable: state === 'not-measured', reason };
}

/** A failed gate that nobody acknowledged. */
export function capsGrade(result: Resolved): boolean {
  return result.outcome.caps === true && result.state === 'fail';
}
