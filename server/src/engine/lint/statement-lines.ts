/** Statements that have their lines to themselves, and edits that put lines around them. */
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { FixEdit } from './fix';

export interface StatementLines {
  readonly indent: string;
  /** Where the first line starts, and where the last one ends, before its line break. */
  readonly start: number;
  readonly end: number;
}

/** Undefined when other code shares a line with `statement`; a comment behind it may. */
export function linesOf(statement: SyntaxNode, source: SourceText): StatementLines | undefined {
  const start = source.lineStart(source.lineAt(statement.startIndex));
  const end = source.lineEnd(source.lineAt(statement.endIndex));
  const indent = source.slice(start, statement.startIndex);
  const isAlone = /^[ \t\f]*$/.test(indent) && /^\s*(#.*)?$/.test(source.slice(statement.endIndex, end));
  return isAlone ? { indent, start, end } : undefined;
}

/** Adds lines of the same indentation below. */
export function linesBelow(
  { indent, end }: StatementLines,
  lines: readonly string[],
  { eol }: SourceText,
): FixEdit {
  return { start: end, end, newText: lines.map((line) => `${eol}${indent}${line}`).join('') };
}

/** Puts `header` above and moves the statement one level in; undefined where a string would be moved too. */
export function wrapped(
  statement: SyntaxNode,
  header: string,
  source: SourceText,
): readonly FixEdit[] | undefined {
  const lines = linesOf(statement, source);
  if (!lines || holdsLineBreaks(statement, source)) return undefined;
  const { eol, indentUnit } = source;
  const edits: FixEdit[] = [
    { start: lines.start, end: lines.start, newText: `${lines.indent}${header}${eol}${indentUnit}` },
  ];
  const last = source.lineAt(statement.endIndex);
  for (let line = source.lineAt(statement.startIndex) + 1; line <= last; line += 1) {
    const start = source.lineStart(line);
    if (source.lineText(line).trim() !== '') edits.push({ start, end: start, newText: indentUnit });
  }
  return edits;
}

function holdsLineBreaks(statement: SyntaxNode, source: SourceText): boolean {
  return statement
    .descendantsOfType('string')
    .some((string) => /[\r\n]/.test(source.slice(string.startIndex, string.endIndex)));
}
