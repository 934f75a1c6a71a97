/** Takes the exception out of the end of a logging call's message, where that leaves the rest of the call as it is. */
import { unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { TextEdit } from '../../syntax/edits';
import { templatePieces } from './formatting';
import { isMention, withoutException } from './mention';
import { writeMessage, type Piece } from './message';
import { piecesOf } from './pieces';
import { isText, slice, type Place } from './place';

/**
 * Edits inside the argument list `list`; none when the exception `name` is not mentioned, or must stay. `fallback` is the
 * message where nothing else would be left of it.
 */
export function shortenMessage(
  list: SyntaxNode,
  name: string,
  place: Place,
  fallback?: string,
): readonly TextEdit[] {
  if (list.type !== 'argument_list') return [];
  const positional: SyntaxNode[] = [];
  for (const child of list.namedChildren) {
    if (child.type === 'comment' || child.type === 'list_splat' || child.type === 'dictionary_splat')
      return [];
    if (child.type !== 'keyword_argument') positional.push(child);
  }
  const [message, ...values] = positional;
  if (!message) return [];
  const inner = unparenthesized(message);
  const last = values.at(-1);
  if (last && isUnasked(inner, values, name, place))
    return [{ start: message.endIndex, end: last.endIndex, newText: '' }];
  const pieces =
    values.length === 0
      ? piecesOf(inner, place)
      : isText(inner, place)
        ? templatePieces(inner, values, place)
        : undefined;
  const kept = pieces && withoutException(pieces, name);
  if (kept === 'nothing' && fallback !== undefined && last)
    return [{ start: message.startIndex, end: last.endIndex, newText: `"${fallback}"` }];
  if (!kept || kept === 'nothing') return [];
  return values.length === 0 ? plainEdits(inner, kept) : templateEdits(inner, values, kept);
}

/** `error("failed", e)`: no place in the text takes the exception, and logging reports that instead of the record. */
function isUnasked(message: SyntaxNode, values: readonly SyntaxNode[], name: string, place: Place): boolean {
  const pieces =
    message.type === 'string' || message.type === 'concatenated_string' ? piecesOf(message, place) : [];
  const isPlain = pieces.length > 0 && pieces.every(({ kind }) => kind !== 'value');
  return (
    isPlain &&
    !slice(message, place).includes('%') &&
    values.every((value) => isMention(slice(value, place), name))
  );
}

/** A message that formats itself may only become plain text: how its values are formatted is not ours to change here. */
function plainEdits(message: SyntaxNode, kept: readonly Piece[]): readonly TextEdit[] {
  if (kept.some(({ kind }) => kind === 'value')) return [];
  const written = writeMessage(kept, 'percent');
  return written ? [{ start: message.startIndex, end: message.endIndex, newText: written.template }] : [];
}

function templateEdits(
  message: SyntaxNode,
  values: readonly SyntaxNode[],
  kept: readonly Piece[],
): readonly TextEdit[] {
  const count = kept.filter(({ kind }) => kind === 'value').length;
  const written = writeMessage(kept, 'percent');
  const last = count === 0 ? message : values[count - 1];
  const removed = values.at(-1);
  if (!written || !last || !removed) return [];
  return [
    { start: message.startIndex, end: message.endIndex, newText: written.template },
    { start: last.endIndex, end: removed.endIndex, newText: '' },
  ];
}
