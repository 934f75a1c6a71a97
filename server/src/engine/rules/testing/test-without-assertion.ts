/** A test that calls the code and looks at nothing: it fails only when the code crashes. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { decoratorName } from '../../lint/units';
import { callArguments, dottedName, soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import { isTestCase, testFunction } from './_tests';

/** Callees whose last word says that they check something. */
const checking =
  /^_*(?:assert|check|verify|verif|expect|ensure|should|must|fail|raise|warn|deprecated|validate|compare|require|confirm|approve|skip|xfail|importorskip|match|equal|is_|contains|snapshot|benchmark|doctest|testmod|run_test|run_case|case|exit|test|(?:eq|ne|ok|is|in|le|lt|gt|ge|not)_)/i;
const checkingInside =
  /assert|raises|warns|expects?(?:_|$)|should|verify|snapshot|_equal|_match|_fails?(?:_|$)|checks?(?:_|$)/i;
/** Fixtures that check by themselves. */
const checkingFixture = /benchmark|snapshot|regression|approv|mpl|golden|expect|verif|assert|check/i;
/** Says that not to crash is all that is asked. */
const smoke =
  /smoke|crash|(?:does|do|should|must|will|can)(?:\s*not|n['’]?t)\s+\w+|\bno\s+(?:error|exception|warning|failure|crash)|without\s+(?:an?\s+)?(?:error|exception|rais|fail|warn)|just\s|only\s|regression|issue|bug|gh[-\s]?\d|#\d+|ok if|passes if|works/i;
const smokeName =
  /smoke|import|no_?(?:error|raise|crash|exception|warn|fail)|works|bug|issue|gh_?\d|^test_no_|(?:not|nt)_(?:raise|fail|crash|error|warn)|without_(?:error|raising)|crash|doctest/i;
/** Decorators that leave the test a plain test. */
const plainDecorator =
  /^(?:pytest\.mark\.(?!xfail|skip\b|benchmark|mpl|image|regression|snapshot|doctest)\w+|mark\.\w+|(?:\w+\.)*patch(?:\.\w+)?|(?:\w+\.)*(?:parametrize|override_settings|given|settings|tag|asyncio|anyio|skipIf|skipUnless|skipif|requires_\w+))$/;

export default defineRule({
  meta: {
    name: 'test-without-assertion',
    topic: 'testing',
    summary: 'A test checks nothing of what the code does.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      unchecked: '`{name}` passes whatever the code gives back: check the result of `{call}`.',
    },
    docs: {
      why:
        'A test without an assertion counts in the coverage report and shows green, but it fails only when the code ' +
        'crashes. A wrong result, a value that is not saved, a message that is not sent pass unnoticed, and everybody ' +
        'believes that the code is tested.',
      bad: [
        {
          code: 'from shop import total\n\n\ndef test_total():\n    total([1, 2])\n',
          path: 'tests/test_total.py',
        },
        {
          code: 'import unittest\n\nfrom shop import total\n\n\nclass TotalTest(unittest.TestCase):\n    def test_total(self):\n        result = total([1, 2])\n',
          path: 'tests/test_total.py',
        },
      ],
      good: [
        {
          code: 'from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
          path: 'tests/test_total.py',
        },
        {
          code: 'from shop import start\n\n\ndef test_start():\n    # Must not raise, that is all.\n    start()\n',
          path: 'tests/test_start.py',
        },
        {
          code: 'import requests\n\n\ndef test_page(base):\n    requests.get(base, timeout=5).raise_for_status()\n',
          path: 'tests/test_page.py',
        },
      ],
      guards: [
        'any `assert`, `raise`, `pytest.raises`, `mock.assert_...`, and calls named like a check (`check_`, `verify_`, `expect_`, `should_`)',
        '`raise_for_status()`, `check=True`, `check_call`, warnings turned into errors',
        'fixtures and decorators that check by themselves: benchmarks, snapshots, image comparisons',
        'helpers of the same file, `self.` methods, and unknown decorators, which may check',
        'smoke tests that say so in their name, their docstring or a comment',
        'tests that call nothing, generators, nested functions',
      ],
      fixes:
        'Gives the last call a name and asserts on it, with `...` in the place of the value that you expect. Unsafe: the ' +
        'test fails until you have filled it in.',
    },
  },
  visit: {
    function_definition(node, context) {
      const name = testFunction(node, context.enclosing('function_definition', 'lambda'), context);
      if (name === undefined || smokeName.test(name)) return;
      const call = uncheckedCall(node, context);
      if (!call) return;
      const identifier = node.childForFieldName('name') ?? node;
      const range = { start: identifier.startIndex, end: identifier.endIndex };
      context.report({ node, message: 'unchecked', values: { name, call: `${call}()` }, range });
    },
  },
  fix({ node }, context) {
    const last = lastStatement(node.childForFieldName('body'));
    const fix = last && assertion(last, context);
    return fix ? [fix] : [];
  },
});

type Context = RuleContext<undefined>;

/** The last call of a test that checks nothing; undefined when something in it checks, or may. */
function uncheckedCall(definition: SyntaxNode, context: Context): string | undefined {
  const body = definition.childForFieldName('body');
  const parameters = definition.childForFieldName('parameters');
  if (!body || !parameters) return undefined;
  const text = context.text(body);
  // Most tests are let go by their text alone.
  if (
    /\bassert\b|\braise\b|\byield\b|raise_for_status|\bcheck\s*=\s*True|check_(?:call|output)|["']error["']/.test(
      text,
    )
  )
    return undefined;
  if (checkingFixture.test(context.text(parameters)) || saysSmoke(definition, body, context))
    return undefined;
  if (hasUnknownDecorator(definition, context)) return undefined;
  let last: string | undefined;
  let lastEnd = -1;
  for (const call of body.descendantsOfType('call')) {
    const name = calleeName(call, context);
    if (name === undefined || mayCheck(name, call, context)) return undefined;
    // What is printed is what the test is about; arguments of other calls and the fixtures of pytest are not.
    if (isPrint(call, context) || builtinFixture.test(name)) continue;
    if (call.startIndex >= lastEnd) {
      last = name;
      lastEnd = call.endIndex;
    }
  }
  return last;
}

const builtinFixture = /^(?:caplog|capsys|capfd|monkeypatch|request|recwarn|tmp_path|tmpdir)\b/;

function isPrint(call: SyntaxNode, { names }: Pick<Context, 'names'>): boolean {
  return names.isBuiltin(call.childForFieldName('function'), 'print');
}

/** Dotted callee; of a chain of calls what can be written shortly. */
function calleeName(call: SyntaxNode, { source }: Context): string | undefined {
  const callee = call.childForFieldName('function');
  const dotted = dottedName(callee, source.text);
  if (dotted !== undefined) return dotted;
  const attribute = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : null;
  return attribute ? source.slice(attribute.startIndex, attribute.endIndex) : undefined;
}

function mayCheck(name: string, call: SyntaxNode, { names }: Context): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (checking.test(last) || checkingInside.test(name)) return true;
  // A method of the test class, or a function of this file, may check.
  if (/^(?:self|cls|super)\b/.test(name)) return true;
  if (name.includes('.')) return false;
  const resolution = names.resolve(name, call.startIndex);
  if (resolution.origin === 'local') return resolution.bindings.some(({ kind }) => kind !== 'import');
  return (
    resolution.origin === 'module' &&
    resolution.bindings.some(({ kind }) => kind === 'function' || kind === 'class')
  );
}

