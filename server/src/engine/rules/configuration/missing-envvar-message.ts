/** A variable that has to be set is looked up so that its absence fails later, with a message that does not name it. */
import type { RuleContext } from '../../lint/context';
import { defineRule } from '../../lint/rule';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { environmentLookup, hasComment, requiredLookup, environmentWords } from './_environment';

/** Calls that fail on None as their first argument; the message speaks of `NoneType`. */
const needing =
  /^(?:pathlib\.(?:Pure)?Path|os\.path\.(?:join|exists|abspath|expanduser|isfile|isdir)|json\.loads|ast\.literal_eval|sqlalchemy\.(?:create_engine|ext\.asyncio\.create_async_engine)|create_engine|redis\.from_url|redis\.Redis\.from_url|redis\.asyncio\.from_url|urllib\.parse\.urlparse|datetime\.timedelta)$/;
const needingBuiltins = ['int', 'float', 'open', 'len'] as const;

export default defineRule({
  meta: {
    name: 'missing-envvar-message',
    topic: 'configuration',
    summary: 'A required environment variable fails without its name when it is not set.',
    severity: 'hint',
    profile: 'strict',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      none: 'Where `{variable}` is not set this fails with `NoneType`, and nobody is told which variable is missing.',
    },
    docs: {
      why:
        "`os.environ.get` gives None for a variable that is not set, and the error comes from whatever uses the None: `int() argument must be a string … not 'NoneType'`. " +
        'Whoever deploys the program cannot tell what to set. `os.environ["NAME"]` stops with the name of the variable.',
      bad: [
        { code: 'import os\n\nport = int(os.environ.get("PORT"))\n' },
        { code: 'import os\n\nhosts = os.getenv("ALLOWED_HOSTS").split(",")\n' },
      ],
      good: [
        { code: 'import os\n\nport = int(os.environ["PORT"])\n' },
        { code: 'import os\n\nport = int(os.environ.get("PORT", "8080"))\n' },
        { code: 'import os\n\nif os.environ.get("PORT"):\n    port = int(os.environ.get("PORT"))\n' },
      ],
      guards: [
        'lookups with a default',
        'uses that can do with None, and those of which it is not known',
        'code under a condition, or in a `try`, that knows about the absence',
        'tests and stubs',
      ],
      fixes:
        'Looks the variable up with `os.environ["NAME"]`. Unsafe: `KeyError` takes the place of `TypeError` or `AttributeError`.',
    },
  },
  calls: {
    words: environmentWords,
    modules: ['os'],
    visit(node, context) {
      const lookup = environmentLookup(node, context);
      if (!lookup || (lookup.fallback && lookup.fallback.type !== 'none')) return;
      if (!isNeeded(node, context) || isKnown(lookup.variable, context)) return;
      const { role } = context.file;
      if (role === 'test' || role === 'stub') return;
      context.report({ node, message: 'none', values: { variable: lookup.variable } });
    },
  },
  fix({ node }, context) {
    const lookup = environmentLookup(node, context);
    const required = lookup && requiredLookup(lookup, context);
    if (!required || hasComment(node)) return [];
    const { startIndex: start, endIndex: end } = node;
    return [
      {
        title: `Fail with the name of the variable (KeyError) where \`${lookup.variable}\` is not set`,
        applicability: 'unsafe',
        edits: [...required.edits, { start, end, newText: required.text }],
      },
    ];
  },
});

/** None fails at once where the lookup stands. */
function isNeeded(node: SyntaxNode, context: RuleContext): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'attribute':
      return parent.parent?.type === 'call' && parent.parent.childForFieldName('function')?.id === parent.id;
    case 'subscript':
      return parent.childForFieldName('value')?.id === node.id;
    case 'binary_operator':
      return context.source.text[parent.childForFieldName('operator')?.startIndex ?? 0] === '+';
    case 'argument_list':
      return codeChildren(parent)[0]?.id === node.id && isNeeding(parent.parent, context);
    default:
      return false;
  }
}

function isNeeding(call: SyntaxNode | null, { names }: RuleContext): boolean {
  const callee = call?.childForFieldName('function') ?? null;
  if (needingBuiltins.some((name) => names.isBuiltin(callee, name))) return true;
  return needing.test(names.qualifiedName(callee) ?? '');
}

/** Something around asks for the variable first, or expects the failure. */
function isKnown(variable: string, context: RuleContext): boolean {
  const around = context.enclosing('if_statement', 'while_statement');
  const condition = around?.childForFieldName('condition');
  if (condition && context.text(condition).includes(variable)) return true;
  if (context.enclosing('try_statement')) return true;
  const block = context.enclosing('with_statement');
  if (block && /\bsuppress\(/.test(context.source.lineText(context.source.lineAt(block.startIndex))))
    return true;
  const definition = context.enclosing('function_definition');
  // `if not os.getenv("PORT"): raise …` further up in the function counts, wherever it is.
  const mentions = definition
    ? context.text(definition).split(new RegExp(`["']${variable}["']`)).length - 1
    : 1;
  return mentions > 1;
}
