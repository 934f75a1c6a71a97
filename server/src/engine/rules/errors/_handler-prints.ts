/** Prints of an exception handler as logging calls: which one carries the traceback, and what is left of the others. */
import type { FixContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { printEdit, type PrintEdit, type Target } from '../../lint/logging/print';
import { codeChildren, soleExpression, type SyntaxNode } from '../../syntax/node';
import type { Handler } from './_handler';
import { isPlainPrint, isTracebackPrint } from './_prints';

export type PrintAsLog = FixEdit & Pick<PrintEdit, 'values'>;

/** The print that carries the traceback from now on. `isRetry`: the same is tried again, so it is no failure yet. */
export function withTraceback(
  print: SyntaxNode,
  target: Target,
  { name }: Handler,
  fallback: string,
  isRetry: boolean,
  context: FixContext,
): PrintAsLog | undefined {
  const { logger, isLoguru } = target;
  // loguru takes the traceback through `opt`, not as an argument.
  const retry: Target = isLoguru
    ? { ...target, logger: `${logger}.opt(exception=True)`, level: 'warning' }
    : { ...target, level: 'warning', keywords: ['exc_info=True'] };
  const way: Target = isRetry ? retry : { ...target, level: 'exception' };
  if (isTracebackPrint(print, context)) {
    const given = [`"${fallback}"`, ...(way.keywords ?? [])].join(', ');
    const newText = `${way.logger}.${way.level ?? 'exception'}(${given})`;
    return { start: print.startIndex, end: print.endIndex, newText, values: [] };
  }
  return printEdit(print, context, { ...way, without: { name: name ?? '', fallback } }, name);
}

/** A print whose traceback is logged elsewhere. What speaks of the exception is no mere information. */
export function withoutTraceback(
  print: SyntaxNode,
  target: Target,
  { name }: Handler,
  context: FixContext,
  atLeastError = false,
): PrintEdit | undefined {
  const edit = printEdit(print, context, target, name);
  if (!edit || edit.level === 'error' || edit.level === 'warning') return edit;
  const mention = name === undefined ? undefined : new RegExp(`(?<![\\w.])${name}\\b`);
  const isGrave = atLeastError || (mention !== undefined && edit.values.some((value) => mention.test(value)));
  return isGrave ? printEdit(print, context, { ...target, level: 'error' }, name) : edit;
}

/** A print of a handler from which an exception goes on: the traceback goes with it, so the message is enough. */
export function beforeRaise(
  print: SyntaxNode,
  target: Target,
  handler: Handler,
  context: FixContext,
): PrintEdit | undefined {
  return withoutTraceback(print, target, handler, context, isFirstPrint(print, handler, context));
}

export function isFirstPrint(print: SyntaxNode, { node }: Handler, context: FixContext): boolean {
  return node.descendantsOfType('call').find((call) => isPlainPrint(call, context))?.id === print.id;
}

/** Every way from the print to the end of the handler ends with a `raise`. */
export function isRaisedAfter(print: SyntaxNode, { node }: Handler): boolean {
  for (let at: SyntaxNode | null = print; at && at.id !== node.id; at = at.parent) {
    if (at.type === 'block' && codeChildren(at).at(-1)?.type === 'raise_statement') return true;
  }
  return false;
}

/** Takes lines out of suites, and leaves something in each. */
export class LineRemover {
  readonly #removed = new Map<number, number>();
  readonly #context: FixContext;

  constructor(context: FixContext) {
    this.#context = context;
  }

  /** Undefined where the call shares its line, or is the last of its suite. */
  remove(call: SyntaxNode): FixEdit | undefined {
    const { source } = this.#context;
    const block = blockOf(call);
    const line = source.lineAt(call.startIndex);
    if (!block || source.lineText(line).trim() !== this.#context.text(call)) return undefined;
    const removed = (this.#removed.get(block.id) ?? 0) + 1;
    if (removed >= codeChildren(block).length) return undefined;
    this.#removed.set(block.id, removed);
    return { start: source.lineStart(line), end: source.lineStart(line + 1), newText: '' };
  }
}

/** The suite in which the call is a statement of its own. */
export function blockOf(call: SyntaxNode): SyntaxNode | undefined {
  const statement = call.parent;
  if (!statement || soleExpression(statement)?.id !== call.id) return undefined;
  return statement.parent?.type === 'block' ? statement.parent : undefined;
}
