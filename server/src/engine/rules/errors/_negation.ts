/** The opposite of a condition, from its source text. */
import { codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';

/** Operators whose opposite is exact; `not a < b` is not `a >= b` where neither holds, as with NaN. */
const opposites: ReadonlyMap<string, string> = new Map([
  ['==', '!='],
  ['!=', '=='],
  ['in', 'not in'],
  ['not in', 'in'],
  ['is', 'is not'],
  ['is not', 'is'],
]);

export interface Comparison {
  readonly left: SyntaxNode;
  readonly operator: string;
  readonly right: SyntaxNode;
}

/** A comparison of two operands. */
export function comparisonOf(node: SyntaxNode, context: Pick<Place, 'source'>): Comparison | undefined {
  const [left, right, ...more] = codeChildren(node);
  if (node.type !== 'comparison_operator' || !left || !right || more.length > 0) return undefined;
  const operator = context.source.slice(left.endIndex, right.startIndex).trim().replace(/\s+/g, ' ');
  return { left, operator, right };
}

/** Source that holds exactly when `condition` does not. */
export function negated(condition: SyntaxNode, context: Place): string {
  const inner = unparenthesized(condition);
  const whole = context.text(condition);
  // Brackets hold lines together.
  if (/[\r\n]/.test(whole)) return inner.id === condition.id ? `not (${whole})` : `not ${whole}`;
  const text = context.text(inner);
  if (inner.type === 'not_operator') {
    const argument = inner.childForFieldName('argument');
    return argument ? context.text(argument) : `not (${text})`;
  }
  const comparison = comparisonOf(inner, context);
  const opposite = comparison && opposites.get(comparison.operator);
  if (comparison && opposite !== undefined)
    return `${context.text(comparison.left)} ${opposite} ${context.text(comparison.right)}`;
  const isLoose = ['boolean_operator', 'conditional_expression', 'lambda', 'named_expression'].includes(
    inner.type,
  );
  return isLoose ? `not (${text})` : `not ${text}`;
}
