/** Edits of the arguments of a call. */
import { codeChildren, type SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { FixEdit } from './fix';

/** Adds a last keyword argument in the layout of the others: on a line of its own, with a comma behind it. */
export function argumentEdits(
  list: SyntaxNode,
  argument: string,
  { source }: { readonly source: SourceText },
): readonly FixEdit[] {
  const last = codeChildren(list).at(-1);
  if (!last) return [insertion(list.startIndex + 1, argument)];
  const comma = list.children.find((child) => child.type === ',' && child.startIndex >= last.endIndex);
  const after = comma?.endIndex ?? last.endIndex;
  const line = source.lineAt(last.startIndex);
  const startsLine = source.indentAt(last.startIndex).length === last.startIndex - source.lineStart(line);
  if (!startsLine) return [insertion(after, comma ? ` ${argument},` : `, ${argument}`)];
  const ownLine = `${source.eol}${source.indentAt(last.startIndex)}${argument}${comma ? ',' : ''}`;
  const lineEnd = source.lineEnd(source.lineAt(after));
  // A comment behind the last argument stays with it.
  const at = /^[ \t]*#/.test(source.slice(after, lineEnd)) ? lineEnd : after;
  if (comma) return [insertion(at, ownLine)];
  return at === after ? [insertion(after, `,${ownLine}`)] : [insertion(after, ','), insertion(at, ownLine)];
}

function insertion(at: number, newText: string): FixEdit {
  return { start: at, end: at, newText };
}
