/** `except E as e: assert …` in a test: when nothing is raised, nothing is checked, and the test passes. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { codeChildren, soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import { applyEdits } from '../../syntax/edits';
import { readHandler, type Handler } from '../errors/_handler';
import { dedented, isTestCase } from './_tests';

const namedHandler = /except\b[^:]*\bas\s+\w+\s*:/y;

export default defineRule({
  meta: {
    name: 'assert-in-except',
    topic: 'testing',
    summary: 'A test checks an error in its handler, and checks nothing when no error comes.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      {
        tool: 'ruff',
        code: 'PT017',
        name: 'pytest-assert-in-except',
        suffices: 'alone',
        messages: ['unreached'],
      },
      { tool: 'sonar', code: 'S8714' },
    ],
    messages: {
      unreached: 'When nothing is raised, this is never checked and the test passes: use `pytest.raises`.',
      uncalled:
        'When nothing is raised, `{method}` is never called and the test passes: use `self.assertRaises`.',
    },
    docs: {
      why:
        'A handler runs only when the error comes. If the code under test stops raising it, the assertions about the error ' +
        'are skipped and the test stays green, although the very thing that it was written for is gone. ' +
        '`pytest.raises` fails when nothing is raised, and hands over the error to look at.',
      bad: [
        {
          code: 'def test_port():\n    try:\n        int("http")\n    except ValueError as error:\n        assert "http" in str(error)\n',
          path: 'tests/test_port.py',
        },
      ],
      good: [
        {
          code: 'import pytest\n\n\ndef test_port():\n    with pytest.raises(ValueError) as excinfo:\n        int("http")\n    assert "http" in str(excinfo.value)\n',
          path: 'tests/test_port.py',
        },
        {
          code: 'def port(text):\n    try:\n        return int(text)\n    except ValueError as error:\n        assert error.args\n        return None\n',
        },
      ],
      guards: [
        'code that is no test: neither in a test file nor in a `test_*` function',
        'assertions that do not look at the error',
      ],
      fixes:
        'Writes `with pytest.raises(E) as excinfo:` (`self.assertRaises` in a `unittest.TestCase`) around the body, binds the ' +
        'error to its name, and moves the assertions behind it; an `else` or a last statement that only fails the test is ' +
        'dropped, since `raises` fails by itself. Unsafe: the test now fails when nothing is raised. Abstains with several ' +
        'handlers, `finally`, `return` in the body and `raise` in the handler.',
    },
  },
  visit: {
    except_clause(node, context) {
      namedHandler.lastIndex = node.startIndex;
      if (!namedHandler.test(context.source.text) || !isInTest(context)) return;
      const handler = readHandler(node, context);
      const check = handler && firstCheck(handler, context);
      if (!check) return;
      const callee = check.childForFieldName('function');
      context.report({
        node,
        ...(callee
          ? { message: 'uncalled', values: { method: context.text(callee) } }
          : { message: 'unreached' }),
        range: { start: check.startIndex, end: check.endIndex },
      });
    },
  },
  fix({ node }, context) {
    const statement = context.enclosing('try_statement');
    const handler = readHandler(node, context);
    if (!statement || !handler) return [];
    const fix = raisesFix(statement, handler, context);
    return fix ? [fix] : [];
  },
});

function isInTest(context: RuleContext<undefined>): boolean {
  const definition = context.enclosing('function_definition');
  const name = definition?.childForFieldName('name');
  if (!name) return false;
  return context.file.role === 'test' || /^test(?:_|$)/.test(context.text(name));
}

/** The first assertion that looks at the error. */
function firstCheck({ node, name }: Handler, context: RuleContext<undefined>): SyntaxNode | undefined {
  if (name === undefined) return undefined;
  const mentioned = new RegExp(`(?<!\\.\\s*)\\b${name}\\b(?!\\s*=[^=])`);
  return node.descendantsOfType(['assert_statement', 'call']).find((check) => {
    if (!check.isNamed || (check.type === 'call' && !isUnittestCheck(check, context))) return false;
    if (!mentioned.test(context.text(check))) return false;
    return check
      .descendantsOfType('identifier')
      .some((identifier) => context.text(identifier) === name && !isAttribute(identifier));
  });
}

