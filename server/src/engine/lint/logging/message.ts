/**
 * A message in pieces: literal text, values, and the gaps of an implicit concatenation; and how it is written as the
 * arguments of a logging call, in the `%s` style of the standard library or the `{}` style of loguru.
 */
import { mayChange } from './effects';
import { plainAtoms, wording, writeLiteral, type Atom, type LiteralStyle } from './literal';

export type Conversion = '' | 'r' | 's' | 'a';

export interface TextPiece {
  readonly kind: 'text';
  readonly atoms: readonly Atom[];
  /** Of the literal that it comes from; none for separators that Python adds. */
  readonly style?: LiteralStyle;
}

export interface ValuePiece {
  readonly kind: 'value';
  /** Source of the expression, fit to be an argument. */
  readonly source: string;
  readonly conversion: Conversion;
  /** Format specification, as source. */
  readonly spec: string;
  /** The conversion as a `%` template writes it (`%5.2f`), for values that come from one. */
  readonly percent?: string;
  /** Source whose plain `str` is the wanted text; undefined when there is none. */
  readonly whole: string | undefined;
  /** Its text was made before the expressions after it ran (f-strings do that). */
  readonly isEager: boolean;
  readonly isString: boolean;
}

/** White space and comments between two literals that stand side by side. */
export interface GapPiece {
  readonly kind: 'gap';
  readonly source: string;
}

export type Piece = TextPiece | ValuePiece | GapPiece;

/** `percent`: logging and what follows it; `brace`: loguru. */
export type TemplateStyle = 'percent' | 'brace';

export interface Written {
  /** The first argument. */
  readonly template: string;
  /** The others. */
  readonly values: readonly string[];
}

const plainStyle: LiteralStyle = { quotes: '"', isRaw: false };

/** Writes a message; undefined when a value can be written in neither way. */
export function writeMessage(pieces: readonly Piece[], style: TemplateStyle): Written | undefined {
  const values: string[] = [];
  const tokens: string[] = [];
  const hasValues = pieces.some(({ kind }) => kind === 'value');
  let atoms: Atom[] = [];
  let literal: LiteralStyle | undefined;
  const flush = (): void => {
    tokens.push(writeLiteral(atoms, literal ?? plainStyle));
    atoms = [];
    literal = undefined;
  };
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'gap') {
      flush();
      tokens.push(piece.source);
    } else if (piece.kind === 'text') {
      literal = joinedStyle(literal, piece);
      atoms.push(...(hasValues ? piece.atoms.flatMap((atom) => escaped(atom, style)) : piece.atoms));
    } else {
      const value = writeValue(piece, style, isOvertaken(pieces, index));
      if (!value) return undefined;
      atoms.push(...plainAtoms(value.placeholder));
      values.push(value.source);
    }
  }
  flush();
  return { template: tokens.join(''), values };
}

/** Stands for a value where a message is read as words: Unicode's object replacement character. */
export const valueMark = '\ufffc';

/** What the message says, with a mark for each value. */
export function wordingOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (piece.kind === 'text' ? wording(piece.atoms) : piece.kind === 'value' ? valueMark : ''))
    .join('');
}

/** The first literal decides the quotes; raw only while every literal with text in it is. */
function joinedStyle(known: LiteralStyle | undefined, { style, atoms }: TextPiece): LiteralStyle | undefined {
  if (!style) return known;
  if (!known) return style;
  return { quotes: known.quotes, isRaw: atoms.length === 0 ? known.isRaw : known.isRaw || style.isRaw };
}

function escaped(atom: Atom, style: TemplateStyle): Atom[] {
  const isSpecial = style === 'percent' ? atom.char === '%' : atom.char === '{' || atom.char === '}';
  return isSpecial ? [atom, atom] : [atom];
}

/** A later expression may change what this value's text was when it was made. */
function isOvertaken(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index];
  if (piece?.kind !== 'value' || !piece.isEager) return false;
  return pieces
    .slice(index + 1)
    .some((later) => later.kind === 'value' && mayChange(later.source, piece.source));
}

function writeValue(
  value: ValuePiece,
  style: TemplateStyle,
  isOvertaken: boolean,
): { placeholder: string; source: string } | undefined {
  const placeholder = isOvertaken ? undefined : placeholderOf(value, style);
  if (placeholder !== undefined) return { placeholder, source: value.source };
  if (value.whole === undefined) return undefined;
  return { placeholder: style === 'percent' ? '%s' : '{}', source: value.whole };
}

function placeholderOf(value: ValuePiece, style: TemplateStyle): string | undefined {
  const { conversion, spec, percent } = value;
  if (style === 'percent') {
    if (percent !== undefined) return percent;
    return spec === '' ? `%${conversion || 's'}` : percentSpec(value);
  }
  if (percent !== undefined)
    return percent === '%s' ? '{}' : /^%[ra]$/.test(percent) ? `{!${percent.charAt(1)}}` : undefined;
  if (spec !== '' && !/^[\w<>^=+\- #.,%]*$/.test(spec)) return undefined;
  return `{${conversion === '' ? '' : `!${conversion}`}${spec === '' ? '' : `:${spec}`}}`;
}

/** The `%` conversion that equals a format specification for every value that the specification accepts. */
function percentSpec({ spec, conversion, isString }: ValuePiece): string | undefined {
  if (conversion !== '' || isString) {
    // Strings stand on the left unless told otherwise; in `%` templates on the right.
    const text = /^([<>]?)(\d*)(\.\d+)?s?$/.exec(spec);
    if (!text || text[2]?.startsWith('0') === true) return undefined;
    const [, align, width = '', precision = ''] = text;
    return `%${width !== '' && align !== '>' ? '-' : ''}${width}${precision}${conversion || 's'}`;
  }
  const number = /^([<>]?)([+ ]?#?)(0?)(\d*)(\.\d+)?([dxXoeEfFgG])$/.exec(spec);
  if (!number) return undefined;
  const [, align, flags = '', zero = '', width = '', precision = '', type = ''] = number;
  if (precision !== '' && /[dxXo]/.test(type)) return undefined;
  if (zero !== '' && (width === '' || align !== '')) return undefined;
  return `%${align === '<' && width !== '' ? '-' : ''}${flags}${zero}${width}${precision}${type}`;
}
