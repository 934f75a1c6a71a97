/** `except Exception: continue`: a loop skips its failures without a word. */
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { logTraceback } from './_handler-fixes';
import { broadTypes, isBareExcept, mayBeBroad, readHandler, type Place } from './_handler';
import { narrowHandler } from './_narrowing';
import { isCountedRetry } from './_retry';

export default defineRule({
  meta: {
    name: 'try-except-continue',
    topic: 'errors',
    summary: 'A loop skips every failing item without a trace.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S112', name: 'try-except-continue', suffices: 'alone' },
      { tool: 'bandit', code: 'B112', name: 'try_except_continue' },
    ],
    yieldsTo: ['bare-except'],
    messages: {
      skipped:
        'Items that fail here are skipped without a trace: log the error, or catch only what may be skipped.',
    },
    docs: {
      why:
        'A loop that catches everything and continues loses items silently. When all of them fail, because a file moved or ' +
        'a field was renamed, the loop still ends normally and reports success. A log line for each skipped item, or a ' +
        'handler for the one expected error, keeps the difference between "nothing to do" and "nothing worked".',
      bad: [
        {
          code: `def total(lines):
    result = 0
    for line in lines:
        try:
            result += int(line)
        except Exception:
            continue
    return result
`,
        },
      ],
      good: [
        {
          code: `def total(lines):
    result = 0
    for line in lines:
        try:
            result += int(line)
        except ValueError:
            continue
    return result
`,
        },
        {
          code: `import logging

logger = logging.getLogger(__name__)


def send_all(messages, server):
    for message in messages:
        try:
            server.send(message)
        except Exception:
            logger.exception("send_all failed")
            continue
`,
        },
      ],
      guards: [
        'handlers of narrow types',
        'retry loops: a counted loop that a success leaves, or a loop that sleeps between attempts',
      ],
      fixes:
        'The preferred fix logs the traceback and continues as before. Where the calls in the body are known, the handler ' +
        'can be narrowed to what they raise; other errors then end the loop.',
    },
  },
  visit: {
    except_clause(node, context) {
      if (!mayBeBroad(node, context) && !isBareExcept(node, context)) return;
      const handler = readHandler(node, context);
      const [statement] = handler?.statements ?? [];
      if (!handler || handler.statements.length !== 1 || statement?.type !== 'continue_statement') return;
      if (handler.value && broadTypes(handler.value, context).length === 0) return;
      const loop = context.enclosing('for_statement', 'while_statement', 'function_definition');
      if (loop && isRetry(loop, node, context)) return;
      context.report({
        node,
        message: 'skipped',
        range: { start: node.startIndex, end: statement.endIndex },
      });
    },
  },
  fix({ node }, context) {
    const handler = readHandler(node, context);
    if (!handler) return [];
    const fixes: Fix[] = [];
    const log = logTraceback(handler, context);
    if (log) {
      const title = `Log the traceback with ${log.added} and continue`;
      fixes.push({ title, applicability: 'unsafe', edits: log.edits });
    }
    const narrow = narrowHandler(handler, 'Skip', context);
    return narrow ? [...fixes, narrow.fix] : fixes;
  },
});

/** The loop tries the same thing again: it is counted and success leaves it, or it waits. */
function isRetry(loop: SyntaxNode, handler: SyntaxNode, context: Place): boolean {
  if (/\bsleep\s*\(/.test(context.text(loop))) return true;
  return isCountedRetry(loop, handler, context);
}
