/** `except Exception: pass` and `with contextlib.suppress(Exception)`: errors vanish without a trace. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { logTraceback, raiseAgain } from './_handler-fixes';
import {
  broadTypes,
  hasExplanation,
  isBareExcept,
  isEmptyBody,
  mayBeBroad,
  readHandler,
  type Handler,
} from './_handler';
import { narrowHandler } from './_narrowing';
import { logInsteadOfSuppress, narrowSuppress, suppressInsteadOfTry, suppressOf } from './_suppress';
import type { SyntaxNode } from '../../syntax/node';

export default defineRule({
  meta: {
    name: 'try-except-pass',
    topic: 'errors',
    summary: 'A handler for everything does nothing at all.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S110', name: 'try-except-pass' },
      { tool: 'bandit', code: 'B110', name: 'try_except_pass' },
      { tool: 'ruff', code: 'SIM105', name: 'suppressible-exception' },
    ],
    yieldsTo: ['bare-except'],
    messages: {
      silent:
        'Every error in this `try` vanishes without a trace: log it, or catch only what may be ignored.',
      explained:
        'Every error in this `try` vanishes without a trace, also those that the comment does not mean.',
      suppressed:
        '`suppress({type})` makes every error vanish without a trace: log it, or suppress only what may be ignored.',
    },
    docs: {
      why:
        'A handler that catches everything and does nothing turns each fault into silence: no log line, no failed request, ' +
        'no alert. The first sign is missing data, days later, with nothing left to look at. What may really be ' +
        'ignored is nearly always one class of error, and naming it keeps the others visible.',
      bad: [
        {
          code: `def remember(path, text):
    try:
        path.write_text(text)
    except Exception:
        pass
`,
        },
        {
          code: `import contextlib
import os


def tidy(path):
    with contextlib.suppress(Exception):
        os.remove(path)
`,
        },
      ],
      good: [
        {
          code: `import contextlib
import os


def tidy(path):
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)
`,
        },
        {
          code: `import logging

logger = logging.getLogger(__name__)


def remember(path, text):
    try:
        path.write_text(text)
    except Exception:
        logger.exception("remember failed")
`,
        },
      ],
      guards: [
        'handlers of narrow types, such as `except ImportError: pass`',
        '`__del__` methods and functions registered with `@atexit.register`, where nobody can hear',
        'a comment in the handler lowers the finding to a hint',
      ],
      fixes:
        'The preferred fix logs the traceback with `logger.exception(…)` and goes on as before. Where the calls in the body ' +
        'are known, the handler can be narrowed to what they raise, or written as `contextlib.suppress(…)` of those ' +
        'types; other errors then surface.',
    },
  },
  visit: {
    except_clause(node, context) {
      if (!mayBeBroad(node, context) && !isBareExcept(node, context)) return;
      const handler = readHandler(node, context);
      if (!handler || !isEmptyBody(handler.statements)) return;
      if (handler.value && broadTypes(handler.value, context).length === 0) return;
      if (runsAtTheEnd(context)) return;
      const [statement] = handler.statements;
      const range = { start: node.startIndex, end: statement?.endIndex ?? node.endIndex };
      const isExplained = hasExplanation(range, context);
      context.report({
        node,
        message: isExplained ? 'explained' : 'silent',
        range,
        ...(isExplained ? { atMost: 'hint' } : {}),
      });
    },
    with_statement(node, context) {
      const suppress = suppressOf(node, context);
      const [type] = suppress?.broad ?? [];
      if (!suppress || !type || runsAtTheEnd(context)) return;
      const { startIndex: start, endIndex: end } = suppress.call;
      context.report({
        node,
        message: 'suppressed',
        values: { type: context.text(type) },
        range: { start, end },
      });
    },
  },
  fix({ node }, context) {
    if (node.type === 'with_statement') return suppressFixes(node, context);
    const handler = readHandler(node, context);
    return handler ? handlerFixes(handler, context) : [];
  },
});

function handlerFixes(handler: Handler, context: FixContext): Fix[] {
  const fixes: Fix[] = [];
  const log = logTraceback(handler, context);
  if (log)
    fixes.push({ title: `Log the traceback with ${log.added}`, applicability: 'unsafe', edits: log.edits });
  const narrow = narrowHandler(handler, 'Ignore', context);
  const suppress = narrow && suppressInsteadOfTry(handler, narrow.narrowing, context);
  const others = [narrow?.fix, suppress, raiseAgain(handler, context)];
  return [...fixes, ...others.filter((fix) => fix !== undefined)];
}

function suppressFixes(node: SyntaxNode, context: FixContext): Fix[] {
  const suppress = suppressOf(node, context);
  if (!suppress) return [];
  const fixes = [logInsteadOfSuppress(node, suppress, context), narrowSuppress(node, suppress, context)];
  return fixes.filter((fix) => fix !== undefined);
}

/** The interpreter may be half gone; an error there can be neither handled nor logged with certainty. */
function runsAtTheEnd(context: RuleContext<undefined>): boolean {
  const definition = context.enclosing('function_definition');
  const name = definition?.childForFieldName('name');
  if (!definition || !name) return false;
  if (context.text(name) === '__del__') return true;
  const decorated = context.enclosing('decorated_definition');
  return (
    decorated?.childForFieldName('definition')?.id === definition.id &&
    /^@atexit\.register\b/m.test(context.text(decorated))
  );
}
