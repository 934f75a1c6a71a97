/** Files, subprocesses, databases and the keyboard in a coroutine: the event loop waits for them. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { blockingNames } from './_blocking-calls';
import { defineRule } from '../../lint/rule';
import { callArguments, codeChildren, type SyntaxNode } from '../../syntax/node';
import { asyncLibrary, blockingCallee, canAwait, threadName, toThread } from './_event-loop';

export default defineRule({
  meta: {
    name: 'blocking-io-call-in-async',
    topic: 'concurrency',
    summary: 'A file, subprocess, database or `input` call in an `async def` stops the event loop.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'ASYNC220', name: 'create-subprocess-in-async-function' },
      { tool: 'ruff', code: 'ASYNC221', name: 'run-process-in-async-function' },
      { tool: 'ruff', code: 'ASYNC222', name: 'wait-for-process-in-async-function' },
      { tool: 'ruff', code: 'ASYNC230', name: 'blocking-open-call-in-async-function' },
      { tool: 'ruff', code: 'ASYNC240', name: 'blocking-path-method-in-async-function' },
      { tool: 'ruff', code: 'ASYNC250', name: 'blocking-input-in-async-function' },
      { tool: 'sonar', code: 'S7487' },
      { tool: 'sonar', code: 'S7489' },
      { tool: 'sonar', code: 'S7493' },
      { tool: 'sonar', code: 'S7501' },
    ],
    messages: {
      blocks: '`{callee}` blocks the event loop: no other task runs until it returns.',
    },
    docs: {
      why:
        'All coroutines of a loop share one thread. A subprocess, a query, a slow disk or a person at the keyboard keeps that ' +
        'thread, and every other task waits with it. One small file is soon read; the same line on a network drive, or with ' +
        'a thousand clients, is what makes an asynchronous service stall.',
      bad: [
        {
          code: 'import asyncio\nimport subprocess\n\n\nasync def build():\n    subprocess.run(["make", "all"])\n\n\nasyncio.run(build())\n',
        },
        {
          code: 'from pathlib import Path\n\n\nasync def load(name):\n    return (Path("data") / name).read_text(encoding="utf-8")\n',
        },
        {
          code: 'import sqlite3\n\n\nasync def users():\n    db = sqlite3.connect("app.db")\n    return db.execute("SELECT name FROM users").fetchall()\n',
        },
      ],
      good: [
        {
          code: 'import asyncio\nimport subprocess\n\n\nasync def build():\n    await asyncio.to_thread(subprocess.run, ["make", "all"])\n',
        },
        {
          code: 'from pathlib import Path\n\n\nasync def is_there(name):\n    return Path(name).exists()\n',
        },
      ],
      guards: [
        'calls that ask for one entry of a directory, as `exists`, `is_file` and `mkdir` do',
        'functions and lambdas defined inside the `async def`: they run elsewhere',
        'calls handed over without being called, as in `asyncio.to_thread(open, path)`',
        'tests',
      ],
      fixes:
        'First: runs the call in a thread, `await asyncio.to_thread(subprocess.run, ...)`, or the like of trio or anyio. ' +
        'Second, for `subprocess.run([...])` as a statement: `asyncio.create_subprocess_exec`. Both are unsafe, because other ' +
        'tasks now run meanwhile. A connection of `sqlite3` belongs to the thread that made it: the fix for `connect` lets ' +
        'other threads use it, and queries get a fix only where that has been done.',
    },
  },
  calls: {
    ...blockingNames('io'),
    inAsync: true,
    visit(node, context) {
      if (blockingCallee(node, 'io', context) === undefined || context.file.role === 'test') return;
      const callee = node.childForFieldName('function');
      if (!callee) return;
      const range = { start: node.startIndex, end: callee.endIndex };
      const name = context.text(callee).replace(/\s+/g, ' ');
      context.report({ node, message: 'blocks', values: { callee: name }, range });
    },
  },
  fix({ node }, context) {
    const name = context.names.qualifiedName(node.childForFieldName('function')) ?? '';
    const edits = name.startsWith('sqlite3.') ? sqliteInThread(name, node, context) : toThread(node, context);
    const fixes: Fix[] = [];
    if (edits) {
      const title = `Run it in a thread with \`await ${threadName(context)}(...)\`; other tasks run meanwhile`;
      fixes.push({ title, applicability: 'unsafe', edits });
    }
    const subprocess = createSubprocess(name, node, context);
    return subprocess ? [...fixes, subprocess] : fixes;
  },
});

/** The connection may be used by the thread that made it alone, unless `check_same_thread=False` says otherwise. */
function sqliteInThread(name: string, call: SyntaxNode, context: FixContext): readonly FixEdit[] | undefined {
  const { list, keywords, splat } = callArguments(call, context.source.text);
  if (name !== 'sqlite3.connect') {
    const isShared = /\bcheck_same_thread\s*=\s*False\b/.test(context.source.text);
    return isShared ? toThread(call, context) : undefined;
  }
  const edits = toThread(call, context);
  const last = list ? codeChildren(list).at(-1) : undefined;
  if (!edits || !last || splat) return undefined;
  const given = keywords.get('check_same_thread');
  if (given) return context.text(given) === 'False' ? edits : undefined;
  // With an argument by keyword the thread gets a lambda or the arguments as they are: both take one more.
  return [...edits, { start: last.endIndex, end: last.endIndex, newText: ', check_same_thread=False' }];
}

