/** A log message that formats itself, as template and arguments that logging puts together when a handler writes it. */
import { unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { TextEdit } from '../../syntax/edits';
import type { SourceText } from '../../syntax/text';
import { templatePieces } from './formatting';
import { writeMessage, type Piece, type ValuePiece } from './message';
import { piecesOf } from './pieces';
import { isText, slice, valueOf, type Place } from './place';

export type Formatting = 'f-string' | 'percent' | 'concatenation' | 'format';

/** How `message` is formatted before the call; undefined for a plain text or a value of unknown kind. */
export function formattingOf(message: SyntaxNode, place: Place): Formatting | undefined {
  const inner = unparenthesized(message);
  switch (inner.type) {
    case 'string':
    case 'concatenated_string':
      return isText(inner, place) && inner.descendantsOfType('interpolation').length > 0
        ? 'f-string'
        : undefined;
    case 'binary_operator': {
      const operator = inner.childForFieldName('operator')?.type;
      const left = inner.childForFieldName('left');
      if (operator === '%') return left && isText(unparenthesized(left), place) ? 'percent' : undefined;
      return operator === '+' && hasText(inner, place) ? 'concatenation' : undefined;
    }
    case 'call': {
      const callee = inner.childForFieldName('function');
      const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
      if (!callee || !object || !slice(callee, place).endsWith('.format')) return undefined;
      return isText(unparenthesized(object), place) ? 'format' : undefined;
    }
    default:
      return undefined;
  }
}

/** Some operand of a chain of `+` is text, so that all of them are. */
function hasText(node: SyntaxNode, place: Place): boolean {
  return operandsOf(node).some(
    (operand) => formattingOf(operand, place) !== undefined || isText(operand, place),
  );
}

function operandsOf(node: SyntaxNode): SyntaxNode[] {
  const inner = unparenthesized(node);
  if (inner.type !== 'binary_operator' || inner.childForFieldName('operator')?.type !== '+') return [inner];
  const left = inner.childForFieldName('left');
  const right = inner.childForFieldName('right');
  return left && right ? [...operandsOf(left), ...operandsOf(right)] : [inner];
}

export interface FormattedMessage {
  readonly pieces: readonly Piece[];
  /** Source of the value behind `%` that must be no tuple. */
  readonly notTuple?: string;
}

/** The pieces of a message that formats itself; undefined where it cannot be taken apart. */
export function formattedMessage(message: SyntaxNode, place: Place): FormattedMessage | undefined {
  const formatting = formattingOf(message, place);
  if (formatting === undefined) return undefined;
  const inner = unparenthesized(message);
  if (formatting === 'concatenation') {
    const pieces = concatenationPieces(inner, place);
    return pieces && { pieces };
  }
  const pieces = piecesOf(message, place);
  if (pieces.length > 1 || pieces[0]?.kind !== 'value') return { pieces };
  const template = inner.childForFieldName('left');
  const right = inner.childForFieldName('right');
  if (formatting !== 'percent' || !template || !right || slice(message, place).includes('#'))
    return undefined;
  if (!['identifier', 'attribute', 'subscript', 'call'].includes(right.type)) return undefined;
  const single = templatePieces(unparenthesized(template), [right], place);
  return single && { pieces: single, notTuple: slice(right, place) };
}

/** Where `+` succeeds between texts, each operand is one: `%s` writes the same. */
function concatenationPieces(node: SyntaxNode, place: Place): readonly Piece[] | undefined {
  if (slice(node, place).includes('#')) return undefined;
  return operandsOf(node).flatMap((operand) => {
    const isKnown = isText(operand, place) || formattingOf(operand, place) !== undefined;
    const known = isKnown || operand.type === 'call' ? piecesOf(operand, place) : [];
    const pieces = known.length > 0 ? known : [valueOf(operand, place, { isString: true })];
    return pieces.map((piece) => (piece.kind === 'value' ? { ...piece, isEager: true } : piece));
  });
}

export interface LazyCall {
  readonly template: string;
  readonly values: readonly string[];
  /** Every value is a name, an attribute or a literal, and written as it comes. */
  readonly isPlain: boolean;
}

/** Undefined when a value can be passed in no way, or nothing would be gained. */
export function lazyCall(pieces: readonly Piece[]): LazyCall | undefined {
  const written = writeMessage(pieces, 'percent');
  const given = pieces.filter((piece) => piece.kind === 'value');
  if (!written || written.values.length !== given.length) return undefined;
  const isSame =
    given.length === 1 && /^r?(['"]+)%s\1$/.test(written.template) && given[0]?.whole === written.values[0];
  if (isSame && !isPlainValue(given[0])) return undefined;
  return { ...written, isPlain: given.every(isPlainValue) };
}

function isPlainValue(piece: ValuePiece | undefined): boolean {
  if (!piece || piece.spec !== '' || (piece.percent !== undefined && !/^%[sra]$/.test(piece.percent)))
    return false;
  return /^(?:[^\W\d][\w.]*|\d+|'[^'\\]*'|"[^"\\]*")$/u.test(piece.source);
}

/** Puts the new arguments where `message` stood, laid out as it was: on the same line, or one on each. */
export function messageEdit(
  message: SyntaxNode,
  { template, values }: Pick<LazyCall, 'template' | 'values'>,
  source: SourceText,
): TextEdit {
  const { startIndex: start, endIndex: end } = message;
  const lead = source.slice(source.lineStart(source.lineAt(start)), start);
  const separator = lead.trim() === '' ? `,${source.eol}${lead}` : ', ';
  return { start, end, newText: [template, ...values].join(separator) };
}

/** True for an expression whose value must be there when the call is made: it changes what runs when. */
export function hasEffects(message: SyntaxNode): boolean {
  return message.descendantsOfType(['await', 'yield', 'named_expression']).some(({ isNamed }) => isNamed);
}
