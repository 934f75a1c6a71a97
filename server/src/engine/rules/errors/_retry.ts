/** Loops that try the same thing again. */
import { codeChildren, statementsOf, type SyntaxNode } from '../../syntax/node';
import { tryBody } from './_handler-fixes';
import type { Place } from './_handler';

/** The loop is counted, and success leaves it. */
export function isCountedRetry(loop: SyntaxNode, handler: SyntaxNode, context: Place): boolean {
  const iterated = loop.type === 'for_statement' ? loop.childForFieldName('right') : null;
  const counter =
    iterated?.type === 'call'
      ? context.names.qualifiedName(iterated.childForFieldName('function'))
      : undefined;
  if (counter !== 'builtins.range' && counter !== 'itertools.count') return false;
  const clauses = handler.parent ? codeChildren(handler.parent) : [];
  const otherwise = clauses.find(({ type }) => type === 'else_clause');
  const bodies = [tryBody(handler), otherwise?.childForFieldName('body')];
  return bodies.some((body) => /^(return|break)_statement$/.test(statementsOf(body).at(-1)?.type ?? ''));
}
