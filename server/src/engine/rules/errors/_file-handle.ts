/** Follows a file object that a name holds: where it is used, whether it leaves the scope, whether it is closed. */
import type { RuleContext } from '../../lint/context';
import { codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';
import { isPath } from './_paths';

type Context = Pick<RuleContext, 'names' | 'text' | 'source'>;

const openers = new Set([
  'builtins.open',
  'io.open',
  'codecs.open',
  'gzip.open',
  'bz2.open',
  'lzma.open',
  'tokenize.open',
  'os.fdopen',
]);

export function isOpener(call: SyntaxNode, context: Context): boolean {
  const callee = call.childForFieldName('function');
  if (!callee) return false;
  const qualified = context.names.qualifiedName(callee);
  if (qualified !== undefined && openers.has(qualified)) return true;
  if (callee.type !== 'attribute' || !context.text(callee).endsWith('.open')) return false;
  return isPath(callee.childForFieldName('object'), context);
}

/** Functions that are done with a file object when they return. */
const consumers =
  /^(?:builtins\.(?:list|tuple|set|frozenset|sorted|sum|len|any|all|min|max|dict|print|next|bool)|(?:json|pickle|marshal|plistlib|toml|tomllib|tomli|yaml|ujson|simplejson|joblib|dill)\.(?:load|loads|dump|safe_load|safe_dump|full_load)|numpy\.(?:load|loadtxt|save|savetxt|genfromtxt)|pandas\.read_\w+|shutil\.copyfileobj|ast\.parse|csv\.reader|csv\.DictReader)$/;
/** Those whose result reads the file later. */
const lazy = /^csv\.(?:reader|DictReader|writer|DictWriter)$/;
const methods = new Set(
  (
    'read readline readlines readinto read1 write writelines close seek tell flush truncate fileno isatty readable ' +
    'writable seekable detach'
  ).split(' '),
);
const facts = new Set(['name', 'closed', 'mode', 'encoding', 'errors', 'newlines']);

/** True for a call that reads or writes the file given to it, and keeps nothing of it. */
export function consumes(call: SyntaxNode, context: Context): boolean {
  const qualified = context.names.qualifiedName(call.childForFieldName('function'));
  if (qualified === undefined || !consumers.test(qualified)) return false;
  // What reads later is done in the head of a loop.
  return !lazy.test(qualified) || isLoopHead(call);
}

/** What stands in the head of a `for`, or of a comprehension that is no generator. */
export function isLoopHead(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type === 'for_statement') return parent.childForFieldName('right')?.id === node.id;
  if (parent?.type !== 'for_in_clause' || parent.childForFieldName('right')?.id !== node.id) return false;
  const comprehension = parent.parent;
  if (!comprehension || codeChildren(comprehension)[1]?.id !== parent.id) return false;
  return comprehension.type !== 'generator_expression';
}

export type Use =
  | { readonly kind: 'use'; readonly node: SyntaxNode }
  | { readonly kind: 'close'; readonly node: SyntaxNode; readonly call: SyntaxNode }
  | { readonly kind: 'binding'; readonly node: SyntaxNode }
  /** `writer = csv.writer(f)`. */
  | { readonly kind: 'wrapped'; readonly node: SyntaxNode; readonly name: string }
  | { readonly kind: 'managed'; readonly node: SyntaxNode }
  | { readonly kind: 'escape'; readonly node: SyntaxNode };

/** Every mention of `name` in `scope`, in order; those in nested functions that have a name of their own left out. */
export function usesOf(name: string, scope: SyntaxNode, context: Context): Use[] {
  const { text } = context.source;
  const uses: Use[] = [];
  const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g');
  word.lastIndex = scope.startIndex;
  const end = scope.endIndex;
  for (let match = word.exec(text); match && match.index < end; match = word.exec(text)) {
    const node = scope.descendantForIndex(match.index, match.index + name.length);
    if (node?.type !== 'identifier' || node.endIndex !== match.index + name.length) continue;
    const use = useOf(node, name, scope, context);
    if (use) uses.push(use);
  }
  return uses;
}

