/** Edits of whole statements: taking one out of its suite, and moving lines to another level of indentation. */
import { codeChildren, type SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { FixEdit } from './fix';

/** A statement that another fix takes away, as likely as not at the same time. */
export type IsGoing = (statement: SyntaxNode) => boolean;

/** Takes a simple statement away. */
export function removeStatement(statement: SyntaxNode, source: SourceText, isGoing?: IsGoing): FixEdit {
  return removeStatements(statement, statement, source, isGoing);
}

/**
 * Takes away neighbouring simple statements: with their lines where they stand alone, between semicolons where they do
 * not. A comment behind them stays; a suite that would be empty gets `pass`, in place of the last that goes.
 */
export function removeStatements(
  first: SyntaxNode,
  last: SyntaxNode,
  source: SourceText,
  isGoing: IsGoing = () => false,
): FixEdit {
  const start = first.startIndex;
  const end = last.endIndex;
  const { parent } = first;
  const others =
    parent?.type === 'block' ? codeChildren(parent).filter((child) => isOutside(child, start, end)) : [];
  const isLast = others.every((child) => child.startIndex < start);
  if (parent?.type === 'block' && isLast && others.every(isGoing)) return { start, end, newText: 'pass' };
  const firstLine = source.lineAt(start);
  const lastLine = source.lineAt(end);
  const before = source.slice(source.lineStart(firstLine), start);
  const after = source.slice(end, source.lineEnd(lastLine));
  const separator = /[ \t]*;[ \t]*$/.exec(before);
  if (separator) return { start: start - separator[0].length, end, newText: '' };
  const next = /^[ \t]*;[ \t]*(?=[^#\s])/.exec(after);
  if (next) return { start, end: end + next[0].length, newText: '' };
  if (before.trim() !== '') return { start, end, newText: 'pass' };
  const comment = /^[ \t;]*(?=#)/.exec(after);
  if (comment) return { start, end: end + comment[0].length, newText: '' };
  return { start: source.lineStart(firstLine), end: source.lineStart(lastLine + 1), newText: '' };
}

function isOutside(node: SyntaxNode, start: number, end: number): boolean {
  return node.endIndex <= start || node.startIndex >= end;
}

/** The statement has its lines to itself, a comment behind it aside. */
export function hasOwnLines({ startIndex, endIndex }: SyntaxNode, source: SourceText): boolean {
  const before = source.slice(source.lineStart(source.lineAt(startIndex)), startIndex);
  const after = source.slice(endIndex, source.lineEnd(source.lineAt(endIndex)));
  return before.trim() === '' && /^[ \t]*(?:#.*)?$/.test(after);
}

export interface Lines {
  /** The first and the last line to move. */
  readonly first: number;
  readonly last: number;
  /** What begins them now, and what shall instead; a line that begins otherwise stays as it is. */
  readonly from: string;
  readonly to: string;
}

/** The text of lines at another level, their line ends included. What continues a string of `nodes` is not touched. */
export function reindented(nodes: readonly SyntaxNode[], lines: Lines, source: SourceText): string {
  const { first, last, from, to } = lines;
  const kept = linesInStrings(nodes, source);
  let text = '';
  for (let line = first; line <= last; line += 1) {
    const whole = source.slice(source.lineStart(line), source.lineStart(line + 1));
    const moves = whole.startsWith(from) && whole.trim() !== '' && !kept.has(line);
    text += moves ? to + whole.slice(from.length) : whole;
  }
  return text;
}

/** Lines that begin inside a string: white space there is content. */
function linesInStrings(nodes: readonly SyntaxNode[], source: SourceText): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const string of nodes.flatMap((node) => node.descendantsOfType('string'))) {
    const last = source.lineAt(string.endIndex);
    for (let line = source.lineAt(string.startIndex) + 1; line <= last; line += 1) lines.add(line);
  }
  return lines;
}
