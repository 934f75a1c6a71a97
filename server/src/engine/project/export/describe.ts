/** Findings of files as the protocol has them. */
import type { HealthFinding } from '../../../protocol/findings';
import type { FindingRecord } from '../../records';
import type { Rule } from '../../lint/rule';
import { fingerprints } from './fingerprint';

/** One file's findings with its text. */
export interface FileFindings {
  readonly path: string;
  readonly text: string;
  readonly findings: readonly FindingRecord[];
}

export interface Described {
  readonly finding: HealthFinding;
  readonly record: FindingRecord;
}

/** Findings by path and place. Nothing is known of their age yet. */
export function describeFindings(files: readonly FileFindings[], rules: readonly Rule[]): HealthFinding[] {
  return describeEach(files, rules).map(({ finding }) => finding);
}

export function describeEach(files: readonly FileFindings[], rules: readonly Rule[]): Described[] {
  const byName = new Map(rules.map((rule) => [rule.meta.name, rule]));
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, text, findings }) => {
      const known = [...findings]
        .filter(({ rule }) => byName.has(rule))
        .sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
      const names = fingerprints(
        text,
        path,
        known.map(({ rule, start }) => ({ rule, line: start.line })),
      );
      return known.flatMap((record, index): Described[] => {
        const { rule, severity, message, start, end } = record;
        const meta = byName.get(rule)?.meta;
        if (!meta) return [];
        const finding: HealthFinding = {
          rule,
          topic: meta.topic,
          severity,
          message,
          path,
          line: start.line + 1,
          column: start.column + 1,
          endLine: end.line + 1,
          endColumn: end.column + 1,
          fixable: meta.fix !== 'none',
          fingerprint: names[index] ?? '',
          age: 'unknown',
        };
        return [{ finding, record }];
      });
    });
}