const awaitable = /^subprocess\.(?:run|call)$/;

/** `process = await asyncio.create_subprocess_exec("make", "all")` and `await process.wait()`. */
function createSubprocess(name: string, call: SyntaxNode, context: FixContext): Fix | undefined {
  if (!awaitable.test(name) || asyncLibrary(context) !== 'asyncio' || !canAwait(call, context))
    return undefined;
  const { parent } = call;
  const { list, positional, keywords, splat } = callArguments(call, context.source.text);
  const [command] = positional;
  if (parent?.type !== 'expression_statement' || list?.type !== 'argument_list' || splat) return undefined;
  const isKnown = [...keywords.keys()].every((key) => /^(cwd|env|stdin|stdout|stderr)$/.test(key));
  if (command?.type !== 'list' || positional.length !== 1 || !isKnown || !isAlone(parent, context))
    return undefined;
  const elements = codeChildren(command);
  const [first] = elements;
  const last = elements.at(-1);
  const isFree = context.names.resolve('process', call.startIndex).origin === 'unknown';
  const module = context.insertions.importModule('asyncio');
  if (!first || !last || !isFree || !module || first.type === 'list_splat') return undefined;
  const { source } = context;
  // The brackets go, what stands between them stays; a trailing comma too, unless more arguments follow.
  const tail = source.slice(last.endIndex, command.endIndex - 1);
  if (tail.trim() !== '') return undefined;
  const wait = `${source.eol}${source.indentAt(call.startIndex)}await process.wait()`;
  const edits: FixEdit[] = [
    ...module.edits,
    {
      start: call.startIndex,
      end: list.startIndex,
      newText: `process = await ${module.name}.create_subprocess_exec`,
    },
    { start: command.startIndex, end: first.startIndex, newText: '' },
    { start: last.endIndex, end: command.endIndex, newText: '' },
    { start: parent.endIndex, end: parent.endIndex, newText: wait },
  ];
  const title = `Use \`${module.name}.create_subprocess_exec\`; cancelling the task leaves the process running`;
  return { title, applicability: 'unsafe', edits };
}

/** The statement has its line to itself, so that another one can follow. */
function isAlone(statement: SyntaxNode, { source }: FixContext): boolean {
  const before = source.slice(source.lineStart(source.lineAt(statement.startIndex)), statement.startIndex);
  const after = source.slice(statement.endIndex, source.lineEnd(source.lineAt(statement.endIndex)));
  return before.trim() === '' && after.trim() === '';
}
