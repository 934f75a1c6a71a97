/** Messages that are formatted by hand, with `%` or `.format`: their templates taken apart. */
import { codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { Atom } from './literal';
import type { Conversion, Piece, TextPiece, ValuePiece } from './message';
import { isCallOf, slice, valueOf, wholeValue, type Place } from './place';
import { textPieces } from './strings';

/** A place in a template that a value goes to. */
interface Hole {
  readonly source: string;
}

/** `"…%s…" % values`; undefined unless the number of values is certain. */
export function percentPieces(template: SyntaxNode, right: SyntaxNode, place: Place): Piece[] | undefined {
  const values = tupleValues(right, place);
  return values && templatePieces(template, values, place);
}

/** A `%` template and its values; undefined unless there is one for each conversion. */
export function templatePieces(
  template: SyntaxNode,
  values: readonly SyntaxNode[],
  place: Place,
): Piece[] | undefined {
  const text = templateText(template, place);
  if (!text) return undefined;
  const conversion = /^%(?:[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|%)/;
  const filled = fill(text, conversion, '%', (hole, index) => {
    if (hole.source === '%%') return '%';
    const value = values[index];
    // The values are there before any is turned into text.
    return value && { ...valueOf(value, place), percent: hole.source, whole: undefined };
  });
  return filled?.count === values.length ? filled.pieces : undefined;
}

/** The right-hand side as single values; undefined for what may turn out to be a tuple or a mapping. */
function tupleValues(right: SyntaxNode, place: Place): readonly SyntaxNode[] | undefined {
  const inner = unparenthesized(right);
  if (inner.type === 'tuple') {
    const elements = codeChildren(inner);
    const isPlain =
      elements.length === inner.namedChildCount && elements.every(({ type }) => type !== 'list_splat');
    return isPlain && elements.length > 0 ? elements : undefined;
  }
  const isSingle =
    ['string', 'concatenated_string', 'integer', 'float', 'true', 'false', 'none', 'list'].includes(
      inner.type,
    ) ||
    (inner.type === 'identifier' && slice(inner, place) === place.exception) ||
    (inner.type === 'call' && isSingleCall(inner, place));
  return isSingle ? [inner] : undefined;
}

function isSingleCall(call: SyntaxNode, place: Place): boolean {
  return isCallOf(
    call.childForFieldName('function'),
    ['str', 'repr', 'len', 'int', 'float', 'type', 'id', 'hex'],
    place,
  );
}

/** The text of a template; undefined when it is (partly) an f-string with values of its own. */
function templateText(template: SyntaxNode, place: Place): readonly Piece[] | undefined {
  const pieces = textPieces(template, place);
  return pieces?.every(({ kind }) => kind !== 'value') ? pieces : undefined;
}

/** `"…{}…".format(values)`; undefined for lookups inside fields, repeated and unused values. */
export function formatPieces(
  template: SyntaxNode,
  positional: readonly SyntaxNode[],
  keywords: ReadonlyMap<string, SyntaxNode>,
  place: Place,
): Piece[] | undefined {
  const text = templateText(template, place);
  if (!text) return undefined;
  // Arguments run in the order in which they are written: fields must come in that order, each once.
  const values = [...positional, ...keywords.values()];
  const names = [...positional.map((_, index) => String(index)), ...keywords.keys()];
  const field = /^\{(?:\{|(\d+|[A-Za-z_]\w*)?(?:!([rsa]))?(?::([^{}]*))?\})|^\}\}/;
  const filled = fill(text, field, '{}', (hole, index) => {
    if (hole.source === '{{' || hole.source === '}}') return hole.source.charAt(0);
    const [, name, conversion = '', spec = ''] = field.exec(hole.source) ?? [];
    const value = values[index];
    const expected = name ?? (index < positional.length ? String(index) : undefined);
    if (!value || names[index] !== expected) return undefined;
    return formatted(value, conversion as Conversion, spec, place);
  });
  if (filled?.count !== values.length || mixesNumbering(text)) return undefined;
  return filled.pieces;
}

function formatted(
  value: SyntaxNode,
  conversion: Conversion,
  spec: string,
  place: Place,
): ValuePiece | undefined {
  const source = slice(value, place);
  if (spec === '') return valueOf(value, place, { conversion, whole: undefined });
  const builtins =
    conversion === '' ? ['format'] : ['format', { r: 'repr', s: 'str', a: 'ascii' }[conversion]];
  if (/["'\\]/.test(spec) || !builtins.every((name) => place.hasBuiltin(name))) return undefined;
  const converted = conversion === '' ? source : `${builtins[1] ?? ''}(${source})`;
  const whole = `format(${converted}, "${spec}")`;
  const isPlain = conversion === '' && place.hasOwnFormats;
  return isPlain ? wholeValue(whole) : valueOf(value, place, { conversion, spec, whole });
}

/** `"{} {0}"` is an error in Python. */
function mixesNumbering(text: readonly Piece[]): boolean {
  const source = text
    .map((piece) => (piece.kind === 'text' ? piece.atoms.map((atom) => atom.char ?? '').join('') : ''))
    .join('');
  const plain = source.replaceAll('{{', '');
  return /\{[!:}]/.test(plain) && /\{\d/.test(plain);
}

/**
 * Replaces the holes of a template. `fillHole` gives a value, or text for an escape; undefined gives up. Stray special
 * characters and escapes that cannot be told give up too.
 */
function fill(
  template: readonly Piece[],
  hole: RegExp,
  special: string,
  fillHole: (hole: Hole, index: number) => ValuePiece | string | undefined,
): { pieces: Piece[]; count: number } | undefined {
  const pieces: Piece[] = [];
  let count = 0;
  for (const piece of template) {
    if (piece.kind !== 'text') {
      pieces.push(piece);
      continue;
    }
    let run: Atom[] = [];
    const flush = (): void => void pieces.push({ ...piece, atoms: run } satisfies TextPiece);
    for (let at = 0; at < piece.atoms.length;) {
      const atom = piece.atoms[at];
      if (!atom) break;
      if (atom.char === undefined || !special.includes(atom.char)) {
        run.push(atom);
        at += 1;
        continue;
      }
      const match = hole.exec(sourceFrom(piece.atoms, at));
      const filled = match ? fillHole({ source: match[0] }, count) : undefined;
      if (!match || filled === undefined) return undefined;
      if (typeof filled === 'string') {
        run.push(atom);
      } else {
        flush();
        run = [];
        pieces.push(filled);
        count += 1;
      }
      at += match[0].length;
    }
    flush();
  }
  return { pieces, count };
}

/** The rest of a template, one character for each atom: what is not plain text can be part of no hole. */
function sourceFrom(atoms: readonly Atom[], at: number): string {
  return atoms
    .slice(at, at + 200)
    .map(({ char, source }) => (char !== undefined && char === source ? char : '\u0000'))
    .join('');
}
