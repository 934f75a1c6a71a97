/** A synchronous HTTP request in a coroutine: the event loop waits for the network. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { blockingNames } from './_blocking-calls';
import { defineRule } from '../../lint/rule';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { asyncLibrary, awaiting, blockingCallee, canAwait, threadName, toThread } from './_event-loop';

export default defineRule({
  meta: {
    name: 'blocking-http-call-in-async',
    topic: 'concurrency',
    summary: 'A synchronous HTTP request in an `async def` stops the event loop.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'ASYNC210', name: 'blocking-http-call-in-async-function' },
      { tool: 'ruff', code: 'ASYNC212', name: 'blocking-http-call-httpx-in-async-function' },
      { tool: 'sonar', code: 'S7499' },
    ],
    messages: {
      waits:
        '`{callee}` waits for the network on the event loop: no other task runs until it has its answer.',
    },
    docs: {
      why:
        'All coroutines of a loop share one thread. A request by `requests`, `urllib` or the synchronous half of httpx keeps ' +
        'that thread until the answer is there, so a service that was made asynchronous to serve many clients serves one at ' +
        'a time, and one slow peer stops them all. Run the request in a thread, or send it with an asynchronous client.',
      bad: [
        {
          code: 'import asyncio\n\nimport requests\n\n\nasync def rates(url):\n    answer = requests.get(url, timeout=10)\n    return answer.json()\n\n\nasyncio.run(rates("https://api.example.com"))\n',
        },
        {
          code: 'import requests\n\n\nclass Client:\n    def __init__(self):\n        self.session = requests.Session()\n\n    async def send(self, data):\n        self.session.post("https://api.example.com", json=data, timeout=10)\n',
        },
        {
          code: 'from urllib.request import urlopen\n\n\nasync def page(url):\n    return urlopen(url, timeout=10).read()\n',
        },
      ],
      good: [
        {
          code: 'import asyncio\n\nimport requests\n\n\nasync def rates(url):\n    answer = await asyncio.to_thread(requests.get, url, timeout=10)\n    return answer.json()\n',
        },
        {
          code: 'import httpx\n\n\nasync def rates(url):\n    async with httpx.AsyncClient() as client:\n        answer = await client.get(url)\n    return answer.json()\n',
        },
      ],
      guards: [
        'functions and lambdas defined inside the `async def`: they run elsewhere',
        'requests handed over without being called, as in `asyncio.to_thread(requests.get, url)`',
        '`httpx.AsyncClient` and clients whose type cannot be told',
      ],
      fixes:
        'First: runs the request in a thread, `await asyncio.to_thread(requests.get, ...)`, or the like of trio or anyio. ' +
        'Second, where the file imports httpx and the request stands in a one-line statement: sends it with ' +
        '`httpx.AsyncClient`. Both are unsafe: other tasks now run during the request, a session shared by several tasks is ' +
        'used from several threads, and httpx has answers and exceptions of its own.',
    },
  },
  calls: {
    ...blockingNames('http'),
    inAsync: true,
    visit(node, context) {
      if (blockingCallee(node, 'http', context) === undefined) return;
      const callee = node.childForFieldName('function');
      if (!callee) return;
      const range = { start: node.startIndex, end: callee.endIndex };
      const name = context.text(callee).replace(/\s+/g, '');
      context.report({ node, message: 'waits', values: { callee: name }, range });
    },
  },
  fix({ node }, context) {
    const fixes: Fix[] = [];
    const edits = toThread(node, context);
    if (edits) {
      const title = `Run it in a thread with \`await ${threadName(context)}(...)\`; other tasks run meanwhile`;
      fixes.push({ title, applicability: 'unsafe', edits });
    }
    const client = asyncClient(node, context);
    return client ? [...fixes, client] : fixes;
  },
});

/** Arguments that requests and httpx understand in the same way. */
const sharedArguments = new Set(['params', 'headers', 'cookies', 'json', 'timeout', 'auth']);
const oneOff = /^(requests|httpx)\.(get|options|head|post|put|patch|delete)$/;

/** `async with httpx.AsyncClient() as client:` around the statement, where the file has httpx already. */
function asyncClient(call: SyntaxNode, context: FixContext): Fix | undefined {
  const callee = call.childForFieldName('function');
  const [, library, verb] = oneOff.exec(context.names.qualifiedName(callee) ?? '') ?? [];
  if (!callee || verb === undefined || !context.file.imports.has('httpx')) return undefined;
  if (asyncLibrary(context) === 'trio' || !canAwait(call, context)) return undefined;
  const { keywords, splat, list } = callArguments(call, context.source.text);
  if (splat || list?.type !== 'argument_list') return undefined;
  if (library === 'requests' && [...keywords.keys()].some((name) => !sharedArguments.has(name)))
    return undefined;
  const line = plainLine(call, context);
  const httpx = context.insertions.importModule('httpx');
  const name = ['client', 'http_client'].find(
    (candidate) => context.names.resolve(candidate, call.startIndex).origin === 'unknown',
  );
  if (!line || !httpx || name === undefined) return undefined;
  const { eol, indentUnit } = context.source;
  const follow = library === 'requests' ? 'follow_redirects=True' : '';
  const head = `async with ${httpx.name}.AsyncClient(${follow}) as ${name}:${eol}${line.indent}${indentUnit}`;
  const { before, after } = awaiting(call);
  const edits: FixEdit[] = [
    ...httpx.edits,
    ...(line.start === call.startIndex
      ? [{ start: call.startIndex, end: callee.endIndex, newText: `${head}${before}${name}.${verb}` }]
      : [
          { start: line.start, end: line.start, newText: head },
          { start: call.startIndex, end: callee.endIndex, newText: `${before}${name}.${verb}` },
        ]),
    ...(after === '' ? [] : [{ start: call.endIndex, end: call.endIndex, newText: after }]),
  ];
  const title = `Send it with \`${httpx.name}.AsyncClient\`; answers and exceptions are those of httpx`;
  return { title, applicability: 'unsafe', edits };
}

/** The statement of `call`, when it is a simple one alone on one line; a wider suite could not take it along. */
function plainLine(
  call: SyntaxNode,
  { source }: FixContext,
): { readonly start: number; readonly indent: string } | undefined {
  const line = source.lineAt(call.startIndex);
  if (source.lineAt(call.endIndex) !== line) return undefined;
  let node: SyntaxNode = call;
  while (node.parent && !['block', 'module'].includes(node.parent.type)) node = node.parent;
  if (!['expression_statement', 'return_statement'].includes(node.type)) return undefined;
  if (
    node.descendantsOfType(['list_comprehension', 'set_comprehension', 'dictionary_comprehension']).length > 0
  )
    return undefined;
  const indent = source.indentAt(node.startIndex);
  const rest = source.slice(node.endIndex, source.lineEnd(line));
  const isAlone =
    source.lineStart(line) + indent.length === node.startIndex &&
    source.lineAt(node.endIndex) === line &&
    /^\s*(#.*)?$/.test(rest);
  return isAlone ? { start: node.startIndex, indent } : undefined;
}
