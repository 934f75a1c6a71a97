/** A handler that tells of an error with `print`: the traceback is lost, and so is the message once nobody watches. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { printEdit, shown, type Target } from '../../lint/logging/print';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { aliasEdit } from './_alias';
import { combined, failureMessage, logTraceback } from './_handler-fixes';
import { blockOf, LineRemover, withoutTraceback, withTraceback, type PrintAsLog } from './_handler-prints';
import { broadTypes, leaves, type Handler } from './_handler';
import { narrowHandler } from './_narrowing';
import { isTracebackPrint, printingHandler, type PrintingHandler } from './_prints';
import { isCountedRetry } from './_retry';

export default defineRule({
  meta: {
    name: 'print-in-except',
    topic: 'errors',
    summary: 'An exception handler reports the error with `print`.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      printed:
        'The handler only prints the error: the traceback is lost, and in production nobody reads the output.',
      traceback:
        'The traceback goes to standard error, past every log handler: no level, no time, no logger name.',
    },
    docs: {
      why:
        'Under a service manager, a worker or a container, standard output is thrown away or mixed with everything else, ' +
        'without time, level or place. A printed `str(error)` also drops the traceback, the one thing that tells where it ' +
        'went wrong. `logger.exception` records message and traceback together and lets operations route and alert on them.',
      bad: [
        {
          code: 'def load(path):\n    try:\n        return open(path).read()\n    except OSError as e:\n        print(f"Could not read {path}: {e}")\n        return None\n',
        },
        {
          code: 'import traceback\n\n\ndef sync(jobs):\n    for job in jobs:\n        try:\n            job.run()\n        except Exception:\n            traceback.print_exc()\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef load(path):\n    try:\n        return open(path).read()\n    except OSError:\n        logger.exception("Could not read %s", path)\n        return None\n',
        },
        {
          code: 'import sys\n\n\ndef main():\n    try:\n        work()\n    except ValueError as e:\n        print(f"bad input: {e}", file=sys.stderr)\n        sys.exit(2)\n',
        },
      ],
      guards: [
        'handlers that raise, or end the program with `sys.exit` and the like, or with an exit status from `main`',
        'handlers that log as well: the print is for the person who watches',
        'functions that ask with `input()`: they talk to a person',
        '`KeyboardInterrupt`, `EOFError`, `SystemExit` and others that end a program on purpose',
        '`print(..., file=...)` to another stream than standard output and standard error',
        'tests, notebooks and stubs',
      ],
      fixes:
        'The first print becomes `logger.exception(...)`: values are passed as arguments, the exception is left out of the ' +
        'end of the message because the traceback ends with it, and an unused `as e` goes with it. Other prints of the ' +
        'handler become calls of a level that their words ask for, `error` where they speak of the exception; those that only ' +
        'repeat it, and lines that only frame the output, go. In a counted loop that tries again it is a `warning` with ' +
        '`exc_info=True`. A logger is added when the module has none. Where everything is caught, the next alternative also ' +
        'names what the body raises; the last keeps the prints and logs the traceback before them. Unsafe: the text moves ' +
        'from standard output to the log.',
    },
  },
  visit: {
    except_clause(node, context) {
      const found = printingHandler(node, context);
      const first = found?.prints[0];
      if (!first) return;
      const message = isTracebackPrint(first, context) ? 'traceback' : 'printed';
      context.report({ node: first, message, about: node });
    },
  },
  fix(_, context) {
    const clause = context.enclosing('except_clause');
    const found = clause && printingHandler(clause, context);
    if (!found) return [];
    const converted = convertAll(found, context);
    const narrowed = converted && narrowedToo(found.handler, converted, context);
    const kept = logTraceback(found.handler, context);
    const keeping: Fix | undefined = kept && {
      title: `Keep the output and log the traceback too: ${kept.added}`,
      applicability: 'unsafe',
      edits: kept.edits,
    };
    return [converted, narrowed, keeping].filter((fix) => fix !== undefined);
  },
});

/** The same for a handler of everything, which then catches only what its body is known to raise. */
function narrowedToo(handler: Handler, converted: Fix, context: FixContext): Fix | undefined {
  if (broadTypes(handler.value, context).length === 0) return undefined;
  const narrow = narrowHandler(handler, 'Log it with the traceback, and catch', context)?.fix;
  const edits = narrow && combined(converted.edits, narrow.edits);
  return edits && { ...narrow, edits };
}

function convertAll({ handler, prints, layout }: PrintingHandler, context: FixContext): Fix | undefined {
  const logger = context.insertions.logger();
  if (!logger) return undefined;
  const target: Target = { logger: logger.name, isLoguru: logger.isLoguru };
  const fallback = failureMessage(handler.node.parent?.childForFieldName('body') ?? undefined, context);
  const remover = new LineRemover(context);
  const edits: FixEdit[] = [];
  const code: string[] = [];
  const blocks: SyntaxNode[] = [];
  let title = '';
  for (const print of prints) {
    const block = blockOf(print);
    const isLogged =
      block &&
      blocks.some((other) => other.startIndex <= print.startIndex && print.endIndex <= other.endIndex);
    const edit = isLogged
      ? laterEdit(print, target, handler, remover, context)
      : withTraceback(print, target, handler, fallback, isRetry(handler, context), context);
    if (!edit || !block) {
      if (edits.length === 0) return undefined;
      code.push(context.text(print));
      continue;
    }
    if (!isLogged) blocks.push(block);
    if (title === '') title = shown(edit);
    edits.push({ start: edit.start, end: edit.end, newText: edit.newText });
    code.push(...edit.values);
  }
  // Lines and blank lines frame what is on the screen; in a log there is nothing to frame.
  edits.push(...layout.flatMap((print) => remover.remove(print) ?? []));
  const alias = aliasEdit(handler, edits, code, context);
  return {
    title: `Log it with the traceback: ${title} (the text moves from the output to the log)`,
    applicability: 'unsafe',
    edits: [...logger.edits, ...edits, ...(alias ? [alias] : [])],
  };
}

function isRetry({ node, statements }: Handler, context: FixContext): boolean {
  const loop = context.enclosing('for_statement', 'while_statement', 'function_definition');
  return loop !== undefined && isCountedRetry(loop, node, context) && !leaves(statements.at(-1), context);
}

/** A print after it: a second traceback says nothing new, and neither does the exception alone. */
function laterEdit(
  print: SyntaxNode,
  target: Target,
  handler: Handler,
  remover: LineRemover,
  context: FixContext,
): PrintAsLog | undefined {
  const isTraceback = isTracebackPrint(print, context);
  const { name = '' } = handler;
  const rest = isTraceback
    ? undefined
    : printEdit(print, context, { ...target, without: { name, fallback: '' } });
  if (isTraceback || rest?.newText.endsWith('("")') === true) {
    const removed = remover.remove(print);
    if (removed || isTraceback) return removed && { ...removed, values: [] };
  }
  return withoutTraceback(print, target, handler, context);
}
