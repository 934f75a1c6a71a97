/** Types of expressions and results of functions, asked through a rule, as rules ask. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { settingsFor, type Engine, type Rule } from '../../server/src/engine/index';
import { defineRule } from '../../server/src/engine/lint/rule';
import { docstringTypes } from '../../server/src/engine/semantics/docstring-types';
import { inferReturn } from '../../server/src/engine/semantics/returns';
import { membersOf, typeOf, unionOf } from '../../server/src/engine/semantics/types';
import { createEngine } from '../harness/engine';

const meta: Rule['meta'] = {
  name: 'probe',
  topic: 'typing',
  summary: 'Tells what is inferred.',
  severity: 'hint',
  profile: 'all',
  scope: 'module',
  fix: 'none',
  since: '0.1.0',
  equivalents: [],
  messages: { type: '{type}' },
  docs: { why: '', bad: [], good: [], guards: [], fixes: '' },
};

const probe = defineRule({
  meta,
  visit: {
    function_definition(node, context) {
      const site = { text: context.source.text, names: context.names };
      const type = inferReturn(node, { isMethod: context.isMethod(node) }, site);
      const shown = type ? `${type.annotation} ${type.tier}` : 'unknown';
      context.report({ node, message: 'type', values: { type: shown } });
    },
    assignment(node, context) {
      if (context.text(node.childForFieldName('left') ?? node) !== 'value') return;
      const type = typeOf(node.childForFieldName('right'), {
        text: context.source.text,
        names: context.names,
      });
      context.report({
        node,
        message: 'type',
        values: { type: type ? `${type.annotation} ${type.tier}` : 'unknown' },
      });
    },
  },
});

let engine: Engine;
before(async () => {
  engine = (await createEngine([probe])).engine;
});

function inferred(code: string): string[] {
  const analysis = engine.open('app.py', code, settingsFor([probe]));
  try {
    assert.ok(!analysis.hasSyntaxErrors, code);
    return analysis.findings.map(({ message }) => message);
  } finally {
    analysis.dispose();
  }
}

/** `expected` ends in `?` where the type is only likely; empty for unknown. */
function shown(expected: string): string {
  if (expected === '') return 'unknown';
  return expected.endsWith('?') ? `${expected.slice(0, -1)} likely` : `${expected} certain`;
}

describe('expressions', () => {
  const cases: [string, string][] = [
    ['"a"', 'str'],
    ['"a" "b"', 'str'],
    ['f"{x}"', 'str'],
    ['rb"a"', 'bytes'],
    ['1', 'int'],
    ['0x_ff', 'int'],
    ['1.5e3', 'float'],
    ['2J', 'complex'],
    ['1.5j', 'complex'],
    ['True', 'bool'],
    ['None', 'None'],
    ['not x', 'bool'],
    ['x is None', 'bool'],
    ['x is not None', 'bool'],
    ['x not in y', 'bool'],
    ['x == y', 'bool?'],
    ['x in y == z', 'bool?'],
    ['("a")', 'str'],
    ['-1', 'int'],
    ['~True', ''],
    ['-True', 'int'],
    ['1 + 2.0', 'float'],
    ['1 / 2', 'float'],
    ['7 // 2', 'int'],
    ['2 ** 3', 'int'],
    ['2 ** -3', ''],
    ['True & False', 'bool'],
    ['True + True', 'int'],
    ['1 << 2', 'int'],
    ['"%s" % x', 'str'],
    ['"a" + "b" * 2', 'str'],
    ['"a" + b"b"', ''],
    ['"a" + x', ''],
    ['"a" if x else None', 'str | None'],
    ['x if x else None', ''],
    ['"a" or None', 'str | None'],
    ['None or "a"', 'str'],
    ['1 or 2.5', 'float'],
    ['x and "a"', ''],
    ['len(x)', 'int'],
    ['isinstance(x, int)', 'bool'],
    ['str(x).upper().encode()', 'bytes'],
    ['", ".join(x)', 'str'],
    ['b"a".decode()', 'str'],
    ['"a b".split()', 'list[str]'],
    ['"a".missing()', ''],
    ['round(1.5)', 'int'],
    ['round(1.5, 1)', ''],
    ['unknown(x)', ''],
    ['[1, 2]', 'list[int]?'],
    ['[1, "a"]', ''],
    ['[]', ''],
    ['[*x]', ''],
    ['{1, 2}', 'set[int]?'],
    ['{"a": 1}', 'dict[str, int]?'],
    ['{"a": 1, **x}', ''],
    ['[str(y) for y in x]', 'list[str]?'],
    ['{y: 1 for y in x}', ''],
    ['(1, "a")', 'tuple[int, str]'],
    ['1, "a"', 'tuple[int, str]'],
    ['()', ''],
    ['lambda: 1', ''],
    ['x.y', ''],
  ];
  for (const [code, expected] of cases) {
    it(code, () => assert.deepEqual(inferred(`value = ${code}\n`), [shown(expected)]));
  }

  it('knows when a builtin is shadowed', () => {
    assert.deepEqual(inferred('from text import len\nvalue = len("a")\n'), ['unknown']);
  });
});

