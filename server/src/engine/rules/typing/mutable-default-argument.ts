/** A list, dict or set as a parameter's default: made once, shared by all calls. */
import type { FixContext, RuleContext } from '../../lint/context';
import { noneDefault } from '../../lint/none-default';
import { joined, type Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { dottedName, unparenthesized, type SyntaxNode } from '../../syntax/node';

const mutableCalls = new Set([
  'builtins.dict',
  'builtins.list',
  'builtins.set',
  'collections.ChainMap',
  'collections.Counter',
  'collections.OrderedDict',
  'collections.UserDict',
  'collections.UserList',
  'collections.UserString',
  'collections.defaultdict',
  'collections.deque',
  'weakref.WeakKeyDictionary',
  'weakref.WeakSet',
  'weakref.WeakValueDictionary',
]);

const displays = new Set([
  'list',
  'dictionary',
  'set',
  'list_comprehension',
  'dictionary_comprehension',
  'set_comprehension',
]);

const immutableTypes = new Set(
  'bool bytes complex float frozenset int object range str tuple'
    .split(' ')
    .map((name) => `builtins.${name}`),
);
for (const name of 'ByteString Collection Container Iterable Mapping Reversible Sequence Set Sized'.split(
  ' ',
)) {
  immutableTypes.add(`collections.abc.${name}`);
}
for (const name of (
  'AbstractSet ByteString Callable Collection Container FrozenSet Iterable Literal Mapping Never NoReturn Reversible ' +
  'Sequence Sized Tuple'
).split(' ')) {
  immutableTypes.add(`typing.${name}`);
}

type Context = RuleContext<undefined>;

export default defineRule({
  meta: {
    name: 'mutable-default-argument',
    topic: 'typing',
    summary: 'A mutable value is the default of a parameter.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      {
        tool: 'ruff',
        code: 'B006',
        name: 'mutable-argument-default',
        suffices: 'alone',
        messages: ['shared'],
      },
      { tool: 'pylint', code: 'W0102', name: 'dangerous-default-value' },
      { tool: 'sonar', code: 'S5717' },
    ],
    messages: {
      shared:
        'The default of `{name}` is made once and shared by all calls: what one call adds, the next one finds.',
      named:
        'The default of `{name}` is the `{value}` of the module, and the body changes it: what one call adds, everybody finds.',
    },
    docs: {
      why:
        'Defaults are evaluated when the function is defined, once. A list or dict that a call changes keeps the change for every later call: ' +
        'requests see the data of other requests, and the error depends on their order. It passes every test that calls the function once.',
      bad: [
        { code: 'def add(item, items=[]):\n    items.append(item)\n    return items\n' },
        {
          code: 'def render(template: str, context: dict = {}) -> str:\n    """Renders."""\n    return template.format(**context)\n',
        },
        {
          code: 'from collections import defaultdict\n\ndef count(words, seen=defaultdict(int)):\n    return seen\n',
        },
      ],
      good: [
        {
          code: 'def add(item, items=None):\n    if items is None:\n        items = []\n    items.append(item)\n    return items\n',
        },
        {
          code: 'from collections.abc import Sequence\n\ndef total(prices: Sequence[float] = []) -> float:\n    return sum(prices)\n',
        },
        { code: 'def pair(values=()):\n    return values\n' },
      ],
      guards: [
        'values of the module that the default names, unless the parameter has a type and the body changes it',
        'annotations that promise not to change the value (`Sequence`, `Mapping`, `Iterable`, `tuple`, ...)',
        'lambdas',
        'stubs',
      ],
      fixes:
        'Makes the default `None`, creates the value at the head of the body, below the docstring, and lets the annotation allow `None` in the spelling of the target version. ' +
        'Unsafe: a caller who passes `None` now gets the default, and a function that keeps state in its default on purpose loses it; ' +
        'parameters named like a cache are therefore left to you.',
    },
  },
  visit: { default_parameter: visitParameter, typed_default_parameter: visitParameter },
  fix({ node }, context) {
    const name = node.childForFieldName('name');
    const value = node.childForFieldName('value');
    if (!name || !value || /cache|memo|registry|static/i.test(context.text(name))) return [];
    const made = valueInBody(value, context);
    const edits = made === undefined ? undefined : noneDefault(node, made, context);
    if (!edits) return [];
    const title = `Create \`${context.text(name)}\` in each call; passing \`None\` then means the default, and nothing is shared any more`;
    return [{ title, applicability: 'unsafe', edits: joined(edits) } satisfies Fix];
  },
});

function visitParameter(node: SyntaxNode, context: Context): void {
  const value = node.childForFieldName('value');
  if (!value || !mayBeMutable(value.type)) return;
  const definition = context.enclosing('function_definition', 'lambda');
  if (definition?.type !== 'function_definition') return;
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type')?.firstNamedChild;
  if (name?.type !== 'identifier') return;
  const isNamed = value.type === 'identifier';
  const isShared = isNamed
    ? type !== undefined && type !== null && changesNamed(name, value, definition, context)
    : isMutable(unparenthesized(value), definition, context);
  if (!isShared || (type && isImmutable(type, context)) || context.file.role === 'stub') return;
  const range = { start: value.startIndex, end: value.endIndex };
  const values = { name: context.text(name), value: context.text(value) };
  context.report({ node, message: isNamed ? 'named' : 'shared', values, range });
}

