/** `raise e` of the handler's own exception: a plain `raise` says the same and keeps the traceback clean. */
import { defineRule } from '../../lint/rule';
import { unparenthesized, type SyntaxNode } from '../../syntax/node';
import { aliasEdit } from './_alias';
import { isRebound } from './_chaining';
import { readHandler, type Handler, type Place } from './_handler';

export default defineRule({
  meta: {
    name: 'verbose-raise',
    topic: 'errors',
    summary: 'A handler raises its own exception by name.',
    severity: 'hint',
    profile: 'all',
    scope: 'statement',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'TRY201', name: 'verbose-raise', suffices: 'alone' }],
    yieldsTo: ['useless-try-except'],
    messages: {
      named: '`raise {name}` adds this line to the traceback and says no more than `raise`.',
    },
    docs: {
      why:
        'A plain `raise` passes the exception on as it came. `raise e` does the same and adds the line of the handler to ' +
        'the traceback, where it looks like one more place where something went wrong; and it goes wrong itself ' +
        'once somebody gives `e` another value.',
      bad: [
        {
          code: 'def load(path):\n    try:\n        return path.read_text()\n    except OSError as e:\n        path.unlink()\n        raise e\n',
        },
      ],
      good: [
        {
          code: 'def load(path):\n    try:\n        return path.read_text()\n    except OSError:\n        path.unlink()\n        raise\n',
        },
        {
          code: 'def load(path):\n    try:\n        return path.read_text()\n    except OSError as e:\n        raise e.with_traceback(None)\n',
        },
      ],
      guards: [
        'handlers that give the name another value, or change the traceback of the exception',
        'code in an inner handler or `finally`, where a plain `raise` means another exception',
        'functions that are only defined in the handler',
        '`raise e from ...`, which sets a cause',
        '`except*`, where a plain `raise` and `raise e` build different groups',
      ],
      fixes:
        'Writes a plain `raise`, everywhere in the handler, and removes `as e` when nothing else uses it.',
    },
  },
  visit: {
    raise_statement(node, context) {
      const raised = node.firstNamedChild;
      if (!raised || (raised.type !== 'identifier' && raised.type !== 'parenthesized_expression')) return;
      const clause = context.enclosing(
        'except_clause',
        'finally_clause',
        'function_definition',
        'class_definition',
      );
      if (clause?.type !== 'except_clause') return;
      const handler = readHandler(clause, context);
      if (!handler || !isVerbose(node, handler, context) || !mayShorten(handler, context)) return;
      context.report({ node, message: 'named', values: { name: handler.name ?? '' }, about: clause });
    },
  },
  fix({ node }, context) {
    const clause = context.enclosing('except_clause');
    const handler = clause && readHandler(clause, context);
    if (!handler) return [];
    const raises = raisesOf(handler).filter((raise) => isVerbose(raise, handler, context));
    // One change for all of the handler: `as e` can go only when all of them have.
    const edits = raises.map((raise) => ({
      start: raise.startIndex,
      end: raise.firstNamedChild?.endIndex ?? raise.endIndex,
      newText: 'raise',
    }));
    if (!raises.some(({ id }) => id === node.id)) return [];
    const alias = aliasEdit(handler, edits, [], context);
    return [
      { title: 'Write a plain `raise`', applicability: 'safe', edits: alias ? [...edits, alias] : edits },
    ];
  },
});

/** `raise e` without a cause and without a comment inside. */
function isVerbose(node: SyntaxNode, { name }: Handler, context: Place): boolean {
  const raised = node.firstNamedChild;
  if (!raised || name === undefined || node.namedChildCount !== 1) return false;
  return context.text(unparenthesized(raised)) === name && !context.text(node).includes('#');
}

function mayShorten(handler: Handler, context: Place): boolean {
  const text = context.text(handler.node);
  if (/^except\s*\*/.test(text) || /\b(?:with_traceback|__traceback__)\b/.test(text)) return false;
  return handler.name !== undefined && !isRebound(handler.name, handler, context);
}

/** Those that run as part of the handler itself. */
function raisesOf({ statements }: Handler): SyntaxNode[] {
  const raises: SyntaxNode[] = [];
  let skipTo = -1;
  const kinds = [
    'raise_statement',
    'except_clause',
    'finally_clause',
    'function_definition',
    'class_definition',
  ] as const;
  for (const node of statements.flatMap((statement) => statement.descendantsOfType([...kinds]))) {
    if (node.startIndex < skipTo) continue;
    if (node.type === 'raise_statement') raises.push(node);
    else skipTo = node.endIndex;
  }
  return raises;
}
