/** The names of a whole statement or module, for fixes that move code or replace an import. */
import { bindingKinds, scopeKinds } from '../semantics/bindings';
import { Names, unknownModule } from '../semantics/names';
import type { NodeKind } from '../syntax/node-kinds.generated';
import type { SyntaxNode } from '../syntax/node';
import { collect } from './collect';
import { frameKinds } from './context';
import { visitedNode } from './kind-table';
import type { UnitNode } from './units';

export interface ScopeNames {
  /** Names that it binds in the module's own scope. */
  readonly bound: ReadonlySet<string>;
  /** Resolves inside it; what it does not bind in a scope of its own is unknown or builtin. */
  readonly scope: Names;
}

/** `node` is a top-level statement, or the module itself. */
export function namesOf(node: SyntaxNode, text: string): ScopeNames {
  const kinds = [...new Set<NodeKind>([...frameKinds, ...bindingKinds, ...scopeKinds])];
  const visited = node.descendantsOfType(kinds).map(visitedNode);
  const start = node.startIndex;
  const end = node.endIndex;
  const unit: UnitNode = { node, start, end, reach: end, kind: 'statement', owner: undefined };
  const { names, summary } = collect(unit, visited, text);
  const bound = new Set(summary.moduleBindings.map(({ name }) => name));
  return { bound, scope: new Names(text, names, unknownModule) };
}

/** The name of an attribute, a keyword argument or a definition reads nothing. */
export function isLabel(identifier: SyntaxNode): boolean {
  const { parent } = identifier;
  if (parent?.type === 'attribute') return parent.childForFieldName('attribute')?.id === identifier.id;
  if (
    parent?.type !== 'keyword_argument' &&
    parent?.type !== 'function_definition' &&
    parent?.type !== 'class_definition'
  ) {
    return false;
  }
  return parent.childForFieldName('name')?.id === identifier.id;
}

/**
 * Identifiers that mean a name of the module or nothing that the file knows: all but labels, imported names and names
 * that a function, class or comprehension binds. In the order of the text, by name.
 */
export function freeIdentifiers(
  module: SyntaxNode,
  text: string,
): ReadonlyMap<string, readonly SyntaxNode[]> {
  const { scope } = namesOf(module, text);
  const found = new Map<string, SyntaxNode[]>();
  for (const identifier of module.descendantsOfType('identifier')) {
    const start = identifier.startIndex;
    const name = text.slice(start, identifier.endIndex);
    if (
      scope.resolve(name, start).origin === 'local' ||
      isLabel(identifier) ||
      isPartOfName(identifier) ||
      isLocalInHeader(identifier, name, scope)
    )
      continue;
    const known = found.get(name);
    if (known) known.push(identifier);
    else found.set(name, [identifier]);
  }
  return found;
}

/** Part of an import, or behind the dot of a pattern's name, or the keyword of a class pattern. */
function isPartOfName(identifier: SyntaxNode): boolean {
  const { parent } = identifier;
  if (parent?.type === 'keyword_pattern') return parent.firstNamedChild?.id === identifier.id;
  if (parent?.type === 'aliased_import') return true;
  if (parent?.type !== 'dotted_name') return false;
  const outer = parent.parent?.type ?? '';
  return /import/.test(outer) || parent.firstNamedChild?.id !== identifier.id;
}

/** Bases, defaults and annotations are evaluated around the definition: a class body's own names count there. */
function isLocalInHeader({ startIndex, parent }: SyntaxNode, name: string, scope: Names): boolean {
  for (let node = parent; node; node = node.parent) {
    if (node.type !== 'class_definition' && node.type !== 'function_definition') continue;
    const body = node.childForFieldName('body');
    if (body && startIndex < body.startIndex && scope.resolve(name, node.startIndex - 1).origin === 'local')
      return true;
  }
  return false;
}

const ownScope = /^(?:function_definition|lambda|class_definition|generator_expression|\w+_comprehension)$/;

/** True when some function reads a name above every place where it binds it: often a mistake that other names hide. */
export function readsTooEarly(module: SyntaxNode, text: string): boolean {
  const { scope } = namesOf(module, text);
  const origin = module.startIndex;
  return module.descendantsOfType('identifier').some((identifier) => {
    const start = identifier.startIndex;
    const found = scope.resolve(text.slice(start, identifier.endIndex), start);
    if (
      found.origin !== 'local' ||
      found.bindings.some(({ at }) => origin + at <= start) ||
      isLabel(identifier)
    ) {
      return false;
    }
    let node = identifier.parent;
    while (node && !ownScope.test(node.type)) node = node.parent;
    return (
      node?.type === 'function_definition' &&
      found.bindings.every((binding) => binding.scope + origin === node.startIndex)
    );
  });
}