/** `self.assertEqual(...)` and its like as a statement. */
function isUnittestCheck(call: SyntaxNode, context: RuleContext<undefined>): boolean {
  const isStatement = call.parent?.type === 'expression_statement';
  return (
    isStatement &&
    /^self\.assert[A-Z_]\w*\(/.test(context.source.slice(call.startIndex, call.startIndex + 80))
  );
}

function isAttribute({ id, parent }: SyntaxNode): boolean {
  return parent?.type === 'attribute' && parent.childForFieldName('attribute')?.id === id;
}

function raisesFix(statement: SyntaxNode, handler: Handler, context: FixContext): Fix | undefined {
  const { source } = context;
  const { name, value, node } = handler;
  const parts = codeChildren(statement);
  const body = statement.childForFieldName('body');
  const otherwise = parts.find(({ type }) => type === 'else_clause');
  const handlers = parts.filter(({ type }) => type === 'except_clause');
  if (!body || !value || name === undefined || handlers.length > 1) return undefined;
  if (parts.some(({ type }) => type === 'finally_clause') || /^except\s*\*/.test(context.text(node)))
    return undefined;
  if (otherwise && !isOnlyFailing(otherwise.childForFieldName('body'), context)) return undefined;
  if (leaves(body, ['return_statement', 'break_statement', 'continue_statement', 'yield'])) return undefined;
  if (leaves(node, ['raise_statement'])) return undefined;
  if (otherwise && otherwise.descendantsOfType('comment').length > 0) return undefined;
  const writing = writeRaises(value, context);
  const moved = writing && movedHandler(statement, handler, writing.error, context);
  if (!writing || !moved) return undefined;
  const header: FixEdit = {
    start: statement.startIndex,
    end: statement.startIndex + 'try'.length,
    newText: writing.header,
  };
  const edits = [...writing.imports, header, ...droppedFailure(body, context), ...moved];
  if (otherwise) {
    // Nothing but line breaks and comments stands between the two clauses; comments stay.
    const start = source.lineEnd(source.lineAt(node.endIndex));
    const gap = source.slice(node.endIndex, otherwise.startIndex);
    if (gap.trim() !== '') return undefined;
    edits.push({ start: Math.min(start, node.endIndex), end: otherwise.endIndex, newText: '' });
  }
  const title = `Use \`${writing.shown}\` (the test fails when nothing is raised)`;
  return { title, applicability: 'unsafe', edits };
}

interface Writing {
  readonly header: string;
  /** What the error is called behind the block. */
  readonly error: string;
  readonly shown: string;
  readonly imports: readonly FixEdit[];
}

function writeRaises(value: SyntaxNode, context: FixContext): Writing | undefined {
  const type = context.text(value);
  if (/[\r\n]/.test(type)) return undefined;
  const owner = context.enclosingClass();
  if (owner && isTestCase(owner)) {
    if (!isFree('caught', value.startIndex, context)) return undefined;
    return {
      header: `with self.assertRaises(${type}) as caught`,
      error: 'caught.exception',
      shown: 'self.assertRaises',
      imports: [],
    };
  }
  const pytest = context.insertions.importModule('pytest');
  if (!pytest || !isFree('excinfo', value.startIndex, context)) return undefined;
  return {
    header: `with ${pytest.name}.raises(${type}) as excinfo`,
    error: 'excinfo.value',
    shown: 'pytest.raises',
    imports: pytest.edits,
  };
}

function isFree(name: string, at: number, { names }: FixContext): boolean {
  return names.resolve(name, at).origin === 'unknown';
}

/** `except E as error:` becomes `error = excinfo.value`; the lines below move one level out. */
function movedHandler(
  statement: SyntaxNode,
  { node, name, statements }: Handler,
  error: string,
  context: FixContext,
): FixEdit[] | undefined {
  const { source } = context;
  const [first] = statements;
  const colon = node.children.find(({ type }) => type === ':');
  if (!first || !colon || source.lineAt(first.startIndex) === source.lineAt(colon.startIndex))
    return undefined;
  const lines = dedented(
    source.lineAt(colon.startIndex) + 1,
    source.lineAt(node.endIndex),
    { from: source.indentAt(first.startIndex), to: source.indentAt(statement.startIndex) },
    node,
    context,
  );
  if (!lines) return undefined;
  // One edit for the whole handler: a fix of another rule inside it must not be merged with lines that move.
  const { startIndex: start, endIndex: end } = node;
  const within = [{ start, end: colon.endIndex, newText: `${name} = ${error}` }, ...lines].map((edit) => ({
    start: edit.start - start,
    end: edit.end - start,
    newText: edit.newText,
  }));
  return [{ start, end, newText: applyEdits(source.slice(start, end), within) }];
}

/** A last `assert False`, `self.fail()` or `pytest.fail()` of the body, which `raises` makes needless. */
function droppedFailure(body: SyntaxNode, context: FixContext): FixEdit[] {
  const statements = statementsOf(body);
  const last = statements.at(-1);
  const before = statements.at(-2);
  if (!last || !before || !isFailing(last, context)) return [];
  const { source } = context;
  const end = source.lineEnd(source.lineAt(last.endIndex));
  if (source.slice(last.endIndex, end).trim() !== '') return [];
  // A comment between the two stays.
  const lineStart = source.lineStart(source.lineAt(last.startIndex));
  if (source.slice(lineStart, last.startIndex).trim() !== '') return [];
  return [{ start: source.lineEnd(source.lineAt(lineStart) - 1), end, newText: '' }];
}

function isOnlyFailing(body: SyntaxNode | null, context: FixContext): boolean {
  const [only, ...more] = statementsOf(body);
  return only !== undefined && more.length === 0 && isFailing(only, context);
}

function isFailing(statement: SyntaxNode, context: FixContext): boolean {
  if (statement.type === 'assert_statement')
    return /^assert\s*\(?\s*(?:False|0)\b/.test(context.text(statement));
  if (statement.type === 'raise_statement') return /^raise\s+AssertionError\b/.test(context.text(statement));
  const call = soleExpression(statement);
  return call?.type === 'call' && /^(?:self|pytest)\.fail\(/.test(context.text(call));
}

/** Some statement of `kinds` stands in `node`, and not in a function of its own. */
function leaves(
  node: SyntaxNode,
  kinds: ('return_statement' | 'break_statement' | 'continue_statement' | 'yield' | 'raise_statement')[],
): boolean {
  return node.descendantsOfType(kinds).some(({ isNamed }) => isNamed);
}
