/** A test that really sleeps or really asks the network: slow, and red whenever the other side is. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import {
  callArguments,
  codeChildren,
  soleExpression,
  statementsOf,
  type SyntaxNode,
} from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { isTestCase, testFunction } from './_tests';

const requestVerbs = 'delete|get|head|options|patch|post|put|request';
const network = new RegExp(
  `^(?:(?:requests|httpx)\\.(?:${requestVerbs})|requests\\.(?:Session|session)\\(\\)\\.(?:${requestVerbs})|` +
    `httpx\\.Client\\(\\)\\.(?:${requestVerbs})|urllib\\.request\\.(?:urlopen|urlretrieve)|socket\\.create_connection)$`,
);
/** The callee's last word, in front of the parenthesis. */
const worthALook = new Set([
  ...['sleep', 'urlopen', 'urlretrieve', 'create_connection'],
  ...requestVerbs.split('|'),
]);
/** Packages that stand between a test and the network. */
const stubPackages =
  /^(?:responses|respx|vcr|mock|requests_mock|httpretty|pook|aioresponses|pytest_httpserver|pytest_httpx|betamax|mocket|freezegun|time_machine|wiremock|testcontainers|live_server)$/;
const stubFixture =
  /(?:monkeypatch|mock|responses|respx|vcr|betamax|cassette|httpserver|stub|fake|freezer|time_machine|live_server|no_?sleep|no_?network)/i;
/** Marks and decorators that say what the test is, or replace what it calls. */
const telling =
  /integration|slow|e2e|end_to_end|functional|network|online|external|acceptance|system|performance|benchmark|live|vcr|mock|patch|responses|respx|httpretty|freeze|activate|internet|remote|flaky|skip|large|medium|nightly|smoke/i;
