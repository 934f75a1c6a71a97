/** Names the handled error as the cause of the one that a handler raises. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { dottedName, type SyntaxNode } from '../../syntax/node';
import type { Handler, Place } from './_handler';
import { retype } from './_narrowing';

export function thrownName(raised: SyntaxNode, context: FixContext): string | undefined {
  return dottedName(
    raised.type === 'call' ? raised.childForFieldName('function') : raised,
    context.source.text,
  );
}

/** Adds `from` the handler's error, and gives the handler a name where it has none. */
export function chainFix(raised: SyntaxNode, handler: Handler, context: FixContext): Fix | undefined {
  const at = raised.endIndex;
  const { name } = handler;
  if (name !== undefined) {
    if (isRebound(name, handler, context)) return undefined;
    const edit = { start: at, end: at, newText: ` from ${name}` };
    return { title: `Add \`from ${name}\``, applicability: safetyOf(raised, context), edits: [edit] };
  }
  const free = freeName(context);
  const header = free === undefined ? undefined : nameEdit(handler, free, context);
  if (free === undefined || !header) return undefined;
  const edits = [header, { start: at, end: at, newText: ` from ${free}` }];
  return handler.value
    ? { title: `Add \`as ${free}\` and \`from ${free}\``, applicability: safetyOf(raised, context), edits }
    : {
        title: `Write \`except Exception as ${free}\` and \`from ${free}\`; Ctrl+C would get through`,
        applicability: 'unsafe',
        edits,
      };
}

/** A new exception can be given a cause; an object from elsewhere may be shared, or have one already. */
function safetyOf(raised: SyntaxNode, context: FixContext): 'safe' | 'unsafe' {
  return /(^|\.)_*[A-Z]\w*$/.test(thrownName(raised, context) ?? '') ? 'safe' : 'unsafe';
}

function nameEdit(handler: Handler, name: string, context: FixContext): FixEdit | undefined {
  const { value, isCommaForm } = handler;
  if (isCommaForm) return undefined;
  if (value) return { start: value.endIndex, end: value.endIndex, newText: ` as ${name}` };
  const isBuiltin = context.names.resolve('Exception', handler.node.startIndex).origin === 'builtin';
  return isBuiltin ? retype(handler, [`Exception as ${name}`], context) : undefined;
}

/** The end of a handler deletes its name: it must mean nothing else in the function, nested functions included. */
function freeName(context: FixContext): string | undefined {
  const definition = context.enclosing('function_definition');
  const text = definition ? context.text(definition) : context.source.text;
  return ['err', 'exc', 'error'].find((name) => !new RegExp(`\\b${name}\\b`).test(text));
}

/** The name may hold something else by the time of the `raise`. */
export function isRebound(name: string, handler: Handler, context: Place): boolean {
  const bindsByKeyword = `\\b(?:del|for|as|import|global|nonlocal)\\s+${name}\\b`;
  const assigns = `^[ \\t]*(?:[\\w ,]+,[ \\t]*)?${name}\\b[\\w ,]*[-+*/|&^%@:]*=[^=]`;
  const rebinds = new RegExp(`${bindsByKeyword}|${assigns}|\\b${name}\\s*:=`, 'm');
  return handler.statements.some((statement) => rebinds.test(context.text(statement)));
}

/** The same for the exception that ends a handler; none when the handler ends otherwise. */
export function chainLast(handler: Handler, context: FixContext): Fix | undefined {
  const last = handler.statements.at(-1);
  const raised = last?.type === 'raise_statement' && last.namedChildCount === 1 ? last.firstNamedChild : null;
  if (!raised || raised.type === 'expression_list') return undefined;
  const fix = chainFix(raised, handler, context);
  return fix && { ...fix, applicability: 'unsafe' };
}
