/** An event loop made and closed by hand to run one coroutine: `asyncio.run` does that, and cleans up. */
import type { FixContext, RuleContext } from '../../lint/context';
import { removeImports } from '../../lint/import-removal';
import { defineRule } from '../../lint/rule';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { loopUse, withoutLoop, type LoopUse } from './_loop-variable';

const runner = /(?:[\w.]+\(\s*\)|\w+)\s*\.\s*run_until_complete\s*\(/y;
const legacy = /^asyncio\.(?:get_event_loop|new_event_loop)\(\)\.run_until_complete$/;
/** They give futures, which belong to a loop that has to be there first. */
const givesFuture =
  /(?:^|\.)(?:gather|ensure_future|create_task|shield|run_in_executor|wrap_future|create_future)$/;

type Context = RuleContext<undefined> | FixContext;

export default defineRule({
  meta: {
    name: 'legacy-event-loop',
    topic: 'concurrency',
    summary: 'An event loop is made by hand to run one coroutine.',
    severity: 'information',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      legacy: '`asyncio.run` does what `{callee}` does here, and cancels and closes what is left over.',
    },
    docs: {
      why:
        'Code from before Python 3.7 gets a loop, runs a coroutine and, with luck, closes the loop. Tasks that are still ' +
        'running are then dropped, asynchronous generators are not closed, and since Python 3.12 `get_event_loop` without a ' +
        'running loop warns and will raise an error. `asyncio.run` makes a loop, cancels what is left over, and closes it.',
      bad: [
        {
          code: 'import asyncio\n\n\nasync def main():\n    ...\n\n\nloop = asyncio.get_event_loop()\nloop.run_until_complete(main())\nloop.close()\n',
        },
        {
          code: 'import asyncio\n\n\nasync def main():\n    ...\n\n\nif __name__ == "__main__":\n    asyncio.get_event_loop().run_until_complete(main())\n',
        },
        {
          code: 'import asyncio\n\n\ndef start(server):\n    loop = asyncio.new_event_loop()\n    try:\n        loop.run_until_complete(server.serve())\n    finally:\n        loop.close()\n',
        },
      ],
      good: [
        { code: 'import asyncio\n\n\nasync def main():\n    ...\n\n\nasyncio.run(main())\n' },
        {
          code: 'import asyncio\n\n\ndef start(server):\n    loop = asyncio.new_event_loop()\n    loop.run_until_complete(server.start())\n    loop.run_forever()\n',
        },
      ],
      guards: [
        'loops that are used for anything else: run twice, run for ever, stored, handed on',
        'futures, as those of `asyncio.gather`: they need a loop before `asyncio.run` has one',
        'tests',
      ],
      fixes:
        'Writes `asyncio.run(...)` and drops the lines that made, set and closed the loop, with a `try` that was there for ' +
        'closing it. Unsafe: what was bound to the old loop before, such as a lock or a client of the module, does not work ' +
        'in the new one.',
    },
  },
  calls: {
    words: ['run_until_complete'],
    visit(node, context) {
      runner.lastIndex = node.startIndex;
      if (!runner.test(context.source.text)) return;
      const around = context.enclosing('function_definition', 'lambda', 'class_definition');
      if (around?.type !== 'function_definition') return;
      if (context.source.text.startsWith('async', around.startIndex)) return;
      if (planOf(node, [around], context)) report(node, context);
    },
  },
  visitFile(statements, context) {
    const { text } = context.source;
    if (!context.source.includes('run_until_complete')) return;
    const calls = statements.flatMap((statement) => moduleCalls(statement, text));
    const [only, ...others] = calls;
    if (only && others.length === 0 && planOf(only, statements, context)) report(only, context);
  },
  fix({ node }, context) {
    const around = context.enclosing('function_definition');
    const plan = planOf(node, around ? [around] : context.root.namedChildren, context);
    const asyncio = context.insertions.importModule('asyncio');
    const callee = node.childForFieldName('function');
    const dropped = plan && withoutLoop(plan, context);
    if (!dropped || !asyncio || !callee) return [];
    const { startIndex: start, endIndex: end } = callee;
    const edits = [...asyncio.edits, { start, end, newText: `${asyncio.name}.run` }, ...dropped];
    const gone = [...dropped, { start, end }];
    const makers = ['get_event_loop', 'new_event_loop', 'set_event_loop'];
    edits.push(...removeImports(makers, gone, context, asyncio.edits));
    const title = 'Use `asyncio.run(...)`; what is bound to the old loop will not work in the new one';
    return [{ title, applicability: 'unsafe', edits }];
  },
});

function report(node: SyntaxNode, context: RuleContext<undefined>): void {
  const callee = node.childForFieldName('function');
  if (!callee || context.file.role === 'test') return;
  const range = { start: node.startIndex, end: callee.endIndex };
  const name = context.text(callee).replace(/\s+/g, '');
  context.report({ node, message: 'legacy', values: { callee: name }, range });
}

/** Calls of `run_until_complete` that run with the module: outside functions, classes and lambdas. */
function moduleCalls(statement: SyntaxNode, text: string): SyntaxNode[] {
  if (!text.slice(statement.startIndex, statement.endIndex).includes('run_until_complete')) return [];
  const found: SyntaxNode[] = [];
  let skipTo = -1;
  for (const node of [
    statement,
    ...statement.descendantsOfType(['call', 'function_definition', 'lambda', 'class_definition']),
  ]) {
    if (node.startIndex < skipTo || !node.isNamed) continue;
    runner.lastIndex = node.startIndex;
    if (node.type === 'call') found.push(...(isRun(node, text) ? [node] : []));
    else if (/^(?:function_definition|lambda|class_definition)$/.test(node.type)) skipTo = node.endIndex;
  }
  return found;
}

function isRun(call: SyntaxNode, text: string): boolean {
  const callee = call.childForFieldName('function');
  return callee !== null && /\.\s*run_until_complete$/.test(text.slice(callee.startIndex, callee.endIndex));
}

/** What to drop when `asyncio.run` takes over; undefined when the loop is needed for more than this call. */
function planOf(call: SyntaxNode, scopes: readonly SyntaxNode[], context: Context): LoopUse | undefined {
  const callee = call.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (!object || !legacy.test(context.names.qualifiedName(callee) ?? '')) return undefined;
  const { positional, keywords, splat } = callArguments(call, context.source.text);
  const [coroutine] = positional;
  const made = coroutine?.type === 'call' ? coroutine.childForFieldName('function') : null;
  if (positional.length !== 1 || keywords.size > 0 || splat || !made) return undefined;
  if (givesFuture.test(context.text(made))) return undefined;
  if (object.type === 'identifier') return loopUse(context.text(object), scopes, context);
  const runs = scopes.flatMap((scope) => context.text(scope).match(/\brun_until_complete\b/g) ?? []);
  // At module level functions of the file may run coroutines of their own.
  const isSole = scopes.length === 1 ? runs.length === 1 : true;
  return isSole ? { setup: [], closing: [] } : undefined;
}
