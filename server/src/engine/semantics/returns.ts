/** What a function gives back: every `return`, and whether its end can be reached. Abstains unless all are known. */
import { codeChildren, isAsync, soleExpression, statementsOf, type SyntaxNode } from '../syntax/node';
import { dunderResult } from './builtin-types';
import { fallsThrough, type TypeSite } from './reachability';
import { membersOf, typeOf, unionOf, type InferredType } from './types';

export interface FunctionRole {
  readonly isMethod: boolean;
  /** Others say what it does: an abstract method, or one of a protocol. */
  readonly isAbstract?: boolean;
}

/** The return annotation of `definition`, for an async function that of what awaiting it gives. */
export function inferReturn(
  definition: SyntaxNode,
  { isMethod, isAbstract = false }: FunctionRole,
  site: TypeSite,
): InferredType | undefined {
  const name = definition.childForFieldName('name');
  const special =
    isMethod && name ? dunderResult(site.text.slice(name.startIndex, name.endIndex)) : undefined;
  if (special !== undefined) return { annotation: special, tier: 'certain' };
  const body = definition.childForFieldName('body');
  if (!body || body.hasError) return undefined;
  const isStub = isStubBody(body, site.text);
  if (isStub && (isAbstract || hasDots(body))) return undefined;
  const { returns, yields } = exitsOf(body);
  if (yields.length > 0) return generatorOf(definition, returns, yields, site);
  const values = returns.flatMap((statement) => codeChildren(statement)[0] ?? []);
  const reachesEnd = fallsThrough(body, site);
  if (values.length > 0) return valueType(values, returns.length > values.length, reachesEnd, site);
  if (reachesEnd || returns.length > 0) return { annotation: 'None', tier: isStub ? 'likely' : 'certain' };
  // A method that only raises waits to be overridden; so does any function that says so.
  if (isMethod || raisesNotImplemented(body, site)) return undefined;
  return { annotation: 'NoReturn', tier: 'likely' };
}

function valueType(
  values: readonly SyntaxNode[],
  hasBareReturn: boolean,
  reachesEnd: boolean,
  site: TypeSite,
): InferredType | undefined {
  const none: InferredType[] = [];
  if (hasBareReturn) none.push({ annotation: 'None', tier: 'certain' });
  // Authors may know that the branches are exhaustive.
  if (reachesEnd) none.push({ annotation: 'None', tier: 'likely' });
  const union = unionOf([...values.map((value) => typeOf(value, site)), ...none]);
  if (!union) return undefined;
  const others = membersOf(union.annotation).filter((member) => member !== 'None');
  return others.length > 1 ? { ...union, tier: 'likely' } : union;
}

/** `Iterator[T]` where every `yield` is a statement of its own and gives the same known type. */
function generatorOf(
  definition: SyntaxNode,
  returns: readonly SyntaxNode[],
  yields: readonly SyntaxNode[],
  site: TypeSite,
): InferredType | undefined {
  if (returns.some((statement) => statement.namedChildCount > 0)) return undefined;
  const types = yields.map((node) => {
    const value = codeChildren(node)[0] ?? null;
    const isPlain =
      node.parent?.type === 'expression_statement' && !node.children.some(({ type }) => type === 'from');
    return isPlain
      ? value
        ? typeOf(value, site)
        : { annotation: 'None', tier: 'certain' as const }
      : undefined;
  });
  const element = unionOf(types);
  if (!element) return undefined;
  return {
    annotation: `${isAsync(definition) ? 'AsyncIterator' : 'Iterator'}[${element.annotation}]`,
    tier: 'likely',
  };
}

/** `return` and `yield` of the function itself, not of what is defined inside it. */
function exitsOf(body: SyntaxNode): { returns: SyntaxNode[]; yields: SyntaxNode[] } {
  const returns: SyntaxNode[] = [];
  const yields: SyntaxNode[] = [];
  let skipTo = -1;
  const found = body.descendantsOfType([
    'return_statement',
    'yield',
    'function_definition',
    'lambda',
    'class_definition',
  ]);
  for (const node of found) {
    // The keyword `yield` has the kind of the expression that it begins.
    if (!node.isNamed || node.startIndex < skipTo) continue;
    if (node.type === 'return_statement') returns.push(node);
    else if (node.type === 'yield') yields.push(node);
    else skipTo = node.endIndex;
  }
  return { returns, yields };
}

/** A body of docstring, `pass` and `...` only: a placeholder, or a hook to override. */
export function isStubBody(body: SyntaxNode | null, text: string): boolean {
  return statementsOf(body).every((statement) => {
    if (statement.type === 'pass_statement') return true;
    const expression = soleExpression(statement);
    if (expression?.type === 'ellipsis') return true;
    return (
      expression !== undefined &&
      /^[rRuU]?["']/.test(text.slice(expression.startIndex, expression.startIndex + 2))
    );
  });
}

/** `...` stands for a body that is somewhere else, or is still to come. */
function hasDots(body: SyntaxNode): boolean {
  return statementsOf(body).some((statement) => soleExpression(statement)?.type === 'ellipsis');
}

/** The body ends in `raise NotImplementedError`: what it would give back is for others to say. */
export function raisesNotImplemented(body: SyntaxNode | null, { text }: TypeSite): boolean {
  const last = statementsOf(body).at(-1);
  return (
    last?.type === 'raise_statement' && /NotImplemented/.test(text.slice(last.startIndex, last.endIndex))
  );
}
