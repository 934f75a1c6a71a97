/** What has changed since an earlier export of the same project, for CI: nobody has to fix what was there before. */
import type { CheckState, HealthCheck, HealthReport } from '../../../protocol/health';
import type { HealthBaseline, HealthExport, HealthFinding } from '../../../protocol/findings';
import type { SarifBaseline } from './sarif';

export interface Compared {
  readonly report: HealthExport;
  readonly sarif: SarifBaseline;
}

/** Best last. Other states say nothing of better or worse. */
const ranks: Partial<Record<CheckState, number>> = { fail: 0, partial: 1, acknowledged: 2, pass: 2 };

export function compareWithBaseline(now: HealthExport, before: HealthExport): Compared {
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const present = new Set(now.findings.map(({ fingerprint }) => fingerprint));
  const findings = now.findings.map((finding): HealthFinding => ({
    ...finding,
    age: known.has(finding.fingerprint) ? 'existing' : 'new',
  }));
  const gone = before.findings.filter(({ fingerprint }) => !present.has(fingerprint));
  const states = new Map(checksOf(before).map(({ id, state }) => [id, state]));
  const moved = checksOf(now).flatMap(({ id, state }) => {
    const was = states.get(id);
    const [from, to] = [was === undefined ? undefined : ranks[was], ranks[state]];
    return from === undefined || to === undefined || from === to ? [] : [{ id, isWorse: to < from }];
  });
  const baseline: HealthBaseline = {
    model: before.model,
    overall: before.overall,
    comparable: before.model === now.model,
    newFindings: findings.filter(({ age }) => age === 'new').length,
    fixedFindings: gone.length,
    worse: moved.filter(({ isWorse }) => isWorse).map(({ id }) => id),
    better: moved.filter(({ isWorse }) => !isWorse).map(({ id }) => id),
  };
  return { report: { ...now, findings, baseline }, sarif: { states, gone } };
}

/** True when something is worse than it was: a new finding, or a check of the same model that lost its state. */
export function isWorse({ newFindings, worse, comparable }: HealthBaseline): boolean {
  return newFindings > 0 || (comparable && worse.length > 0);
}

/** A baseline file, or what is wrong with it. */
export function readBaseline(text: string): HealthExport | { readonly refused: string } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { refused: 'it is not JSON' };
  }
  if (!isObject(value) || value['schema'] !== 1 || !Array.isArray(value['topics'])) {
    return { refused: 'it is not the output of health --output-format json' };
  }
  if (typeof value['model'] !== 'number' || !value['topics'].every(isTopic)) {
    return { refused: 'its topics cannot be read' };
  }
  const findings = value['findings'] ?? [];
  if (!Array.isArray(findings) || !findings.every(isFinding))
    return { refused: 'its findings cannot be read' };
  return { ...(value as unknown as HealthExport), findings: findings as HealthFinding[] };
}

function isTopic(value: unknown): boolean {
  return isObject(value) && Array.isArray(value['checks']) && value['checks'].every(isCheck);
}

function isCheck(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['state'] === 'string';
}

function isFinding(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { fingerprint, rule, path, message, line } = value;
  const texts = [fingerprint, rule, path, message];
  return texts.every((text) => typeof text === 'string') && typeof line === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checksOf({ topics }: HealthReport): readonly HealthCheck[] {
  return topics.flatMap((topic) => topic.checks);
}
