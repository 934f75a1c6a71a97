/** String literals found from their text, and places where only a literal may stand. */
import { soleExpression, type SyntaxNode } from '../../syntax/node';

/** The literal that holds the offset, with all its parts; undefined outside of strings and in docstrings. */
export function stringAt(statements: readonly SyntaxNode[], at: number): SyntaxNode | undefined {
  const statement = statements.find((candidate) => candidate.startIndex <= at && at < candidate.endIndex);
  if (!statement || statement.type === 'comment') return undefined;
  let node = statement.descendantForIndex(at, at + 1);
  if (node?.type === 'string_content' || node?.type === 'escape_sequence') node = node.parent;
  if (node?.type === 'string_content') node = node.parent;
  if (node?.type !== 'string') return undefined;
  const whole = node.parent?.type === 'concatenated_string' ? node.parent : node;
  const around = whole.parent;
  const isDocstring = around?.type === 'expression_statement' && soleExpression(around) !== undefined;
  return isDocstring ? undefined : whole;
}

/** Patterns and annotations take literals only. */
export function isPattern(node: SyntaxNode): boolean {
  const around = node.parent?.type;
  const beyond = node.parent?.parent?.type;
  return around === 'case_pattern' || around === 'type' || beyond === 'type' || around === 'type_parameter';
}
