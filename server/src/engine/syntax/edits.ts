/** Text edits as plain data: checked, sorted, applied. Offsets are UTF-16 code units of the unedited text. */
import type { TextRange } from './text';

export interface TextEdit extends TextRange {
  readonly newText: string;
}

export function sortEdits<E extends TextEdit>(edits: readonly E[]): E[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** True when two edits touch the same characters. Two insertions at one place do not overlap. */
export function overlaps(a: TextRange, b: TextRange): boolean {
  if (a.start === b.start && a.end === b.end) return a.start !== a.end;
  return a.start < b.end && b.start < a.end;
}

/** Applies non-overlapping edits in one pass. Throws when they overlap or lie outside the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`edit ${edit.start}-${edit.end} overlaps another or lies outside the text`);
    }
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}
