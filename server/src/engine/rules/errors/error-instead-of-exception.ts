/** `logger.error(...)` in an exception handler: the record says that something failed, the traceback is lost. */
import { placeOf } from '../../lint/logging/print';
import { shortenMessage } from '../../lint/logging/shorten';
import { defineRule } from '../../lint/rule';
import type { FixEdit } from '../../lint/fix';
import { calleeOf } from '../../syntax/calls';
import { callArguments, dottedName, type SyntaxNode } from '../../syntax/node';
import { aliasEdit } from './_alias';
import { broadTypes, outcomeOf, readHandler, type Handler, type Place } from './_handler';
import { narrowHandler } from './_narrowing';

/** Errors whose type and message say it all: what was asked for was not there, or not well formed. */
const expected = new Set(
  (
    'KeyError IndexError LookupError ValueError UnicodeError UnicodeDecodeError UnicodeEncodeError FileNotFoundError ' +
    'FileExistsError PermissionError IsADirectoryError NotADirectoryError ImportError ModuleNotFoundError ' +
    'KeyboardInterrupt EOFError SystemExit StopIteration StopAsyncIteration TimeoutError ZeroDivisionError ' +
    'ConnectionError ConnectionRefusedError ConnectionResetError BrokenPipeError InterruptedError GeneratorExit ' +
    'json.JSONDecodeError json.decoder.JSONDecodeError subprocess.CalledProcessError subprocess.TimeoutExpired ' +
    'asyncio.TimeoutError asyncio.CancelledError queue.Empty queue.Full socket.timeout socket.gaierror ' +
    'configparser.NoOptionError configparser.NoSectionError argparse.ArgumentTypeError getopt.GetoptError ' +
    'urllib.error.HTTPError requests.Timeout requests.ConnectionError requests.HTTPError requests.exceptions.Timeout ' +
    'requests.exceptions.ConnectionError requests.exceptions.HTTPError'
  ).split(' '),
);

const resolved = /^(?:logging|logging\.getLogger\(\)|loguru\.logger|structlog\.get_logger\(\))\.error$/;
const looksLikeLogger = /(?:^|\.)(?:log|logs|\w*logger|\w*logging)\.error$/i;

const lost = 'This logs that something failed but not where: `{method}` in a handler drops the traceback.';

/** Names that Ruff takes for loggers, where they are not imported. */
const loggerToRuff = /(?:^|\.)(?:(?:log|LOG)\w*|\w*(?:logger|LOGGER|logging|LOGGING))$/;

