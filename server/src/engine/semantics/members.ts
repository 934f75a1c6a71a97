/**
 * What the functions of a unit tell the module beyond names: the attributes that methods give to `self`, and the calls
 * that a function makes. Both are source text in which local names are already replaced by what they stand for, so
 * that the module can resolve it without the function's scopes.
 */
import type { Binding } from './bindings';
import { builtinNames } from './python-names';

/** Names by scope, as `UnitNames.bindings`. */
type Bindings = ReadonlyMap<string, readonly Binding[]>;

/** Marks text that is a qualified name already: a local import stands behind it. */
export const resolved = '=';

/** The binding of an attribute without the local names of the method that assigns it. */
export function outOfScope(member: Binding, bindings: Bindings): Binding {
  const { source, ...rest } = member;
  const atModule = { ...rest, scope: -1, at: 0 };
  if (!source) return atModule;
  const text = moduleText(source.text, bindings);
  // A type that is written down needs no value.
  if (text === undefined) return atModule;
  const callSuffix = source.kind === 'call' ? '()' : '';
  if (text.startsWith(resolved)) return { ...atModule, qualified: `${text.slice(1)}${callSuffix}` };
  return text.endsWith('()') && callSuffix === ''
    ? { ...atModule, source: { kind: 'call', text: text.slice(0, -2) } }
    : { ...atModule, source: { kind: source.kind, text } };
}

/** `s.get` as `requests.Session().get` where the function says `s = requests.Session()`; undefined when unknown. */
function moduleText(text: string, bindings: Bindings): string | undefined {
  const [, head = text, rest = ''] = /^(\w+)(.*)$/s.exec(text) ?? [];
  const local = bindings.get(head)?.filter(({ scope }) => scope !== -1);
  if (!local || local.length === 0) return text;
  const imported = local.find(({ qualified }) => qualified !== undefined);
  if (imported) return `${resolved}${imported.qualified ?? ''}${rest}`;
  const [only, ...others] = local.filter(({ isNone }) => isNone !== true);
  if (!only || others.length > 0) return undefined;
  const { source, annotation } = only;
  const value = source ? `${source.text}${source.kind === 'call' ? '()' : ''}` : undefined;
  const base = value ?? (annotation === undefined ? undefined : `${annotation}()`);
  if (base === undefined) return undefined;
  const baseHead = /^\w+/.exec(base)?.[0] ?? base;
  const importedBase = bindings.get(baseHead)?.find(({ qualified, scope }) => qualified && scope !== -1);
  if (importedBase) return `${resolved}${importedBase.qualified ?? ''}${base.slice(baseHead.length)}${rest}`;
  const isLocal = bindings.get(baseHead)?.some(({ scope }) => scope !== -1) === true;
  return isLocal ? undefined : `${base}${rest}`;
}

const calleeText = /[A-Za-z_][\w.]*(?:\([^()\n]*\)(?:\.\w+)+)*(?=\s*\()/y;

/**
 * The callees of the calls that begin at `start`, from the text alone: names, attributes, and calls without brackets
 * inside. `a.b(x).c(y)` calls `a.b` and `a.b().c`.
 */
export function calleesAt(text: string, start: number): readonly string[] {
  calleeText.lastIndex = start;
  const chain = calleeText.exec(text)?.[0];
  if (chain === undefined) return [];
  const parts = chain.split(/\([^()]*\)/);
  return parts.map((_, index) => parts.slice(0, index + 1).join('()'));
}

/** The calls of a function as the module can resolve them; calls of unknown locals and of most builtins are left out. */
export function callsOutOfScope(callees: ReadonlySet<string>, bindings: Bindings): string[] {
  const calls = new Set<string>();
  for (const callee of callees) {
    if (builtinNames.has(callee) && callee !== 'open' && callee !== 'input') continue;
    const text = /^(?:self|cls)\./.test(callee) ? callee : moduleText(callee, bindings);
    if (text !== undefined) calls.add(text);
  }
  return [...calls].sort();
}
