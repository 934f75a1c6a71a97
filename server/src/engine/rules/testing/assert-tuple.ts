/** `assert (x, "message")` and `assert "text"`: a tuple with something in it and a text are always true. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';

export default defineRule({
  meta: {
    name: 'assert-tuple',
    topic: 'testing',
    summary: 'An assertion tests a tuple or a text, which is always true.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'statement',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'F631', name: 'assert-tuple', suffices: 'together' },
      { tool: 'ruff', code: 'PLW0129', name: 'assert-on-string-literal', suffices: 'together' },
      { tool: 'pylint', code: 'W0199', name: 'assert-on-tuple' },
      { tool: 'pylint', code: 'W0129', name: 'assert-on-string-literal' },
      { tool: 'sonar', code: 'S5905' },
      { tool: 'pyright', code: 'reportAssertAlwaysTrue' },
    ],
    messages: {
      tuple: 'This assertion never fails: a tuple with something in it is true, whatever it holds.',
      text: 'This assertion never fails: a text that is not empty is true.',
    },
    docs: {
      why:
        'Parentheses around the condition and the message make a tuple of them, and a tuple that is not empty is true. ' +
        'The test passes whatever the code does, so the check that somebody wanted to have does not exist. ' +
        'Nobody notices, because nothing ever turns red.',
      bad: [
        {
          code: 'def test_total():\n    assert (total([1, 2]) == 3, "the sum is wrong")\n',
          path: 'tests/test_total.py',
        },
        {
          code: 'def parse(mode):\n    if mode == "r":\n        return 1\n    assert "unknown mode"\n',
        },
      ],
      good: [
        {
          code: 'def test_total():\n    assert total([1, 2]) == 3, "the sum is wrong"\n',
          path: 'tests/test_total.py',
        },
        { code: 'def check(first, second):\n    assert (first and second)\n    assert ()\n' },
      ],
      guards: [
        'the empty tuple and the empty text, which always fail: somebody will notice',
        'formatted texts of nothing but values, as `f"{name}"`: they may be empty',
        'parentheses that only group: `assert (a and b)`',
      ],
      fixes:
        'Takes away the parentheses around a condition and its message; this is what the author meant, and the only ' +
        'difference is that the assertion now checks. Where the second element is no message, offers to assert that all ' +
        'elements are true, which is a guess and therefore unsafe. A lone text becomes `raise AssertionError(...)`, ' +
        'unsafe because the code then fails there.',
    },
  },
  visit: {
    assert_statement(node, context) {
      // The keyword has the kind of nothing else; what follows it tells cheaply.
      if (!/^assert\s*[("'\w\\]/.test(context.source.slice(node.startIndex, node.startIndex + 12))) return;
      const condition = conditionOf(node);
      if (condition?.type === 'tuple' && condition.namedChildCount > 0) {
        if (codeChildren(condition).length > 0) context.report({ node, message: 'tuple' });
      } else if (condition && isText(condition) && isTrueText(context.text(condition))) {
        context.report({ node, message: 'text' });
      }
    },
  },
  fix({ node, messageId }, context) {
    const written = codeChildren(node)[0];
    const condition = conditionOf(node);
    if (!written || !condition) return [];
    const hasMessage = codeChildren(node).length > 1;
    if (messageId === 'text') return hasMessage ? [] : raised(node, written, context);
    const elements = codeChildren(condition);
    if (elements.some(({ type }) => type === 'list_splat')) return [];
    const [test, message, ...rest] = elements;
    if (test && message && rest.length === 0 && !hasMessage && isMessage(message)) {
      return unwrapped(written, test, message, context);
    }
    return allTrue(written, elements, context);
  },
});

function conditionOf(statement: SyntaxNode): SyntaxNode | undefined {
  const [condition] = codeChildren(statement);
  return condition && unparenthesized(condition);
}

function isText(node: SyntaxNode | undefined): boolean {
  return node?.type === 'string' || node?.type === 'concatenated_string';
}

/** Not the empty text, nor a formatted one of nothing but values, which may all be empty. */
function isTrueText(text: string): boolean {
  if (/^(?:[a-zA-Z]{0,2}(?:""|''|""""""|'''''')[\s\\]*)+$/.test(text)) return false;
  return !/^(?:[fF][rR]?|[rR][fF])("""|'''|"|')(?:\{[^{}"']*\})+\1$/.test(text);
}

/** Texts, formatted texts, and joined ones: what people write behind the comma of an assertion. */
function isMessage(node: SyntaxNode): boolean {
  if (isText(node)) return true;
  if (node.type === 'binary_operator') return isText(node.childForFieldName('left') ?? undefined);
  if (node.type !== 'call') return false;
  const callee = node.childForFieldName('function');
  return callee?.type === 'attribute' && isText(callee.childForFieldName('object') ?? undefined);
}

/** `assert (x, "m")` → `assert x, "m"`. Over several lines the message keeps its parentheses. */
function unwrapped(
  written: SyntaxNode,
  test: SyntaxNode,
  message: SyntaxNode,
  context: FixContext,
): readonly Fix[] {
  const { source } = context;
  const { startIndex: start, endIndex: end } = written;
  if (written.descendantsOfType('comment').length > 0) return [];
  // `:=` needs parentheses of its own.
  const [open, close] = test.type === 'named_expression' ? ['(', ')'] : ['', ''];
  const edits: FixEdit[] = [
    { start, end: test.startIndex, newText: spaceAfterKeyword(start, context) + open },
    { start: test.endIndex, end: message.startIndex, newText: `${close}, ` },
    { start: message.endIndex, end, newText: '' },
  ];
  const title = 'Take away the parentheses, so that the condition is checked';
  const isOpen = (part: SyntaxNode): boolean => breaksOutside(part, context);
  if (isOpen(test)) return [];
  if (isOpen(message)) {
    const indent = source.indentAt(message.startIndex);
    const closing = `${source.eol}${source.indentAt(start)}`;
    edits[1] = { ...(edits[1] as FixEdit), newText: `${close}, (${source.eol}${indent}` };
    edits[2] = { ...(edits[2] as FixEdit), newText: `${closing})` };
  }
  return [{ title, applicability: 'safe', edits }];
}

const bracketed =
  /^(?:parenthesized_expression|tuple|list|set|dictionary|argument_list|generator_expression|\w+_comprehension)$/;

/** True when the text of `node` has a line break that only brackets around the node keep from ending the statement. */
function breaksOutside(node: SyntaxNode, context: FixContext): boolean {
  const { source } = context;
  if (node.type === 'string' || bracketed.test(node.type)) return false;
  if (source.lineAt(node.startIndex) === source.lineAt(node.endIndex)) return false;
  const { children } = node;
  const isSubscript = node.type === 'subscript';
  return children.some((child, index) => {
    const next = isSubscript ? undefined : children[index + 1];
    const gap = next ? source.slice(child.endIndex, next.startIndex) : '';
    return /[\r\n]/.test(gap) || (!(isSubscript && index > 0) && breaksOutside(child, context));
  });
}

/** Looser than `and`. */
const loose = new Set(['boolean_operator', 'conditional_expression', 'lambda', 'named_expression', 'yield']);

/** `assert (a, b)` → `assert (a and b)`: the parentheses stay, and with them the lines. */
function allTrue(written: SyntaxNode, elements: readonly SyntaxNode[], context: FixContext): readonly Fix[] {
  if (elements.length < 2 || written.descendantsOfType('comment').length > 0) return [];
  const edits: FixEdit[] = [];
  elements.forEach((element, index) => {
    const next = elements[index + 1];
    const [open, close] = loose.has(element.type) ? ['(', ')'] : ['', ''];
    if (open !== '') edits.push({ start: element.startIndex, end: element.startIndex, newText: open });
    const behind = next?.startIndex ?? written.endIndex;
    const gap = context.source.slice(element.endIndex, behind);
    const comma = gap.indexOf(',');
    const at = element.endIndex + comma;
    if (comma < 0) {
      if (close !== '') edits.push({ start: element.endIndex, end: element.endIndex, newText: close });
    } else {
      const after = gap[comma + 1] ?? '';
      const glue = next ? ` and${/\s/.test(after) ? '' : ' '}` : '';
      edits.push({ start: element.endIndex, end: at + 1, newText: `${close}${glue}` });
    }
  });
  const title = 'Assert that all of them are true (the assertion can fail then)';
  return [{ title, applicability: 'unsafe', edits }];
}

function raised(node: SyntaxNode, text: SyntaxNode, context: FixContext): readonly Fix[] {
  const isWrapped = text.type === 'parenthesized_expression';
  const isJoined = /[\r\n]/.test(context.text(text)) && text.type === 'concatenated_string';
  if (isJoined) return [];
  const edits: FixEdit[] = [
    { start: node.startIndex, end: text.startIndex, newText: `raise AssertionError${isWrapped ? '' : '('}` },
  ];
  if (!isWrapped) edits.push({ start: text.endIndex, end: text.endIndex, newText: ')' });
  return [
    {
      title: 'Raise `AssertionError` with this text (the code fails here then)',
      applicability: 'unsafe',
      edits,
    },
  ];
}

function spaceAfterKeyword(start: number, { source }: FixContext): string {
  return /\s/.test(source.text[start - 1] ?? '') ? '' : ' ';
}
