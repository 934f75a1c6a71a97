/**
 * Turns the arguments of `print(...)` into those of a logging call whose handlers write the same text. Works on source:
 * what cannot be rewritten with certainty is passed on as a whole, and where even that is not certain it abstains.
 */
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { levelOf, type Level } from './level';
import { withoutException } from './mention';
import { valueMark, writeMessage, wordingOf, type Piece, type TemplateStyle, type Written } from './message';
import { isFormattedText, piecesOf } from './pieces';
import { slice, valueOf, type Place } from './place';
import { plainAtoms } from './literal';
import { textPieces } from './strings';

export interface LoggingCall {
  /** What the words ask for; a handler of exceptions may ask for more. */
  readonly level: Exclude<Level, 'exception'>;
  /** Everything between the parentheses of the new call. */
  readonly arguments: string;
  /** The expressions among them. */
  readonly values: readonly string[];
}

export interface CallOptions {
  readonly style: TemplateStyle;
  /**
   * The exception whose traceback the new call logs anyway: it is left out of the end of the message. `fallback` is the
   * message when nothing else is left.
   */
  readonly without?: { readonly name: string; readonly fallback: string };
  /** Arguments that follow the values, as source: `exc_info=True`. */
  readonly keywords?: readonly string[];
}

/** `list` is the `argument_list` of a call to `print`. */
export function loggingCall(list: SyntaxNode, place: Place, options: CallOptions): LoggingCall | undefined {
  const printed = printedPieces(list, place);
  if (!printed) return undefined;
  const { pieces, values, whole } = printed;
  const words = wordingOf(pieces);
  const level = levelOf(words.replaceAll(valueMark, ''));
  if (options.without) {
    const { name, fallback } = options.without;
    const kept = withoutException(pieces, name);
    if (kept === 'nothing')
      return { level, arguments: [`"${fallback}"`, ...(options.keywords ?? [])].join(', '), values: [] };
    if (kept) return finish(level, list, values, writeMessage(kept, options.style), place, options);
  }
  const [only] = values;
  const isWhole = values.length === 1 && pieces.length === 1 && pieces[0]?.kind === 'value';
  if (only && isWhole && isFormattedText(only, place)) {
    // A text that formats itself is a message without arguments: logging leaves its percent signs alone.
    const template = slice(only, place);
    const call = finish(level, list, values, { template, values: [] }, place, options);
    return call && { ...call, values: [template] };
  }
  const written = writeMessage(pieces, options.style) ?? writeMessage(whole, options.style);
  return finish(level, list, values, written, place, options);
}

interface Printed {
  readonly pieces: readonly Piece[];
  /** The same with every printed expression as one value. */
  readonly whole: readonly Piece[];
  readonly values: readonly SyntaxNode[];
}

/** What a call prints; undefined when that cannot be told or has no counterpart in logging. */
function printedPieces(list: SyntaxNode, place: Place): Printed | undefined {
  if (list.type !== 'argument_list') return undefined;
  const values: SyntaxNode[] = [];
  let separator: readonly Piece[] = [{ kind: 'text', atoms: plainAtoms(' ') }];
  for (const child of list.namedChildren) {
    if (child.type === 'comment' || child.type === 'list_splat' || child.type === 'dictionary_splat')
      return undefined;
    if (child.type !== 'keyword_argument') {
      values.push(child);
      continue;
    }
    const name = child.childForFieldName('name');
    const value = child.childForFieldName('value');
    if (!name || !value) return undefined;
    const keyword = slice(name, place);
    const isConstant = value.type === 'true' || value.type === 'false';
    if (keyword === 'sep') {
      const given = value.type === 'none' ? separator : separatorPieces(value, place);
      if (!given) return undefined;
      separator = given;
    } else if (keyword === 'file') {
      if (!/^(?:None|sys\.std(?:out|err))$/.test(slice(value, place))) return undefined;
    } else if (keyword !== 'flush' || !isConstant) {
      return undefined;
    }
  }
  if (values.length === 0) return undefined;
  const joined = (take: (value: SyntaxNode) => readonly Piece[]): Piece[] =>
    values.flatMap((value, index) => [...(index > 0 ? separator : []), ...take(value)]);
  return {
    pieces: joined((value) => {
      const pieces = piecesOf(value, place);
      // What is put together here was put together before the arguments after it ran.
      return pieces.length === 1 || value === values.at(-1) ? pieces : pieces.map(eager);
    }),
    whole: joined((value) => [valueOf(value, place)]),
    values,
  };
}

function eager(piece: Piece): Piece {
  return piece.kind === 'value' ? { ...piece, isEager: true } : piece;
}

/** The text of `sep=`; only a literal can become part of a message. */
function separatorPieces(value: SyntaxNode, place: Place): readonly Piece[] | undefined {
  if (value.type !== 'string') return undefined;
  const pieces = textPieces(value, place);
  return pieces?.every((piece) => piece.kind === 'text') ? pieces : undefined;
}

/** Lays the arguments out as the printed ones were: on one line, or one on each. */
function finish(
  level: LoggingCall['level'],
  list: SyntaxNode,
  values: readonly SyntaxNode[],
  written: Written | undefined,
  place: Place,
  { keywords = [] }: CallOptions,
): LoggingCall | undefined {
  const first = values[0];
  const last = codeChildren(list).at(-1);
  if (!written || !first || !last) return undefined;
  const opening = place.text.slice(list.startIndex + 1, first.startIndex);
  const closing = place.text.slice(last.endIndex, list.endIndex - 1);
  if (/[^\s,]/.test(opening + closing)) return undefined;
  const second = values[1];
  const between = second ? place.text.slice(first.endIndex, second.startIndex) : opening;
  const breaks = /[\r\n]\s*$/.exec(between);
  const separator =
    breaks && /^\s*,?\s*$/.test(between) ? `,${between.replace(/^\s*,\s*?(?=[\r\n])/, '')}` : ', ';
  const all = [written.template, ...written.values, ...keywords].join(separator);
  return { level, arguments: `${opening}${all}${closing}`, values: written.values };
}
