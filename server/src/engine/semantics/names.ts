/**
 * Name resolution inside one file: which binding a name means at a place, and the qualified name behind it.
 *
 * Lookups that leave the unit go through `ModuleNames`, whose implementation remembers what was asked, so that a change
 * of that name alone makes the unit's findings stale.
 */
import { dottedName, unparenthesized, type SyntaxNode } from '../syntax/node';
import type { Binding } from './bindings';
import { resolved } from './members';
import { builtinNames } from './python-names';
import { joinedPath } from './value-text';

/** A scope inside a unit, offsets relative to the unit. `parent` is an index into the same list, -1 for none. */
export interface Scope {
  readonly start: number;
  readonly end: number;
  readonly kind: 'function' | 'class' | 'comprehension';
  readonly parent: number;
}

export interface UnitNames {
  /** Absolute offset of the unit's start; moves when text before the unit does. */
  origin: number;
  readonly scopes: readonly Scope[];
  /** By name, every binding in the unit, whatever its scope. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** The unit is (part of) the body of a class: its own outermost names are attributes, not module names. */
  readonly inClass: boolean;
  /** Dotted name of that class inside the module: `Outer.Inner`. */
  readonly owner?: string | undefined;
}

export interface ModuleNames {
  /** Bindings of `name` at module level, in order; empty when there is none. */
  lookup(name: string): readonly Binding[];
  /** What the class named `owner`, or a base of it in this file, binds as its attribute or method `name`. */
  member(owner: string, name: string): readonly Binding[];
  /** Source texts of what the function `name` or `Class.name` calls; undefined when the file has no such function. */
  callsOf(name: string): readonly string[] | undefined;
}

/** What a function calls: something with a qualified name, or another function of the same file. */
export interface Callee {
  /** Source text, local variables replaced by what they were given. */
  readonly text: string;
  readonly qualified?: string;
  /** `name` or `Class.name`. */
  readonly local?: string;
}

/** A module that nothing is known of. */
export const unknownModule: ModuleNames = { lookup: () => [], member: () => [], callsOf: () => undefined };

export type Resolution =
  | { readonly origin: 'local'; readonly bindings: readonly Binding[] }
  | { readonly origin: 'module'; readonly bindings: readonly Binding[] }
  | { readonly origin: 'builtin' }
  | { readonly origin: 'unknown' };

const maxDepth = 6;

/** A place in the module's own scope, whatever unit asks. */
const moduleLevel = Number.NEGATIVE_INFINITY;

export class Names {
  readonly #text: string;
  readonly #unit: UnitNames;
  readonly #module: ModuleNames;

  constructor(text: string, unit: UnitNames, module: ModuleNames) {
    this.#text = text;
    this.#unit = unit;
    this.#module = module;
  }

  /** What `name` means at the absolute offset `at`. */
  resolve(name: string, at: number): Resolution {
    const candidates = at === moduleLevel ? undefined : this.#unit.bindings.get(name);
    if (candidates) {
      const local = this.#localBindings(candidates, at - this.#unit.origin);
      if (local.length > 0) return { origin: 'local', bindings: local };
    }
    const module = this.#module.lookup(name);
    if (module.length > 0) return { origin: 'module', bindings: module };
    return builtinNames.has(name) ? { origin: 'builtin' } : { origin: 'unknown' };
  }

  /** May `name` stand for something of another module at the absolute offset `at`? */
  mayStandFor(name: string, at: number): boolean {
    const resolution = this.resolve(name, at);
    if (resolution.origin !== 'local' && resolution.origin !== 'module') return false;
    return resolution.bindings.some(({ kind }) => kind === 'import' || kind === 'variable');
  }

  /** What `name` means at the module's own level, whatever the unit's scopes make of it. */
  resolveInModule(name: string): Resolution {
    return this.resolve(name, moduleLevel);
  }

  /** What `self.name` means at the absolute offset `at`: bindings of the class around; empty when it cannot be told. */
  resolveMember(receiver: string, name: string, at: number): readonly Binding[] {
    const owner = this.ownerAt(receiver, at);
    return owner === undefined ? [] : this.#module.member(owner, name);
  }

