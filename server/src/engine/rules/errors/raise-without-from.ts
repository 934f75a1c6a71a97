/** `raise X` in a handler without `from`: the traceback claims that the handler itself failed. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { dottedName, unparenthesized, type SyntaxNode } from '../../syntax/node';
import { chainFix, thrownName } from './_chaining';
import { isWithTraceback, readHandler } from './_handler';

export default defineRule({
  meta: {
    name: 'raise-without-from',
    topic: 'errors',
    summary: 'An exception raised in a handler does not name the one that caused it.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'B904', name: 'raise-without-from-inside-except', suffices: 'alone' },
      { tool: 'pylint', code: 'W0707', name: 'raise-missing-from' },
    ],
    messages: {
      cause:
        'Without `from`, the traceback reads as if the handler itself had failed: name the cause of `{raised}`.',
    },
    docs: {
      why:
        'An exception that is raised in a handler without `from` is reported as "During handling of the above exception, ' +
        'another exception occurred", as if the handler were broken. With `from err` the traceback says that one is the ' +
        'direct cause of the other, `__cause__` is set for error trackers, and with `from None` a technical detail stays ' +
        'out of a message for users.',
      bad: [
        {
          code: `import json


class ConfigError(Exception):
    pass


def parse(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise ConfigError("the configuration is not valid JSON")
`,
        },
        {
          code: `def port(settings):
    try:
        return settings["port"]
    except KeyError as error:
        raise ValueError(f"missing setting: {error}")
`,
        },
      ],
      good: [
        {
          code: `import json


class ConfigError(Exception):
    pass


def parse(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as err:
        raise ConfigError("the configuration is not valid JSON") from err
`,
        },
        {
          code: `def port(settings):
    try:
        return settings["port"]
    except KeyError:
        raise SystemExit("no port in the settings") from None
`,
        },
      ],
      guards: [
        'a plain `raise`, and the handler’s own exception raised again, with or without `with_traceback`',
        'functions, classes and lambdas defined in the handler, which run later',
        'an inner `try` in the handler',
      ],
      fixes:
        'Adds `from err`, and `as err` to a handler without a name; nothing else changes. For exceptions that end a program ' +
        'or a request, such as `SystemExit`, `typer.Exit` or `HTTPException`, `from None` comes first: it hides ' +
        'the cause from the traceback.',
    },
  },
  visit: {
    raise_statement(node, context) {
      const raised = node.firstNamedChild;
      if (!raised || raised.type === 'comment' || node.childForFieldName('cause')) return;
      // Only what runs as part of the handler; errors of an inner `try` may be caught there.
      const around = context.enclosing(
        'except_clause',
        'try_statement',
        'function_definition',
        'class_definition',
      );
      if (around?.type !== 'except_clause') return;
      const name = readHandler(around, context)?.name;
      if (
        name !== undefined &&
        (context.text(unparenthesized(raised)) === name || isWithTraceback(raised, name, context))
      )
        return;
      const thrown = raised.type === 'call' ? raised.childForFieldName('function') : raised;
      const shown = dottedName(thrown, context.source.text) ?? 'this exception';
      context.report({ node, message: 'cause', values: { raised: shown } });
    },
  },
  fix({ node }, context) {
    const raised = node.firstNamedChild;
    const clause = context.enclosing('except_clause');
    const handler = clause ? readHandler(clause, context) : undefined;
    // `raise E, "text"` is Python 2.
    if (!raised || !handler || raised.type === 'expression_list' || node.namedChildCount > 1) return [];
    const chained = chainFix(raised, handler, context);
    const hidden: Fix = {
      title: 'Add `from None`; the traceback will not show the cause',
      applicability: 'unsafe',
      edits: [{ start: raised.endIndex, end: raised.endIndex, newText: ' from None' }],
    };
    if (!chained) return [hidden];
    return endsRequest(raised, context) ? [hidden, chained] : [chained, hidden];
  },
});

const ending =
  /(^|\.)(SystemExit|Exit|Abort|HTTPException|Http404|ClickException|UsageError|BadParameter|StopIteration|StopAsyncIteration)$/;

/** Exceptions that speak to a user or a caller, to whom the cause is a detail of the implementation. */
function endsRequest(raised: SyntaxNode, context: FixContext): boolean {
  return ending.test(thrownName(raised, context) ?? '');
}
