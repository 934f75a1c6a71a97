/** First look at a unit: its scopes, its bindings and its summary. */
import { collectBindings, type Binding, type BindingSink } from '../semantics/bindings';
import { calleesAt, callsOutOfScope, outOfScope } from '../semantics/members';
import type { Scope, UnitNames } from '../semantics/names';
import type { NodeKind } from '../syntax/node-kinds.generated';
import { dottedName, isWholeStatement, type SyntaxNode } from '../syntax/node';
import type { Visited } from './kind-table';
import type { UnitSummary } from './unit-summary';
import { classPath, decoratorName, type UnitNode } from './units';

export interface Collected {
  readonly names: UnitNames;
  readonly summary: UnitSummary;
  /** Error nodes, relative to the unit. */
  readonly errors: readonly { readonly start: number; readonly end: number }[];
}

/** Bindings of one unit as they are found; scopes are indexes into `scopes`, -1 for the unit's surroundings. */
class Collector implements BindingSink {
  readonly scopes: Scope[] = [];
  readonly bindings = new Map<string, Binding[]>();
  readonly globals = new Set<string>();
  readonly wildcards: string[] = [];
  readonly members: Binding[] = [];
  /** Callee texts of the unit's outermost function. */
  readonly callees = new Set<string>();
  #innermost = -1;

  add(binding: Binding): void {
    const known = this.bindings.get(binding.name);
    if (known) known.push(binding);
    else this.bindings.set(binding.name, [binding]);
  }

  declareGlobal(name: string, scope: number): void {
    this.globals.add(`${scope} ${name}`);
  }

  wildcardImport(module: string): void {
    this.wildcards.push(module);
  }

  addMember(binding: Binding): void {
    this.members.push(binding);
  }

  /** A call that runs when the unit's outermost function does. */
  addCall(start: number, scope: number, text: string): void {
    const around = this.scopes[outOfComprehensions(this.scopes, scope)];
    if (around?.parent !== -1 || around.kind !== 'function') return;
    for (const callee of calleesAt(text, start)) this.callees.add(callee);
  }

