/** The outcome of a conformance run as rows, verdicts and text. */
import type { Rule } from '../../server/src/engine/index';
import type { CodeTotals, ConformanceReport } from './conformance';
import {
  expectations,
  leastFixable,
  leastPrecision,
  leastRecall,
  mostOfPrints,
  mostWarnings,
  type Expectation,
} from './expectations';
import type { IntendedDifference } from './conformance';
import { density, type Figures } from './measure';

export interface Row {
  readonly expectation: Expectation;
  readonly totals: CodeTotals;
  /** Share of Ruff's lines that we report; undefined where Ruff reports none. */
  readonly recall: number | undefined;
  /** Share of our lines that Ruff reports. */
  readonly precision: number | undefined;
  /** The same with intended differences left out. */
  readonly recallMeant: number | undefined;
  readonly precisionMeant: number | undefined;
}

function share(part: number, rest: number): number | undefined {
  return part + rest === 0 ? undefined : part / (part + rest);
}

/** One row for each expectation whose rule is registered. */
export function rowsOf(report: ConformanceReport, rules: readonly Rule[]): Row[] {
  const names = new Set(rules.map(({ meta }) => meta.name));
  return expectations
    .filter(({ rule }) => names.has(rule))
    .map((expectation) => {
      const totals: CodeTotals = { both: 0, ours: 0, ruff: 0, oursUnexplained: 0, ruffUnexplained: 0 };
      for (const code of expectation.codes) {
        const found = report.totals.get(code);
        if (!found) continue;
        for (const key of Object.keys(totals) as (keyof CodeTotals)[]) totals[key] += found[key];
      }
      const { both, ours, ruff, oursUnexplained, ruffUnexplained } = totals;
      return {
        expectation,
        totals,
        recall: share(both, ruff),
        precision: share(both, ours),
        recallMeant: share(both, ruffUnexplained),
        precisionMeant: share(both, oursUnexplained),
      };
    });
}

/** Expectations that a run misses, a sentence each. */
export function missed(
  rows: readonly Row[],
  figures?: Figures,
  productionCorpora: readonly string[] = [],
): string[] {
  const found: string[] = [];
  for (const { expectation, recallMeant, precisionMeant, totals } of rows) {
    const { rule, relation, codes } = expectation;
    const name = `${rule} (${codes.join(', ')})`;
    const wantsRecall = relation === 'equal' || relation === 'superset';
    const wantsPrecision = relation === 'equal' || relation === 'subset';
    if (wantsRecall && (recallMeant ?? 1) < leastRecall)
      found.push(`${name}: recall ${percent(recallMeant)} is below ${percent(leastRecall)}`);
    if (wantsPrecision && (precisionMeant ?? 1) < leastPrecision)
      found.push(`${name}: precision ${percent(precisionMeant)} is below ${percent(leastPrecision)}`);
    if (rule === 'print-instead-of-logging') {
      const prints = (totals.both + totals.ours) / Math.max(1, totals.both + totals.ruff);
      if (prints > mostOfPrints)
        found.push(`${name}: ${percent(prints)} of T201 is more than ${percent(mostOfPrints)}`);
    }
  }
  if (!figures) return found;
  const { findings, fixable } = sums(figures);
  if (fixable / findings < leastFixable)
    found.push(`${percent(fixable / findings)} of all findings carry a fix, not ${percent(leastFixable)}`);
  for (const [corpus, counts] of figures.corpora) {
    if (productionCorpora.includes(corpus) && density(counts) > mostWarnings)
      found.push(
        `${corpus}: ${density(counts).toFixed(2)} warnings on 1,000 lines, at most ${mostWarnings} are meant`,
      );
  }
  return found;
}

function sums(figures: Figures): { findings: number; fixable: number } {
  const all = [...figures.rules.values()];
  const sum = (key: 'findings' | 'fixable'): number => all.reduce((total, rule) => total + rule[key], 0);
  return { findings: sum('findings'), fixable: sum('fixable') };
}

function percent(value: number | undefined): string {
  return value === undefined ? '-' : `${(value * 100).toFixed(1)} %`;
}

/** Markdown, which reads well in a terminal too. */
export function renderReport(
  report: ConformanceReport,
  rows: readonly Row[],
  figures: Figures,
  intended: readonly IntendedDifference[],
): string {
  const reasons = intended
    .map((difference, index) => ({ difference, used: report.used[index] ?? 0 }))
    .filter(({ used }) => used > 0)
    .map(({ difference: { codes, side, reason }, used }) => [codes.join(', '), side, String(used), reason]);
  const byFindings = [...figures.rules].sort(([, a], [, b]) => b.findings - a.findings);
  const { findings, fixable } = sums(figures);
  return [
    '## Relation to Ruff\n',
    table(
      ['rule', 'codes', 'meant', 'both', 'ours', 'Ruff', 'recall', 'precision', 'recall*', 'precision*'],
      rows.map(({ expectation, totals, recall, precision, recallMeant, precisionMeant }) => [
        expectation.rule,
        expectation.codes.join(' '),
        expectation.relation,
        ...[totals.both, totals.ours, totals.ruff].map(String),
        ...[recall, precision, recallMeant, precisionMeant].map(percent),
      ]),
    ),
    '\n`both`, `ours` and `Ruff` are lines reported by both, by us alone and by Ruff alone. Recall is the share of Ruff’s lines\n' +
      'that we report, precision the share of ours that Ruff reports; with a star, intended differences are left out.\n',
    '## Intended differences\n',
    table(['codes', 'reported only by', 'lines', 'reason'], reasons),
    '\n## Findings and fixes\n',
    table(
      ['rule', 'findings', 'with a fix', 'share', 'warnings'],
      [
        ...byFindings.map(([rule, counts]) => [
          rule,
          ...[counts.findings, counts.fixable].map(String),
          percent(counts.fixable / counts.findings),
          String(counts.warnings),
        ]),
        ['all', String(findings), String(fixable), percent(fixable / findings), ''],
      ],
    ),
    '\n## Noise\n',
    'Warnings of the recommended profile.\n',
    table(
      ['code', 'files', 'lines', 'warnings', 'on 1,000 lines'],
      [...figures.corpora].map(([corpus, counts]) => [
        corpus,
        ...[counts.files, counts.lines, counts.warnings].map(String),
        density(counts).toFixed(2),
      ]),
    ),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length), 3),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}
