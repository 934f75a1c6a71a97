/**
 * Moves a parameter's default into the body: `None` in the signature, `if x is None: x = …` after the docstring, and an
 * annotation that allows None. The one service behind fixes of defaults that must not be evaluated with the definition.
 */
import { isStubBody } from '../semantics/returns';
import { soleExpression, statementsOf, type SyntaxNode } from '../syntax/node';
import type { FixContext } from './context';
import type { FixEdit } from './fix';
import { optionalType } from './type-spelling';

/** `value` is the source text that the parameter gets when it is None; undefined when the edit cannot be certain. */
export function noneDefault(
  parameter: SyntaxNode,
  value: string,
  context: FixContext,
): FixEdit[] | undefined {
  const name = parameter.childForFieldName('name');
  const old = parameter.childForFieldName('value');
  const definition = context.enclosing('function_definition', 'lambda');
  if (name?.type !== 'identifier' || !old || definition?.type !== 'function_definition') return undefined;
  const type = parameter.childForFieldName('type');
  const annotation = type ? optionalType(type, context) : [];
  const guard = guardOf(definition, context.text(name), value, context);
  if (!annotation || !guard) return undefined;
  return [...annotation, { start: old.startIndex, end: old.endIndex, newText: 'None' }, ...guard];
}

function guardOf(
  definition: SyntaxNode,
  name: string,
  value: string,
  context: FixContext,
): FixEdit[] | undefined {
  const body = definition.childForFieldName('body');
  const colon = definition.children.find(({ type }) => type === ':');
  const first = statementsOf(body)[0];
  if (!body || !colon || !first) return undefined;
  // A body that does nothing needs no value.
  if (isStubBody(body, context.source.text)) return [];
  const guard = { name, value };
  const { source } = context;
  const isOneLine = source.lineAt(first.startIndex) === source.lineAt(colon.startIndex);
  return isOneLine
    ? broken(definition, colon, first, guard, context)
    : inserted(definition, body, colon, first, guard, context);
}

interface Guard {
  readonly name: string;
  readonly value: string;
}

/** The lines of the guard, each followed by `indent`; `unit` is one level more. */
function guardText({ name, value }: Guard, indent: string, unit: string, { source }: FixContext): string {
  const { eol } = source;
  // A line break outside of brackets would end the statement.
  const text = /[\r\n]/.test(value) && !/^[([{]/.test(value) ? `(${value})` : value;
  return `if ${name} is None:${eol}${indent}${unit}${name} = ${text}${eol}${indent}`;
}

/** `def f(x=[]): return x` becomes a block; its statements stay together on one line. */
function broken(
  definition: SyntaxNode,
  colon: SyntaxNode,
  first: SyntaxNode,
  guard: Guard,
  context: FixContext,
): FixEdit[] | undefined {
  const { source } = context;
  if (soleExpression(first)?.type === 'string') return undefined;
  const outer = source.indentAt(definition.startIndex);
  const unit = outer.includes('\t') ? '\t' : source.indentUnit;
  const indent = outer + unit;
  const newText = `${source.eol}${indent}${guardText(guard, indent, unit, context)}`;
  return [{ start: colon.endIndex, end: first.startIndex, newText }];
}

/** Lines of their own: below the docstring, below guards of the same kind for earlier parameters. */
function inserted(
  definition: SyntaxNode,
  body: SyntaxNode,
  colon: SyntaxNode,
  first: SyntaxNode,
  guard: Guard,
  context: FixContext,
): FixEdit[] | undefined {
  const { source } = context;
  const statements = statementsOf(body);
  let after = colon.endIndex;
  const isDocstring = /string$/.test(soleExpression(first)?.type ?? '');
  for (const statement of isDocstring ? statements.slice(1) : statements) {
    if (!isGuard(statement, guard.name, context)) break;
    after = statement.endIndex;
  }
  if (isDocstring && after === colon.endIndex) after = first.endIndex;
  const line = source.lineAt(after);
  if (!/^[ \t]*(?:#.*)?$/.test(source.slice(after, source.lineEnd(line)))) return undefined;
  const next = statements.find((statement) => statement.startIndex > after);
  if (!next) return undefined;
  const indent = source.indentAt(next.startIndex);
  const outer = source.indentAt(definition.startIndex);
  const unit = indent.startsWith(outer) ? indent.slice(outer.length) : source.indentUnit;
  const at = source.lineStart(typeComment.test(source.lineText(line + 1)) ? line + 2 : line + 1);
  return [
    {
      start: at,
      end: at,
      newText: `${indent}${guardText(guard, indent, unit, context).slice(0, -indent.length)}`,
    },
  ];
}

/** A type comment counts only as the first line of the body. */
const typeComment = /^\s*#\s*type:/;

/** The guard of another parameter, which does not need this one's value. */
function isGuard(statement: SyntaxNode, name: string, context: FixContext): boolean {
  if (statement.type !== 'if_statement') return false;
  const text = context.text(statement).replace(/\r\n?/g, '\n');
  return /^if (\w+) is None:\s*\n\s+\1 = [^\n]*$/.test(text) && !new RegExp(`\\b${name}\\b`).test(text);
}