  /** The class whose instance (or which itself) `receiver` is, inside a method or a function in a method. */
  ownerAt(receiver: string, at: number): string | undefined {
    const { owner, scopes } = this.#unit;
    if (owner === undefined || (receiver !== 'self' && receiver !== 'cls')) return undefined;
    const resolution = this.resolve(receiver, at);
    const [binding] = resolution.origin === 'local' ? resolution.bindings : [];
    if (binding?.kind !== 'parameter') return undefined;
    return scopes.find(({ start }) => start === binding.scope)?.parent === -1 ? owner : undefined;
  }

  /** Bindings of a module-level `name`, or of the member `Class.name`. */
  definitionsOf(name: string): readonly Binding[] {
    const dot = name.lastIndexOf('.');
    return dot < 0 ? this.#module.lookup(name) : this.#module.member(name.slice(0, dot), name.slice(dot + 1));
  }

  /** What the function `name` or `Class.name` of this file calls; undefined when there is no such function. */
  calleesOf(name: string): readonly Callee[] | undefined {
    const owner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : undefined;
    return this.#module.callsOf(name)?.map((text) => this.#callee(text, owner));
  }

  #callee(text: string, owner: string | undefined): Callee {
    if (text.startsWith(resolved)) return { text: text.slice(1), qualified: text.slice(1) };
    const [, receiver, rest = ''] = /^(self|cls)(\..+)$/s.exec(text) ?? [];
    if (receiver !== undefined) {
      if (owner === undefined) return { text };
      if (/^\.\w+$/.test(rest)) return { text, local: `${owner}${rest}` };
      const qualified = this.#qualifiedMember(owner, rest, 0);
      return qualified === undefined ? { text } : { text, qualified };
    }
    const resolution = this.resolveInModule(text);
    if (resolution.origin === 'module' && resolution.bindings.every(({ kind }) => kind === 'function'))
      return { text, local: text };
    const qualified = this.qualifiedText(text, moduleLevel);
    return qualified === undefined ? { text } : { text, qualified };
  }

  /** True when some local binding of `name` stands before the absolute offset `at`; a later one is not there yet. */
  isLocalBefore(name: string, at: number): boolean {
    const resolution = this.resolve(name, at);
    return (
      resolution.origin === 'local' &&
      resolution.bindings.some((binding) => this.#unit.origin + binding.at < at)
    );
  }

  /** True when `node` is the identifier `name` and means the builtin. */
  isBuiltin(node: SyntaxNode | null, name: string): boolean {
    if (node?.type !== 'identifier' || this.#text.slice(node.startIndex, node.endIndex) !== name)
      return false;
    return this.resolve(name, node.startIndex).origin === 'builtin';
  }

  /**
   * The dotted name behind an expression, through imports, aliases and simple assignments: `requests.get`,
   * `builtins.print`, `requests.Session().get` for a method of an instance, `.models.User` for a relative import.
   * Undefined for what the file itself defines and for what cannot be told.
   */
  qualifiedName(node: SyntaxNode | null): string | undefined {
    if (!node) return undefined;
    if (node.type === 'call') {
      const callee = this.qualifiedName(node.childForFieldName('function'));
      return callee === undefined ? undefined : `${callee}()`;
    }
    if (node.type === 'parenthesized_expression') {
      const inner = unparenthesized(node);
      return inner.id === node.id ? undefined : this.qualifiedName(inner);
    }
    if (node.type === 'binary_operator') {
      const isJoin = node.childForFieldName('operator')?.type === '/';
      return isJoin ? joinedPath(this.qualifiedName(node.childForFieldName('left'))) : undefined;
    }
    if (node.type === 'attribute') {
      const dotted = dottedName(node, this.#text);
      if (dotted !== undefined) return this.qualifiedText(dotted, node.startIndex);
      const object = this.qualifiedName(node.childForFieldName('object'));
      const attribute = node.childForFieldName('attribute');
      if (object === undefined || !attribute) return undefined;
      return `${object}.${this.#text.slice(attribute.startIndex, attribute.endIndex)}`;
    }
    const dotted = dottedName(node, this.#text);
    return dotted === undefined ? undefined : this.qualifiedText(dotted, node.startIndex);
  }

  /** `qualifiedName` of dotted source text as if it stood at the absolute offset `at`. */
  qualifiedText(dotted: string, at: number, depth = 0): string | undefined {
    if (depth > maxDepth) return undefined;
    // `Path().parent` starts with a call.
    const [, head = dotted, rest = ''] = /^(\w+)(.*)$/s.exec(dotted) ?? [];
    const resolution = this.resolve(head, at);
    if (resolution.origin === 'unknown') return undefined;
    if (resolution.origin === 'builtin') return `builtins.${head}${rest}`;
    const owner = rest === '' ? undefined : this.ownerAt(head, at);
    if (owner !== undefined) return this.#qualifiedMember(owner, rest, depth);
    const base = this.#qualifiedBinding(resolution, head, depth);
    return base === undefined ? undefined : `${base}${rest}`;
  }

  /**
   * `rest` is `.name` with what follows; all that the class ever stores under the name has to be one thing, or what it
   * is declared to be.
   */
  #qualifiedMember(owner: string, rest: string, depth: number): string | undefined {
    const [, name = '', further = ''] = /^\.(\w+)(.*)$/s.exec(rest) ?? [];
    const values = new Set<string | undefined>();
    const members = this.#module.member(owner, name);
    const declared = members.filter(({ annotation }) => annotation !== undefined);
    for (const binding of declared.length > 0 ? declared : members) {
      if (binding.isNone === true && binding.annotation === undefined) continue;
      const given = { origin: 'module' as const, bindings: [binding] };
      values.add(this.#qualifiedBinding(given, name, depth + 1));
    }
    const [value] = values;
    return values.size === 1 && value !== undefined ? `${value}${further}` : undefined;
  }

  #qualifiedBinding(
    { origin, bindings }: { origin: 'local' | 'module'; bindings: readonly Binding[] },
    name: string,
    depth: number,
  ): string | undefined {
    // An import wins over the `name = None` of an `except ImportError`.
    const imported = bindings.find((binding) => binding.qualified !== undefined);
    if (imported) return imported.qualified;
    const values = bindings.filter(({ isNone }) => isNone !== true);
    const last = values.at(-1) ?? bindings.at(-1);
    if (!last) return undefined;
    // Offsets of module bindings belong to other units; what they name is looked up in the module.
    const at = origin === 'module' ? moduleLevel : this.#unit.origin + last.at;
    const { source, annotation } = last;
    // `x = x.strip()` would look itself up for ever.
    if (source && source.text !== name && !source.text.startsWith(`${name}.`)) {
      const value = this.qualifiedText(source.text, at, depth + 1);
      if (value !== undefined) return source.kind === 'call' ? `${value}()` : value;
    }
    if (annotation !== undefined) {
      const type = this.qualifiedText(annotation, at, depth + 1);
      if (type !== undefined) return `${type}()`;
    }
    return undefined;
  }

  #localBindings(candidates: readonly Binding[], at: number): readonly Binding[] {
    const { scopes, inClass } = this.#unit;
    let index = innermost(scopes, at);
    let first = true;
    while (index >= 0) {
      const scope = scopes[index];
      if (!scope) break;
      // Names of a class body are seen in that body only, not in its methods.
      if (scope.kind !== 'class' || first) {
        const found = candidates.filter((binding) => binding.scope === scope.start);
        if (found.length > 0) return found;
      }
      if (scope.kind !== 'comprehension') first = false;
      index = scope.parent;
    }
    return inClass && first ? candidates.filter((binding) => binding.scope === -1) : [];
  }
}

/** Index of the smallest scope that holds `at`, -1 for none. Scopes are in pre-order, so the last one wins. */
function innermost(scopes: readonly Scope[], at: number): number {
  for (let index = scopes.length - 1; index >= 0; index -= 1) {
    const scope = scopes[index];
    if (scope && scope.start <= at && at < scope.end) return index;
  }
  return -1;
}
