/**
 * The text of one document with its line table: offsets to positions and back, line ends, indentation.
 * Everything is in UTF-16 code units, as in JavaScript strings, LSP's default encoding and web-tree-sitter.
 */

import type { TextEdit } from './edits';

/** Zero-based line and column; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Half-open range of UTF-16 offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type Eol = '\n' | '\r\n' | '\r';

export class SourceText {
  readonly text: string;
  #lineStarts: number[] | undefined;
  #eol: Eol | undefined;
  #indentUnit: string | undefined;
  #hasLoneReturn: boolean | undefined;
  /** Where words begin, for those that somebody has asked for, here or before an edit. */
  #occurrences: Map<string, readonly number[]> | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The text after one edit. The line table is carried over instead of computed afresh. */
  edited(edit: TextEdit): SourceText {
    const { start, end, newText } = edit;
    const after = new SourceText(this.text.slice(0, start) + newText + this.text.slice(end));
    // Next to a `\r` line ends may join or part.
    const plain =
      this.#hasLoneReturn === false && !newText.includes('\r') && !nearReturn(this.text, start, end);
    if (plain && this.#lineStarts) {
      after.#hasLoneReturn = false;
      after.#lineStarts = movedLineStarts(this.#lineStarts, this.lineAt(start), this.lineAt(end), edit);
    }
    for (const [word, found] of this.#occurrences ?? [])
      after.#remember(word, movedOccurrences(found, word, after.text, edit));
    return after;
  }

  /**
   * Offsets at which `word` begins, in order. Remembered through edits: what looks at a whole file after each of them
   * should look at these places alone.
   */
  occurrences(word: string): readonly number[] {
    return this.#occurrences?.get(word) ?? this.#remember(word, occurrencesIn(this.text, word));
  }

  includes(word: string): boolean {
    return this.occurrences(word).length > 0;
  }

  #remember(word: string, found: readonly number[]): readonly number[] {
    (this.#occurrences ??= new Map<string, readonly number[]>()).set(word, found);
    return found;
  }

  /** Some line ends with `\r` alone, which the parser does not count as a line. */
  get hasLoneReturn(): boolean {
    return (this.#hasLoneReturn ??= /\r(?!\n)/.test(this.text));
  }

  get length(): number {
    return this.text.length;
  }

  /** Offset of the first character of each line. `\n`, `\r\n` and a lone `\r` end a line, as in Python and LSP. */
  get lineStarts(): readonly number[] {
    return (this.#lineStarts ??= computeLineStarts(this.text));
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  slice(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  /** Zero-based line holding `offset`; offsets past the end give the last line. */
  lineAt(offset: number): number {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(clamped);
    return { line, column: clamped - this.lineStart(line) };
  }

  /** The offset of a position; lines and columns out of range are clamped to the text, as LSP asks. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.lineCount) return this.text.length;
    const start = this.lineStart(position.line);
    return Math.min(start + Math.max(0, position.column), this.lineEnd(position.line));
  }

  lineStart(line: number): number {
    return this.lineStarts[line] ?? this.text.length;
  }

  /** End of the line's content, before its line break. */
  lineEnd(line: number): number {
    const next = this.lineStarts[line + 1];
    if (next === undefined) return this.text.length;
    const start = this.lineStart(line);
    let end = next;
    if (end > start && this.text[end - 1] === '\n') end -= 1;
    if (end > start && this.text[end - 1] === '\r') end -= 1;
    return end;
  }

  lineText(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineEnd(line));
  }

  /** Leading white space of the line that holds `offset`. */
  indentAt(offset: number): string {
    return /^[ \t\f]*/.exec(this.lineText(this.lineAt(offset)))?.[0] ?? '';
  }

  /** The line end that the text uses first; `\n` where it has none. */
  get eol(): Eol {
    return (this.#eol ??= (/\r\n|\n|\r/.exec(this.text)?.[0] as Eol | undefined) ?? '\n');
  }

  /** One level of indentation as the text writes it: a tab, or the smallest run of spaces; four spaces by default. */
  get indentUnit(): string {
    return (this.#indentUnit ??= detectIndentUnit(this.text));
  }
}

function nearReturn(text: string, start: number, end: number): boolean {
  return text[start - 1] === '\r' || text.slice(start, end + 1).includes('\r');
}

/** `first` and `last` are the lines that hold the ends of the edit. */
function movedLineStarts(starts: readonly number[], first: number, last: number, edit: TextEdit): number[] {
  const by = edit.newText.length - (edit.end - edit.start);
  const moved = starts.slice(0, first + 1);
  for (let at = edit.newText.indexOf('\n'); at >= 0; at = edit.newText.indexOf('\n', at + 1)) {
    moved.push(edit.start + at + 1);
  }
  for (let line = last + 1; line < starts.length; line += 1) moved.push((starts[line] ?? 0) + by);
  return moved;
}

function occurrencesIn(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(at);
  return found;
}

/** `text` is the text after the edit. Only where a word touches what was edited can it have come or gone. */
function movedOccurrences(found: readonly number[], word: string, text: string, edit: TextEdit): number[] {
  const { start, end, newText } = edit;
  const by = newText.length - (end - start);
  const from = Math.max(0, start - word.length + 1);
  const moved = found.slice(0, firstFrom(found, from));
  const around = text.slice(from, start + newText.length + word.length - 1);
  for (const at of occurrencesIn(around, word)) moved.push(from + at);
  for (let index = firstFrom(found, end); index < found.length; index += 1)
    moved.push((found[index] ?? 0) + by);
  return moved;
}

/** Index of the first number that is at least `least`, in a sorted list. */
function firstFrom(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function computeLineStarts(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) starts.push(index + 1);
    else if (code === 13 && text.charCodeAt(index + 1) !== 10) starts.push(index + 1);
  }
  return starts;
}

/** A line that opens a suite, and the first line of that suite with its further indentation. */
const suite =
  /^([ \t]*)(?:(?:async[ \t]+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b|\))[^\r\n]*:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)\1(\t| {1,8})(?=\S)/m;

function detectIndentUnit(text: string): string {
  // Continuation lines, dictionaries and docstrings are indented at will; the line after `def f():` shows one level.
  return suite.exec(text)?.[2] ?? '    ';
}
