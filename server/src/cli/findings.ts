/** Findings as the command line reports them: with their file, in the order of the output. */
import { describeUnknownRule, relocated, resolveFiles, ruleUrl, SourceText, type Rule } from '../engine';
import {
  placer,
  recordEdit,
  type EditRecord,
  type FindingRecord,
  type FixRecord,
  type Place,
} from '../engine/records';
import type { FileRecord } from '../engine/packed-records';
import { warn } from './output';
import { shownPath } from './shown-path';

export interface Reported {
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the project, where fixes find other files. */
  readonly root: string;
  readonly finding: FindingRecord;
}

export function sortReported(reported: readonly Reported[]): readonly Reported[] {
  // Findings of one file are in order already, and sorting is stable.
  return [...reported].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** Comments of ours that silence nothing are a mistake, but none of the code: they are told beside the report. */
export function warnOfUnknownRules(file: string, record: FileRecord | undefined): void {
  for (const { start, ...unknown } of record?.unknownRules ?? []) {
    const { row, column } = location(start);
    warn(`${shownPath(file)}:${row}:${column}: ${describeUnknownRule(unknown)}`);
  }
}

/** Findings of each file, in the order of the files. */
export function groupByFile(reported: readonly Reported[]): ReadonlyMap<string, readonly Reported[]> {
  const files = new Map<string, Reported[]>();
  for (const one of reported) {
    const ofFile = files.get(one.file);
    if (ofFile) ofFile.push(one);
    else files.set(one.file, [one]);
  }
  return files;
}

/** How a run may change the code: with safe fixes, with unsafe ones too, or not at all. */
export type FixLevel = 'safe' | 'unsafe';

export function isFixable({ fixes }: FindingRecord, level: FixLevel): boolean {
  return firstFix(fixes, level) !== undefined;
}

function firstFix(fixes: readonly FixRecord[] | undefined, level: FixLevel): FixRecord | undefined {
  return fixes?.find(
    ({ applicability, files }) =>
      (applicability === 'safe' || (level === 'unsafe' && applicability === 'unsafe')) && !files,
  );
}

export interface JsonLocation {
  readonly row: number;
  readonly column: number;
}

function location({ line, point }: Place): JsonLocation {
  return { row: line + 1, column: point + 1 };
}

/** Absolute paths of the project's files and their texts. */
export interface OtherFiles {
  join(root: string, path: string): string;
  textOf(path: string): string | undefined;
}

/** One object of `check --output-format json`; docs/schema/check.json describes it. */
export function toJson(
  { file, root, finding }: Reported,
  rules: ReadonlyMap<string, Rule>,
  others: OtherFiles,
): unknown {
  const meta = rules.get(finding.rule)?.meta;
  const fixes = (finding.fixes ?? []).flatMap((fix) => fixJson(fix, root, others) ?? []);
  return {
    code: finding.rule,
    topic: meta?.topic ?? null,
    severity: finding.severity,
    message: finding.message,
    filename: file,
    location: location(finding.start),
    end_location: location(finding.end),
    url: ruleUrl(finding.rule),
    equivalents: meta?.equivalents.map(({ code }) => code) ?? [],
    fix: fixes[0] ?? null,
    fixes,
  };
}

/** Undefined for a fix that is not possible here. */
function fixJson(fix: FixRecord, root: string, others: OtherFiles): unknown {
  const operations = relocated(fix.files ?? [], (path) => others.join(root, path));
  const resolution = resolveFiles(operations, (path) => others.textOf(path));
  if ('refused' in resolution) return undefined;
  const { files } = resolution;
  const renames = files.flatMap((file) => (file.does === 'rename' ? [{ from: file.path, to: file.to }] : []));
  return {
    message: fix.title,
    applicability: fix.applicability,
    edits: [
      ...fix.edits.map(editJson),
      ...files.flatMap((file) => {
        if (file.does === 'rename') return [];
        const place = placer(new SourceText(file.does === 'edit' ? (others.textOf(file.path) ?? '') : ''));
        const edits = file.does === 'edit' ? file.edits : [{ start: 0, end: 0, newText: file.text }];
        return edits.map((edit) => ({ ...editJson(recordEdit(edit, place)), filename: file.path }));
      }),
    ],
    ...(renames.length > 0 ? { renames } : {}),
  };
}

function editJson({ newText, start, end }: EditRecord): object {
  return { content: newText, location: location(start), end_location: location(end) };
}
