/** What a function is given: names of its parameters, and whether an expression is about them. */
import { type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';

/** Names that an expression reads: not those of attributes and keyword arguments. */
export function namesRead(expression: SyntaxNode): SyntaxNode[] {
  return expression.descendantsOfType('identifier').filter((identifier) => {
    const { parent } = identifier;
    if (parent?.type === 'attribute') return parent.childForFieldName('object')?.id === identifier.id;
    if (parent?.type === 'keyword_argument') return parent.childForFieldName('name')?.id !== identifier.id;
    return true;
  });
}

/** `identifier` is what the caller gave, `self` and `cls` aside, and has no other value anywhere. */
export function isParameter(identifier: SyntaxNode, context: Place): boolean {
  const name = context.text(identifier);
  if (name === 'self' || name === 'cls') return false;
  const resolution = context.names.resolve(name, identifier.startIndex);
  return resolution.origin === 'local' && resolution.bindings.every(({ kind }) => kind === 'parameter');
}