/** The default is a list, dictionary or set of the module by its name, and the body changes it. */
function changesNamed(
  name: SyntaxNode,
  value: SyntaxNode,
  definition: SyntaxNode,
  context: Context,
): boolean {
  const body = definition.childForFieldName('body');
  if (!body || kindOfNamed(value, definition.startIndex - 1, context) === undefined) return false;
  const own = context.text(name);
  const code = context.text(body);
  const changing = `\\.(?:append|extend|insert|remove|pop|popitem|clear|sort|reverse|update|setdefault|add|discard)\\s*\\(|\\[[^\\]\\n]*\\]\\s*=[^=]|\\s*[+|]=`;
  // A name that is given another value may be a copy by then.
  if (new RegExp(`(?<![.\\w])${own}\\s*(?::[^\\n=]*)?=[^=]`).test(code)) return false;
  return new RegExp(`(?<![.\\w])${own}(?:${changing})`).test(code);
}

/** What makes a copy of the value that `name` stands for in the module. */
function kindOfNamed(
  name: SyntaxNode,
  at: number,
  context: Pick<Context, 'names' | 'text'>,
): 'list' | 'dict' | 'set' | undefined {
  const resolution = context.names.resolve(context.text(name), at);
  const [only, ...others] = resolution.origin === 'module' ? resolution.bindings : [];
  if (only?.kind !== 'variable' || others.length > 0) return undefined;
  const { display, source } = only;
  if (display) return display;
  const made = source?.kind === 'call' ? context.names.qualifiedText(source.text, at) : undefined;
  const kind = /^builtins\.(list|dict|set)$/.exec(made ?? '')?.[1];
  return kind as 'list' | 'dict' | 'set' | undefined;
}

function mayBeMutable(kind: string): boolean {
  return (
    kind === 'identifier' || kind === 'call' || kind === 'parenthesized_expression' || displays.has(kind)
  );
}

function isMutable(value: SyntaxNode, definition: SyntaxNode, { names, source }: Context): boolean {
  if (displays.has(value.type)) return true;
  if (value.type !== 'call') return false;
  const callee = value.childForFieldName('function');
  // `list[int]()` makes a list too.
  const head = callee?.type === 'subscript' ? callee.childForFieldName('value') : callee;
  const dotted = dottedName(head, source.text);
  // A default is evaluated where the function is defined: its own parameters are not known there.
  const made = dotted === undefined ? undefined : names.qualifiedText(dotted, definition.startIndex - 1);
  return made !== undefined && mutableCalls.has(made);
}

/** The annotation promises that the function does not change the value. */
function isImmutable(type: SyntaxNode, context: Context): boolean {
  const { names } = context;
  // The grammar wraps each part of a union again.
  const inner = type.type === 'type' ? type.firstNamedChild : type;
  if (!inner) return false;
  const node = unparenthesized(inner);
  if (node.type === 'none') return true;
  if (node.type === 'identifier' || node.type === 'attribute')
    return immutableTypes.has(names.qualifiedName(node) ?? '');
  if (node.type === 'binary_operator' || node.type === 'union_type') {
    const [left, right] = node.namedChildren;
    return (
      left !== undefined && right !== undefined && isImmutable(left, context) && isImmutable(right, context)
    );
  }
  const generic = genericParts(node);
  if (!generic) return false;
  const name = names.qualifiedName(generic.head) ?? '';
  if (immutableTypes.has(name)) return true;
  const [first, ...others] = generic.inner;
  if (name === 'typing.Optional')
    return first !== undefined && others.length === 0 && isImmutable(first, context);
  if (name === 'typing.Annotated')
    return first !== undefined && others.length > 0 && isImmutable(first, context);
  return (
    name === 'typing.Union' && others.length > 0 && generic.inner.every((part) => isImmutable(part, context))
  );
}

/** `Head[a, b]`, which the grammar writes as a generic type or as a subscript. */
function genericParts(node: SyntaxNode): { head: SyntaxNode; inner: SyntaxNode[] } | undefined {
  const [head, ...rest] = node.namedChildren;
  if (!head) return undefined;
  if (node.type === 'subscript')
    return { head, inner: rest.flatMap((part) => (part.type === 'tuple' ? part.namedChildren : [part])) };
  if (node.type !== 'generic_type') return undefined;
  const inner = rest.flatMap((list) => list.namedChildren).map((type) => type.firstNamedChild ?? type);
  return { head, inner: inner.flatMap((part) => (part.type === 'tuple' ? part.namedChildren : [part])) };
}

/** What the parameter is given in the body: the default, or a copy of what it names; undefined when it cannot go there. */
function valueInBody(value: SyntaxNode, context: FixContext): string | undefined {
  if (value.type !== 'identifier') return canMove(value, context) ? context.text(value) : undefined;
  const kind = kindOfNamed(value, value.startIndex, context);
  const isFree = kind !== undefined && context.names.resolve(kind, value.startIndex).origin === 'builtin';
  return isFree ? `${kind}(${context.text(value)})` : undefined;
}

/** In the body every name of the default must mean the same, and later: builtins, imports and definitions do. */
function canMove(value: SyntaxNode, context: FixContext): boolean {
  if (value.descendantsOfType(['await', 'yield', 'named_expression', 'lambda']).length > 0) return false;
  return value.descendantsOfType('identifier').every((name) => {
    const role = name.parent?.type;
    if (role === 'attribute' && name.parent?.firstNamedChild?.id !== name.id) return true;
    if (role === 'keyword_argument' && name.parent?.firstNamedChild?.id === name.id) return true;
    const resolution = context.names.resolve(context.text(name), name.startIndex);
    if (resolution.origin === 'builtin') return true;
    if (resolution.origin !== 'module') return false;
    return resolution.bindings.every(({ kind }) => kind !== 'variable');
  });
}