export default defineRule<{ readonly isResolved: boolean }>({
  meta: {
    name: 'error-instead-of-exception',
    topic: 'errors',
    summary: 'A handler logs an error without the traceback.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      {
        tool: 'ruff',
        code: 'TRY400',
        name: 'error-instead-of-exception',
        suffices: 'alone',
        messages: ['lost'],
      },
      { tool: 'sonar', code: 'S8572' },
    ],
    messages: {
      lost,
      // The same of loggers that Ruff does not take for any.
      lostElsewhere: lost,
    },
    docs: {
      why:
        'In a handler the traceback is at hand, and it is the first thing that whoever reads the log will ask for. ' +
        '`logger.error("...: %s", e)` keeps the last line of it only. `logger.exception` logs at the same level with the ' +
        'whole traceback.',
      bad: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except Exception as e:\n        logger.error("sync of %s failed: %s", job, e)\n',
        },
        {
          code: 'import logging\n\n\ndef sync(job):\n    try:\n        job.run()\n    except RuntimeError as e:\n        logging.error(f"sync failed: {e}")\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except Exception:\n        logger.exception("sync of %s failed", job)\n',
        },
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef port(settings):\n    try:\n        return int(settings["port"])\n    except KeyError:\n        logger.error("no port in the settings")\n        return 80\n',
        },
      ],
      guards: [
        'calls with `exc_info`',
        'objects of other modules that only look like loggers by their name',
        'handlers that raise again, exit, or log the traceback elsewhere; every `.error` after the first of a handler',
        'narrow types of errors that are expected, whose message says it all: `KeyError`, `ValueError`, `FileNotFoundError`, `TimeoutError` and the like',
        'code in functions and lambdas that are only defined in the handler',
      ],
      fixes:
        'Calls `.exception` instead: same level, with the traceback. The exception is taken out of the end of the message ' +
        'where that leaves the rest as it is, and an unused `as e` goes with it. Safe where the logger is known to be one of ' +
        '`logging`, loguru or structlog; unsafe where only its name says so.',
    },
  },
  calls: {
    words: ['error'],
    visit(node, context) {
      const { node: callee } = calleeOf(node, context.source.text);
      if (callee?.type !== 'attribute') return;
      const scope = context.enclosing('except_clause', 'function_definition', 'lambda', 'class_definition');
      if (scope?.type !== 'except_clause') return;
      const handler = readHandler(scope, context);
      if (!handler || handler.isCommaForm || !isErrorCall(node, context) || isExpected(handler, context))
        return;
      const { reraises, reports, exits } = outcomeOf(handler, context);
      if (reraises || reports || exits || firstErrorCall(scope, context)?.id !== node.id) return;
      const isResolved = resolved.test(context.names.qualifiedName(callee) ?? '');
      context.report({
        node,
        message: isLoggerToRuff(callee.childForFieldName('object'), context) ? 'lost' : 'lostElsewhere',
        values: { method: context.text(callee) },
        data: { isResolved },
        about: scope,
      });
    },
  },
  fix({ node, data: { isResolved } }, context) {
    const callee = node.childForFieldName('function');
    const method = callee?.childForFieldName('attribute');
    const list = node.childForFieldName('arguments');
    const scope = context.enclosing('except_clause');
    const handler = scope && readHandler(scope, context);
    if (!callee || !method || !list || !handler) return [];
    const { name } = handler;
    const isLoguru = context.names.qualifiedName(callee)?.startsWith('loguru') === true;
    const shortened =
      name === undefined || isLoguru ? [] : shortenMessage(list, name, placeOf(node, context, name));
    const edits: FixEdit[] = [
      { start: method.startIndex, end: method.endIndex, newText: 'exception' },
      ...shortened,
    ];
    const alias = shortened.length > 0 ? aliasEdit(handler, edits, [], context) : undefined;
    const narrow =
      broadTypes(handler.value, context).length > 0
        ? narrowHandler(handler, 'Catch', context)?.fix
        : undefined;
    return [
      {
        title: isResolved
          ? 'Log the traceback with `.exception`'
          : `Log the traceback with \`.exception\` (if \`${context.text(callee).slice(0, -'.error'.length)}\` is a logger)`,
        applicability: isResolved ? 'safe' : 'unsafe',
        edits: [...edits, ...(alias ? [alias] : [])],
      },
      ...(narrow ? [narrow] : []),
    ];
  },
});

function isErrorCall(call: SyntaxNode, context: Place): boolean {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'attribute') return false;
  const qualified = context.names.qualifiedName(callee);
  const isLogger = qualified !== undefined && resolved.test(qualified);
  // What is imported from elsewhere may be anything; a relative import is of the same project.
  const isRelative = qualified?.startsWith('.') === true;
  const isOpen = qualified === undefined || isRelative;
  const isNamed = [context.text(callee), isRelative ? qualified : ''].some((name) =>
    looksLikeLogger.test(name),
  );
  if (!isLogger && !(isOpen && isNamed)) return false;
  const { keywords, splat } = callArguments(call, context.source.text);
  return !splat && !keywords.has('exc_info');
}

function isExpected({ value }: Handler, context: Place): boolean {
  if (!value) return false;
  const types =
    value.type === 'tuple' ? value.namedChildren.filter(({ type }) => type !== 'comment') : [value];
  return types.every((type) => {
    const qualified = context.names.qualifiedName(type)?.replace(/^builtins\./, '');
    return qualified !== undefined && expected.has(qualified);
  });
}

function isLoggerToRuff(object: SyntaxNode | null, context: Place): boolean {
  if (!object) return false;
  const qualified = context.names.qualifiedName(object);
  if (qualified === 'logging' || (object.type === 'call' && qualified === 'logging.getLogger()')) return true;
  const name = dottedName(object, context.source.text);
  if (name === undefined || !loggerToRuff.test(name)) return false;
  const head = context.names.resolve(name.split('.', 1)[0] ?? name, object.startIndex);
  return !('bindings' in head && head.bindings.some(({ kind }) => kind === 'import'));
}

/** The first call of its kind that runs in the handler itself. */
function firstErrorCall(clause: SyntaxNode, context: Place): SyntaxNode | undefined {
  let skipTo = -1;
  for (const node of clause.descendantsOfType([
    'call',
    'except_clause',
    'function_definition',
    'class_definition',
    'lambda',
  ])) {
    if (node.id === clause.id || node.startIndex < skipTo) continue;
    if (node.type !== 'call') skipTo = node.endIndex;
    else if (context.text(node).includes('.error') && isErrorCall(node, context)) return node;
  }
  return undefined;
}
