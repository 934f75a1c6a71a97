/** Rows of the report as plain data, and the report as text: for the terminal and for docs/performance.md. */
import type { Summary } from './statistics';

export interface Row {
  readonly what: string;
  readonly measured: string;
  /** A limit, or a peer measured in the same run; absent where the figure only informs. */
  readonly against?: string;
  /** Measured divided by limit or peer: up to 1 is within it. Absent where there is nothing to divide by. */
  readonly ratio?: number;
  /** The budget that this row decides, in a few words: such rows make the summary. */
  readonly budget?: string;
}

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** How often it was measured, and how busy the machine was. */
  readonly run: string;
}

/** Takes rows while a part runs, and says them at once: a run takes minutes. */
export interface Recorder {
  readonly row: (row: Row) => void;
  readonly note: (text: string) => void;
}

export function ms(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 1_000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

export function describe({ median, p95 }: Summary): string {
  return `p50 ${ms(median)}, p95 ${ms(p95)}`;
}

export function verdict({ ratio }: Row): string {
  if (ratio === undefined || Number.isNaN(ratio)) return '–';
  return ratio <= 1 ? 'within' : `missed by ${((ratio - 1) * 100).toFixed(0)} %`;
}

function cells(row: Row): string[] {
  const ratio = row.ratio === undefined ? '–' : row.ratio.toFixed(2);
  return [row.what, row.measured, row.against ?? '–', ratio, verdict(row)];
}

export function sayRow(row: Row): string {
  const against = row.against === undefined ? '' : ` | ${row.against}`;
  const ratio = row.ratio === undefined ? '' : ` | ratio ${row.ratio.toFixed(2)}, ${verdict(row)}`;
  return `  ${row.what}: ${row.measured}${against}${ratio}`;
}

export function renderSection({ title, rows, notes, run }: Section): string {
  const lines = rows.map((row) => `| ${cells(row).join(' | ')} |`);
  const table =
    rows.length === 0
      ? []
      : ['| what | measured | limit or peer | ratio | verdict |', '|---|---|---|---|---|', ...lines, ''];
  return [`## ${title}`, '', ...table, ...[...notes, run].map((note) => `- ${note}`), ''].join('\n');
}

/** One line a budget. */
function renderSummary(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows).filter(({ budget }) => budget !== undefined);
  return [
    '## In short',
    '',
    '| budget | measured | limit or peer | ratio | verdict |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${[row.budget, ...cells(row).slice(1)].join(' | ')} |`),
    '',
  ].join('\n');
}

function renderMissing(missing: readonly Pick<Section, 'name' | 'title'>[]): string {
  const lines = missing.map(({ name, title }) => `- ${title}: \`npm run bench -- --only ${name} --write\``);
  return ['## Not measured in this run', '', ...lines, ''].join('\n');
}

export function renderReport(
  sections: readonly Section[],
  missing: readonly Pick<Section, 'name' | 'title'>[],
  machine: string,
  notes: string,
): string {
  return [
    '<!-- Written by `npm run bench -- --write`. Do not edit. -->',
    '',
    '# Performance',
    '',
    'What Seaworthy costs, each figure beside its limit or beside a peer that was measured in the same run on the same',
    'files, in turn with it. A ratio is ours divided by the limit or the peer: up to 1 is within. Ratios carry over to',
    'other machines, times do not. Times are wall clock unless they say CPU; CPU counts all threads and processes.',
    'The load stands below each part: where it is above the number of cores, others were at work, wall clock says little,',
    'and the rows in CPU time count. Correctness is tested elsewhere and never timed here.',
    '',
    `Machine: ${machine}`,
    '',
    renderSummary(sections),
    ...sections.map(renderSection),
    ...(missing.length > 0 ? [renderMissing(missing)] : []),
    notes,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
