/** Values of a message: expressions of the source, and what is known about the place where they stand. */
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import type { ValuePiece } from './message';

/** What taking apart needs to know of the place. */
export interface Place {
  /** The whole source. */
  readonly text: string;
  /** `name` means the builtin here. */
  readonly hasBuiltin: (name: string) => boolean;
  /** Values may have a format language of their own (`Decimal`), which no `%` conversion equals. */
  readonly hasOwnFormats: boolean;
  /** A name that holds an exception: never a tuple, so `"%s" % e` has one value. */
  readonly exception?: string;
}

/** Modules whose types answer number formats in their own way. */
export const ownFormatModules = ['decimal', 'fractions', 'ipaddress', 'sympy', 'mpmath'] as const;

/** A string literal, or several side by side, that is neither bytes nor a template string. */
export function isText(node: SyntaxNode, place: Place): boolean {
  const parts = node.type === 'concatenated_string' ? codeChildren(node) : [node];
  return parts.every((part) => part.type === 'string' && /^[furFUR]*['"]/.test(slice(part, place)));
}

export function valueOf(node: SyntaxNode, place: Place, more: Partial<ValuePiece> = {}): ValuePiece {
  const source = slice(node, place);
  const isString = isText(node, place) || isTextCall(node, place);
  return {
    kind: 'value',
    source,
    conversion: '',
    spec: '',
    whole: source,
    isEager: false,
    isString,
    ...more,
  };
}

/** A value whose format specification `whole` applies at once. */
export function wholeValue(whole: string): ValuePiece {
  return { kind: 'value', source: whole, conversion: '', spec: '', whole, isEager: false, isString: true };
}

export function slice(node: SyntaxNode, { text }: Place): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** Calls that give a plain string whatever they are asked about. */
function isTextCall(node: SyntaxNode, place: Place): boolean {
  if (node.type !== 'call') return false;
  const callee = node.childForFieldName('function');
  return isCallOf(callee, ['str', 'repr', 'ascii', 'hex', 'oct', 'bin', 'chr'], place);
}

/** `callee` is one of the builtins `names`. */
export function isCallOf(callee: SyntaxNode | null, names: readonly string[], place: Place): boolean {
  if (callee?.type !== 'identifier') return false;
  const name = slice(callee, place);
  return names.includes(name) && place.hasBuiltin(name);
}
