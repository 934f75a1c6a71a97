/** `check` for people: one line a finding, and in full form the line of code with what is meant underlined. */
import type { Severity } from '../engine';
import type { Reported } from './findings';
import type { Paint } from './output';

export interface TextOptions {
  readonly paint: Paint;
  /** Text of a file; absent: one line a finding. */
  readonly readLines?: (file: string) => readonly string[] | undefined;
  readonly shownPath: (file: string) => string;
  /** True for rules whose findings underline a secret. */
  readonly hides: (rule: string) => boolean;
}

export function renderText(reported: readonly Reported[], options: TextOptions): string {
  const secrets = reported.filter(({ finding }) => options.hides(finding.rule));
  const blocks = reported.map((one) => {
    const beside = secrets.filter(({ file, finding }) => file === one.file && isOnLine(finding, one.finding));
    return renderFinding(one, options, beside);
  });
  return options.readLines ? blocks.join('\n') : blocks.join('');
}

function renderFinding(
  { file, finding }: Reported,
  { paint, readLines, shownPath }: TextOptions,
  secrets: readonly Reported[],
): string {
  const { start, severity, rule, message, fixes } = finding;
  const place = `${paint.bold(shownPath(file))}:${start.line + 1}:${start.point + 1}:`;
  const head = `${place} ${severityPaint(paint, severity)(severity)} ${paint.bold(rule)}: ${message}\n`;
  const lines = readLines?.(file);
  if (!lines) return head;
  const fix = fixes?.[0];
  const help = fix
    ? `${gutter('', paint)}${paint.cyan('fix')} ${paint.faint(`(${fix.applicability})`)} ${fix.title}\n`
    : '';
  const line = start.line;
  const shown = secrets.reduce((text, secret) => concealed(text, line, secret.finding), lines[line]);
  return head + (shown === undefined ? '' : excerpt(span(finding), shown, paint)) + help;
}

/** The secret shows on the first line of the finding. */
function isOnLine(secret: Reported['finding'], { start }: Reported['finding']): boolean {
  return secret.start.line <= start.line && start.line <= secret.end.line;
}

interface Span {
  readonly line: number;
  readonly from: number;
  /** Absent when it goes on below. */
  readonly to: number | undefined;
}

function span({ start, end }: Reported['finding']): Span {
  return { line: start.line, from: start.column, to: end.line === start.line ? end.column : undefined };
}

/** A line without a secret that stands on it: a terminal is recorded, shared and scrolled back. */
function concealed(
  text: string | undefined,
  line: number,
  { start, end }: Reported['finding'],
): string | undefined {
  if (text === undefined) return undefined;
  const from = start.line === line ? start.column : 0;
  const to = end.line === line ? end.column : text.length;
  return text.slice(0, from) + '*'.repeat(Math.max(0, to - from)) + text.slice(to);
}

/** Longer lines are cut around the finding: a file of one line must not flood the terminal. */
const widest = 160;

function excerpt({ line, from, to }: Span, whole: string, paint: Paint): string {
  const cut = from > widest - 40 ? from - 40 : 0;
  const text = whole.slice(cut, cut + widest);
  const start = from - cut;
  const end = Math.min(to === undefined ? text.trimEnd().length : to - cut, text.length);
  // Tabs keep their width, wide characters get about theirs.
  const indent = text.slice(0, start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, [...text.slice(start, end)].length));
  return `${gutter(String(line + 1), paint)}${text}\n${gutter('', paint)}${indent}${paint.red(carets)}\n`;
}

function gutter(label: string, paint: Paint): string {
  return paint.faint(`${label.padStart(5)} | `);
}

function severityPaint(paint: Paint, severity: Severity): (text: string) => string {
  switch (severity) {
    case 'error':
      return paint.red;
    case 'warning':
      return paint.yellow;
    case 'information':
      return paint.blue;
    case 'hint':
      return paint.cyan;
  }
}
