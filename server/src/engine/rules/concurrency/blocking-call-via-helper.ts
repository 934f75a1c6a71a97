/** A coroutine calls a plain function of the file that, at some steps, blocks the event loop. */
import type { FixContext, RuleContext } from '../../lint/context';
import { defineRule } from '../../lint/rule';
import type { BlockingPath } from '../../lint/project-queries';
import type { Names } from '../../semantics/names';
import { standardLibrary } from '../../semantics/standard-library';
import type { SyntaxNode } from '../../syntax/node';
import { blockingKind } from './_blocking-calls';
import { asyncFunction, threadName, toThread } from './_event-loop';

const simpleCall = /(?:(self|cls)\s*\.\s*)?(\w+)\s*\(/y;
/** Functions between the coroutine and the call that blocks. */
const maxHops = 3;

export default defineRule({
  meta: {
    name: 'blocking-call-via-helper',
    topic: 'concurrency',
    summary: 'An `async def` calls a plain function that stops the event loop.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      blocks: '`{helper}` stops the event loop: it calls {chain}.',
      blocksElsewhere: '`{helper}` stops the event loop: it ends in `{call}` ({path}, line {line}).',
    },
    docs: {
      why:
        'A blocking call does not get better in a function of its own: while it waits, no coroutine of the loop runs. Hidden ' +
        'behind a helper it is just harder to see; the `async def` looks innocent, and so does the helper, which is right ' +
        'for the synchronous code that it was written for.',
      bad: [
        {
          code: 'import asyncio\n\nimport requests\n\n\ndef load(url):\n    return requests.get(url, timeout=10).json()\n\n\nasync def handle(url):\n    return load(url)\n\n\nasyncio.run(handle("https://api.example.com"))\n',
        },
        {
          code: 'import time\n\n\nclass Client:\n    def _wait(self):\n        time.sleep(5)\n\n    def _retry(self):\n        self._wait()\n\n    async def send(self):\n        self._retry()\n',
        },
        {
          code: 'from rates import load\n\n\nasync def handle(url):\n    return load(url)\n',
          files: {
            'rates.py':
              'import requests\n\n\ndef load(url):\n    return requests.get(url, timeout=10).json()\n',
          },
        },
      ],
      good: [
        {
          code: 'import asyncio\n\nimport requests\n\n\ndef load(url):\n    return requests.get(url, timeout=10).json()\n\n\nasync def handle(url):\n    return await asyncio.to_thread(load, url)\n',
        },
        {
          code: 'import json\n\n\ndef parse(text):\n    return json.loads(text)\n\n\nasync def handle(text):\n    return parse(text)\n',
        },
      ],
      guards: [
        'helpers that are handed to a thread or an executor',
        'decorated helpers, and names with more than one meaning',
        'chains of more than three functions',
        'tests',
      ],
      fixes:
        'Runs the helper in a thread, `await asyncio.to_thread(load, ...)`, or the like of trio or anyio. Unsafe: other tasks ' +
        'now run meanwhile, and the helper runs in another thread. A generator is left to you: calling it blocks nothing yet.',
    },
  },
  calls: {
    inAsync: true,
    visit(node, context) {
      const helper = helperOf(node, context);
      const chain = helper === undefined ? undefined : blockingChain(helper, context.names);
      const elsewhere = chain ? undefined : inOtherModule(node, context);
      if ((!chain && !elsewhere) || !asyncFunction(node, context) || context.file.role === 'test') return;
      const callee = node.childForFieldName('function');
      if (!callee || !/^\w+(?:\s*\.\s*\w+)*$/.test(context.text(callee)) || node.parent?.type === 'await')
        return;
      const range = { start: node.startIndex, end: callee.endIndex };
      const name = context.text(callee).replace(/\s+/g, '');
      if (elsewhere) {
        const { call, path, line } = elsewhere;
        context.report({
          node,
          message: 'blocksElsewhere',
          values: { helper: name, call, path, line },
          range,
        });
      } else if (chain) {
        const values = { helper: name, chain: chain.map((one) => `\`${one}\``).join(', which calls ') };
        context.report({ node, message: 'blocks', values, range });
      }
    },
  },
  fix({ node }, context) {
    const helper = helperOf(node, context);
    const edits = toThread(node, context);
    if (!edits || (helper !== undefined && isGenerator(helper, context))) return [];
    const title = `Run it in a thread with \`await ${threadName(context)}(...)\`; other tasks run meanwhile`;
    return [{ title, applicability: 'unsafe', edits }];
  },
});

/** What calling a function of another module ends in. What is awaited is no plain function. */
function inOtherModule(call: SyntaxNode, context: RuleContext<undefined>): BlockingPath | undefined {
  const { text } = context.source;
  if (/\bawait\s+$/.test(text.slice(Math.max(0, call.startIndex - 12), call.startIndex))) return undefined;
  const qualified = context.names.qualifiedName(call.childForFieldName('function'));
  const head = qualified?.split('.', 1)[0] ?? '';
  if (qualified === undefined || head === 'builtins' || standardLibrary.has(head)) return undefined;
  return context.project.blockingCallReachedBy(qualified, maxHops);
}

/** `name` or `Class.name` of the plain function of this file that `call` calls. */
function helperOf(
  call: SyntaxNode,
  { source, names }: RuleContext<undefined> | FixContext,
): string | undefined {
  simpleCall.lastIndex = call.startIndex;
  const [whole, receiver, name] = simpleCall.exec(source.text) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  if (receiver !== undefined) {
    const owner = names.ownerAt(receiver, call.startIndex);
    const method = `${owner ?? ''}.${name}`;
    return owner !== undefined && isPlain(method, names) ? method : undefined;
  }
  return names.resolve(name, call.startIndex).origin === 'module' && isPlain(name, names) ? name : undefined;
}

/** One function of this name, not asynchronous, and without decorators that may make something else of it. */
function isPlain(name: string, names: Names): boolean {
  const [only, ...others] = names.definitionsOf(name);
  if (only?.kind !== 'function' || others.length > 0) return false;
  return only.flavor === undefined && /^(?:staticmethod|classmethod)?$/.test(only.decorators ?? '');
}

/** From what `helper` calls to the call that blocks; the shortest way. */
function blockingChain(helper: string, names: Names): readonly string[] | undefined {
  let level: { readonly name: string; readonly path: readonly string[] }[] = [{ name: helper, path: [] }];
  const seen = new Set([helper]);
  for (let hop = 0; hop < maxHops; hop += 1) {
    const next: typeof level = [];
    for (const { name, path } of level) {
      const callees = names.calleesOf(name) ?? [];
      const blocking = callees.find(
        ({ qualified }) => qualified !== undefined && blockingKind(qualified) !== undefined,
      );
      if (blocking) return [...path, blocking.text];
      for (const { local, text } of callees) {
        if (local === undefined || seen.has(local) || !isPlain(local, names)) continue;
        seen.add(local);
        next.push({ name: local, path: [...path, text] });
      }
    }
    level = next;
  }
  return undefined;
}

function isGenerator(helper: string, context: FixContext): boolean {
  const name = helper.slice(helper.lastIndexOf('.') + 1);
  return context.root.descendantsOfType('function_definition').some((definition) => {
    const own = definition.childForFieldName('name');
    const isIt = own !== null && context.text(own) === name;
    return isIt && definition.descendantsOfType('yield').length > 0;
  });
}