function saysSmoke(definition: SyntaxNode, body: SyntaxNode, context: Context): boolean {
  const [first] = statementsOf(body);
  const docstring = first ? soleExpression(first) : undefined;
  if (docstring?.type === 'string' && smoke.test(context.text(docstring))) return true;
  const comments = definition.descendantsOfType('comment');
  return comments.some(
    (comment) => smoke.test(context.text(comment)) || /\b(?:no|not|never)\b/i.test(context.text(comment)),
  );
}

function hasUnknownDecorator(definition: SyntaxNode, context: Context): boolean {
  const decorated = context.enclosing('decorated_definition');
  if (decorated?.childForFieldName('definition')?.id !== definition.id) return false;
  return decorated.namedChildren.some((child) => {
    if (child.type !== 'decorator') return false;
    return !plainDecorator.test(decoratorName(child, context.source.text) ?? '');
  });
}

/** The last statement of the test, through `with` blocks. */
function lastStatement(block: SyntaxNode | null): SyntaxNode | undefined {
  const last = statementsOf(block).at(-1);
  return last?.type === 'with_statement' ? lastStatement(last.childForFieldName('body')) : last;
}

function assertion(statement: SyntaxNode, context: FixContext): Fix | undefined {
  const { source } = context;
  const expression = soleExpression(statement);
  const end = statement.endIndex;
  const lineEnd = source.lineEnd(source.lineAt(end));
  const isLast = /^[ \t]*(?:#.*)?$/.test(source.slice(end, lineEnd));
  if (!expression || !isLast) return undefined;
  const assigned = expression.type === 'assignment' ? expression.childForFieldName('left') : undefined;
  if (assigned !== undefined && assigned?.type !== 'identifier') return undefined;
  if (!assigned && expression.type !== 'call' && expression.type !== 'await') return undefined;
  if (builtinFixture.test(context.text(expression))) return undefined;
  const name = assigned ? context.text(assigned) : freeName(statement.startIndex, context);
  if (name === undefined) return undefined;
  const edits: FixEdit[] = [];
  const start = statement.startIndex;
  if (expression.type === 'call' && isPrint(expression, context)) {
    const printed = soleArgument(expression, context);
    if (!printed) return undefined;
    edits.push({ start, end: printed.startIndex, newText: `${name} = ` });
    edits.push({ start: printed.endIndex, end, newText: '' });
  } else if (!assigned) edits.push({ start, end: start, newText: `${name} = ` });
  const check = checkText(name, context);
  const lineStart = source.lineStart(source.lineAt(start));
  const isOwnLine = source.slice(lineStart, start).trim() === '';
  const newText = isOwnLine ? `${source.eol}${source.indentAt(start)}${check}` : `; ${check}`;
  const at = isOwnLine ? lineEnd : end;
  edits.push({ start: at, end: at, newText });
  const title = `Assert on \`${name}\` (the test fails until you replace \`...\` with what you expect)`;
  return { title, applicability: 'unsafe', edits };
}

/** The call whose result is printed, and nothing else with it. */
function soleArgument(print: SyntaxNode, { source }: FixContext): SyntaxNode | undefined {
  const { positional, keywords, splat } = callArguments(print, source.text);
  const [only, ...others] = positional;
  const isOneLine = source.lineAt(print.startIndex) === source.lineAt(print.endIndex);
  return only?.type === 'call' && others.length === 0 && keywords.size === 0 && !splat && isOneLine
    ? only
    : undefined;
}

function checkText(name: string, context: FixContext): string {
  const owner = context.enclosingClass();
  return owner && isTestCase(owner) ? `self.assertEqual(${name}, ...)` : `assert ${name} == ...`;
}

function freeName(at: number, { names }: FixContext): string | undefined {
  return ['result', 'outcome'].find((name) => names.resolve(name, at).origin === 'unknown');
}
