/** Places of a secret where reading the environment in its stead is not what to write. */
import type { FixContext } from '../../lint/context';
import { leftToDo, moveTitle, moveToEnvironmentFile } from '../../lint/environment-move';
import type { Fix, FixEdit } from '../../lint/fix';
import { removeImports } from '../../lint/import-removal';
import { removeStatement } from '../../lint/suites';
import type { SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { isSettingsField } from './_environment';

/** `os.environ["NAME"] = "…"`: the line goes, because the environment has to bring the value. */
export function assignedToEnvironment(
  node: SyntaxNode,
  value: string | undefined,
  context: FixContext,
): Fix[] | undefined {
  const assignment = node.parent;
  const target = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (target?.type !== 'subscript') return undefined;
  const object = target.childForFieldName('value');
  if (context.names.qualifiedName(object) !== 'os.environ') return undefined;
  const key = target.childForFieldName('subscript');
  const variable = key ? stringLiteral(key, context.source.text)?.content : undefined;
  const statement = assignment?.parent;
  if (variable === undefined || !object || statement?.type !== 'expression_statement') return [];
  const { startIndex: start, endIndex: end } = statement;
  const imported = /^\w+/.exec(context.text(object))?.[0] ?? '';
  const edits = [
    removeStatement(statement, context.source),
    ...removeImports([imported], [{ start, end }], context),
  ];
  return movedOrNot(variable, value, edits, {
    moved: moveTitle(variable, ', and remove this line'),
    plain: `Remove this line; \`${variable}\` comes from the environment: ${leftToDo}`,
  });
}

/** A field of pydantic's settings: without a default it is required, and read from the environment. */
export function fieldOfSettings(
  node: SyntaxNode,
  value: string | undefined,
  context: FixContext,
): Fix[] | undefined {
  if (!isSettingsField(context)) return undefined;
  const wrapped = node.parent?.parent?.type === 'call' ? node.parent.parent : node;
  const assignment = wrapped.parent;
  const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  const type = assignment?.childForFieldName('type');
  const right = assignment?.childForFieldName('right');
  // `Field(...)` may give the variable another name.
  if (left?.type !== 'identifier' || !type || right?.id !== wrapped.id || isField(wrapped, context))
    return undefined;
  const variable = (prefixOf(node, context) + context.text(left)).toUpperCase();
  const edit: FixEdit = { start: type.endIndex, end: right.endIndex, newText: '' };
  return movedOrNot(variable, value, [edit], {
    moved: moveTitle(variable, ', and require it'),
    plain: `Require it: pydantic reads \`${variable}\` from the environment: ${leftToDo}`,
  });
}

function isField(wrapped: SyntaxNode, context: FixContext): boolean {
  const callee = wrapped.type === 'call' ? wrapped.childForFieldName('function') : null;
  return callee !== null && /(?:^|\.)Field$/.test(context.text(callee));
}

function prefixOf(node: SyntaxNode, context: FixContext): string {
  let around = node.parent;
  while (around && around.type !== 'class_definition') around = around.parent;
  const text = around ? context.text(around) : '';
  return /\benv_prefix["']?\s*[=:]\s*["'](\w*)["']/.exec(text)?.[1] ?? '';
}

function movedOrNot(
  variable: string,
  value: string | undefined,
  edits: readonly FixEdit[],
  titles: { readonly moved: string; readonly plain: string },
): Fix[] {
  const files = value === undefined ? undefined : moveToEnvironmentFile(variable, value);
  return [
    ...(files ? [{ title: titles.moved, applicability: 'unsafe', edits, files } as const] : []),
    { title: titles.plain, applicability: 'unsafe', edits },
  ];
}
