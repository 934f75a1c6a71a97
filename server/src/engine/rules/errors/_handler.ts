/** Facts about one `except` clause that several rules ask for: what it catches, what it does with the error. */
import type { FixContext } from '../../lint/context';
import { typeNodes } from '../../semantics/handler-types';
import type { TextRange } from '../../syntax/text';
import {
  callArguments,
  childOfType,
  soleExpression,
  statementsOf,
  unparenthesized,
  type SyntaxNode,
} from '../../syntax/node';

/** What looking and fixing have in common. */
export type Place = Omit<FixContext, 'insertions' | 'root'>;

export interface Handler {
  readonly node: SyntaxNode;
  /** Direct statements of the body, comments left out; never empty. */
  readonly statements: readonly SyntaxNode[];
  /** The class, tuple or other expression after `except`; none for a bare one. */
  readonly value: SyntaxNode | undefined;
  /** `e` of `as e`. */
  readonly name: string | undefined;
  /** `except A, B`: the name in Python 2, a second class in Python 3.14. */
  readonly isCommaForm: boolean;
}

export function readHandler(node: SyntaxNode, context: Place): Handler | undefined {
  const statements = statementsOf(childOfType(node, 'block'));
  if (statements.length === 0) return undefined;
  const values = node.childrenForFieldName('value');
  const [first] = values;
  const isNamed = first?.type === 'as_pattern';
  const target = isNamed ? first.childForFieldName('alias')?.firstNamedChild : undefined;
  return {
    node,
    statements,
    value: (isNamed ? first.firstNamedChild : first) ?? undefined,
    name: target?.type === 'identifier' ? context.text(target) : undefined,
    isCommaForm: values.length > 1,
  };
}

const mentionsBroadType = /except\b[^:]*?\b(?:Base)?Exception\b/y;
const isBare = /except\s*:/y;

/** Reads text only: worth a closer look? */
export function mayBeBroad(node: SyntaxNode, context: Place): boolean {
  mentionsBroadType.lastIndex = node.startIndex;
  return mentionsBroadType.test(context.source.text);
}

export function isBareExcept(node: SyntaxNode, context: Place): boolean {
  isBare.lastIndex = node.startIndex;
  return isBare.test(context.source.text);
}

/** `Exception` or `BaseException` itself, alone or in a tuple. */
export function broadTypes(value: SyntaxNode | undefined, context: Place): SyntaxNode[] {
  return value ? typeNodes(value).filter((type) => isBroadType(type, context)) : [];
}

export function isBroadType(node: SyntaxNode, context: Place): boolean {
  const text = context.text(node);
  if (!text.endsWith('Exception')) return false;
  const qualified = context.names.qualifiedName(node);
  return qualified === 'builtins.Exception' || qualified === 'builtins.BaseException';
}

/** True for a body that is just `pass` or `...`. */
export function isEmptyBody(statements: readonly SyntaxNode[]): boolean {
  const [only, ...more] = statements;
  if (!only || more.length > 0) return false;
  return only.type === 'pass_statement' || soleExpression(only)?.type === 'ellipsis';
}

/** Raises again, or chains what it raises to the error: `raise`, `raise e`, `raise X from e`, `raise e.with_traceback()`. */
export function passesOn(raise: SyntaxNode, name: string | undefined, context: Place): boolean {
  const raised = raise.firstNamedChild;
  if (!raised || raised.type === 'comment') return true;
  if (name === undefined) return false;
  const cause = raise.childForFieldName('cause');
  return (
    context.text(unparenthesized(raised)) === name ||
    (cause !== null && context.text(cause) === name) ||
    isWithTraceback(raised, name, context)
  );
}

export function isWithTraceback(raised: SyntaxNode, name: string, context: Place): boolean {
  return raised.type === 'call' && context.text(raised).startsWith(`${name}.with_traceback(`);
}

/** Functions that hand the whole error to somebody who looks at it. */
const reporters = new Set([
  'traceback.print_exc',
  'traceback.print_exception',
  'traceback.format_exc',
  'traceback.format_exception',
  'sys.excepthook',
  'logging.exception',
  'sentry_sdk.capture_exception',
  'rollbar.report_exc_info',
  'bugsnag.notify',
  'newrelic.agent.notice_error',
]);
const reportingMethods = new Set([
  'capture_exception',
  'set_exception',
  'call_exception_handler',
  'handleError',
]);
const logMethods = new Set(['debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal', 'log', 'msg']);