  /** The innermost scope around the next node; nodes come in pre-order, `at` is relative to the unit. */
  scopeAt(at: number): number {
    while (this.#innermost !== -1 && (this.scopes[this.#innermost]?.end ?? 0) <= at)
      this.#innermost = this.scopes[this.#innermost]?.parent ?? -1;
    return this.#innermost;
  }

  /** Opens a scope at the present node. */
  open(start: number, end: number, kind: Scope['kind']): void {
    this.#innermost = this.scopes.push({ start, end, kind, parent: this.scopeAt(start) }) - 1;
  }

  /** Bindings that land in the module, and takes `global` names out of their function. */
  moduleBindings(inClass: boolean): Binding[] {
    const found: Binding[] = [];
    if (this.globals.size === 0) {
      if (inClass) return found;
      for (const bindings of this.bindings.values())
        for (const binding of bindings) if (binding.scope === -1) found.push(binding);
      return found;
    }
    for (const [name, bindings] of this.bindings) {
      const local = bindings.filter((binding) => {
        const isGlobal = this.globals.has(`${binding.scope} ${name}`);
        if (isGlobal || (binding.scope === -1 && !inClass)) found.push(binding);
        return !isGlobal;
      });
      if (local.length < bindings.length) this.bindings.set(name, local);
    }
    return found;
  }
}

export function collect(unit: UnitNode, visited: readonly Visited[], text: string): Collected {
  const collector = new Collector();
  const origin = unit.start;
  const typeCheckingEnds: number[] = [];
  let readsInput = false;
  let configuresLogging = false;
  let signature: UnitSummary['signature'];
  let decorated: SyntaxNode | undefined;
  for (const { node, kind, role } of visited) {
    const start = node.startIndex;
    if (kind === 'call') {
      readsInput ||= text.startsWith('input(', start);
      configuresLogging ||= configuringCall(text, start);
      collector.addCall(start, collector.scopeAt(start - origin), text);
    } else if (kind === 'decorated_definition') {
      decorated = node;
    } else if (kind === 'if_statement') {
      // The `else` of the check is what runs.
      if (isTypeChecking(text, start))
        typeCheckingEnds.push((node.childForFieldName('consequence') ?? node).endIndex);
    } else if (role.binds || role.scope) {
      const scope = collector.scopeAt(start - origin);
      if (role.binds) {
        const target = kind === 'named_expression' ? outOfComprehensions(collector.scopes, scope) : scope;
        collectBindings(
          node,
          kind,
          {
            text,
            origin,
            scope: collector.scopes[target]?.start ?? -1,
            typeOnly: typeCheckingEnds.length > 0 && typeCheckingEnds.some((end) => start < end),
            decorators: decorated && decoratorsOf(node, kind, decorated, text),
          },
          collector,
        );
      }
      if (role.scope) collector.open(start - origin, node.endIndex - origin, role.scope);
      if (kind === 'function_definition') signature ??= isAnnotated(node, text) ? 'annotated' : 'plain';
    }
  }
  const inClass = unit.owner !== undefined;
  const moduleBindings = collector.moduleBindings(inClass);
  const facts = classFacts(unit, collector, text);
  return {
    names: {
      origin,
      scopes: collector.scopes,
      bindings: collector.bindings,
      inClass,
      owner: unit.owner && classPath(unit.owner),
    },
    errors: errorsOf(unit),
    summary: {
      moduleBindings,
      wildcards: collector.wildcards,
      isMainGuard: !inClass && isMainGuard(unit, text),
      defines: inClass || unit.kind === 'class-header' || definesSomething(unit),
      callsAtImport:
        !inClass && unit.node.type === 'expression_statement' && unit.node.firstNamedChild?.type === 'call',
      readsInput,
      configuresLogging,
      mountsAdapter: mountsAdapter(text.slice(unit.start, unit.end)),
      signature,
      owner: facts.owner,
      members: facts.members,
      classBases: facts.classBases,
      calls: facts.calls,
    },
  };
}

function configuringCall(text: string, start: number): boolean {
  return (
    text.startsWith('logging.', start) &&
    /^logging\.(basicConfig|config\.\w+Config)\(/.test(text.slice(start, start + 30))
  );
}

function isTypeChecking(text: string, start: number): boolean {
  return /^if\s+(typing\.|t\.)?TYPE_CHECKING\b/.test(text.slice(start, start + 40));
}

const mounting = /\.mount\(\s*["']https?:[^,()]*,\s*(?:adapter\s*=\s*)?([\w.]+)/g;

/** An adapter of requests itself has no time limit; one of somebody's own may be there for that. */
function mountsAdapter(text: string): boolean {
  if (!text.includes('.mount(')) return false;
  return [...text.matchAll(mounting)].some(([, adapter = '']) => {
    const isOwnClass = /(?:^|\.)[A-Z]\w*$/.test(adapter) && !/(?:^|\.)HTTPAdapter$/.test(adapter);
    return isOwnClass || /time_?out/i.test(adapter);
  });
}

/** What a class header, a class member or a function tells of itself beyond names. */
function classFacts(
  unit: UnitNode,
  { bindings, members, callees }: Collector,
  text: string,
): Pick<UnitSummary, 'members' | 'owner' | 'classBases' | 'calls'> {
  const owner = unit.owner && classPath(unit.owner);
  const definition = definitionIn(unit.node);
  if (!definition && owner === undefined) return noFacts;
  const name = definition?.childForFieldName('name');
  const own = name ? text.slice(name.startIndex, name.endIndex) : '';
  const path = owner === undefined ? own : `${owner}.${own}`;
  if (unit.kind === 'class-header' && definition)
    return { classBases: { path, bases: baseNames(definition, text) } };
  const isFunction = definition?.type === 'function_definition';
  const calls = isFunction ? { path, callees: callsOutOfScope(callees, bindings) } : undefined;
  if (owner === undefined) return { calls };
  const attributes: Binding[] = [];
  for (const inBody of bindings.values())
    for (const binding of inBody) if (binding.scope === -1) attributes.push(binding);
  for (const member of members) attributes.push(outOfScope(member, bindings));
  return { calls, owner, members: attributes };
}

const noFacts = {};

function definitionIn(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'decorated_definition') return node.childForFieldName('definition');
  return node.type === 'function_definition' || node.type === 'class_definition' ? node : null;
}

function baseNames(definition: SyntaxNode, text: string): string[] {
  const bases = definition.childForFieldName('superclasses')?.namedChildren ?? [];
  return bases.flatMap((base) => dottedName(base, text) ?? []);
}

/** Names of the decorators right above a definition. */
function decoratorsOf(
  node: SyntaxNode,
  kind: NodeKind,
  decorated: SyntaxNode | undefined,
  text: string,
): string | undefined {
  if (!decorated || (kind !== 'function_definition' && kind !== 'class_definition')) return undefined;
  if (decorated.endIndex !== node.endIndex || decorated.startIndex >= node.startIndex) return undefined;
  // Between a decorator and its function nothing else is defined, so this is the nearest.
  const names = decorated.namedChildren.flatMap((child) =>
    child.type === 'decorator' ? (decoratorName(child, text) ?? '?') : [],
  );
  return names.join(' ');
}

function errorsOf({ node, start: origin, end }: UnitNode): Collected['errors'] {
  // An error is no descendant of itself.
  if (!isWholeStatement(node)) return [{ start: 0, end: end - origin }];
  if (!node.hasError) return [];
  return node
    .descendantsOfType('ERROR')
    .map((error) => ({ start: error.startIndex - origin, end: error.endIndex - origin }));
}

function definesSomething({ node }: UnitNode): boolean {
  return node.type === 'function_definition' || node.type === 'decorated_definition';
}

function isMainGuard({ node, start }: UnitNode, text: string): boolean {
  return node.type === 'if_statement' && /^if\s*\(?\s*__name__\s*==/.test(text.slice(start, start + 60));
}

/** A return type, or a colon in the parameter list that is neither a lambda's nor a dictionary's or slice's. */
function isAnnotated(definition: SyntaxNode, text: string): boolean {
  if (definition.childForFieldName('return_type')) return true;
  const parameters = definition.childForFieldName('parameters');
  if (!parameters || !text.slice(parameters.startIndex, parameters.endIndex).includes(':')) return false;
  return parameters.namedChildren.some(
    (child) => child.type === 'typed_parameter' || child.type === 'typed_default_parameter',
  );
}

/** A walrus inside a comprehension binds in the scope around it. */
function outOfComprehensions(scopes: readonly Scope[], index: number): number {
  let current = index;
  while (scopes[current]?.kind === 'comprehension') current = scopes[current]?.parent ?? -1;
  return current;
}
