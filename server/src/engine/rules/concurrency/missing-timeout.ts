/** A network call without a time limit: one silent peer, and the thread waits for ever. */
import { defineRule } from '../../lint/rule';
import type { FixContext } from '../../lint/context';
import { argumentEdits } from '../../lint/arguments';
import type { Fix } from '../../lint/fix';
import { calleeOf } from '../../syntax/calls';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { networkCalls, networkModules, networkWords, type NetworkCall } from './_timeouts';

export default defineRule({
  meta: {
    name: 'missing-timeout',
    topic: 'concurrency',
    summary: 'A network call waits without limit.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S113', name: 'request-without-timeout' },
      { tool: 'bandit', code: 'B113', name: 'request_without_timeout' },
      { tool: 'pylint', code: 'W3101', name: 'missing-timeout' },
    ],
    messages: {
      absent: '`{callee}` has no timeout: if the other side never answers, this waits for ever.',
      none: '`timeout=None` lets `{callee}` wait for ever for an answer.',
    },
    docs: {
      why:
        'Connections die without a sign: a firewall drops packets, a peer hangs. Without a limit the call then never ' +
        'returns, its thread or worker is lost, and after enough of them the whole service stops answering although ' +
        'nothing was logged. With a timeout the call fails with an exception that can be retried, counted and logged.',
      bad: [
        {
          code: 'import requests\n\n\ndef rates():\n    return requests.get("https://api.example.com/rates").json()\n',
        },
        {
          code: 'import requests\n\nsession = requests.Session()\n\n\ndef send(data):\n    session.post("https://api.example.com", json=data)\n',
        },
        {
          code: 'from urllib.request import urlopen\n\n\ndef page(url):\n    with urlopen(url) as answer:\n        return answer.read()\n',
        },
        {
          code: 'import httpx\n\n\ndef rates():\n    return httpx.get("https://api.example.com/rates", timeout=None)\n',
        },
      ],
      good: [
        {
          code: 'import requests\n\n\ndef rates():\n    return requests.get("https://api.example.com/rates", timeout=10).json()\n',
        },
        {
          code: 'import requests\n\n\ndef send(url, **options):\n    return requests.post(url, **options)\n',
        },
        { code: 'import httpx\n\n\ndef rates():\n    return httpx.get("https://api.example.com/rates")\n' },
      ],
      guards: [
        'calls with `**kwargs` or `*args`, which may hold a timeout',
        'timeouts given by position, as in `urlopen(url, None, 5)`',
        'httpx and aiohttp without the argument: they have limits of their own, only `timeout=None` is reported',
        'sessions in files that mount an adapter of their own, which may set a limit',
        'parameters that the target version of Python does not have yet',
        'tests',
      ],
      fixes:
        'Adds `timeout=` with the number of seconds of the setting `timeoutSeconds` (10). Unsafe: an answer that takes ' +
        'longer now raises an exception. For aiohttp the limit is written as `aiohttp.ClientTimeout(total=...)`.',
    },
  },
  calls: {
    words: networkWords,
    modules: networkModules,
    visit(node, context) {
      const { text } = context.source;
      const { node: callee } = calleeOf(node, text);
      const qualified = context.names.qualifiedName(callee) ?? '';
      const call = networkCalls.get(qualified);
      if (!callee || !call || context.file.role === 'test' || isLater(call.since, context.targetVersion))
        return;
      if (/^requests\..*\(\)\./.test(qualified) && context.file.mountsAdapter) return;
      const limit = limitOf(node, call, text);
      if (limit === 'given' || (limit === 'absent' && call.reports === 'none')) return;
      const end = callee.endIndex;
      const range = { start: node.startIndex, end };
      context.report({
        node,
        message: limit,
        values: { callee: context.text(callee).replace(/\s+/g, ' ') },
        range,
      });
    },
  },
  fix({ node }, context) {
    const call = networkCalls.get(context.names.qualifiedName(node.childForFieldName('function')) ?? '');
    const list = node.childForFieldName('arguments');
    const limit = call && limitText(call, context);
    if (!limit || list?.type !== 'argument_list') return [];
    const value = callArguments(node, context.source.text).keywords.get('timeout');
    const edits = value
      ? [{ start: value.startIndex, end: value.endIndex, newText: limit.text }]
      : argumentEdits(list, `timeout=${limit.text}`, context);
    return [
      {
        title: `Add \`timeout=${limit.text}\` (a slower answer raises an exception)`,
        applicability: 'unsafe',
        edits: [...limit.edits, ...edits],
      },
    ];
  },
});

/** What the call says about its limit. */
function limitOf(node: SyntaxNode, call: NetworkCall, text: string): 'given' | 'absent' | 'none' {
  const { positional, keywords, splat, list } = callArguments(node, text);
  const value =
    keywords.get('timeout') ?? (call.position === undefined ? undefined : positional[call.position]);
  if (value) return value.type === 'none' && keywords.has('timeout') ? 'none' : 'given';
  return splat || list?.type !== 'argument_list' ? 'given' : 'absent';
}

function limitText(
  call: NetworkCall,
  context: FixContext,
): { text: string; edits: Fix['edits'] } | undefined {
  const seconds = String(context.options.timeoutSeconds);
  if (call.form !== 'aiohttp') return { text: seconds, edits: [] };
  const module = context.insertions.importModule('aiohttp');
  return module && { text: `${module.name}.ClientTimeout(total=${seconds})`, edits: module.edits };
}

function isLater(
  since: readonly [number, number] | undefined,
  [major, minor]: readonly [number, number],
): boolean {
  return since !== undefined && (major < since[0] || (major === since[0] && minor < since[1]));
}