describe('results of functions', () => {
  const cases: [string, string, string][] = [
    ['no return', 'print(1)', 'None'],
    ['bare return', 'if x:\n    return\nprint(1)', 'None'],
    ['a body of dots', '...', ''],
    ['a docstring and dots', '"""Doc."""\n...', ''],
    ['a body of pass', 'pass', 'None?'],
    ['a docstring alone', '"""Doc."""', 'None?'],
    ['one value', 'return 1', 'int'],
    ['a value or nothing', 'if x:\n    return 1\nreturn', 'int | None'],
    ['a value or the end', 'if x:\n    return 1', 'int | None?'],
    ['both branches', 'if x:\n    return 1\nelif y:\n    return 2\nelse:\n    return 3', 'int'],
    ['no else', 'if x:\n    return 1\nelif y:\n    return 2', 'int | None?'],
    ['an unknown value', 'if x:\n    return 1\nreturn x', ''],
    ['two types', 'if x:\n    return 1\nreturn "a"', 'int | str?'],
    ['numbers', 'if x:\n    return 1\nreturn 1.5', 'float'],
    ['endless loop', 'while True:\n    if x:\n        return 1', 'int'],
    ['loop with a way out', 'while 1:\n    if x:\n        break\n    return 1', 'int | None?'],
    [
      'break of an inner loop',
      'while True:\n    for y in x:\n        break\n    if x:\n        return 1',
      'int',
    ],
    ['while with a condition', 'while x:\n    return 1', 'int | None?'],
    ['for with else', 'for y in x:\n    pass\nelse:\n    return 1', 'int'],
    ['for with break and else', 'for y in x:\n    break\nelse:\n    return 1', 'int | None?'],
    ['try and except', 'try:\n    return 1\nexcept E:\n    return 2', 'int'],
    ['except that goes on', 'try:\n    return 1\nexcept E:\n    pass', 'int | None?'],
    ['try, else', 'try:\n    x()\nexcept E:\n    raise\nelse:\n    return 1', 'int'],
    ['finally', 'try:\n    x()\nfinally:\n    return 1', 'int'],
    ['with', 'with open(x) as f:\n    return 1', 'int'],
    ['with that swallows', 'with contextlib.suppress(E):\n    return 1', 'int | None?'],
    ['exhaustive match', 'match x:\n    case 1:\n        return 1\n    case _:\n        return 2', 'int'],
    [
      'open match',
      'match x:\n    case 1:\n        return 1\n    case None:\n        return 2',
      'int | None?',
    ],
    ['guarded wildcard', 'match x:\n    case _ if y:\n        return 1', 'int | None?'],
    ['exit of the program', 'if x:\n    return 1\nsys.exit(1)', 'int'],
    ['only raises', 'raise ValueError', 'NoReturn?'],
    ['not implemented', 'raise NotImplementedError("x")', ''],
    ['assert False', 'if x:\n    return 1\nassert False, "x"', 'int'],
    ['generator', 'yield 1\nyield 2', 'Iterator[int]?'],
    ['generator that receives', 'x = yield 1', ''],
    ['yield from', 'yield from x', ''],
    ['inner functions do not count', 'def g():\n    return 1\nprint(g)', 'None'],
    ['inner lambdas do not count', 'g = lambda: (yield)\nprint(g)', 'None'],
  ];
  for (const [title, body, expected] of cases) {
    it(title, () => {
      const code = `import contextlib\nimport sys\n\n\ndef f(x, y):\n    ${body.replaceAll('\n', '\n    ')}\n`;
      assert.equal(inferred(code)[0], shown(expected));
    });
  }

  it('async', () => {
    assert.deepEqual(inferred('async def f():\n    return 1\n'), ['int certain']);
    assert.deepEqual(inferred('async def f():\n    yield 1\n'), ['AsyncIterator[int] likely']);
  });

  it('methods: the language fixes special ones, and none is said never to return', () => {
    const code =
      'class A:\n    def __len__(self):\n        return x\n    def __init__(self): ...\n' +
      '    def f(self):\n        raise ValueError\n    def __call__(self):\n        return "a"\n';
    assert.deepEqual(inferred(code), ['int certain', 'None certain', 'unknown', 'str certain']);
  });

  it('a function of that name is not special outside of a class', () => {
    assert.deepEqual(inferred('def __len__():\n    return x\n'), ['unknown']);
  });
});

describe('unions', () => {
  const certain = (annotation: string): { annotation: string; tier: 'certain' } => ({
    annotation,
    tier: 'certain',
  });
  it('puts None last and absorbs numbers', () => {
    assert.equal(
      unionOf([certain('None'), certain('bool'), certain('str'), certain('int')])?.annotation,
      'int | str | None',
    );
  });
  it('knows nothing when one part is unknown', () =>
    assert.equal(unionOf([certain('int'), undefined]), undefined));
  it('does not look inside brackets', () => {
    assert.deepEqual(membersOf('dict[str, int | None] | None'), ['dict[str, int | None]', 'None']);
  });
});

describe('docstrings', () => {
  const types = (docstring: string): Record<string, string> => Object.fromEntries(docstringTypes(docstring));
  it('reads three styles, with every line end', () => {
    for (const eol of ['\n', '\r\n']) {
      assert.deepEqual(types([':param int a: x', ':type b: str or None'].join(eol)), {
        a: 'int',
        b: 'str | None',
      });
      assert.deepEqual(types(['Args:', '    a (integer): x', '    b (list of str, optional): y'].join(eol)), {
        a: 'int',
        b: 'list[str]',
      });
      assert.deepEqual(types(['a : Optional[bool]', 'b : float, default 1'].join(eol)), {
        a: 'bool | None',
        b: 'float',
      });
    }
  });
  it('leaves out what needs an import, and what contradicts itself', () => {
    assert.deepEqual(types(':type a: Path\n:type b: int\n:type b: str\n'), {});
  });
});
