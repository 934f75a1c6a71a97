/** Calls that write a log record: which library they go to, as far as the file tells, and where their message stands. */
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { looksLikeLogger, type Place } from './_handler';

export interface LogCall {
  readonly method: string;
  /** `name`: only the receiver's name says that it is a logger. */
  readonly library: 'logging' | 'loguru' | 'structlog' | 'name';
  /** The `argument_list`. */
  readonly list: SyntaxNode;
  readonly message: SyntaxNode;
  /** Positional arguments behind the message. */
  readonly values: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
  readonly splat: boolean;
}

/** Methods of loggers, for `calls` of a rule too. */
export const logMethods: ReadonlySet<string> = new Set([
  'debug',
  'info',
  'warn',
  'warning',
  'error',
  'exception',
  'critical',
  'fatal',
  'log',
]);
const libraries =
  /^(logging|loguru|structlog)(?:\.(?:getLogger|Logger|get_logger|getLogger\(\)\.getChild)\(\)|\.logger)?\.(\w+)$/;

/** Undefined for calls that are no logging calls, or have no message. */
export function readLogCall(call: SyntaxNode, context: Place): LogCall | undefined {
  const callee = call.childForFieldName('function');
  if (!callee) return undefined;
  const target =
    callee.type === 'attribute' ? attributeTarget(callee, context) : plainTarget(callee, context);
  if (!target) return undefined;
  const { list, positional, keywords, splat } = callArguments(call, context.source.text);
  const at = target.method === 'log' ? 1 : 0;
  const message = positional[at];
  if (list?.type !== 'argument_list' || !message) return undefined;
  return { ...target, list, message, values: positional.slice(at + 1), keywords, splat };
}

type Target = Pick<LogCall, 'method' | 'library'>;

function attributeTarget(callee: SyntaxNode, context: Place): Target | undefined {
  const attribute = callee.childForFieldName('attribute');
  const method = attribute ? context.text(attribute) : '';
  if (!logMethods.has(method)) return undefined;
  const qualified = context.names.qualifiedName(callee);
  if (qualified === undefined || qualified.startsWith('.')) {
    // What is imported from elsewhere may be anything; a relative import is of the same project.
    return looksLikeLogger(callee.childForFieldName('object'), context)
      ? { method, library: 'name' }
      : undefined;
  }
  const library = libraries.exec(qualified)?.[1] as LogCall['library'] | undefined;
  return library && { method, library };
}

/** `from logging import info`. */
function plainTarget(callee: SyntaxNode, context: Place): Target | undefined {
  if (callee.type !== 'identifier') return undefined;
  const method = /^logging\.(\w+)$/.exec(context.names.qualifiedName(callee) ?? '')?.[1];
  return method !== undefined && logMethods.has(method) ? { method, library: 'logging' } : undefined;
}
