/** A switch in the environment that is judged by whether its text is empty: `bool(os.getenv("DEBUG"))`. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import {
  environmentLookup,
  hasComment,
  isSwitch,
  type EnvironmentLookup,
  environmentWords,
} from './_environment';

export default defineRule({
  meta: {
    name: 'env-flag-truthiness',
    topic: 'configuration',
    summary: 'A switch in the environment is on for every text that is not empty.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'PLW1508', name: 'invalid-envvar-default' }],
    messages: {
      truth: '`{variable}=0` and `{variable}=false` switch this on: every text that is not empty is true.',
      type: '`{variable}` is a flag only while it is not set: `{variable}=false` is text, which is true.',
    },
    docs: {
      why: 'Environment variables are text, and the text `0`, `false` or `no` is as true as any other. Whoever sets `DEBUG=false` in production switches debugging on, and nothing tells.',
      bad: [
        { code: 'import os\n\nDEBUG = bool(os.environ.get("DEBUG"))\n' },
        { code: 'import os\n\nif os.getenv("ENABLE_CACHE"):\n    print("cached")\n' },
        { code: 'import os\n\nDEBUG = os.getenv("DEBUG", False)\n' },
      ],
      good: [
        {
          code: 'import os\n\nDEBUG = os.environ.get("DEBUG", "").strip().lower() in {"1", "true", "yes", "on"}\n',
        },
        { code: 'import os\n\nif os.environ.get("API_KEY"):\n    print("signed in")\n' },
        { code: 'import os\n\nif os.getenv("DEBUG") == "1":\n    print("debugging")\n' },
      ],
      guards: [
        'variables that are no switch by their name (`API_KEY`, `LOG_FILE`): being set is what counts',
        'variables for which being set is the convention (`CI`, `NO_COLOR`, `FORCE_COLOR`, `PYTHON…`)',
        'text that is compared or handed to a function that reads it',
        '`True` and `False` as the default of another name: invalid-envvar-default reports it',
      ],
      fixes:
        'Compares with the usual words for yes: `.strip().lower() in {"1", "true", "yes", "on"}`, with an empty default; a default of `True` becomes `"1"`. ' +
        'Unsafe: `0`, `false` and every other word switch it off from then on.',
    },
  },
  calls: {
    words: environmentWords,
    modules: ['os'],
    visit(node, context) {
      const lookup = environmentLookup(node, context);
      if (!lookup || context.file.role === 'stub') return;
      const { variable, fallback } = lookup;
      const isBoolean = fallback?.type === 'true' || fallback?.type === 'false';
      if (!isSwitch(variable) && !saysNo(fallback, context)) return;
      if (/^(?:CI|GITHUB_ACTIONS|NO_COLOR|FORCE_COLOR|CLICOLOR\w*|PYTHON\w*)$/.test(variable)) return;
      const judged = judgedAt(node, context);
      if (!judged && !(isBoolean && isKept(node))) return;
      context.report({ node, message: isBoolean ? 'type' : 'truth', values: { variable } });
    },
  },
  fix({ node }, context) {
    const lookup = environmentLookup(node, context);
    const judged = judgedAt(node, context) ?? { around: node };
    const edits = lookup && comparison(lookup, judged, context);
    if (!edits) return [];
    const title = 'Compare with the words for yes; any other text then switches it off';
    return [{ title, applicability: 'unsafe', edits } satisfies Fix];
  },
});

/** A default such as `"0"`: whoever wrote it meant off. */
function saysNo(fallback: SyntaxNode | undefined, { source }: RuleContext): boolean {
  const content = fallback && stringLiteral(fallback, source.text)?.content;
  return content !== undefined && /^(?:0|false|no|off)$/i.test(content);
}

interface Judged {
  /** What stands for the truth value: the lookup itself, `bool(…)` or `not …`. */
  readonly around: SyntaxNode;
  readonly form?: 'not';
}

/** How the truth of the text is asked for; undefined where it is not. */
function judgedAt(node: SyntaxNode, context: Pick<RuleContext, 'names'>): Judged | undefined {
  const { parent } = node;
  if (!parent) return undefined;
  if (parent.type === 'not_operator') return { around: parent, form: 'not' };
  if (parent.type === 'argument_list' && codeChildren(parent).length === 1) {
    const call = parent.parent;
    const isBool = context.names.isBuiltin(call?.childForFieldName('function') ?? null, 'bool');
    if (!call || !isBool) return undefined;
    return call.parent?.type === 'not_operator' ? { around: call.parent, form: 'not' } : { around: call };
  }
  return isCondition(node, parent) ? { around: node } : undefined;
}

/** The expression is asked for its truth alone, directly or as part of `and` and `or`. */
function isCondition(node: SyntaxNode, parent: SyntaxNode): boolean {
  let inner = node;
  let outer: SyntaxNode | null = parent;
  while (outer && (outer.type === 'boolean_operator' || outer.type === 'parenthesized_expression')) {
    inner = outer;
    outer = outer.parent;
  }
  if (!outer) return false;
  if (outer.type === 'not_operator') return true;
  if (outer.type === 'conditional_expression') return codeChildren(outer)[1]?.id === inner.id;
  const isClause = /^(?:if_statement|elif_clause|while_statement)$/.test(outer.type);
  return isClause && outer.childForFieldName('condition')?.id === inner.id;
}

/** The value is kept under a name, to be judged later. */
function isKept(node: SyntaxNode): boolean {
  return node.parent?.type === 'assignment' || node.parent?.type === 'keyword_argument';
}

function comparison(
  lookup: EnvironmentLookup,
  { around, form }: Judged,
  context: FixContext,
): FixEdit[] | undefined {
  const { call, quote } = lookup;
  if (hasComment(around)) return undefined;
  const fallback = textDefault(lookup, context);
  if (!fallback) return undefined;
  const words = ['1', 'true', 'yes', 'on'].map((word) => quote + word + quote).join(', ');
  const operator = form === 'not' ? 'not in' : 'in';
  const test = `.strip().lower() ${operator} {${words}}`;
  const [open, close] = needsParentheses(around) ? ['(', ')'] : ['', ''];
  return [
    { start: around.startIndex, end: call.startIndex, newText: open },
    ...fallback,
    { start: call.endIndex, end: around.endIndex, newText: test + close },
  ].filter(({ start, end, newText }) => start < end || newText !== '');
}

/** The lookup gives text when the variable is not set, too. Undefined for defaults that cannot be told. */
function textDefault(
  { fallback, key, quote }: EnvironmentLookup,
  context: FixContext,
): FixEdit[] | undefined {
  if (!fallback) return [{ start: key.endIndex, end: key.endIndex, newText: `, ${quote}${quote}` }];
  if (stringLiteral(fallback, context.source.text)) return [];
  const texts: Readonly<Record<string, string>> = { true: '1', false: '', none: '' };
  const text = texts[fallback.type];
  if (text === undefined) return undefined;
  return [{ start: fallback.startIndex, end: fallback.endIndex, newText: quote + text + quote }];
}

/** Comparisons chain, and everything else that binds tighter would take the set alone. */
function needsParentheses({ parent }: SyntaxNode): boolean {
  return !/^(?:assignment|keyword_argument|argument_list|return_statement|expression_statement|if_statement|elif_clause|while_statement|boolean_operator|not_operator|parenthesized_expression|conditional_expression|pair|named_expression|default_parameter|typed_default_parameter|list|tuple|set|dictionary|lambda|expression_list)$/.test(
    parent?.type ?? '',
  );
}
