/**
 * Types of expressions, from the expression alone: literals, displays, operators, calls of builtins. What a name stands
 * for, the site may know. No guess from how something is called.
 *
 * `certain`: holds whatever the program does; `likely`: what people write, but another spelling is possible.
 * Annotations are in the modern spelling (`str | None`, `list[int]`); `lint/type-spelling.ts` writes them for a target.
 */
import { callArguments, codeChildren, unparenthesized, type SyntaxNode } from '../syntax/node';
import { splitOutside } from './annotations';
import { builtinResults, methodResults } from './builtin-types';
import type { TypeSite } from './reachability';

export type Tier = 'certain' | 'likely';

export interface InferredType {
  readonly annotation: string;
  readonly tier: Tier;
}

const numbers = ['bool', 'int', 'float', 'complex'];

function certain(annotation: string): InferredType {
  return { annotation, tier: 'certain' };
}

/** The type of `node`, undefined when it cannot be told. */
export function typeOf(node: SyntaxNode | null, site: TypeSite): InferredType | undefined {
  if (!node) return undefined;
  switch (node.type) {
    case 'string':
      return certain(isBytes(node, site) ? 'bytes' : 'str');
    case 'concatenated_string':
      return typeOf(codeChildren(node)[0] ?? null, site);
    case 'integer':
    case 'float':
      return certain(
        /[jJ]$/.test(source(node, site)) ? 'complex' : node.type === 'integer' ? 'int' : 'float',
      );
    case 'true':
    case 'false':
    case 'not_operator':
      return certain('bool');
    case 'none':
      return certain('None');
    case 'parenthesized_expression':
      return typeOf(unwrapped(node), site);
    case 'comparison_operator':
      return comparison(node);
    case 'boolean_operator':
      return booleanOperator(node, site);
    case 'conditional_expression':
      return conditional(node, site);
    case 'unary_operator':
      return unary(node, site);
    case 'binary_operator':
      return binary(node, site);
    case 'list':
      return collection('list', codeChildren(node), site);
    case 'set':
      return collection('set', codeChildren(node), site);
    case 'list_comprehension':
      return collection('list', bodyOf(node), site);
    case 'set_comprehension':
      return collection('set', bodyOf(node), site);
    case 'dictionary':
      return dictionary(codeChildren(node), site);
    case 'dictionary_comprehension':
      return dictionary(bodyOf(node), site);
    case 'tuple':
    case 'expression_list':
      return tuple(codeChildren(node), site);
    case 'call':
      return call(node, site) ?? site.lookUp?.(node);
    case 'identifier':
    case 'attribute':
    case 'await':
      return site.lookUp?.(node);
    default:
      return undefined;
  }
}

/** Union in order of appearance, `None` last; numbers absorb as type checkers promote them. */
export function unionOf(types: readonly (InferredType | undefined)[]): InferredType | undefined {
  const members: string[] = [];
  let tier: Tier = 'certain';
  for (const type of types) {
    if (!type) return undefined;
    if (type.tier === 'likely') tier = 'likely';
    for (const member of membersOf(type.annotation)) if (!members.includes(member)) members.push(member);
  }
  const widest = numbers.filter((number) => members.includes(number)).at(-1);
  const merged: string[] = [];
  for (const member of members) {
    const kept = numbers.includes(member) ? (widest ?? member) : member;
    if (kept !== 'None' && !merged.includes(kept)) merged.push(kept);
  }
  if (members.includes('None')) merged.push('None');
  return merged.length === 0 ? undefined : { annotation: merged.join(' | '), tier };
}

/** Parts of a union, not looking inside brackets. */
export function membersOf(annotation: string): string[] {
  return splitOutside(annotation, '|');
}

function source(node: SyntaxNode, { text }: TypeSite): string {
  return text.slice(node.startIndex, node.endIndex);
}

function isBytes(node: SyntaxNode, { text }: TypeSite): boolean {
  return /^[rR]?[bB]/.test(text.slice(node.startIndex, node.startIndex + 2));
}

function unwrapped(node: SyntaxNode): SyntaxNode | null {
  const inner = unparenthesized(node);
  return inner.id === node.id ? null : inner;
}

function bodyOf(comprehension: SyntaxNode): SyntaxNode[] {
  const body = comprehension.childForFieldName('body');
  return body ? [body] : [];
}

/** `is`, `in` and `not` always give a bool; the other comparisons may be overloaded. */
function comparison(node: SyntaxNode): InferredType {
  const operators = node.childrenForFieldName('operators').map(({ type }) => type);
  const isSound = operators.every((operator) => /^(?:is|in|not|is not|not in)$/.test(operator));
  return isSound ? certain('bool') : { annotation: 'bool', tier: 'likely' };
}

function booleanOperator(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const left = typeOf(node.childForFieldName('left'), site);
  const right = typeOf(node.childForFieldName('right'), site);
  if (!left || !right) return undefined;
  if (node.childForFieldName('operator')?.type !== 'or') return unionOf([left, right]);
  const truthy = membersOf(left.annotation).filter((member) => member !== 'None');
  const kept = truthy.map((annotation) => ({ annotation, tier: left.tier }));
  return unionOf([...kept, right]);
}

function conditional(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const [consequence, , alternative] = codeChildren(node);
  return unionOf([typeOf(consequence ?? null, site), typeOf(alternative ?? null, site)]);
}

