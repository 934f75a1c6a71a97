/** Findings as the command line reports them: with their file, in the order of the output. */
import { describeUnknownRule } from '../engine';
import type { FindingRecord, FixRecord, Place } from '../engine/records';
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

/** 1-based, columns in Unicode code points. */
export interface JsonLocation {
  readonly row: number;
  readonly column: number;
}

export function location({ line, point }: Place): JsonLocation {
  return { row: line + 1, column: point + 1 };
}
