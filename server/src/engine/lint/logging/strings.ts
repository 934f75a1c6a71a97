/** String literals and implicit concatenations taken apart: text, replacement fields, the gaps between literals. */
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { atomsOf, plainAtoms, prefixOf, type LiteralStyle, type Prefix } from './literal';
import type { Conversion, Piece } from './message';
import { isText, slice, valueOf, wholeValue, type Place } from './place';

/** Pieces of a literal or of several side by side; undefined for bytes and spellings that cannot be moved. */
export function textPieces(node: SyntaxNode, place: Place): Piece[] | undefined {
  return node.type === 'concatenated_string' ? concatenatedPieces(node, place) : stringPieces(node, place);
}

/** Pieces of one string literal; undefined for bytes, template strings and spellings that cannot be moved. */
function stringPieces(node: SyntaxNode, place: Place): Piece[] | undefined {
  const start = node.firstChild;
  if (start?.type !== 'string_start' || !isText(node, place)) return undefined;
  const prefix = prefixOf(slice(start, place));
  const style: LiteralStyle = { quotes: prefix.quotes, isRaw: prefix.isRaw };
  const pieces: Piece[] = [{ kind: 'text', atoms: [], style }];
  let at = start.endIndex;
  for (const child of node.namedChildren.slice(1)) {
    // The grammar loses its way in some raw strings (`r'\''`): text that belongs to no child is not ours to move.
    if (child.startIndex !== at) return undefined;
    at = child.endIndex;
    if (child.type === 'string_end') {
      if (slice(child, place) !== prefix.quotes) return undefined;
    } else if (child.type === 'string_content') {
      const content = slice(child, place);
      const atoms = atomsOf(content, prefix);
      if (!atoms) return undefined;
      pieces.push({ kind: 'text', atoms, style });
    } else if (child.type === 'interpolation') {
      pieces.push(...interpolationPieces(child, slice(start, place), prefix, place));
    }
  }
  return pieces;
}

function concatenatedPieces(node: SyntaxNode, place: Place): Piece[] | undefined {
  const pieces: Piece[] = [];
  let end: number | undefined;
  for (const child of codeChildren(node)) {
    const own = stringPieces(child, place);
    if (!own) return undefined;
    if (end !== undefined) pieces.push({ kind: 'gap', source: place.text.slice(end, child.startIndex) });
    pieces.push(...own);
    end = child.endIndex;
  }
  return pieces;
}

/** `{expression!r:spec}` of an f-string. `start` is the literal's prefix and quotes. */
function interpolationPieces(node: SyntaxNode, start: string, prefix: Prefix, place: Place): Piece[] {
  const whole = `${start}${slice(node, place)}${prefix.quotes}`;
  const expression = node.childForFieldName('expression') ?? codeChildren(node)[0];
  if (!expression) return [{ ...wholeValue(whole), isEager: true }];
  const format = node.childForFieldName('format_specifier');
  const conversionNode = node.childForFieldName('type_conversion');
  const spec = format ? slice(format, place).slice(1) : '';
  let conversion = (conversionNode ? slice(conversionNode, place).slice(1) : '') as Conversion;
  const label = labelOf(node, expression, place);
  // `{x = }` shows the source too; only plain source can be moved into another literal.
  if (label !== '' && !/^[\w.[\]()+\-* ]*=\s*$/.test(label)) return [{ ...wholeValue(whole), isEager: true }];
  if (label !== '' && conversion === '' && spec === '') conversion = 'r';
  const marks = `${conversion === '' ? '' : `!${conversion}`}${format ? slice(format, place) : ''}`;
  const alone = label === '' ? whole : `${start}{${slice(expression, place)}${marks}}${prefix.quotes}`;
  const hasOwnFormat = spec !== '' && conversion === '' && place.hasOwnFormats;
  const value: Piece = hasOwnFormat
    ? { ...wholeValue(alone), isEager: true }
    : {
        ...valueOf(expression, place, { conversion, spec, whole: alone, isEager: true }),
        source: asArgument(expression, place),
      };
  return label === '' ? [value] : [{ kind: 'text', atoms: plainAtoms(label) }, value];
}

/** The text that `{x = }` shows before the value; empty without an equals sign. */
function labelOf(node: SyntaxNode, expression: SyntaxNode, { text }: Place): string {
  const equals = node.children.find((child) => child.type === '=');
  if (!equals) return '';
  const space = /^\s*/.exec(text.slice(equals.endIndex))?.[0] ?? '';
  return (
    text.slice(node.startIndex + 1, expression.endIndex) +
    text.slice(expression.endIndex, equals.endIndex) +
    space
  );
}

/** Source of an expression as an argument: what is a tuple inside braces would be several arguments. */
function asArgument(expression: SyntaxNode, place: Place): string {
  const source = slice(expression, place);
  const isBare =
    expression.type === 'expression_list' || expression.type === 'yield' || expression.type === 'list_splat';
  return isBare ? `(${source})` : source;
}
