/** A `try` whose only handler raises the exception again: the same code without it does the same. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { reindented } from '../../lint/suites';
import { codeChildren, statementsOf, unparenthesized } from '../../syntax/node';
import { readHandler, type Handler, type Place } from './_handler';
import { tryBody } from './_handler-fixes';

export default defineRule({
  meta: {
    name: 'useless-try-except',
    topic: 'errors',
    summary: 'The only handler of a `try` does nothing but raise again.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'statement',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'TRY203', name: 'useless-try-except', suffices: 'alone' },
      { tool: 'pylint', code: 'W0706', name: 'try-except-raise' },
      { tool: 'sonar', code: 'S2737' },
    ],
    messages: {
      useless: 'This handler only raises the exception again: without the `try`, the same happens.',
    },
    docs: {
      why:
        'A handler that only raises again handles nothing. It says to the reader that something is taken care of here, ' +
        'and it puts one more level of indentation around the code that matters.',
      bad: [
        {
          code: 'def load(path):\n    try:\n        text = path.read_text()\n        return text.strip()\n    except OSError:\n        raise\n',
        },
      ],
      good: [
        { code: 'def load(path):\n    text = path.read_text()\n    return text.strip()\n' },
        {
          code: 'def load(path):\n    try:\n        return path.read_text()\n    except FileNotFoundError:\n        raise\n    except OSError:\n        return ""\n',
        },
      ],
      guards: [
        'a `try` with several handlers, where raising again keeps an exception from the next one',
        'a `try` with `else` or `finally`',
        '`except*`, which changes how exceptions are grouped',
      ],
      fixes:
        'Takes the code out of the `try`. Not offered where the handler holds a comment, which may say why.',
    },
  },
  visit: {
    except_clause(node, context) {
      const handler = readHandler(node, context);
      if (!handler || !onlyRaises(handler, context) || /^except\s*\*/.test(context.text(node))) return;
      const clauses = node.parent ? codeChildren(node.parent) : [];
      if (clauses.length !== 2) return;
      const end = handler.statements[0]?.endIndex ?? node.endIndex;
      context.report({ node, message: 'useless', range: { start: node.startIndex, end } });
    },
  },
  fix({ node }, context) {
    const handler = readHandler(node, context);
    const fix = handler && unwrap(handler, context);
    return fix ? [fix] : [];
  },
});

/** `raise`, or `raise e` of its own exception. */
function onlyRaises({ statements, name }: Handler, context: Place): boolean {
  const [only, ...more] = statements;
  if (only?.type !== 'raise_statement' || more.length > 0 || only.namedChildCount > 1) return false;
  const raised = only.firstNamedChild;
  return !raised || (name !== undefined && context.text(unparenthesized(raised)) === name);
}

function unwrap({ node, statements }: Handler, context: FixContext): Fix | undefined {
  const { source } = context;
  const whole = node.parent;
  const body = tryBody(node);
  const tried = statementsOf(body);
  const [first] = tried;
  const last = tried.at(-1);
  const end = statements[0]?.endIndex;
  if (!whole || !body || !first || !last || end === undefined) return undefined;
  const lastLine = source.lineAt(end);
  const rest = source.slice(end, source.lineEnd(lastLine));
  if (source.slice(node.startIndex, end).includes('#') || !/^[ \t;]*$/.test(rest)) return undefined;
  const tryLine = source.lineAt(whole.startIndex);
  const start = source.lineStart(tryLine);
  const outer = source.slice(start, whole.startIndex);
  const header = /^try[ \t]*:[ \t]*/.exec(context.text(whole))?.[0];
  if (header === undefined || outer.trim() !== '') return undefined;
  const afterHeader = source.slice(whole.startIndex + header.length, source.lineStart(tryLine + 1));
  const exceptLine = source.lineAt(node.startIndex);
  const isOneLine = source.lineAt(first.startIndex) === tryLine;
  const inner = isOneLine ? outer : source.indentAt(first.startIndex);
  if (!inner.startsWith(outer)) return undefined;
  const lines = { first: tryLine + 1, last: exceptLine - 1, from: inner, to: outer };
  const head = afterHeader.trim() === '' ? '' : `${outer}${afterHeader}`;
  const newText = head + reindented([body], lines, source);
  const edit = { start, end: source.lineStart(lastLine + 1), newText };
  return { title: 'Take the code out of the `try`', applicability: 'safe', edits: [edit] };
}
