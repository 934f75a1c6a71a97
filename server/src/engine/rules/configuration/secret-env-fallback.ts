/** A secret read from the environment with a value in the source to fall back to. */
import type { FixContext, RuleContext } from '../../lint/context';
import { movedOrRead } from '../../lint/environment-fix';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { secretKind } from '../../semantics/secrets';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { stringValue } from '../../syntax/string-value';
import {
  conditionAround,
  environmentLookup,
  hasComment,
  type EnvironmentLookup,
  isDevelopmentFile,
  requiredLookup,
  environmentWords,
} from './_environment';

/** Of readers of the environment, and of settings that read it. */
const lookupWords = new RegExp(`${environmentWords.source}|^(?:config|str)$`, 'i');

export default defineRule({
  meta: {
    name: 'secret-env-fallback',
    topic: 'configuration',
    summary: 'A secret that the environment should hold has a fallback in the source.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    isSecret: true,
    since: '0.1.0',
    equivalents: [{ tool: 'sonar', code: 'S2068' }],
    messages: {
      fallback:
        'Where `{variable}` is not set, this runs with a secret that everyone can read in the source.',
    },
    docs: {
      why:
        'A missing variable is a mistake of a deployment, and the fallback hides it: the program starts, signs its sessions with a key that is in the repository, and nothing looks wrong. ' +
        'Without the fallback it stops at once and names the variable.',
      bad: [
        { code: 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "dev-key-7f3a")\n' },
        { code: 'import os\n\npassword = os.getenv("DB_PASSWORD", "postgres")\n' },
        { code: 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY") or "you-will-never-guess"\n' },
      ],
      good: [
        { code: 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n' },
        { code: 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "")\n' },
        {
          code: 'import os\n\nDEBUG = False\nif DEBUG:\n    SECRET_KEY = os.environ.get("SECRET_KEY", "dev-key-7f3a")\n',
        },
      ],
      guards: [
        'empty fallbacks and `None`',
        'names that describe a secret and do not hold it (`TOKEN_URL`, `PASSWORD_FILE`)',
        'code under an `if` that asks for debug, development or test mode',
        'settings files for development and tests, tests and stubs',
      ],
      fixes:
        'Makes the variable required: `os.environ["NAME"]`, which raises `KeyError` and names it; settings of python-decouple, django-environ and environs lose their default, which does the same. ' +
        'The first alternative also moves the value to `.env` (and its name to `.env.example`, `.env` to `.gitignore`), so that the program goes on working here; the second changes this file only. ' +
        'Both are unsafe, because the variable has to be set where the program runs.',
    },
  },
  calls: {
    words: lookupWords,
    modules: ['os', 'decouple', 'environ', 'environs'],
    visit(node, context) {
      const lookup = environmentLookup(node, context) ?? settingLookup(node, context);
      const found = lookup && fallbackOf(lookup);
      if (!found || secretKind(lookup.variable) === undefined) return;
      const literal = stringLiteral(found.fallback, context.source.text);
      if (!literal || literal.content.trim() === '' || isDevelopmentFile(context)) return;
      if (/debug|dev|test|local/i.test(conditionAround(context))) return;
      const { startIndex: start, endIndex: end } = found.fallback;
      context.report({
        node,
        message: 'fallback',
        values: { variable: lookup.variable },
        range: { start, end },
      });
    },
  },
  fix({ node }, context) {
    const setting = settingLookup(node, context);
    if (setting) return withoutDefault(setting, context);
    const lookup = environmentLookup(node, context);
    const required = lookup && requiredLookup(lookup, context);
    const found = lookup && fallbackOf(lookup);
    if (!found || !required || hasComment(found.whole)) return [];
    const { startIndex: start, endIndex: end } = found.whole;
    const value = stringValue(found.fallback, context.source.text);
    return movedOrRead(lookup.variable, value, [...required.edits, { start, end, newText: required.text }]);
  },
});

/** Calls of python-decouple, django-environ and environs, whose settings are required where they have no default. */
const readers = /^(?:decouple\.config|environ\.(?:FileAware)?Env\(\)(?:\.str)?|environs\.Env\(\)(?:\.str)?)$/;
const readerHint = /[\w.]+\s*\(\s*["']\w/y;

/** `config("SECRET_KEY", default="…")`; undefined for other calls. */
function settingLookup(
  call: SyntaxNode,
  context: Pick<RuleContext, 'source' | 'names'>,
): EnvironmentLookup | undefined {
  const { text } = context.source;
  readerHint.lastIndex = call.startIndex;
  if (!readerHint.test(text) || call.type !== 'call') return undefined;
  const callee = call.childForFieldName('function');
  if (!callee || !readers.test(context.names.qualifiedName(callee) ?? '')) return undefined;
  const { positional, keywords, splat } = callArguments(call, text);
  const [key, ...others] = positional;
  const fallback = keywords.get('default');
  const literal = key && stringLiteral(key, text);
  if (!literal || !fallback || splat || others.length > 0) return undefined;
  return { call, callee, key, variable: literal.content, quote: literal.quote, fallback };
}

/** The setting without its default; python-decouple, django-environ and environs say what is missing. */
function withoutDefault({ call, variable, fallback }: EnvironmentLookup, context: FixContext): Fix[] {
  const argument = fallback?.parent;
  const before = argument?.previousNamedSibling;
  if (!fallback || !argument || !before || hasComment(call)) return [];
  const edit = { start: before.endIndex, end: argument.endIndex, newText: '' };
  return movedOrRead(variable, stringValue(fallback, context.source.text), [edit]);
}

interface Fallback {
  readonly fallback: SyntaxNode;
  /** The lookup with its fallback. */
  readonly whole: SyntaxNode;
}

/** `os.environ.get("NAME", "…")`, and `os.environ.get("NAME") or "…"`. */
function fallbackOf({ call, fallback }: EnvironmentLookup): Fallback | undefined {
  if (fallback && fallback.type !== 'none') return { fallback, whole: call };
  const choice = call.parent;
  if (choice?.type !== 'boolean_operator' || choice.childForFieldName('operator')?.type !== 'or')
    return undefined;
  const right = choice.childForFieldName('right');
  const isWhole =
    choice.parent?.type !== 'boolean_operator' && choice.childForFieldName('left')?.id === call.id;
  return right && isWhole ? { fallback: right, whole: choice } : undefined;
}
