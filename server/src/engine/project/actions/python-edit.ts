/** Inserts lines into a Python file, by line numbers that the metrics hold. Nothing of the text is reprinted. */
import type { TextEdit } from '../../syntax/edits';
import { SourceText } from '../../syntax/text';

/** Whole lines below the 1-based line `after`; 0 puts them at the top. */
export function insertLines(text: string, after: number, lines: readonly string[]): TextEdit {
  const source = new SourceText(text);
  const { eol } = source;
  if (after === 0) return { start: 0, end: 0, newText: lines.map((line) => line + eol).join('') };
  const at = source.lineEnd(after - 1);
  return { start: at, end: at, newText: lines.map((line) => eol + line).join('') };
}

export function lineText(text: string, line: number): string {
  return text.split(/\r\n|\n/)[line - 1] ?? '';
}

/** Indentation of the first statement below a header that ends its line; undefined when they share a line. */
export function bodyIndent(text: string, header: number): string | undefined {
  const lines = text.split(/\r\n|\n/);
  if (!/:\s*(?:#.*)?$/.test(lines[header - 1] ?? '')) return undefined;
  const first = lines.slice(header).find((line) => /\S/.test(line));
  return first === undefined ? undefined : /^[ \t]+/.exec(first)?.[0];
}
