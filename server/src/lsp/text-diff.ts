/** The difference of two texts as edits of whole lines, so that cursors, folds and markers elsewhere stay put. */
import { diffLines } from 'diff';
import type { TextEdit } from '../engine';

/** Texts that differ in more lines are replaced between their common start and end. */
const maxChangedLines = 4_000;

export function diffEdits(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const changes = diffLines(before, after, { maxEditLength: maxChangedLines });
  if (!changes) return [middleEdit(before, after)];
  const edits: TextEdit[] = [];
  let at = 0;
  let open: { start: number; end: number; newText: string } | undefined;
  for (const { value, added, removed } of changes) {
    if (!added && !removed) {
      if (open) edits.push(open);
      open = undefined;
      at += value.length;
      continue;
    }
    open ??= { start: at, end: at, newText: '' };
    if (added) open.newText += value;
    else {
      at += value.length;
      open.end = at;
    }
  }
  if (open) edits.push(open);
  return edits;
}

function middleEdit(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}
