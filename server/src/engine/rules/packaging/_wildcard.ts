/** Which names a `from m import *` really gives to its file: the ones to list, or a reason to leave it alone. */
import type { FixContext } from '../../lint/context';
import { freeIdentifiers, readsTooEarly } from '../../lint/scope-names';
import { bindsAlways } from '../../semantics/binding-order';
import { builtinNames } from '../../semantics/python-names';
import { standardLibraryNames } from '../../semantics/standard-library-names.generated';
import type { SyntaxNode } from '../../syntax/node';

export interface WildcardUse {
  /** Constants, classes, functions; each in the order of the alphabet, as import sorters have it. */
  readonly names: readonly string[];
  readonly identifiers: readonly SyntaxNode[];
  /** The names are those of the module; otherwise they are what nothing else explains. */
  readonly isKnown: boolean;
  /** Some name is only read in a quoted annotation. */
  readonly inText: boolean;
}

interface Wildcard {
  readonly node: SyntaxNode;
  readonly module: string;
  readonly isTopLevel: boolean;
  /** Undefined for a module that is not known. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Names of Python 2, and those that tools put into every module: no import gives them. */
const fromNowhere =
  /^(?:unicode|xrange|raw_input|basestring|long|unichr|reduce|execfile|file|cmp|apply|buffer|intern|coerce|reload|reveal_type|get_ipython|display|_|__\w+__)$/;
/** Names may be looked up by their text. */
const looksUpByText = /\b(?:globals|locals|vars|eval|exec|execfile|dir)\s*\(/;

export function isWildcard(statement: SyntaxNode): boolean {
  return statement.type === 'import_from_statement' && statement.lastNamedChild?.type === 'wildcard_import';
}

export function moduleOf(statement: SyntaxNode, text: string): string {
  const module = statement.childForFieldName('module_name');
  return module ? text.slice(module.startIndex, module.endIndex).replace(/\s+/g, '') : '';
}

/** Undefined where the names cannot be told for certain enough. */
export function useOf(statement: SyntaxNode, context: FixContext): WildcardUse | undefined {
  const { root, source } = context;
  const { text } = source;
  if (looksUpByText.test(text) || root.hasError || readsTooEarly(root, text)) return undefined;
  const wildcards = wildcardsOf(root, text);
  const own = wildcards.find(({ node }) => node.id === statement.id);
  // Under `try` and `if` each branch has to give the same names, which only knowledge of all of them can tell.
  if (!own || wildcards.some(({ isTopLevel }) => !isTopLevel)) return undefined;
  const free = freeIdentifiers(root, text);
  const quoted = quotedNames(root, text);
  const words = new Set([...free.keys(), ...quoted]);
  const bound = new Set([...words].filter((name) => context.names.resolveInModule(name).origin === 'module'));
  const unexplained = [...words].filter(
    (name) => !bound.has(name) && !builtinNames.has(name) && !wildcards.some(({ names }) => names?.has(name)),
  );
  const unknown = wildcards.filter(({ names }) => names === undefined);
  // A name that nothing explains would no longer be excused by the wildcard.
  if (unexplained.length > 0 && unknown.length === 0) return undefined;
  const names = own.names
    ? [...words].filter((name) => own.names?.has(name))
    : unknown.length === 1 && !unexplained.some((name) => fromNowhere.test(name) || name.startsWith('_'))
      ? unexplained
      : [];
  const wanted: string[] = [];
  for (const name of names) {
    const places = free.get(name) ?? [];
    const answer = isGivenBy(own, name, { wildcards, places, isBound: bound.has(name) }, context);
    if (answer === undefined) return undefined;
    if (answer) wanted.push(name);
  }
  if (wanted.length === 0) return undefined;
  return {
    names: wanted.sort((a, b) => groupOf(a) - groupOf(b) || (a < b ? -1 : 1)),
    identifiers: wanted.flatMap((name) => free.get(name) ?? []),
    isKnown: own.names !== undefined,
    inText: wanted.some((name) => quoted.has(name)),
  };
}

/** Whether the file has `name` from this import; undefined when that depends on the order in which things run. */
function isGivenBy(
  { node }: Wildcard,
  name: string,
  facts: { wildcards: readonly Wildcard[]; places: readonly SyntaxNode[]; isBound: boolean },
  { root, source }: FixContext,
): boolean | undefined {
  const after = node.endIndex;
  const replaced = [
    ...facts.wildcards.filter((other) => other.node.startIndex > after && other.names?.has(name)),
  ].map((other) => other.node.startIndex);
  if (facts.isBound) {
    const binding = root.namedChildren.find((statement) => bindsAlways(statement, name, source.text));
    // Bound before, the import has replaced it; bound under a condition, it may still count.
    if (!binding || binding.startIndex < after) return undefined;
    replaced.push(binding.startIndex);
  }
  if (replaced.length === 0) return true;
  const end = Math.min(...replaced);
  return facts.places.some(({ startIndex }) => startIndex > after && startIndex < end) ? undefined : false;
}

function wildcardsOf(root: SyntaxNode, text: string): Wildcard[] {
  return root
    .descendantsOfType('import_from_statement')
    .filter(isWildcard)
    .map((node) => {
      const module = moduleOf(node, text);
      const names = standardLibraryNames.get(module);
      const isTopLevel = node.parent?.type === 'module';
      return { node, module, isTopLevel, names: names === undefined ? undefined : new Set(names.split(' ')) };
    });
}

/** Names in quoted annotations. */
function quotedNames(root: SyntaxNode, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of root.descendantsOfType('type')) {
    for (const string of type.descendantsOfType('string')) {
      const content = text.slice(string.startIndex, string.endIndex);
      for (const [word] of content.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) names.add(word);
    }
  }
  return names;
}

function groupOf(name: string): number {
  if (name.length > 1 && name === name.toUpperCase()) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}
