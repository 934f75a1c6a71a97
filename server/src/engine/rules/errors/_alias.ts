/** The `as e` of a handler: taken out once a fix has removed the last use of the name. */
import type { FixContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { Handler } from './_handler';

/**
 * Removes `as e` when nothing of the handler needs it any more. `edits` replace text of the handler; `code` are the
 * expressions that they bring.
 */
export function aliasEdit(
  { node, name, value }: Handler,
  edits: readonly FixEdit[],
  code: readonly string[],
  context: FixContext,
): FixEdit | undefined {
  const pattern = value?.parent;
  if (name === undefined || !value || pattern?.type !== 'as_pattern') return undefined;
  if (mayBeChained(node, name, context)) return undefined;
  const isName = new RegExp(`(?<![\\w.])${name}\\b|\\b(?:locals|vars|eval|exec)\\s*\\(`);
  const isUsed = (start: number, end: number): boolean =>
    !edits.some((edit) => edit.start <= start && end <= edit.end);
  const uses = node.descendantsOfType('identifier').filter((identifier) => {
    const { startIndex, endIndex } = identifier;
    return (
      startIndex >= pattern.endIndex &&
      isUsed(startIndex, endIndex) &&
      isName.test(`${context.text(identifier)}(`)
    );
  });
  if (uses.length > 0 || code.some((source) => isName.test(source))) return undefined;
  return { start: value.endIndex, end: pattern.endIndex, newText: '' };
}

/** Another exception is raised without a cause: a fix that names it, perhaps at the same time, needs the name. */
function mayBeChained(clause: SyntaxNode, name: string, context: FixContext): boolean {
  return clause.descendantsOfType('raise_statement').some((raise) => {
    const raised = raise.firstNamedChild;
    return (
      raised !== null && !raise.childForFieldName('cause') && context.text(unparenthesized(raised)) !== name
    );
  });
}
