/** A default of another type than what the environment gives: `os.getenv("PORT", 8080)`. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import {
  environmentLookup,
  hasComment,
  isSwitch,
  type EnvironmentLookup,
  environmentWords,
} from './_environment';

/** Kinds of expressions that are never text or None, with the name of their type. */
const types: ReadonlyMap<string, string> = new Map([
  ['integer', 'int'],
  ['float', 'float'],
  ['true', 'bool'],
  ['false', 'bool'],
  ['list', 'list'],
  ['list_comprehension', 'list'],
  ['tuple', 'tuple'],
  ['dictionary', 'dict'],
  ['dictionary_comprehension', 'dict'],
  ['set', 'set'],
  ['set_comprehension', 'set'],
]);

export default defineRule({
  meta: {
    name: 'invalid-envvar-default',
    topic: 'configuration',
    summary: 'The default of an environment variable is not text.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'PLW1508', name: 'invalid-envvar-default', suffices: 'alone' },
      { tool: 'pylint', code: 'W1508', name: 'invalid-envvar-default' },
    ],
    messages: {
      type: 'The environment gives text, this default is `{type}`: the type depends on whether `{variable}` is set.',
    },
    docs: {
      why: 'Environment variables are text. With a default of another type the code works on the machine where the variable is not set, and fails where it is: `"8080" + 1`, a number that is compared with text, a list that is a string.',
      bad: [
        { code: 'import os\n\nport = int(os.environ.get("PORT", 8080))\n' },
        { code: 'import os\n\nport = os.getenv("PORT", 8080)\n' },
        { code: 'import os\n\nhosts = os.getenv("HOSTS", ["localhost"])\n' },
      ],
      good: [
        { code: 'import os\n\nport = int(os.environ.get("PORT", "8080"))\n' },
        { code: 'import os\n\nname = os.getenv("NAME", None)\n' },
      ],
      guards: [
        'text, `None`, names, calls and everything else whose type is not plain to see',
        '`True` and `False` for variables that are flags by their name: env-flag-truthiness reports them',
      ],
      fixes:
        'Inside `int(…)` or `float(…)` the number is quoted, which is safe: the result is the same. ' +
        'Elsewhere the lookup is converted as well; this is unsafe, because a variable that is set gives a number from then on, and one that is no number raises `ValueError`. ' +
        'Lists, tuples, dictionaries and truth values have no fix: how their text is written is for you to say.',
    },
  },
  calls: {
    words: environmentWords,
    modules: ['os'],
    visit(node, context) {
      const lookup = environmentLookup(node, context);
      const type = lookup?.fallback && typeOf(lookup.fallback);
      if (!lookup?.fallback || !type || context.file.role === 'stub') return;
      // The default of a flag is the business of env-flag-truthiness.
      if (type === 'bool' && isSwitch(lookup.variable)) return;
      const { startIndex: start, endIndex: end } = lookup.fallback;
      const values = { type, variable: lookup.variable };
      context.report({ node, message: 'type', values, range: { start, end } });
    },
  },
  fix({ node }, context) {
    const lookup = environmentLookup(node, context);
    const fallback = lookup?.fallback;
    const type = fallback && typeOf(fallback);
    if (!fallback || (type !== 'int' && type !== 'float') || hasComment(fallback)) return [];
    const number = context.text(fallback);
    // What Python reads in source and what `int()` reads in text agree on plain decimal numbers.
    const isPlain =
      type === 'int'
        ? /^[-+]?(?:0|[1-9]\d*(?:_\d+)*)$/.test(number)
        : /^[-+]?[\d_.]+(?:e[-+]?\d+)?$/i.test(number);
    if (!isPlain) return [];
    const quoted = `${lookup.quote}${number}${lookup.quote}`;
    const edit = { start: fallback.startIndex, end: fallback.endIndex, newText: quoted };
    const converter = converterAround(lookup, context);
    if (converter !== undefined) {
      if (converter === 'int' && type === 'float') return [];
      return [{ title: `Write the default as text: ${quoted}`, applicability: 'safe', edits: [edit] }];
    }
    return converted(lookup, type, edit, context);
  },
});

function typeOf(fallback: SyntaxNode): string | undefined {
  if (fallback.type !== 'unary_operator') return types.get(fallback.type);
  const operand = fallback.childForFieldName('argument');
  return operand?.type === 'integer' || operand?.type === 'float' ? types.get(operand.type) : undefined;
}

/** The builtin that turns the whole lookup into a number already. */
function converterAround({ call }: EnvironmentLookup, context: FixContext): 'int' | 'float' | undefined {
  const list = call.parent;
  const outer = list?.type === 'argument_list' && list.namedChildCount === 1 ? list.parent : null;
  const callee = outer?.childForFieldName('function');
  if (!callee) return undefined;
  return (['int', 'float'] as const).find((name) => context.names.isBuiltin(callee, name));
}

function converted(
  { call }: EnvironmentLookup,
  type: 'int' | 'float',
  edit: Fix['edits'][number],
  context: FixContext,
): Fix[] {
  if (context.names.resolve(type, call.startIndex).origin !== 'builtin') return [];
  const { startIndex: start, endIndex: end } = call;
  return [
    {
      title: `Convert the variable with \`${type}()\`; a value that is no number raises ValueError`,
      applicability: 'unsafe',
      edits: [{ start, end: start, newText: `${type}(` }, edit, { start: end, end, newText: ')' }],
    },
  ];
}
