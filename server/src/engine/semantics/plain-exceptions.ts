/** Exception classes that are made from a message, as `Exception` is: any of them can take its place in a `raise`. */
import type { SyntaxNode } from '../syntax/node';

const builtins: ReadonlySet<string> = new Set([
  'Exception',
  'ArithmeticError',
  'AttributeError',
  'LookupError',
  'NotImplementedError',
  'RuntimeError',
  'TypeError',
  'ValueError',
]);

/** `isPlain` tells the same of another class of the module. Bases from elsewhere may want other arguments. */
export function isPlainException(
  definition: SyntaxNode,
  text: string,
  isPlain: (name: string) => boolean,
): boolean {
  const bases = definition.childForFieldName('superclasses');
  const body = definition.childForFieldName('body');
  if (!bases || !body) return false;
  const names = text
    .slice(bases.startIndex + 1, bases.endIndex - 1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 || !names.every((name) => builtins.has(name) || isPlain(name))) return false;
  return !/\b__(?:init|new)__\b/.test(text.slice(body.startIndex, body.endIndex));
}