const stubNames = ['patch', 'mock', 'Mock', 'MagicMock', 'AsyncMock'];
const localHost =
  /^\w+:\/\/(?:localhost|127\.|\[?::1|0\.0\.0\.0|testserver|[\w.-]*\.(?:test|local|invalid|localhost)\b)/;

interface Data {
  readonly kind: 'sleep' | 'network';
}

export default defineRule<Data>({
  meta: {
    name: 'sleep-or-network-in-test',
    topic: 'testing',
    summary: 'A test waits for real time or for the real network.',
    severity: 'hint',
    profile: 'all',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      sleep: '`{callee}` really waits: replace the clock, or mark the test as slow.',
      network: '`{callee}` asks the real network: replace it, or mark the test as an integration test.',
    },
    docs: {
      why:
        'A test that sleeps is slow every time it runs and still fails on a busy machine. A test that asks the network fails ' +
        'when the other side is down, changes its answer or limits your rate, and nobody can run it on a train. ' +
        'People stop running such tests, and stop believing them.',
      bad: [
        {
          code: 'import time\n\nfrom shop import cache\n\n\ndef test_expiry():\n    cache.put("tea", 1)\n    time.sleep(2)\n    assert cache.get("tea") is None\n',
          path: 'tests/test_cache.py',
        },
        {
          code: 'import requests\n\n\ndef test_rates():\n    answer = requests.get("https://api.example.com/rates", timeout=5)\n    assert answer.status_code == 200\n',
          path: 'tests/test_rates.py',
        },
      ],
      good: [
        {
          code: 'import time\n\nfrom shop import cache\n\n\ndef test_expiry(monkeypatch):\n    monkeypatch.setattr(time, "sleep", lambda seconds: None)\n    cache.put("tea", 1)\n    time.sleep(2)\n    assert cache.get("tea") is None\n',
          path: 'tests/test_cache.py',
        },
        {
          code: 'import pytest\nimport requests\n\n\n@pytest.mark.integration\ndef test_rates():\n    answer = requests.get("https://api.example.com/rates", timeout=5)\n    assert answer.status_code == 200\n',
          path: 'tests/test_rates.py',
        },
      ],
      guards: [
        'tests marked or decorated as integration, slow, network or end-to-end, also by `pytestmark` and in folders of that name',
        'tests and files that replace things: `monkeypatch`, `mocker`, `patch`, `responses`, `respx`, `vcr` and the like',
        '`time.sleep(0)`, and addresses of this machine',
        'fixtures and helpers: only the test itself is looked at, and not its nested functions',
      ],
      fixes:
        'Adds the `monkeypatch` fixture and a line at the head of the test that replaces what is called: `sleep` by a function ' +
        'that returns at once, a function of `requests` or `httpx` by one that returns an empty answer with status 200. ' +
        'Unsafe: the test no longer waits or asks, and what it checks has to be looked at. In a `unittest.TestCase`, where ' +
        'fixtures do not work, none is offered.',
    },
  },
  calls: {
    words: worthALook,
    visit(node, context) {
      const kind = kindOf(node, context);
      if (!kind || context.file.role !== 'test') return;
      const definition = context.enclosing('function_definition', 'lambda');
      if (
        definition?.type !== 'function_definition' ||
        testFunction(definition, outerFunction(definition), context) === undefined
      )
        return;
      if (isTold(definition, context) || isFileTold(context)) return;
      const callee = node.childForFieldName('function') ?? node;
      const range = { start: callee.startIndex, end: callee.endIndex };
      const values = { callee: `${context.text(callee).replace(/\s+/g, '')}()` };
      context.report({ node, message: kind, values, range, data: { kind } });
    },
  },
  fix({ node, data }, context) {
    const definition = context.enclosing('function_definition');
    const callee = node.childForFieldName('function');
    const owner = definition && context.isMethod(definition) ? context.enclosingClass() : undefined;
    if (!definition || !callee || (owner && isTestCase(owner))) return [];
    const lines = data.kind === 'sleep' ? sleepLines(callee, context) : networkLines(callee, context);
    const edits = lines && withFixture(definition, lines, context);
    if (!edits) return [];
    const title =
      data.kind === 'sleep'
        ? 'Replace `sleep` in this test (it does not wait any more)'
        : 'Replace the request in this test by an empty answer (fill in what the test expects)';
    return [{ title, applicability: 'unsafe', edits }];
  },
});

type Context = RuleContext<Data>;

function kindOf(call: SyntaxNode, { names, source }: Context): Data['kind'] | undefined {
  const qualified = names.qualifiedName(call.childForFieldName('function'));
  if (qualified === undefined) return undefined;
  const [first] = callArguments(call, source.text).positional;
  if (qualified === 'time.sleep')
    return first && /^[0.]+$/.test(source.slice(first.startIndex, first.endIndex)) ? undefined : 'sleep';
  if (!network.test(qualified)) return undefined;
  const url = first && stringLiteral(first, source.text)?.content;
  return url !== undefined && localHost.test(url) ? undefined : 'network';
}

function outerFunction({ parent }: SyntaxNode): SyntaxNode | undefined {
  const block = parent?.type === 'decorated_definition' ? parent.parent : parent;
  const owner = block?.parent;
  return block?.type === 'block' && owner?.type === 'function_definition' ? owner : undefined;
}

/** The test or its class says that it takes its time, or replaces something. */
function isTold(definition: SyntaxNode, context: Context): boolean {
  const parameters = definition.childForFieldName('parameters');
  if (!parameters || stubFixture.test(context.text(parameters))) return true;
  const name = definition.childForFieldName('name');
  if (name && /integration|e2e|slow|live/.test(context.text(name))) return true;
  const decorated = context.enclosing('decorated_definition');
  const isOwn = decorated?.childForFieldName('definition')?.id === definition.id;
  if (
    isOwn &&
    decorated.namedChildren.some((child) => child.type === 'decorator' && telling.test(context.text(child)))
  )
    return true;
  const owner = context.enclosingClass();
  if (owner && (telling.test(owner.name) || owner.decorators.some((decorator) => telling.test(decorator))))
    return true;
  return /\b(?:patch|mock|Mock|vcr|responses)\b|\.patch/.test(context.text(definition));
}

