/** Fixes as plain data, and how several are applied to one text. */
import { applyEdits, overlaps, sortEdits, type TextEdit } from '../syntax/edits';
import type { FileOperation } from './file-operations';

/**
 * `safe`: may run in fix-all and on save; `unsafe`: only when chosen, the title says what may change;
 * `display`: shown, never applied by itself.
 */
export type Applicability = 'safe' | 'unsafe' | 'display';

/** An edit of the file that the finding is in. */
export type FixEdit = TextEdit;

/** A name to write in the fixed code, and the edits that make it mean what it should. */
export interface Inserted {
  readonly name: string;
  readonly edits: readonly FixEdit[];
}

export interface Fix {
  /** States the change; for an unsafe fix also what may behave differently. */
  readonly title: string;
  readonly applicability: Applicability;
  /** Non-overlapping. Identical insertions of two fixes (an import that both need) are applied once. */
  readonly edits: readonly FixEdit[];
  /** Changes of other files that come with it. Such a fix is confirmed by a person and never part of fix-all. */
  readonly files?: readonly FileOperation[];
}

export interface Merged {
  readonly edits: readonly TextEdit[];
  /** Indexes of the fixes that took part; the others overlapped an earlier one. */
  readonly applied: readonly number[];
}

/** Merges fixes in the given order, leaving out each that overlaps one already taken or changes other files. */
export function mergeFixes(fixes: readonly Fix[]): Merged {
  const taken: TextEdit[] = [];
  const applied: number[] = [];
  fixes.forEach((fix, index) => {
    if (fix.edits.length === 0 || fix.files) return;
    const fresh = fix.edits.filter((edit) => !taken.some((other) => isShared(edit, other)));
    const clash = fresh.some((edit) => taken.some((other) => clashes(edit, other)));
    // A rule that overlaps itself is wrong; its fix is left out rather than the whole request lost.
    const isBroken = fix.edits.some((edit, at) =>
      fix.edits.slice(at + 1).some((other) => overlaps(edit, other)),
    );
    if (clash || isBroken) return;
    taken.push(...fresh);
    applied.push(index);
  });
  return { edits: sortEdits(taken), applied };
}

/** The part of the fix that is in this text. */
export function applyFix(text: string, fix: Fix): string {
  return applyEdits(text, fix.edits);
}

/** The same change, wanted by two fixes. A `)` that two fixes insert at one place is needed twice; whole lines are not. */
function isShared(a: TextEdit, b: TextEdit): boolean {
  const isSame = a.start === b.start && a.end === b.end && a.newText === b.newText;
  return isSame && (a.start < a.end || /[\r\n]$/.test(a.newText));
}

/** Different insertions at one place clash too: their order would be an accident. */
function clashes(a: TextEdit, b: TextEdit): boolean {
  return overlaps(a, b) || (a.start === b.start && a.end === a.start && b.end === b.start);
}

/** Insertions at one place become one, so that several imports of one fix read as one block. */
export function joined(edits: readonly FixEdit[]): FixEdit[] {
  const result: FixEdit[] = [];
  for (const edit of edits) {
    const index = result.findIndex(
      ({ start, end }) => start === edit.start && end === edit.end && start === end,
    );
    const other = result[index];
    if (!other) result.push(edit);
    else if (other.newText !== edit.newText)
      result[index] = { ...other, newText: joinedText(other.newText, edit.newText) };
  }
  return result;
}

/** Names from one module share a line; blank lines that set each insertion off are kept once. */
function joinedText(first: string, second: string): string {
  const one = /from (\S+) import ([\w, ]+)/.exec(first);
  const two = /from (\S+) import ([\w, ]+)/.exec(second);
  if (one && two && one[1] === two[1]) {
    const names = new Set([...(one[2] ?? '').split(', '), ...(two[2] ?? '').split(', ')]);
    return first.replace(one[0], `from ${one[1]} import ${[...names].sort().join(', ')}`);
  }
  const tail = /(\r\n|\n|\r)\1$/.exec(first);
  return tail ? first.slice(0, -(tail[1] ?? '').length) + second.replace(/^[\r\n]+/, '') : first + second;
}
