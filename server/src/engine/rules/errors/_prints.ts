/** Prints that report an error: which calls of a handler they are, and which handlers are about them. */
import type { FileFacts } from '../../lint/file-facts';
import { isCallTo, keywordText } from '../../syntax/calls';
import { callArguments, unparenthesized, type SyntaxNode } from '../../syntax/node';
import { readHandler, reportsError, type Handler, type Place } from './_handler';

/** Words that print the traceback by themselves. */
const tracebackPrinters = new Set(['traceback.print_exc', 'traceback.print_exception']);

/** What ends a program on purpose is no failure to look into. */
const endings = new Set([
  'KeyboardInterrupt',
  'EOFError',
  'SystemExit',
  'GeneratorExit',
  'BrokenPipeError',
  'StopIteration',
]);

const loggerCall =
  /(?:^|[._])log(?:ger|ging)?\.(?:debug|info|warn(?:ing)?|error|exception|critical|fatal|log)$/i;
const exit = /^(?:sys\.exit|os\._exit|os\.abort|builtins\.(?:exit|quit))$/;

export interface PrintingHandler {
  readonly handler: Handler;
  /** Calls of `print` and `traceback.print_exc` that say something, in order; never empty. */
  readonly prints: readonly SyntaxNode[];
  /** Prints of blank lines and rules. */
  readonly layout: readonly SyntaxNode[];
}

/** The prints of a handler that tells of an error in no other way; undefined for every other handler. */
export function printingHandler(node: SyntaxNode, context: Place): PrintingHandler | undefined {
  if (!/\bprint/.test(context.text(node)) || isQuietFile(context.file) || talksToPerson(context))
    return undefined;
  const handler = readHandler(node, context);
  if (!handler || handler.isCommaForm || catchesEnding(handler, context)) return undefined;
  const prints: SyntaxNode[] = [];
  let skipTo = -1;
  for (const inner of handler.statements.flatMap((statement) => statement.descendantsOfType([...wanted]))) {
    if (inner.startIndex < skipTo) continue;
    const { type } = inner;
    if (type === 'raise_statement') return undefined;
    if (type === 'return_statement') {
      if (isExitStatus(inner, context)) return undefined;
    } else if (type !== 'call') skipTo = inner.endIndex;
    else if (isPlainPrint(inner, context) || isTracebackPrint(inner, context)) {
      prints.push(inner);
      skipTo = inner.endIndex;
    } else if (isAnswer(inner, context)) return undefined;
  }
  const layout = prints.filter((print) => isLayout(print, context));
  const spoken = prints.filter((print) => !layout.includes(print));
  return spoken.length > 0 ? { handler, prints: spoken, layout } : undefined;
}

/** Calls, what leaves the handler, and what has a life of its own. */
const wanted = [
  'call',
  'raise_statement',
  'return_statement',
  'except_clause',
  'function_definition',
  'class_definition',
  'lambda',
] as const;

function isQuietFile({ role }: FileFacts): boolean {
  return role === 'test' || role === 'notebook' || role === 'stub';
}

function talksToPerson(context: Place): boolean {
  const around = context.enclosing('function_definition');
  return around ? /\b(?:input|getpass)\s*\(/.test(context.text(around)) : context.file.readsInput;
}

function catchesEnding({ value }: Handler, context: Place): boolean {
  if (!value) return false;
  const types =
    value.type === 'tuple' ? value.namedChildren.filter(({ type }) => type !== 'comment') : [value];
  return types.length > 0 && types.every((type) => endings.has(context.text(type)));
}

/** `return 2` of a `main`: the shell gets to know. */
function isExitStatus(statement: SyntaxNode, context: Place): boolean {
  if (statement.firstNamedChild?.type !== 'integer') return false;
  const name = context.enclosing('function_definition')?.childForFieldName('name');
  return name != null && /^_*(?:main|cli|run)(?:_|$)/.test(context.text(name));
}

/** The handler ends the program, or tells of the error through a logger or a service. */
function isAnswer(call: SyntaxNode, context: Place): boolean {
  const callee = call.childForFieldName('function');
  const qualified = context.names.qualifiedName(callee);
  if (qualified !== undefined && exit.test(qualified)) return true;
  if (callee?.type === 'attribute' && loggerCall.test(context.text(callee))) return true;
  return (
    /^(?:parser|ctx|context)\.(?:error|exit|fail|abort)$/.test(callee ? context.text(callee) : '') ||
    reportsError(call, context)
  );
}

/** `print(...)` to standard output or standard error. */
export function isPlainPrint(call: SyntaxNode, context: Place): boolean {
  if (
    !isCallTo(call, 'print', context.source.text) ||
    !context.names.isBuiltin(call.childForFieldName('function'), 'print')
  ) {
    return false;
  }
  return isStandardStream(keywordText(call, 'file', context.source.text));
}

function isStandardStream(file: string | undefined): boolean {
  return file === undefined || /^(?:None|sys\.std(?:out|err))$/.test(file);
}

export function isTracebackPrint(call: SyntaxNode, context: Place): boolean {
  const callee = call.childForFieldName('function');
  if (!callee || !context.text(callee).includes('print_exc')) return false;
  const qualified = context.names.qualifiedName(callee);
  return (
    qualified !== undefined &&
    tracebackPrinters.has(qualified) &&
    isStandardStream(keywordText(call, 'file', context.source.text))
  );
}

/** `print()`, `print("\n")`, `print("-" * 40)`: lays out what is on the screen, and says nothing. */
export function isLayout(print: SyntaxNode, context: Place): boolean {
  const { list, positional, splat } = callArguments(print, context.source.text);
  if (list?.type !== 'argument_list' || splat || !isCallTo(print, 'print', context.source.text)) return false;
  return positional.every((value) => {
    const inner = unparenthesized(value);
    const text = inner.type === 'binary_operator' ? inner.childForFieldName('left') : inner;
    const isRepeated = inner.type !== 'binary_operator' || /\*/.test(context.text(inner));
    return (
      isRepeated &&
      text?.type === 'string' &&
      /^r?(["'])(?:\\[nrt]|[^\p{L}\p{N}_\\{}])*\1$/iu.test(context.text(text))
    );
  });
}
