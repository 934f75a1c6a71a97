/** Expressions that are `None` when there is nothing: what is done with them then raises another error than expected. */
import { callArguments, unparenthesized, type SyntaxNode } from '../syntax/node';
import type { RaiseContext } from './exceptions';

const lookups = /^os\.(?:getenv|environ\.get)$/;
const searches = /^re\.(?:compile\(\)\.)?(?:match|search|fullmatch)$/;

/** True where the code itself shows that `None` may come: a lookup without default, a search, `x=None` of a parameter. */
export function mayBeNone(node: SyntaxNode, context: RaiseContext): boolean {
  const inner = unparenthesized(node);
  if (inner.type === 'call') return isEmptyHanded(inner, context);
  if (inner.type !== 'identifier') return false;
  return isLookedUp(inner, context) || hasNoneDefault(inner, context.text);
}

/** What a web framework hands over of a request: mappings, whose `get` raises nothing. */
export function isRequestMapping(node: SyntaxNode | null | undefined, { text }: RaiseContext): boolean {
  return (
    node?.type === 'attribute' &&
    /\brequest\.(?:GET|POST|COOKIES|META|args|form|values|headers|cookies|query_params)$/.test(
      slice(node, text),
    )
  );
}

/** A search whose outcome is used at once. */
export function isSearch(node: SyntaxNode | null | undefined, { names }: RaiseContext): boolean {
  return (
    node?.type === 'call' && searches.test(names.qualifiedName(node.childForFieldName('function')) ?? '')
  );
}

function isEmptyHanded(call: SyntaxNode, context: RaiseContext): boolean {
  const callee = call.childForFieldName('function');
  const { positional, keywords, splat } = callArguments(call, context.text);
  if (isSearch(call, context)) return true;
  const method = callee?.childForFieldName('attribute');
  if (method && slice(method, context.text) === 'fetchone') return true;
  const isLookup =
    lookups.test(context.names.qualifiedName(callee) ?? '') ||
    (method !== undefined && method !== null && slice(method, context.text) === 'get');
  return isLookup && positional.length === 1 && keywords.size === 0 && !splat;
}

/** `value = os.getenv("X")`, without a default. */
function isLookedUp(name: SyntaxNode, { names, text }: RaiseContext): boolean {
  if (!/^os\.(?:getenv|environ\.get)\(\)$/.test(names.qualifiedName(name) ?? '')) return false;
  return new RegExp(`\\b${slice(name, text)}\\s*=\\s*[\\w.]+\\(\\s*["'][^"',]*["']\\s*\\)`).test(text);
}

function hasNoneDefault(name: SyntaxNode, text: string): boolean {
  let node = name.parent;
  while (node && node.type !== 'function_definition') node = node.parent;
  const parameters = node?.childForFieldName('parameters')?.namedChildren ?? [];
  return parameters.some((parameter) => {
    const own = parameter.childForFieldName('name');
    return (
      own !== null &&
      slice(own, text) === slice(name, text) &&
      parameter.childForFieldName('value')?.type === 'none'
    );
  });
}

function slice(node: SyntaxNode, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}
