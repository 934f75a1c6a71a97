/**
 * The kinds of nodes that the analysis looks at, and the walk that finds them. The nodes are kept for the rules, so
 * that each unit is walked once.
 */
import { bindingKinds, scopeKinds } from '../semantics/bindings';
import type { Scope } from '../semantics/names';
import type { NodeKind } from '../syntax/node-kinds.generated';
import type { SyntaxNode } from '../syntax/node';
import type { Language } from '../syntax/parser';
import { frameKinds } from './context';
import type { UnitNode } from './units';

/** What a kind of node means to the analysis: told by the number of its type, once for all nodes. */
interface Role {
  readonly kind: NodeKind;
  readonly binds: boolean;
  /** The scope that it opens. */
  readonly scope: Scope['kind'] | undefined;
  readonly isFrame: boolean;
}

/** A node with its kind, read once. */
export interface Visited {
  readonly node: SyntaxNode;
  readonly kind: NodeKind;
  readonly role: Role;
}

/** What summaries of files are made from, besides what the analysis visits anyway. */
export const summaryKinds: readonly NodeKind[] = [
  'import_statement',
  'import_from_statement',
  'function_definition',
  'class_definition',
  'lambda',
  'decorator',
  'try_statement',
  'except_clause',
  'if_statement',
  'raise_statement',
  'assert_statement',
  'assignment',
  'augmented_assignment',
  'subscript',
  'global_statement',
  'call',
];

/** Roles of the wanted kinds by type id, and the walks that find their nodes. */
export class KindTable {
  readonly wanted: NodeKind[];
  readonly #roles: readonly (Role | undefined)[];

  constructor(language: Language, ruleKinds: Iterable<NodeKind>) {
    // `ERROR` has no place in the list of types: errors are looked for apart.
    const kinds = [...frameKinds, ...bindingKinds, ...scopeKinds, ...ruleKinds, 'call' as const];
    this.wanted = [...new Set<NodeKind>(kinds)].filter((kind) => kind !== 'ERROR');
    const wanted = new Set<string>(this.wanted);
    this.#roles = language.types.map((type) => (wanted.has(type) ? roleOf(type as NodeKind) : undefined));
  }

  /** All wanted nodes of one unit in pre-order. */
  visit(unit: UnitNode): Visited[] {
    const nodes =
      unit.kind === 'statement' ? unit.node.descendantsOfType(this.wanted) : this.#header(unit.node);
    return this.#withRoles(nodes);
  }

  /** All wanted nodes of a tree. */
  all(root: SyntaxNode): Visited[] {
    return this.#withRoles(root.descendantsOfType(this.wanted));
  }

  /** What precedes a class body: decorators, the class itself, its bases. */
  #header(node: SyntaxNode): SyntaxNode[] {
    const nodes = [node];
    for (const child of node.namedChildren) {
      if (child.type === 'class_definition') nodes.push(...this.#header(child));
      else if (child.type !== 'block') nodes.push(...child.descendantsOfType(this.wanted));
    }
    return nodes;
  }

  #withRoles(nodes: readonly SyntaxNode[]): Visited[] {
    const visited: Visited[] = [];
    for (const node of nodes) {
      const role = this.#roles[node.typeId];
      if (role) visited.push({ node, kind: role.kind, role });
    }
    return visited;
  }
}

const scopeKindOf: Readonly<Partial<Record<NodeKind, Scope['kind']>>> = {
  function_definition: 'function',
  lambda: 'function',
  class_definition: 'class',
  list_comprehension: 'comprehension',
  set_comprehension: 'comprehension',
  dictionary_comprehension: 'comprehension',
  generator_expression: 'comprehension',
};
const binding: ReadonlySet<NodeKind> = new Set(bindingKinds);
const frames: ReadonlySet<NodeKind> = new Set(frameKinds);

function makeRole(kind: NodeKind): Role {
  return { kind, binds: binding.has(kind), scope: scopeKindOf[kind], isFrame: frames.has(kind) };
}

const roles = new Map<NodeKind, Role>();

function roleOf(kind: NodeKind): Role {
  let role = roles.get(kind);
  if (!role) roles.set(kind, (role = makeRole(kind)));
  return role;
}

/** A node that was found otherwise, as the walks give it. */
export function visitedNode(node: SyntaxNode): Visited {
  const kind = node.type as NodeKind;
  return { node, kind, role: roleOf(kind) };
}