function useOf(node: SyntaxNode, name: string, scope: SyntaxNode, context: Context): Use | undefined {
  const { parent } = node;
  if (!parent) return undefined;
  const inner = nestedScope(node, scope);
  if (inner) return bindsItself(inner, name, context) ? undefined : { kind: 'escape', node };
  switch (parent.type) {
    case 'keyword_argument':
      if (parent.childForFieldName('name')?.id === node.id) return undefined;
      return argumentUse(node, parent.parent?.parent ?? null, context);
    case 'argument_list':
      return argumentUse(node, parent.parent, context);
    case 'attribute':
      return attributeUse(node, parent, context);
    case 'assignment':
    case 'augmented_assignment':
      return { kind: parent.childForFieldName('left')?.id === node.id ? 'binding' : 'escape', node };
    case 'as_pattern_target':
      return { kind: 'binding', node };
    case 'with_item':
      return { kind: 'managed', node };
    case 'for_statement':
    case 'for_in_clause':
      if (parent.childForFieldName('left')?.id === node.id) return { kind: 'binding', node };
      return { kind: isLoopHead(node) ? 'use' : 'escape', node };
    case 'not_operator':
    case 'comparison_operator':
    case 'if_statement':
    case 'elif_clause':
      return { kind: 'use', node };
    default:
      return { kind: 'escape', node };
  }
}

function attributeUse(node: SyntaxNode, attribute: SyntaxNode, context: Context): Use {
  const member = attribute.childForFieldName('attribute');
  const word = member ? context.text(member) : '';
  const call = attribute.parent;
  const isCalled = call?.type === 'call' && call.childForFieldName('function')?.id === attribute.id;
  if (facts.has(word) && !isCalled) return { kind: 'use', node };
  if (!isCalled || !methods.has(word)) return { kind: 'escape', node };
  return word === 'close' ? { kind: 'close', node, call } : { kind: 'use', node };
}

function argumentUse(node: SyntaxNode, call: SyntaxNode | null, context: Context): Use {
  if (call?.type !== 'call') return { kind: 'escape', node };
  if (consumes(call, context)) return { kind: 'use', node };
  const qualified = context.names.qualifiedName(call.childForFieldName('function'));
  const target = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left') : null;
  if (qualified !== undefined && lazy.test(qualified) && target?.type === 'identifier')
    return { kind: 'wrapped', node, name: context.text(target) };
  // `enumerate(f)` in the head of a loop is done with it when the loop is.
  const isIterated =
    /^builtins\.(?:enumerate|zip|map|filter|reversed|iter)$/.test(qualified ?? '') && isLoopHead(call);
  return { kind: isIterated ? 'use' : 'escape', node };
}

/** Mentions of what reads or writes the file for it, as uses of the file itself. */
export function wrapperUses(name: string, scope: SyntaxNode, context: Context): Use[] {
  return usesOf(name, scope, context).flatMap((use): Use[] => {
    const { node } = use;
    if (use.kind === 'binding') return [];
    if (use.kind !== 'escape') return [{ kind: use.kind === 'managed' ? 'escape' : 'use', node }];
    const attribute = node.parent?.type === 'attribute' ? node.parent : null;
    const isCall = attribute?.parent?.type === 'call' && !nestedScope(node, scope);
    return [{ kind: isCall ? 'use' : 'escape', node }];
  });
}

/** The outermost function, lambda or class between `node` and `scope`. */
function nestedScope(node: SyntaxNode, scope: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (let at = node.parent; at && at.id !== scope.id; at = at.parent) {
    if (['function_definition', 'lambda', 'class_definition'].includes(at.type)) found = at;
  }
  return found;
}

/** The nested function has a variable of its own by that name. */
function bindsItself(inner: SyntaxNode, name: string, context: Context): boolean {
  const text = context.text(inner);
  if (new RegExp(`\\b(?:global|nonlocal)\\b[^\\n]*\\b${name}\\b`).test(text)) return false;
  const parameters = inner.childForFieldName('parameters');
  if (parameters && new RegExp(`\\b${name}\\b`).test(context.text(parameters))) return true;
  return new RegExp(`(?:\\bas\\s+|\\bfor\\s+|^[ \\t]*)${name}\\b\\s*(?:=[^=]|:|,|\\bin\\b|\\))`, 'm').test(
    text,
  );
}

/** Strips brackets from the outside in: the node that takes the place of `node`. */
export function outermost(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (
    current.parent?.type === 'parenthesized_expression' &&
    unparenthesized(current.parent).id === node.id
  )
    current = current.parent;
  return current;
}
