/** Edits of `except` clauses that several rules offer. Each rule puts them into its own order. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { callArguments, soleExpression, type SyntaxNode } from '../../syntax/node';
import { isEmptyBody, isLoggerName, leaves, looksLikeLogger, type Handler } from './_handler';

/** Names what failed: the function around, else the operation that was tried. */
export function failureMessage(tried: SyntaxNode | undefined, context: FixContext): string {
  const definition = context.enclosing('function_definition');
  const name = definition?.childForFieldName('name');
  if (name) {
    const plain = context.text(name);
    const owner = /^__\w+__$/.test(plain) ? context.enclosingClass()?.name : undefined;
    return `${owner === undefined ? plain : `${owner}.${plain}`} failed`;
  }
  const call = tried?.descendantsOfType('call')[0]?.childForFieldName('function');
  const operation = call ? context.text(call) : '';
  return /^[\w.]{1,60}$/.test(operation) ? `${operation} failed` : 'Unexpected error';
}

export interface LogEdits {
  readonly edits: readonly FixEdit[];
  /** The statement or argument that was added, for a title. */
  readonly added: string;
}

/**
 * Edits after which the handler logs the traceback: an existing logging call is given it, else `logger.exception(…)` is
 * added. Undefined where no logger can be had.
 */
export function logTraceback({ statements, node }: Handler, context: FixContext): LogEdits | undefined {
  const upgraded = upgradeLogCall(statements, context);
  if (upgraded) return upgraded;
  const logger = context.insertions.logger();
  const [first] = statements;
  if (!logger || !first) return undefined;
  const call = `${logger.name}.exception("${failureMessage(tryBody(node), context)}")`;
  const added = `\`${call}\``;
  if (isEmptyBody(statements)) {
    return {
      added,
      edits: [...logger.edits, { start: first.startIndex, end: first.endIndex, newText: call }],
    };
  }
  const break_ = isOneLineSuite(node, first, context)
    ? '; '
    : `${context.source.eol}${context.source.indentAt(first.startIndex)}`;
  // A compound statement cannot follow a semicolon, but neither can it stand in a one-line suite.
  return {
    added,
    edits: [...logger.edits, { start: first.startIndex, end: first.startIndex, newText: `${call}${break_}` }],
  };
}

function upgradeLogCall(statements: readonly SyntaxNode[], context: FixContext): LogEdits | undefined {
  for (const statement of statements) {
    const call = soleExpression(statement);
    const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
    if (!call || callee?.type !== 'attribute') continue;
    const method = callee.childForFieldName('attribute');
    if (!method || !isLogger(callee.childForFieldName('object'), context)) continue;
    const edit = upgradeEdit(call, method, context);
    if (edit) return { added: `\`${edit.newText.replace(/^, /, '')}\``, edits: [edit] };
  }
  return undefined;
}

function upgradeEdit(call: SyntaxNode, method: SyntaxNode, context: FixContext): FixEdit | undefined {
  const { list, positional, keywords } = callArguments(call, context.source.text);
  if (positional.length === 0 || list?.type !== 'argument_list' || keywords.has('exc_info')) return undefined;
  const name = context.text(method);
  if (name === 'error') return { start: method.startIndex, end: method.endIndex, newText: 'exception' };
  if (!/^(debug|info|warn|warning|critical|fatal)$/.test(name)) return undefined;
  // loguru takes the traceback through `opt`, not as an argument.
  const receiver = context.names.qualifiedName(call.childForFieldName('function'));
  const last = list.lastNamedChild;
  if (receiver?.startsWith('loguru.') === true || !last || last.type === 'comment') return undefined;
  return { start: last.endIndex, end: last.endIndex, newText: ', exc_info=True' };
}

function isLogger(object: SyntaxNode | null, context: FixContext): boolean {
  if (!object) return false;
  const qualified = context.names.qualifiedName(object);
  if (
    qualified !== undefined &&
    /^(logging(\.getLogger\(\))?|structlog\.get_logger\(\)|loguru\.logger)$/.test(qualified)
  )
    return true;
  // What is imported from elsewhere may be anything; a relative import is of the same project.
  if (qualified?.startsWith('.')) return isLoggerName(qualified);
  return (
    qualified === undefined &&
    ['identifier', 'attribute'].includes(object.type) &&
    looksLikeLogger(object, context)
  );
}

/** Appends `raise`, so that the caller hears of the error too. For a person to decide: never applied by itself. */
export function raiseAgain({ statements, node }: Handler, context: FixContext): Fix | undefined {
  const last = statements.at(-1);
  if (!last || leaves(last, context)) return undefined;
  const { source } = context;
  const at = source.lineEnd(source.lineAt(last.endIndex));
  const line = `${source.eol}${source.indentAt(last.startIndex)}raise`;
  const edit = isEmptyBody(statements)
    ? { start: last.startIndex, end: last.endIndex, newText: 'raise' }
    : isOneLineSuite(node, last, context)
      ? { start: last.endIndex, end: last.endIndex, newText: '; raise' }
      : { start: at, end: at, newText: line };
  return {
    title: 'Raise again after handling; callers will see the error',
    applicability: 'display',
    edits: [edit],
  };
}

/** `except: x()` on one line: the body has no line of its own. */
function isOneLineSuite(clause: SyntaxNode, statement: SyntaxNode, { source }: FixContext): boolean {
  const lead = source.slice(source.lineStart(source.lineAt(statement.startIndex)), statement.startIndex);
  return statement.startIndex > clause.startIndex && lead.trim() !== '';
}

/** The handler tells a person on the console already; another rule turns that into logging. */
export function printsDirectly({ statements }: Handler, context: FixContext): boolean {
  return statements.some((statement) => {
    const call = soleExpression(statement);
    return call?.type === 'call' && context.names.isBuiltin(call.childForFieldName('function'), 'print');
  });
}

/** The body whose errors `handler` catches. */
export function tryBody(handler: SyntaxNode): SyntaxNode | undefined {
  return handler.parent?.childForFieldName('body') ?? undefined;
}

/** Puts edits of several sources together; undefined when two would insert different text at one place. */
export function combined(...groups: readonly (readonly FixEdit[])[]): FixEdit[] | undefined {
  const edits: FixEdit[] = [];
  for (const edit of groups.flat()) {
    const same = edits.find((other) => other.start === edit.start && other.end === edit.end);
    if (!same) edits.push(edit);
    else if (same.newText !== edit.newText) return undefined;
  }
  return edits;
}
