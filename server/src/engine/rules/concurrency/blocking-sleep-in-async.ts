/** `time.sleep` in a coroutine: the whole event loop sleeps. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { blockingNames } from './_blocking-calls';
import { removeImports } from '../../lint/import-removal';
import { defineRule } from '../../lint/rule';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { asyncLibrary, awaiting, blockingCallee, canAwait, holdsLock } from './_event-loop';

export default defineRule({
  meta: {
    name: 'blocking-sleep-in-async',
    topic: 'concurrency',
    summary: '`time.sleep` in an `async def` stops the whole event loop.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'ASYNC251', name: 'blocking-sleep-in-async-function', suffices: 'alone' },
      { tool: 'sonar', code: 'S7488' },
    ],
    messages: {
      sleeps: '`{callee}` stops the whole event loop: no other task runs until it wakes up.',
    },
    docs: {
      why:
        'All coroutines of a loop share one thread. While one of them is in `time.sleep`, none of the others runs: requests ' +
        'wait, heartbeats are missed, timeouts fire late. In a test with one client nobody notices; under load every pause ' +
        'adds up. `await asyncio.sleep` pauses this coroutine and lets the others go on.',
      bad: [
        {
          code: 'import asyncio\nimport time\n\n\nasync def poll(job):\n    while not job.done:\n        time.sleep(1)\n\n\nasyncio.run(poll(job))\n',
        },
        {
          code: 'from time import sleep\n\nimport trio\n\n\nasync def wait():\n    sleep(0.5)\n\n\ntrio.run(wait)\n',
        },
      ],
      good: [
        {
          code: 'import asyncio\n\n\nasync def poll(job):\n    while not job.done:\n        await asyncio.sleep(1)\n',
        },
        {
          code: 'import asyncio\nimport time\n\n\nasync def wait():\n    def nap():\n        time.sleep(1)\n\n    await asyncio.to_thread(nap)\n',
        },
      ],
      guards: [
        'functions and lambdas defined inside the `async def`: they run elsewhere',
        '`time.sleep` handed over without being called, as in `asyncio.to_thread(time.sleep, 1)`',
      ],
      fixes:
        'Writes `await asyncio.sleep(...)`, or the `sleep` of trio or anyio where the file uses those, adds the import, and ' +
        'removes the import of `time` when nothing else needs it. Safe where the file imports an event loop. It is unsafe in ' +
        'a file that imports none, whose coroutines may be driven by something else, and under a `with` on a lock, which ' +
        'other tasks could then wait for on the same thread.',
    },
  },
  calls: {
    ...blockingNames('sleep'),
    inAsync: true,
    visit(node, context) {
      if (blockingCallee(node, 'sleep', context) === undefined) return;
      const callee = node.childForFieldName('function');
      if (callee) context.report({ node, message: 'sleeps', values: { callee: context.text(callee) } });
    },
  },
  fix({ node }, context) {
    const fix = awaitSleep(node, context);
    return fix ? [fix] : [];
  },
});

function awaitSleep(call: SyntaxNode, context: FixContext): Fix | undefined {
  const callee = call.childForFieldName('function');
  const { keywords, positional, list } = callArguments(call, context.source.text);
  if (!callee || list?.type !== 'argument_list' || keywords.size > 0 || positional.length > 1)
    return undefined;
  if (!canAwait(call, context)) return undefined;
  const library = asyncLibrary(context);
  const module = context.insertions.importModule(library);
  if (!module) return undefined;
  const { before, after } = awaiting(call);
  const start = call.startIndex;
  const end = callee.endIndex;
  const edits = [
    ...module.edits,
    { start, end, newText: `${before}${module.name}.sleep` },
    ...(after === '' ? [] : [{ start: call.endIndex, end: call.endIndex, newText: after }]),
    ...removeImports(context.text(callee).match(/^\w+/) ?? [], [{ start, end }], context, module.edits),
  ];
  const title = `Use \`await ${module.name}.sleep(...)\``;
  if (holdsLock(context))
    return { title: `${title}; other tasks then run while the lock is held`, applicability: 'unsafe', edits };
  const isKnown = context.file.imports.has(library);
  return isKnown
    ? { title, applicability: 'safe', edits }
    : { title: `${title}; the loop has to be one of ${library}`, applicability: 'unsafe', edits };
}
