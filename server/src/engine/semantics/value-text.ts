/**
 * What a binding remembers of the value that it is given: source text to be resolved later, where it stands. Text
 * instead of nodes, because bindings outlive the tree.
 *
 * Chains keep their calls as `()` without the arguments: `Path(a).parent` is `Path().parent`.
 */
import { codeChildren, unparenthesized, type SyntaxNode } from '../syntax/node';

export interface ValueText {
  readonly kind: 'call' | 'name';
  readonly text: string;
}

/** Undefined for anything but names, attributes, calls, paths joined by `/`, and a call that stands in for a value. */
export function valueText(node: SyntaxNode | null, text: string): ValueText | undefined {
  const chain = chainText(standIn(node, text) ?? node, text);
  if (chain === undefined) return undefined;
  return chain.endsWith('()') ? { kind: 'call', text: chain.slice(0, -2) } : { kind: 'name', text: chain };
}

/**
 * `B()` of `a or B()` and of `a if a is not None else B()`: what stands in for a value that was not given is of the
 * kind that could have been given.
 */
function standIn(node: SyntaxNode | null, text: string): SyntaxNode | undefined {
  if (node?.type === 'boolean_operator') {
    const right = node.childForFieldName('right');
    const isOr = node.childForFieldName('operator')?.type === 'or';
    return isOr && right?.type === 'call' ? right : undefined;
  }
  if (node?.type !== 'conditional_expression') return undefined;
  const [value, condition, alternative] = codeChildren(node);
  const isGiven =
    value?.type === 'identifier' &&
    condition !== undefined &&
    new RegExp(`^${text.slice(value.startIndex, value.endIndex)}(?: is not None)?$`).test(
      text.slice(condition.startIndex, condition.endIndex),
    );
  return isGiven && alternative?.type === 'call' ? alternative : undefined;
}

/** The callee of a call, as `valueText` writes it. */
export function calleeText(call: SyntaxNode, text: string): string | undefined {
  return chainText(call.childForFieldName('function'), text);
}

/** `a.b`, `a().b`, `a.b()`. */
export function chainText(node: SyntaxNode | null, text: string): string | undefined {
  switch (node?.type) {
    case 'identifier':
      return text.slice(node.startIndex, node.endIndex);
    case 'attribute': {
      const object = chainText(node.childForFieldName('object'), text);
      const attribute = node.childForFieldName('attribute');
      return object === undefined || !attribute
        ? undefined
        : `${object}.${text.slice(attribute.startIndex, attribute.endIndex)}`;
    }
    case 'call': {
      const callee = calleeText(node, text);
      const called = callee !== undefined && inThread.test(callee) ? calledInThread(node, text) : callee;
      return called === undefined ? undefined : `${called}()`;
    }
    case 'parenthesized_expression': {
      const inner = unparenthesized(node);
      return inner.id === node.id ? undefined : chainText(inner, text);
    }
    case 'binary_operator':
      return node.childForFieldName('operator')?.type === '/'
        ? joinedPath(chainText(node.childForFieldName('left'), text))
        : undefined;
    default:
      return undefined;
  }
}

/** `asyncio.to_thread(f, x)` gives what `f(x)` gives. */
const inThread = /(?:^|\.)to_thread(?:\.run_sync)?$/;

function calledInThread(call: SyntaxNode, text: string): string | undefined {
  const first = call.childForFieldName('arguments')?.firstNamedChild;
  return first ? chainText(first, text) : undefined;
}

/** What joining to a value by `/` gives: another path, when the left side is one. Nobody divides a call of `Path`. */
export function joinedPath(left: string | undefined): string | undefined {
  return left !== undefined && /(?:^|\.)(?:Path|PosixPath|WindowsPath)\(\)$/.test(left) ? left : undefined;
}

const dotted = /^[A-Za-z_][\w.]*$/;

/** The dotted name in an annotation: `X`, `"X"`, `X | None`, `Optional[X]`. */
export function annotatedType(annotation: string): string | undefined {
  const plain = annotation.trim();
  if (dotted.test(plain)) return plain;
  if (plain.length > 200) return undefined;
  const unquoted = /^(["'])([^"']*)\1$/.exec(plain)?.[2]?.trim() ?? plain;
  const inner = /^(?:[\w.]+\.)?Optional\s*\[([^[\],]*)\]$/.exec(unquoted)?.[1] ?? unquoted;
  const members = inner
    .split('|')
    .map((member) => member.trim())
    .filter((member) => member !== 'None');
  const [only, ...others] = members;
  return only !== undefined && others.length === 0 && dotted.test(only) ? only : undefined;
}
