/** Runs the rules that look at the project, and gives their findings places in the files that they name. */
import { redacted } from '../lint/file-operations';
import type { Fix } from '../lint/fix';
import { Suppressions } from '../lint/suppression';
import type { ProjectReport, ProjectView } from '../lint/project-rule';
import { milder, type Rule, type Severity } from '../lint/rule';
import type { LintSettings } from '../lint/settings';
import type { FindingRecord, FixRecord } from '../records';
import { filesAStep, finish, type Steps } from '../steps';
import { SourceText } from '../syntax/text';
import type { ProjectIndex } from './project-index';
import { projectView, surveyFiles } from './project-index/view';

export interface ProjectFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly report: ProjectReport;
}

export interface ProjectRun {
  readonly rules: readonly Rule[];
  /** The settings of a file that is named; undefined where the file is excluded. */
  readonly settingsOf: (path: string) => LintSettings | undefined;
  readonly isDisabled?: (rule: string) => boolean;
  readonly onCrash: (rule: string, error: unknown) => void;
}

export function checkProject(index: ProjectIndex, run: ProjectRun): readonly ProjectFinding[] {
  return finish(checkInSteps(index, run));
}

/** Steps to what rules ask for, then at least one for each rule. */
export function* checkInSteps(index: ProjectIndex, run: ProjectRun): Steps<readonly ProjectFinding[]> {
  yield* index.facts.prepare('all');
  const view = projectView(index, yield* surveyFiles(index));
  const found: ProjectFinding[] = [];
  for (const rule of run.rules) {
    const { name, messages } = rule.meta;
    if (!rule.checkProject || run.isDisabled?.(name)) continue;
    try {
      for (const report of rule.checkProject(view)) {
        if (!report || found.length % filesAStep === 0) yield;
        if (!report) continue;
        const severity = run.settingsOf(report.path)?.severities.get(name);
        if (!severity) continue;
        const template = messages[report.message];
        if (template === undefined) throw new Error(`rule ${name} has no message '${report.message}'`);
        const message = template.replace(/\{(\w+)\}/g, (whole, key: string) =>
          String(report.values?.[key] ?? whole),
        );
        found.push({ rule, severity: milder(severity, report.atMost), message, report });
      }
    } catch (error) {
      run.onCrash(name, error);
    }
    yield;
  }
  return found.sort(
    (a, b) =>
      compare(a.report.path, b.report.path) ||
      (a.report.line ?? 1) - (b.report.line ?? 1) ||
      compare(a.rule.meta.name, b.rule.meta.name),
  );
}

export interface Placed {
  readonly path: string;
  readonly record: FindingRecord;
}

/** Records with places; suppressed ones are left out. Where there is no text, the place is the start of the line. */
export function placeFindings(...parameters: Parameters<typeof placeInSteps>): readonly Placed[] {
  return finish(placeInSteps(...parameters));
}

/** A step a finding. */
export function* placeInSteps(
  findings: readonly ProjectFinding[],
  index: ProjectIndex,
  textOf: (path: string) => string | undefined,
  { withFixes }: { readonly withFixes: boolean },
): Steps<readonly Placed[]> {
  const view = projectView(index);
  const placed: Placed[] = [];
  // They come sorted by path.
  let last: { readonly path: string; readonly source: SourceText | undefined } | undefined;
  for (const finding of findings) {
    const { report, rule, severity, message } = finding;
    const { path } = report;
    if (last?.path !== path) {
      yield;
      const text = textOf(path);
      last = { path, source: text === undefined ? undefined : new SourceText(text) };
    }
    const { source } = last;
    if (source && isSilenced(finding, source)) continue;
    const place = placeOf(report, source);
    const fixes = withFixes ? { fixes: fixRecords(finding, view) } : {};
    placed.push({
      path,
      record: { rule: rule.meta.name, messageId: report.message, severity, message, ...place, ...fixes },
    });
  }
  return placed;
}

/** Alternatives for one finding, preferred first. */
export function fixesOf({ rule, report }: ProjectFinding, index: ProjectIndex): readonly Fix[] {
  return rule.fixProject?.(report, projectView(index)) ?? [];
}

function fixRecords({ rule, report }: ProjectFinding, view: ProjectView): readonly FixRecord[] {
  return (rule.fixProject?.(report, view) ?? []).map(({ title, applicability, files }) => ({
    title,
    applicability,
    edits: [],
    ...(files ? { files: files.map(redacted) } : {}),
  }));
}

function placeOf(
  { line = 1 }: ProjectReport,
  source: SourceText | undefined,
): Pick<FindingRecord, 'start' | 'end'> {
  const row = line - 1;
  if (!source || row >= source.lineCount) {
    const at = { line: source ? 0 : row, column: 0, point: 0 };
    return { start: at, end: at };
  }
  const text = source.lineText(row);
  const from = text.length - text.trimStart().length;
  const to = Math.max(from, text.trimEnd().length);
  return { start: placeAt(row, from, text), end: placeAt(row, to, text) };
}

function placeAt(line: number, column: number, text: string): FindingRecord['start'] {
  const pairs = text.slice(0, column).match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
  return { line, column, point: column - (pairs?.length ?? 0) };
}

function isSilenced({ rule, report }: ProjectFinding, source: SourceText): boolean {
  const row = Math.min(source.lineCount, report.line ?? 1) - 1;
  const start = source.lineStart(row);
  const suppressions = new Suppressions(source, new Map([[rule.meta.name, rule]]), (offset) =>
    isComment(source, offset) ? 'comment' : undefined,
  );
  return suppressions.covers({
    rule: rule.meta.name,
    messageId: report.message,
    message: '',
    start,
    end: start + 1,
    anchor: { start, end: start, kind: '' },
    data: undefined,
  });
}

/** Told from the line alone: a `#` behind an even number of each quote. */
function isComment(source: SourceText, offset: number): boolean {
  const before = source.slice(source.lineStart(source.lineAt(offset)), offset);
  return before.split('"').length % 2 === 1 && before.split("'").length % 2 === 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
