/** What the code says of an unannotated parameter: checks at the head of the body, and calls in the same file. */
import type { FixContext } from '../../lint/context';
import { writtenType } from '../../semantics/annotations';
import { membersOf, typeOf } from '../../semantics/types';
import {
  callArguments,
  codeChildren,
  nodeText,
  soleExpression,
  statementsOf,
  type SyntaxNode,
} from '../../syntax/node';

/** `if not isinstance(name, T): raise ...` or `assert isinstance(name, T)` among the first checks of the body. */
export function checkedType(name: string, definition: SyntaxNode, context: FixContext): string | undefined {
  for (const statement of statementsOf(definition.childForFieldName('body'))) {
    const check = checkIn(statement);
    if (check === undefined) {
      const isDocstring = soleExpression(statement)?.type === 'string';
      if (isDocstring || statement.type === 'if_statement' || statement.type === 'assert_statement') continue;
      return undefined;
    }
    const type = check && classesIn(check, name, context);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** The call of `isinstance` without which the function does not go on. */
function checkIn(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type === 'assert_statement') return asCall(codeChildren(statement)[0]);
  if (statement.type !== 'if_statement' || statement.childForFieldName('alternative')) return undefined;
  const condition = statement.childForFieldName('condition');
  const [only, ...others] = statementsOf(statement.childForFieldName('consequence'));
  if (condition?.type !== 'not_operator' || only?.type !== 'raise_statement' || others.length > 0)
    return undefined;
  return asCall(condition.childForFieldName('argument') ?? undefined);
}

function asCall(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'call' ? node : undefined;
}

function classesIn(check: SyntaxNode, name: string, context: FixContext): string | undefined {
  const { text } = context.source;
  if (!context.names.isBuiltin(check.childForFieldName('function'), 'isinstance')) return undefined;
  const [subject, classes, ...more] = callArguments(check, text).positional;
  if (!subject || !classes || more.length > 0 || nodeText(subject, text) !== name) return undefined;
  const parts = classes.type === 'tuple' ? codeChildren(classes) : [classes];
  return writtenType(
    parts.map((part) => nodeText(part, text)).join(' | '),
    classes.startIndex,
    context.names,
  );
}

/** The one type that every call of the file gives to the parameter at `index`; a call that gives none says nothing. */
export function calledType(
  name: string,
  index: number | undefined,
  definition: SyntaxNode,
  context: FixContext,
): string | undefined {
  const { root, names, source } = context;
  const { text } = source;
  const own = nodeText(definition.childForFieldName('name'), text);
  const [only, ...others] = names.resolveInModule(own).origin === 'module' ? names.definitionsOf(own) : [];
  if (definition.parent?.type !== 'module' || only?.kind !== 'function' || others.length > 0)
    return undefined;
  const types = new Set<string | undefined>();
  for (const call of root.descendantsOfType('call')) {
    if (nodeText(call.childForFieldName('function'), text) !== own) continue;
    const { positional, keywords, splat } = callArguments(call, text);
    if (splat) return undefined;
    const given = keywords.get(name) ?? (index === undefined ? undefined : positional[index]);
    if (given) types.add(typeOf(given, { text, names })?.annotation);
  }
  const [type] = types;
  return types.size === 1 && type !== undefined && type !== 'None' && membersOf(type).length === 1
    ? type
    : undefined;
}
