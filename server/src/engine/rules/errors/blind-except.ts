/** `except Exception:` that neither reports the error nor passes it on. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { logTraceback, printsDirectly, raiseAgain } from './_handler-fixes';
import { broadTypes, mayBeBroad, outcomeOf, readHandler, type Handler } from './_handler';
import { narrowHandler } from './_narrowing';

export default defineRule({
  meta: {
    name: 'blind-except',
    topic: 'errors',
    summary: 'A handler catches every exception and neither logs the traceback nor raises it again.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'BLE001', name: 'blind-except', suffices: 'alone' },
      { tool: 'pylint', code: 'W0718', name: 'broad-exception-caught' },
      { tool: 'pylint', code: 'W0703', name: 'broad-except' },
    ],
    yieldsTo: [
      'try-except-pass',
      'try-except-continue',
      'exception-swallowed-by-return',
      'print-in-except',
      'error-instead-of-exception',
    ],
    messages: {
      blind:
        '`except {type}` hides mistakes in the program as well as expected errors: name those, or log the traceback.',
    },
    docs: {
      why:
        'A handler for `Exception` cannot tell a missing file from a misspelt attribute. When it also keeps the traceback ' +
        'to itself, the only trace of a fault in production is a wrong result, found later and somewhere else. Catching ' +
        'everything is right at a boundary, such as a worker loop or a request handler, and there the traceback belongs ' +
        'into the log.',
      bad: [
        {
          code: `def read_port(text):
    try:
        return int(text)
    except Exception:
        return 8080
`,
        },
        {
          code: `import logging

logger = logging.getLogger(__name__)


def process(job):
    try:
        job.run()
    except Exception as error:
        logger.error("job failed: %s", error)
`,
        },
      ],
      good: [
        {
          code: `def read_port(text):
    try:
        return int(text)
    except ValueError:
        return 8080
`,
        },
        {
          code: `import logging

logger = logging.getLogger(__name__)


def process(job):
    try:
        job.run()
    except Exception:
        logger.exception("job failed")
`,
        },
        {
          code: `class SyncError(Exception):
    pass


def sync(client):
    try:
        client.push()
    except Exception as error:
        raise SyncError("push failed") from error
`,
        },
      ],
      guards: [
        'the error is raised again, or something is raised `from` it, or the handler ends by raising another',
        'the traceback is logged: `.exception(…)`, `exc_info=`, loguru `opt(exception=…)`, whatever the logger is called',
        'the error is reported by `traceback.print_exc`, Sentry, Rollbar, or a function in the setting for error reporters',
        'the error is handed on with `set_exception`, `call_exception_handler` or `logging.Handler.handleError`',
        'an entry point or script whose handler ends the process',
      ],
      fixes:
        'Where all calls in the `try` body are known, the preferred fix names the exceptions that they raise. Otherwise the ' +
        'traceback is logged: an existing `.error(…)` becomes `.exception(…)`, another logging call gets ' +
        '`exc_info=True`, or `logger.exception(…)` is added, with the module logger if there is none yet. Narrowing ' +
        'lets other errors through; logging changes no flow.',
    },
  },
  visit: {
    except_clause(node, context) {
      if (!mayBeBroad(node, context)) return;
      const handler = readHandler(node, context);
      const [type] = handler ? broadTypes(handler.value, context) : [];
      if (!handler || !type) return;
      // Another error takes the place of this one; that its cause is missing is for raise-without-from to say.
      if (handler.statements.at(-1)?.type === 'raise_statement') return;
      const outcome = outcomeOf(handler, context);
      if (outcome.reraises || outcome.reports) return;
      if (outcome.exits && (context.file.role === 'entry-point' || context.file.role === 'script')) return;
      const range = { start: type.startIndex, end: type.endIndex };
      context.report({ node, message: 'blind', values: { type: context.text(type) }, range });
    },
  },
  fix({ node }, context) {
    const handler = readHandler(node, context);
    if (!handler) return [];
    const narrow = narrowHandler(handler, 'Catch', context);
    const first = narrow?.narrowing.certain ? [narrow.fix] : [];
    const later = narrow && !narrow.narrowing.certain ? [narrow.fix] : [];
    const log = logFix(handler, context);
    const raise = raiseAgain(handler, context);
    return [...first, ...(log ? [log] : []), ...later, ...(raise ? [raise] : [])];
  },
});

function logFix(handler: Handler, context: FixContext): Fix | undefined {
  const log = logTraceback(handler, context);
  if (!log) return undefined;
  return {
    title: `Log the traceback with ${log.added}; the error is still swallowed`,
    // A person at the console was told already; whether the log should tell again is for a person to say.
    applicability: printsDirectly(handler, context) ? 'display' : 'unsafe',
    edits: log.edits,
  };
}
