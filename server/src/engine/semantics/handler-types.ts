/** The types that an `except` clause names. */
import { codeChildren, dottedName, unparenthesized, type SyntaxNode } from '../syntax/node';
import { canonicalException } from './exception-table';
import type { RaiseContext } from './exceptions';

/** Canonical names of the types that a handler catches; `Exception` for a bare one, undefined for what is not known. */
export function typesCaught(handler: SyntaxNode, context: RaiseContext): readonly (string | undefined)[] {
  const value = handler.childForFieldName('value');
  if (!value) return ['Exception'];
  return handler
    .childrenForFieldName('value')
    .flatMap((part) => typeNodes(part))
    .map((node) => {
      const qualified = context.names.qualifiedName(node);
      return qualified === undefined ? dottedName(node, context.text) : canonicalException(qualified);
    });
}

/** The classes of `except A`, `except (A, B) as e`, `except A, B`, tuples inside tuples. */
export function typeNodes(value: SyntaxNode): SyntaxNode[] {
  const inner = value.type === 'as_pattern' ? value.firstNamedChild : value;
  if (!inner) return [];
  const plain = unparenthesized(inner);
  return plain.type === 'tuple' ? codeChildren(plain).flatMap(typeNodes) : [plain];
}
