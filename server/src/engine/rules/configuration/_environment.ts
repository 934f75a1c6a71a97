/** Lookups in the environment: `os.environ.get("NAME", …)` and `os.getenv("NAME", …)`. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { EnvironmentRead } from '../../lint/environment-fix';
import { calleeOf } from '../../syntax/calls';
import { callArguments, codeChildren, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';

export interface EnvironmentLookup {
  readonly call: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly key: SyntaxNode;
  readonly variable: string;
  /** Quote character of the key. */
  readonly quote: '"' | "'";
  readonly fallback: SyntaxNode | undefined;
}

/** What ends the callee of a lookup, for `calls` of a rule. */
export const environmentWords = /^get$|env/i;

const calleeHint = /[\w.]*env[\w.]*\s*\(/iy;

/** The lookup that the call is; undefined for other calls and for keys that are not plain names. */
export function environmentLookup(
  call: SyntaxNode,
  context: Pick<RuleContext, 'source' | 'names'>,
): EnvironmentLookup | undefined {
  const { text } = context.source;
  if (call.type !== 'call') return undefined;
  const { node: callee, word } = calleeOf(call, text);
  if (!environmentWords.test(word)) return undefined;
  calleeHint.lastIndex = call.startIndex;
  if (!calleeHint.test(text)) return undefined;
  const qualified = context.names.qualifiedName(callee);
  if (!callee || (qualified !== 'os.environ.get' && qualified !== 'os.getenv')) return undefined;
  const { list, positional, keywords, splat } = callArguments(call, text);
  const [key, second] = positional;
  if (!list || !key || splat || codeChildren(list).length > 2) return undefined;
  const literal = stringLiteral(key, text);
  if (!literal || !/^\w+$/.test(literal.content)) return undefined;
  const { content: variable, quote } = literal;
  return { call, callee, key, variable, quote, fallback: second ?? keywords.get('default') };
}

/** Comments inside would be lost with what a fix replaces. */
export function hasComment(node: SyntaxNode): boolean {
  return node.descendantsOfType('comment').length > 0;
}

/** Files for development and tests may do what others must not. */
export function isDevelopmentFile({ file: { role, path } }: RuleContext | FixContext): boolean {
  return (
    role === 'test' ||
    role === 'stub' ||
    /(?:^|[/_.-])(?:dev|devel|develop|development|local|test|testing|tests|debug|ci)(?:[/_.-][^/]*)?\.py$/i.test(
      path,
    )
  );
}

/** A field of pydantic's settings: the environment overrides its default already. */
export function isSettingsField(context: Pick<RuleContext, 'enclosing' | 'enclosingClass'>): boolean {
  if (context.enclosing('function_definition', 'lambda')) return false;
  return context.enclosingClass()?.bases.some((base) => /(?:^|\.)BaseSettings$/.test(base)) ?? false;
}

/** The condition of the `if` around the node, where it is not the main guard; '' without one. */
export function conditionAround(context: RuleContext): string {
  const condition = context.enclosing('if_statement')?.childForFieldName('condition');
  const text = condition ? context.text(condition) : '';
  return text.includes('__name__') ? '' : text;
}

/** `os.environ["NAME"]` in the spelling of the lookup, with the import that it needs. */
export function requiredLookup(lookup: EnvironmentLookup, context: FixContext): EnvironmentRead | undefined {
  const object = lookup.callee.type === 'attribute' ? lookup.callee.childForFieldName('object') : null;
  if (object && context.names.qualifiedName(object) === 'os.environ') {
    return { text: `${context.text(object)}[${context.text(lookup.key)}]`, edits: [] };
  }
  const os = context.insertions.importModule('os');
  return os && { text: `${os.name}.environ[${context.text(lookup.key)}]`, edits: os.edits };
}

const leading = /^(?:IS|HAS|SHOULD)_|(?:^|_)(?:ENABLE|DISABLE|USE|ALLOW|SKIP)_/;
const trailing =
  /(?:^|_)(?:DEBUG|VERBOSE|TESTING|RELOAD|ENABLED?|DISABLED?|FLAG|DRY_?RUN|QUIET|DEVELOPMENT_MODE)$/;
const values =
  /_(?:LEVEL|FILE|FILES|PATH|DIR|HOST|HOSTS|PORT|URL|NAME|NAMES|VERSION|TIMEOUT|KEY|TOKEN|LIST|TYPE|ID|IDS|MODE|REASON)$/;

/** `DEBUG`, `USE_CACHE`, `METRICS_ENABLED`: names that are on or off. */
export function isSwitch(variable: string): boolean {
  const name = variable.toUpperCase();
  return trailing.test(name) || (leading.test(name) && !values.test(name));
}