function unary(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const operand = typeOf(node.childForFieldName('argument'), site);
  if (!operand || !numbers.includes(operand.annotation)) return undefined;
  const operator = node.childForFieldName('operator')?.type;
  if (operator === '~' && operand.annotation !== 'int') return undefined;
  return operand.annotation === 'bool' ? { ...operand, annotation: 'int' } : operand;
}

function binary(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const left = typeOf(node.childForFieldName('left'), site);
  const operator = node.childForFieldName('operator')?.type;
  // Formatting gives a string whatever stands on the right.
  if (operator === '%' && left && (left.annotation === 'str' || left.annotation === 'bytes')) return left;
  const right = typeOf(node.childForFieldName('right'), site);
  if (!left || !right) return undefined;
  const tier: Tier = left.tier === 'likely' || right.tier === 'likely' ? 'likely' : 'certain';
  const exponent = source(node.childForFieldName('right') ?? node, site);
  // A negative exponent would make a float of two ints, and a negative base a complex of two floats.
  if (operator === '**' && !/^\d+$/.test(exponent)) return undefined;
  const result = binaryResult(operator ?? '', left.annotation, right.annotation);
  return result === undefined ? undefined : { annotation: result, tier };
}

/** What an operator makes of two known types; of `**` as if the exponent were a whole number that is not negative. */
export function binaryResult(operator: string, left: string, right: string): string | undefined {
  const ranks = [numbers.indexOf(left), numbers.indexOf(right)];
  const rank = Math.max(...ranks);
  if (ranks.every((one) => one >= 0)) return numericResult(operator, Math.max(rank, 1), left, right);
  const isText = (type: string): boolean => /^(?:str|bytes|list\[.*\])$/.test(type);
  if (operator === '+' && left === right && isText(left)) return left;
  if (operator === '*' && isText(left) && right === 'int') return left;
  if (operator === '*' && left === 'int' && isText(right)) return right;
  return undefined;
}

function numericResult(operator: string, rank: number, left: string, right: string): string | undefined {
  const wider = numbers[rank];
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return wider;
    case '//':
    case '%':
      return rank < 3 ? wider : undefined;
    case '/':
      return rank < 3 ? 'float' : wider;
    case '**':
      return rank === 1 ? 'int' : undefined;
    case '&':
    case '|':
    case '^':
      if (left === 'bool' && right === 'bool') return 'bool';
      return rank === 1 ? 'int' : undefined;
    case '<<':
    case '>>':
      return rank === 1 ? 'int' : undefined;
    default:
      return undefined;
  }
}

/** A display whose elements all have one type. Its element type is what people may widen: likely. */
function collection(
  type: 'list' | 'set',
  elements: readonly SyntaxNode[],
  site: TypeSite,
): InferredType | undefined {
  const element = commonType(elements, site);
  return element === undefined ? undefined : { annotation: `${type}[${element}]`, tier: 'likely' };
}

function dictionary(pairs: readonly SyntaxNode[], site: TypeSite): InferredType | undefined {
  if (pairs.some(({ type }) => type !== 'pair')) return undefined;
  const parts = (field: 'key' | 'value'): SyntaxNode[] =>
    pairs.flatMap((pair) => pair.childForFieldName(field) ?? []);
  const key = commonType(parts('key'), site);
  const value = commonType(parts('value'), site);
  if (key === undefined || value === undefined) return undefined;
  return { annotation: `dict[${key}, ${value}]`, tier: 'likely' };
}

function commonType(elements: readonly SyntaxNode[], site: TypeSite): string | undefined {
  const [first, ...others] = elements.map((element) => typeOf(element, site));
  if (!first || first.annotation === 'None') return undefined;
  return others.every((other) => other?.annotation === first.annotation) ? first.annotation : undefined;
}

function tuple(elements: readonly SyntaxNode[], site: TypeSite): InferredType | undefined {
  if (elements.length === 0) return undefined;
  const types: string[] = [];
  let tier: Tier = 'certain';
  for (const element of elements) {
    const type = typeOf(element, site);
    if (!type) return undefined;
    if (type.tier === 'likely') tier = 'likely';
    types.push(type.annotation);
  }
  return { annotation: `tuple[${types.join(', ')}]`, tier };
}

function call(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const callee = node.childForFieldName('function');
  if (callee?.type === 'identifier') {
    const name = source(callee, site);
    const result = builtinResults.get(name);
    if (result !== undefined && site.names.isBuiltin(callee, name)) return certain(result);
    if (name === 'round' && site.names.isBuiltin(callee, name)) return rounded(node, site);
    return undefined;
  }
  if (callee?.type !== 'attribute') return undefined;
  const receiver = typeOf(callee.childForFieldName('object'), site);
  const method = callee.childForFieldName('attribute');
  if (!receiver || !method) return undefined;
  const result = methodResults.get(receiver.annotation)?.get(source(method, site));
  return result === undefined ? undefined : { annotation: result, tier: receiver.tier };
}

function rounded(node: SyntaxNode, site: TypeSite): InferredType | undefined {
  const { positional, keywords, splat } = callArguments(node, site.text);
  if (splat || keywords.size > 0 || positional.length !== 1) return undefined;
  const argument = typeOf(positional[0] ?? null, site);
  return argument && /^(?:bool|int|float)$/.test(argument.annotation) ? certain('int') : undefined;
}
