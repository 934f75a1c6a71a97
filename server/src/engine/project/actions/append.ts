/** Appends lines to a text with its own line ends, below an empty line. */
import type { TextEdit } from '../../syntax/edits';
import { SourceText } from '../../syntax/text';

export function appendLines(before: string, lines: readonly string[]): TextEdit {
  const { eol } = new SourceText(before);
  const gap = before.trim() === '' ? '' : /(?:\r\n|\n)$/.test(before) ? eol : eol + eol;
  return { start: before.length, end: before.length, newText: gap + lines.join(eol) + eol };
}
