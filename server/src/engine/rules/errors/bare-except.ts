/** `except:`: catches everything, `KeyboardInterrupt` and `SystemExit` too. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { chainLast } from './_chaining';
import { combined, logTraceback, printsDirectly, raiseAgain } from './_handler-fixes';
import { isBareExcept, isEmptyBody, outcomeOf, readHandler, type Handler } from './_handler';
import { narrowHandler, retype } from './_narrowing';
import { suppressInsteadOfTry } from './_suppress';

export default defineRule({
  meta: {
    name: 'bare-except',
    topic: 'errors',
    summary: 'A handler catches everything, even Ctrl+C and `sys.exit()`.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'statement',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'E722', name: 'bare-except', suffices: 'alone' },
      { tool: 'pylint', code: 'W0702', name: 'bare-except' },
      { tool: 'sonar', code: 'S5754' },
    ],
    messages: {
      bare: 'A bare `except:` catches everything, even Ctrl+C and typing mistakes in names: say which errors are expected here.',
    },
    docs: {
      why:
        'A bare `except:` is `except BaseException:`. It catches the errors that were expected and all others: a ' +
        'misspelt name, a full disk, `KeyboardInterrupt` when an operator stops the process, `SystemExit` when it is ' +
        'asked to end. The program then goes on in a state that nobody has thought of, and nothing says why.',
      bad: [
        {
          code: `import json


def load_settings(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except:
        return {}
`,
        },
        {
          code: `def read_port(text):
    try:
        return int(text)
    except:
        return 8080
`,
        },
      ],
      good: [
        {
          code: `import json


def load_settings(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, json.JSONDecodeError):
        return {}
`,
        },
        {
          code: `def replace(connection, statement):
    try:
        connection.execute(statement)
    except:
        connection.rollback()
        raise
`,
        },
      ],
      guards: ['a handler that raises the error again with a plain `raise` among its own statements'],
      fixes:
        'Where the calls in the `try` body are known, the preferred fix names the exceptions that they raise; the title ' +
        'says what was inferred and from which call. Where some calls are not known, the fix that comes first keeps ' +
        'catching `Exception` and logs the traceback, and narrowing is offered after it. Every fix lets ' +
        '`KeyboardInterrupt` and `SystemExit` through.',
    },
  },
  visit: {
    except_clause(node, context) {
      if (!isBareExcept(node, context)) return;
      const handler = readHandler(node, context);
      // A plain `raise` anywhere among the direct statements means that nothing is swallowed.
      if (!handler || handler.statements.some((statement) => context.text(statement) === 'raise')) return;
      const start = node.startIndex;
      context.report({ node, message: 'bare', range: { start, end: start + 'except'.length } });
    },
  },
  fix({ node }, context) {
    const handler = readHandler(node, context);
    if (!handler) return [];
    const narrow = narrowHandler(handler, 'Catch', context);
    const broad = broadFixes(handler, context);
    const raise = raiseAgain(handler, context);
    const suppress =
      narrow && isEmptyBody(handler.statements)
        ? suppressInsteadOfTry(handler, narrow.narrowing, context)
        : undefined;
    const narrowed = narrow ? [narrow.fix, ...(suppress ? [suppress] : [])] : [];
    const isCertain = narrow?.narrowing.certain === true;
    return [
      ...(isCertain ? narrowed : []),
      ...broad,
      ...(isCertain ? [] : narrowed),
      ...(raise ? [raise] : []),
    ];
  },
});

function broadFixes(handler: Handler, context: FixContext): Fix[] {
  const at = handler.node.startIndex;
  const header = retype(handler, ['Exception'], context);
  if (!header || context.names.resolve('Exception', at).origin !== 'builtin') return [];
  const plain: Fix = {
    title: 'Catch `Exception`; Ctrl+C and `sys.exit()` would get through',
    applicability: 'unsafe',
    edits: [header],
  };
  if (handler.statements.at(-1)?.type === 'raise_statement') {
    const chained = chainLast(handler, context);
    return chained ? [chained, plain] : [plain];
  }
  const outcome = outcomeOf(handler, context);
  const isSpokenFor = outcome.reports || outcome.reraises || printsDirectly(handler, context);
  const log = isSpokenFor ? undefined : logTraceback(handler, context);
  const edits = log && combined([header], log.edits);
  if (!log || !edits) return [plain];
  const title = `Catch \`Exception\` and log it with ${log.added}; Ctrl+C and \`sys.exit()\` would get through`;
  return [{ title, applicability: 'unsafe', edits }, plain];
}
