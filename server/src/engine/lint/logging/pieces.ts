/**
 * Takes a printed expression apart into message pieces. Whatever cannot be taken apart with certainty stays one value,
 * which is always right: `print(x)` and a `%s` of `x` write the same text.
 */
import { callArguments, codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';
import { formatPieces, percentPieces } from './formatting';
import type { Piece } from './message';
import { isCallOf, isText, slice, valueOf, type Place } from './place';
import { textPieces } from './strings';

/** The pieces of one printed expression. */
export function piecesOf(node: SyntaxNode, place: Place): readonly Piece[] {
  const inner = unparenthesized(node);
  if (inner.id !== node.id && slice(node, place).includes('#')) return [valueOf(node, place)];
  switch (inner.type) {
    case 'string':
    case 'concatenated_string':
      return textPieces(inner, place) ?? [valueOf(inner, place)];
    case 'binary_operator':
      return operatorPieces(inner, place) ?? [valueOf(inner, place)];
    case 'call':
      return callPieces(inner, place) ?? [valueOf(inner, place)];
    default:
      return [valueOf(inner, place)];
  }
}

/** True for an expression that is text for certain, so that it may be a whole message by itself. */
export function isFormattedText(node: SyntaxNode, place: Place): boolean {
  const inner = unparenthesized(node);
  if (inner.type === 'string' || inner.type === 'concatenated_string') return isText(inner, place);
  if (inner.type === 'call') {
    const callee = inner.childForFieldName('function');
    if (callee?.type !== 'attribute' || !slice(callee, place).endsWith('.format')) return false;
    const object = callee.childForFieldName('object');
    return object !== null && isText(object, place);
  }
  if (inner.type !== 'binary_operator') return false;
  const operator = inner.childForFieldName('operator')?.type;
  const left = inner.childForFieldName('left');
  const right = inner.childForFieldName('right');
  if (!left || !right) return false;
  if (operator === '%') return isText(left, place);
  return operator === '+' && (isFormattedText(left, place) || isFormattedText(right, place));
}

function operatorPieces(node: SyntaxNode, place: Place): readonly Piece[] | undefined {
  const operator = node.childForFieldName('operator')?.type;
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || !right || codeChildren(node).length !== node.namedChildCount) return undefined;
  if (operator === '%') return isText(left, place) ? percentPieces(left, right, place) : undefined;
  if (operator !== '+' || !isFormattedText(node, place)) return undefined;
  const first = operandPieces(left, place);
  const second = first && operandPieces(right, place);
  return second && [...first, ...second];
}

/** An operand of `+` between texts. A name stays out: what `str` makes of it need not be what `+` does. */
function operandPieces(node: SyntaxNode, place: Place): readonly Piece[] | undefined {
  const inner = unparenthesized(node);
  if (inner.id !== node.id && slice(node, place).includes('#')) return undefined;
  const pieces =
    inner.type === 'binary_operator'
      ? operatorPieces(inner, place)
      : inner.type === 'string' || inner.type === 'concatenated_string'
        ? textPieces(inner, place)
        : callPieces(inner, place);
  // Each operand is text before the next one runs.
  return pieces?.map((piece) => (piece.kind === 'value' ? { ...piece, isEager: true } : piece));
}

function callPieces(node: SyntaxNode, place: Place): readonly Piece[] | undefined {
  if (node.type !== 'call') return undefined;
  const callee = node.childForFieldName('function');
  const { positional, keywords, splat, list } = callArguments(node, place.text);
  if (splat || list?.type !== 'argument_list' || slice(list, place).includes('#')) return undefined;
  if (callee?.type === 'attribute') {
    const object = callee.childForFieldName('object');
    const method = callee.childForFieldName('attribute');
    if (!object || !method || slice(method, place) !== 'format' || !isText(object, place)) return undefined;
    return formatPieces(object, positional, keywords, place);
  }
  const [value] = positional;
  if (!value || positional.length !== 1 || keywords.size > 0) return undefined;
  if (isCallOf(callee, ['str'], place))
    return [valueOf(value, place, { isEager: true, whole: slice(node, place) })];
  if (!isCallOf(callee, ['repr'], place)) return undefined;
  return [valueOf(value, place, { conversion: 'r', isEager: true, whole: slice(node, place) })];
}
