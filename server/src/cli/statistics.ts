/** `check --statistics`: how often each rule found something. */
import { isFixable, type FixLevel, type Reported } from './findings';

interface Row {
  readonly code: string;
  count: number;
  fixable: number;
}

export function renderStatistics(
  reported: readonly Reported[],
  level: FixLevel,
  format: 'text' | 'json',
): string {
  const rows = new Map<string, Row>();
  for (const { finding } of reported) {
    const row = rows.get(finding.rule) ?? { code: finding.rule, count: 0, fixable: 0 };
    rows.set(finding.rule, row);
    row.count += 1;
    if (isFixable(finding, level)) row.fixable += 1;
  }
  const sorted = [...rows.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  if (format === 'json') return `${JSON.stringify(sorted, null, 2)}\n`;
  const width = String(sorted[0]?.count ?? 0).length;
  const line = ({ code, count, fixable }: Row): string =>
    `${String(count).padStart(width)}  ${code}${fixable > 0 ? `  (${fixable} fixable)` : ''}\n`;
  return sorted.map(line).join('');
}