/** True for a call that reports the error with its traceback, or hands the error itself on. */
export function reportsError(call: SyntaxNode, context: Place): boolean {
  const callee = call.childForFieldName('function');
  const { text } = context.source;
  const qualified = context.names.qualifiedName(callee);
  if (
    qualified !== undefined &&
    (reporters.has(qualified) || context.options.errorReporters.includes(qualified))
  )
    return true;
  const { positional, keywords } = callArguments(call, text);
  const excInfo = keywords.get('exc_info');
  const logsTraceback =
    excInfo !== undefined && !['false', 'none'].includes(excInfo.type) && context.text(excInfo) !== '0';
  if (callee?.type !== 'attribute') return logsTraceback && qualified?.startsWith('logging.') === true;
  const method = callee.childForFieldName('attribute');
  const object = callee.childForFieldName('object');
  const name = method ? context.text(method) : '';
  if (reportingMethods.has(name)) return true;
  // `future.exception()` asks; `anything.exception("…")` logs, wherever the logger comes from.
  if (name === 'exception') return positional.length > 0 || looksLikeLogger(object, context);
  return logMethods.has(name) && (logsTraceback || isOptException(object, context));
}

export function looksLikeLogger(object: SyntaxNode | null, context: Place): boolean {
  return object !== null && isLoggerName(context.text(object));
}

export function isLoggerName(dotted: string): boolean {
  const last = dotted.split('.').at(-1) ?? '';
  return /^log|log(?:ger|ging)?(?:\(\))?$/i.test(last);
}

/** loguru: `logger.opt(exception=True).error(…)`. */
function isOptException(object: SyntaxNode | null, context: Place): boolean {
  return (
    object?.type === 'call' && /\.opt\s*\([^)]*\bexception\s*=\s*(?!False|None)/.test(context.text(object))
  );
}

const nestedScopes = new Set(['function_definition', 'class_definition', 'lambda']);

/** What the body does with the error, looked up in one go. Nested definitions do not run in the handler. */
export interface Outcome {
  readonly reraises: boolean;
  readonly reports: boolean;
  readonly exits: boolean;
}

export function outcomeOf({ statements, name }: Handler, context: Place): Outcome {
  const outcome = { reraises: false, reports: false, exits: false };
  for (const statement of statements) {
    let skipTo = -1;
    let tryEnd = -1;
    const kinds = [
      'raise_statement',
      'call',
      'try_statement',
      'function_definition',
      'class_definition',
      'lambda',
    ] as const;
    for (const node of statement.descendantsOfType([...kinds])) {
      if (node.startIndex < skipTo) continue;
      const { type } = node;
      if (nestedScopes.has(type)) skipTo = node.endIndex;
      // What an inner `try` raises may be caught there.
      else if (type === 'try_statement') tryEnd = Math.max(tryEnd, node.endIndex);
      else if (type === 'raise_statement') {
        if (node.startIndex >= tryEnd) outcome.reraises ||= passesOn(node, name, context);
        outcome.exits ||= raisesExit(node, context);
      } else {
        outcome.reports ||= reportsError(node, context);
        outcome.exits ||= isExit(node, context);
      }
    }
  }
  return outcome;
}

function isExit(call: SyntaxNode, context: Place): boolean {
  const qualified = context.names.qualifiedName(call.childForFieldName('function'));
  return qualified !== undefined && /^(sys\.exit|os\._exit|builtins\.(exit|quit))$/.test(qualified);
}

function raisesExit(raise: SyntaxNode, context: Place): boolean {
  const raised = raise.firstNamedChild;
  const type = raised?.type === 'call' ? raised.childForFieldName('function') : raised;
  return context.names.isBuiltin(type ?? null, 'SystemExit');
}

/** A statement after which nothing of the body runs. */
export function leaves(statement: SyntaxNode | undefined, context: Place): boolean {
  if (!statement) return false;
  const { type } = statement;
  if (['return_statement', 'raise_statement', 'continue_statement', 'break_statement'].includes(type))
    return true;
  const call = soleExpression(statement);
  return call?.type === 'call' && isExit(call, context);
}

const directive = /#\s*(?:noqa|nosec|pragma|type:|pylint|pyright|mypy|fmt|todo|fixme|xxx|seaworthy)\b/i;

/** A comment in words, from the handler's head to the end of its only line. */
export function hasExplanation({ start, end }: TextRange, { source }: Place): boolean {
  const text = source.slice(start, source.lineEnd(source.lineAt(end)));
  return text.split(/\r\n|\r|\n/).some((line) => {
    const hash = line.indexOf('#');
    return hash >= 0 && /[A-Za-z]{2,}/.test(line.slice(hash)) && !directive.test(line.slice(hash));
  });
}
