/** `pytest.raises(Exception)`: the test passes for any error, a typing mistake in the test included. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { standardLibrary } from '../../semantics/standard-library';
import { callArguments, dottedName, type SyntaxNode } from '../../syntax/node';
import { applicabilityOf, narrowingOf } from '../errors/_narrowing';

const broad = new Set(['builtins.Exception', 'builtins.BaseException']);
const mayCallRaises = /[\w.]*\braises\s*\(/y;

export default defineRule({
  meta: {
    name: 'pytest-raises-too-broad',
    topic: 'testing',
    summary: 'A test expects `Exception`, and any error at all makes it pass.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'PT011', name: 'pytest-raises-too-broad', suffices: 'together' },
      { tool: 'ruff', code: 'B017', name: 'assert-raises-exception', suffices: 'together' },
      { tool: 'sonar', code: 'S5958' },
    ],
    messages: {
      broad:
        'Any error makes this test pass, a misspelt name in it too: expect the class that the code raises, or add `match=`.',
    },
    docs: {
      why:
        'A test for an error should fail when another error comes. `Exception` covers a `NameError` in the test itself, ' +
        'a changed signature and a missing file, so the test stays green while the code under test no longer does what ' +
        'it says.',
      bad: [
        {
          code: 'import pytest\n\n\ndef test_not_a_number():\n    with pytest.raises(Exception):\n        int("seven")\n',
          path: 'tests/test_numbers.py',
        },
      ],
      good: [
        {
          code: 'import pytest\n\n\ndef test_not_a_number():\n    with pytest.raises(ValueError):\n        int("seven")\n',
          path: 'tests/test_numbers.py',
        },
        {
          code: 'import pytest\n\n\ndef test_plugin(run):\n    with pytest.raises(Exception, match="no such plugin"):\n        run("missing")\n',
          path: 'tests/test_plugin.py',
        },
      ],
      guards: [
        'calls with `match=` or `check=`, which look at the error',
        'classes below `Exception`, however wide',
        '`**options`, which may hold `match`',
      ],
      fixes:
        'Names what the body of the `with` is known to raise: well-known calls such as `int()`, `open()` and `json.loads()`, ' +
        '`raise` statements, and functions of the same file or project. Unsafe: the test fails when another error comes, which is the ' +
        'point. Where some calls are not known the fix is only shown, and without any knowledge none is offered.',
    },
  },
  calls: {
    words: ['raises'],
    visit(node, context) {
      mayCallRaises.lastIndex = node.startIndex;
      if (!mayCallRaises.test(context.source.text)) return;
      const expected = expectedClass(node, context);
      if (!expected) return;
      const range = { start: expected.startIndex, end: expected.endIndex };
      context.report({ node, message: 'broad', range });
    },
  },
  fix({ node }, context) {
    const { positional } = callArguments(node, context.source.text);
    const [expected] = positional;
    const statement = context.enclosing('with_statement');
    const body = statement?.childForFieldName('body');
    // In the body itself the call stands under another `with`.
    if (!expected || !body || node.startIndex >= body.startIndex) return [];
    const { startIndex: start, endIndex: end } = expected;
    const narrowing = narrowingOf(body, [], [], context);
    if (narrowing) {
      const [only = '', ...more] = narrowing.types;
      const newText = more.length === 0 ? only : `(${narrowing.types.join(', ')})`;
      const title = `Expect ${narrowing.reason.replace(/; other errors would surface$/, '; any other fails the test')}`;
      return [
        {
          title,
          applicability: applicabilityOf(narrowing),
          edits: [...narrowing.imports, { start, end, newText }],
        },
      ];
    }
    return raisesOf(body, context).map(({ name, by, edits }): Fix => ({
      title: `Expect \`${name}\`, which \`${by}()\` raises; any other fails the test`,
      applicability: 'unsafe',
      edits: [...edits, { start, end, newText: name }],
    }));
  },
});

/** The first argument of a `pytest.raises` that says nothing more, when it is `Exception` or `BaseException`. */
function expectedClass(call: SyntaxNode, { names, source }: RuleContext<undefined>): SyntaxNode | undefined {
  if (names.qualifiedName(call.childForFieldName('function')) !== 'pytest.raises') return undefined;
  const { positional, keywords, splat } = callArguments(call, source.text);
  const expected = positional[0] ?? keywords.get('expected_exception');
  if (!expected || splat || keywords.has('match') || keywords.has('check')) return undefined;
  return broad.has(names.qualifiedName(expected) ?? '') ? expected : undefined;
}

interface OwnRaise {
  readonly name: string;
  /** The function that raises it. */
  readonly by: string;
  /** Its import. */
  readonly edits: readonly FixEdit[];
}

/** Classes that functions of the file or the project raise when `body` calls them; each a guess of its own. */
function raisesOf(body: SyntaxNode, context: FixContext): OwnRaise[] {
  const found: OwnRaise[] = [];
  for (const call of body.descendantsOfType('call')) {
    const callee = call.childForFieldName('function');
    for (const raised of raisedElsewhere(callee, context))
      if (!found.some(({ name }) => name === raised.name)) found.push(raised);
    if (callee?.type !== 'identifier') continue;
    const by = context.text(callee);
    const definition = moduleFunction(by, callee.startIndex, context);
    for (const raise of definition?.descendantsOfType('raise_statement') ?? []) {
      const raised = raise.firstNamedChild;
      const head = raised?.type === 'call' ? raised.childForFieldName('function') : raised;
      const name = dottedName(head ?? null, context.source.text);
      if (name === undefined || !isClassHere(name, body.startIndex, context)) continue;
      if (!found.some((other) => other.name === name)) found.push({ name, by, edits: [] });
    }
  }
  return found.slice(0, 3);
}

/** What a function of another module of the project raises, with the import of its class. */
function raisedElsewhere(callee: SyntaxNode | null, context: FixContext): OwnRaise[] {
  const qualified = context.names.qualifiedName(callee);
  const head = qualified?.split('.', 1)[0] ?? '';
  if (!callee || qualified === undefined || head === 'builtins' || standardLibrary.has(head)) return [];
  const by = context.text(callee).replace(/\s+/g, '');
  return (context.project.raisedBy(qualified) ?? []).flatMap(({ name, module }): OwnRaise[] => {
    if (module === undefined) {
      const isHere = context.names.resolve(name, callee.startIndex).origin === 'builtin';
      return isHere ? [{ name, by, edits: [] }] : [];
    }
    const imported = context.insertions.importFrom(module, name);
    return imported ? [{ name: imported.name, by, edits: imported.edits }] : [];
  });
}

function moduleFunction(
  name: string,
  at: number,
  { names, root, source }: FixContext,
): SyntaxNode | undefined {
  const resolution = names.resolve(name, at);
  if (resolution.origin !== 'module' || resolution.bindings.length !== 1) return undefined;
  return root.namedChildren.find((statement) => {
    const own = statement.type === 'function_definition' ? statement.childForFieldName('name') : null;
    return own !== null && source.slice(own.startIndex, own.endIndex) === name;
  });
}

/** A class of the module or a builtin one, and not as wide as what it replaces. */
function isClassHere(name: string, at: number, { names }: FixContext): boolean {
  if (!/^[A-Z]\w*$/.test(name) || /^(?:Base)?Exception$/.test(name)) return false;
  const resolution = names.resolve(name, at);
  if (resolution.origin === 'builtin') return true;
  return (
    resolution.origin === 'module' &&
    resolution.bindings.every(({ kind }) => kind === 'class' || kind === 'import')
  );
}