function isFileTold({ file, names }: Context): boolean {
  if (telling.test(file.path.replace(/^.*\/dist-packages\//, ''))) return true;
  for (const module of file.imports) if (stubPackages.test(module)) return true;
  // A mark for the whole file is there to say something of this kind.
  if (names.resolveInModule('pytestmark').origin === 'module') return true;
  return stubNames.some((name) => names.resolveInModule(name).origin === 'module');
}

function sleepLines(callee: SyntaxNode, { text }: Pick<FixContext, 'text'>): string[] | undefined {
  if (callee.type === 'identifier')
    return [`monkeypatch.setitem(globals(), "${text(callee)}", lambda seconds: None)`];
  const module = callee.childForFieldName('object');
  if (callee.type !== 'attribute' || module?.type !== 'identifier') return undefined;
  return [`monkeypatch.setattr(${text(module)}, "sleep", lambda seconds: None)`];
}

/** Only functions of the module itself: what a session or an opened URL gives back is more than one line can stand for. */
function networkLines(callee: SyntaxNode, context: FixContext): string[] | undefined {
  const module = callee.childForFieldName('object');
  const verb = callee.childForFieldName('attribute');
  if (callee.type !== 'attribute' || module?.type !== 'identifier' || !verb) return undefined;
  const library = context.names.qualifiedName(module);
  if (library !== 'requests' && library !== 'httpx') return undefined;
  const name = 'fake_answer';
  if (context.names.resolve(name, callee.startIndex).origin !== 'unknown') return undefined;
  const written = context.text(module);
  const answer =
    library === 'requests'
      ? [`${name} = ${written}.Response()`, `${name}.status_code = 200`, `${name}._content = b"{}"`]
      : [`${name} = ${written}.Response(200, json={})`];
  return [
    ...answer,
    `monkeypatch.setattr(${written}, "${context.text(verb)}", lambda *args, **kwargs: ${name})`,
  ];
}

/** The fixture as last parameter, and `lines` at the head of the body, below the docstring. */
function withFixture(
  definition: SyntaxNode,
  lines: readonly string[],
  context: FixContext,
): Fix['edits'] | undefined {
  const { source } = context;
  const parameters = definition.childForFieldName('parameters');
  const body = definition.childForFieldName('body');
  const [first, second] = statementsOf(body);
  if (!parameters || !first) return undefined;
  const isDocstring = /string$/.test(soleExpression(first)?.type ?? '');
  const before = isDocstring ? second : first;
  if (!before || context.names.resolve('monkeypatch', before.startIndex).origin !== 'unknown')
    return undefined;
  const head = /\w+/.exec(lines.at(-1)?.replace(/^monkeypatch\.set\w+\(/, '') ?? '')?.[0] ?? '';
  // What the function imports or makes itself is not there yet at its head.
  if (context.names.resolve(head, before.startIndex).origin === 'local') return undefined;
  const lineStart = source.lineStart(source.lineAt(before.startIndex));
  const indent = source.slice(lineStart, before.startIndex);
  if (indent.trim() !== '') return undefined;
  const given = codeChildren(parameters);
  const last = given.at(-1);
  // Defaults, `*args` and what follows cannot have a plain parameter behind them.
  if (given.some(({ type }) => type !== 'identifier' && type !== 'typed_parameter')) return undefined;
  if (last && /^\*/.test(context.text(last))) return undefined;
  const at = last?.endIndex ?? parameters.startIndex + 1;
  return [
    { start: at, end: at, newText: last ? ', monkeypatch' : 'monkeypatch' },
    {
      start: lineStart,
      end: lineStart,
      newText: lines.map((line) => `${indent}${line}${source.eol}`).join(''),
    },
  ];
}
