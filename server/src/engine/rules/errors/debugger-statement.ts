/** `breakpoint()` and its like left in the code: in production nobody is there to type `continue`. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { removeStatement, removeStatements } from '../../lint/suites';
import { lineMatches } from '../../syntax/line-matches';
import { soleExpression, type SyntaxNode } from '../../syntax/node';

const debuggers = new Set([
  'builtins.breakpoint',
  'pdb.set_trace',
  'ipdb.set_trace',
  'ipdb.sset_trace',
  'pudb.set_trace',
  'rpdb.set_trace',
  'wdb.set_trace',
  'web_pdb.set_trace',
  'remote_pdb.set_trace',
  'celery.contrib.rdb.set_trace',
  'IPython.embed',
  'IPython.terminal.embed.InteractiveShellEmbed',
  'IPython.frontend.terminal.embed.InteractiveShellEmbed',
  'debugpy.breakpoint',
  'debugpy.listen',
  'debugpy.wait_for_client',
  'ptvsd.break_into_debugger',
  'ptvsd.enable_attach',
  'ptvsd.wait_for_attach',
  'pydevd.settrace',
  'pydevd_pycharm.settrace',
]);
const words = new Set([...debuggers].map((name) => name.slice(name.lastIndexOf('.') + 1)));
const modules = [...new Set([...debuggers].map((name) => name.split('.', 1)[0] ?? name))].filter(
  (name) => name !== 'builtins',
);

/** Modules whose import means that somebody debugs; the others are there for more. */
const importLine =
  /[ \t]*(?:import[ \t]+(?:i?pdb|pudb|rpdb|wdb|web_pdb)|from[ \t]+(?:i?pdb|pudb|rpdb|wdb|web_pdb|remote_pdb|celery\.contrib\.rdb)[ \t]+import[ \t]+set_trace)(?:[ \t]+as[ \t]+\w+)?[ \t]*(?=[;#\r\n]|$)/y;

export default defineRule({
  meta: {
    name: 'debugger-statement',
    topic: 'errors',
    summary: 'A debugger is started, or imported for nothing.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'file',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'T100', name: 'debugger', suffices: 'alone' },
      { tool: 'pylint', code: 'W1515', name: 'forgotten-debug-statement' },
      { tool: 'sonar', code: 'S4507' },
    ],
    messages: {
      call: '`{callee}` stops the program here and waits for a person at the terminal.',
      import: 'Nothing uses `{name}` any more: the debugger import is left over.',
    },
    docs: {
      why:
        'A process that reaches a debugger call waits for input that never comes: a worker hangs, a request times out, a ' +
        'container without a terminal dies with `bdb.BdbQuit`. It is the last trace of a debugging session, and nothing ' +
        'else finds it before production does.',
      bad: [
        { code: 'def total(prices):\n    breakpoint()\n    return sum(prices)\n' },
        { code: 'def total(prices):\n    import pdb; pdb.set_trace()\n    return sum(prices)\n' },
        { code: 'import ipdb\n\n\ndef total(prices):\n    return sum(prices)\n' },
      ],
      good: [
        { code: 'def total(prices):\n    return sum(prices)\n' },
        { code: 'import pdb\n\n\nclass Debugger(pdb.Pdb):\n    prompt = "> "\n' },
      ],
      guards: [
        'a function of your own that is called `breakpoint` or `set_trace`',
        'imports of `pdb` that other code uses: tools and test runners build on it',
      ],
      fixes:
        'Deletes the call, and the import where nothing else uses it. Unsafe only because the program no longer stops ' +
        'there: a fix on save must not take away the breakpoint that you are about to use. A debugger import that ' +
        'nothing uses is deleted as a safe fix.',
    },
  },
  calls: {
    words,
    modules,
    visit(node, context) {
      const callee = node.childForFieldName('function');
      if (!callee || !isDebuggerCall(node, context)) return;
      context.report({ node, message: 'call', values: { callee: `${context.text(callee)}()` } });
    },
  },
  visitFile(statements, context) {
    const { text } = context.source;
    // The name of each of these modules holds it.
    const lines = [...lineMatches(context.source, ['db'], importLine)].map((match) => ({
      at: match.index + match[0].length - match[0].trimStart().length,
      name: /\w+$/.exec(match[0].trimEnd())?.[0] ?? '',
    }));
    for (const { at, name } of lines) {
      const imports = lines.filter((other) => other.name === name).length;
      if (countOf(name, text) > imports) continue;
      const statement = statements.find((one) => one.startIndex <= at && at < one.endIndex);
      const node = statement && !statement.hasError ? importAt(statement, at) : undefined;
      if (node) context.report({ node, message: 'import', values: { name } });
    }
  },
  fix({ node, messageId }, context) {
    if (messageId === 'import') {
      const edit = removeStatement(node, context.source, leftovers(context));
      return [{ title: 'Delete the import', applicability: 'safe', edits: [edit] }];
    }
    const statement = node.parent;
    if (!statement || soleExpression(statement)?.id !== node.id) return [];
    const unused = importFor(node, context);
    return [
      {
        title: `Delete the call${unused ? ' and its import' : ''}; the program no longer stops here`,
        applicability: 'unsafe',
        edits: unused
          ? removeBoth(unused, statement, context)
          : [removeStatement(statement, context.source, leftovers(context))],
      },
    ];
  },
});

function isDebuggerCall(call: SyntaxNode, { names }: Pick<RuleContext, 'names'>): boolean {
  return debuggers.has(names.qualifiedName(call.childForFieldName('function')) ?? '');
}

function countOf(name: string, text: string): number {
  return text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
}

function importAt(statement: SyntaxNode, at: number): SyntaxNode | undefined {
  const kinds = ['import_statement', 'import_from_statement'] as const;
  return statement.descendantsOfType([...kinds]).find(({ startIndex }) => startIndex === at);
}

/** The import that only this call uses; undefined when there is none, or when it brings other names too. */
function importFor(call: SyntaxNode, context: FixContext): SyntaxNode | undefined {
  const callee = call.childForFieldName('function');
  const head = /^\w+/.exec(callee ? context.text(callee) : '')?.[0];
  if (head === undefined || head === 'breakpoint') return undefined;
  const imports = context.root.descendantsOfType(['import_statement', 'import_from_statement']);
  const own = imports.filter((statement) => {
    const names = statement.childrenForFieldName('name');
    const bound = names[0]?.childForFieldName('alias') ?? names[0];
    return names.length === 1 && bound !== undefined && context.text(bound) === head;
  });
  const [only, ...more] = own;
  if (!only || more.length > 0) return undefined;
  const elsewhere = countOf(head, context.source.text) - countOf(head, context.text(only));
  return elsewhere === countOf(head, context.text(call)) ? only : undefined;
}

function removeBoth(unused: SyntaxNode, statement: SyntaxNode, context: FixContext): FixEdit[] {
  const { source } = context;
  const isGoing = leftovers(context);
  const isSameSuite = unused.parent?.id === statement.parent?.id;
  const between = source.slice(unused.endIndex, statement.startIndex);
  if (isSameSuite && unused.endIndex <= statement.startIndex && /^[\s;]*$/.test(between))
    return [removeStatements(unused, statement, source, isGoing)];
  return [removeStatement(unused, source, isGoing), removeStatement(statement, source, isGoing)];
}

/** Statements that fixes of this rule take away. */
function leftovers(context: FixContext): (statement: SyntaxNode) => boolean {
  return (statement) => {
    if (/^import_/.test(statement.type)) {
      importLine.lastIndex = 0;
      return importLine.test(context.text(statement));
    }
    const call = soleExpression(statement);
    return call?.type === 'call' && isDebuggerCall(call, context);
  };
}
