/** What one pass over a file finds, and that nothing in it can make the pass fail. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { metricsOf } from './support';

describe('metrics', () => {
  it('counts code lines without blank lines and comments', () => {
    assert.equal(metricsOf('# a\n\nx = 1  # b\r\n   \n  # c\ny = 2').codeLines, 2);
  });

  it('lists imports with their guards', () => {
    const { imports } = metricsOf(
      'import os, a.b as c\nfrom . import x\nfrom ..y import (z as w,  # comment\n  v)\nif TYPE_CHECKING:\n    import t\nelse:\n    import e\ntry:\n    import o\nexcept ImportError:\n    pass\ndef f():\n    import l\n',
    );
    assert.deepEqual(imports, [
      { module: 'os', line: 1 },
      { module: 'a.b', line: 1 },
      { module: '.', names: ['x'], line: 2 },
      { module: '..y', names: ['z', 'v'], renamed: { w: 'z' }, line: 3 },
      { module: 't', line: 6, guard: 'typing' },
      { module: 'e', line: 8 },
      { module: 'o', line: 10, guard: 'optional' },
      { module: 'l', line: 14, guard: 'local' },
    ]);
  });

  it('finds plain results and required parameters of public functions', () => {
    const { publicFunctions } = metricsOf(
      'def a():\n    """Doc."""\n    return "x"\n\ndef b(p, q=1, *, r, **s): return 1\n\n@cache\ndef c():\n    return 1\n\ndef d():\n    return f"{x}"\n\nasync def e():\n    return 1\n\ndef _f(): pass\n\ndef g():\n    log()\n    return -1\n',
    );
    assert.deepEqual(publicFunctions, [
      { name: 'a', line: 1, required: 0, bodyLine: 3, literal: '"x"' },
      { name: 'b', line: 5, required: 2, bodyLine: 0 },
      { name: 'c', line: 8, required: 0, bodyLine: 9 },
      { name: 'd', line: 11, required: 0, bodyLine: 12 },
      { name: 'e', line: 14, required: 0, bodyLine: 15 },
      { name: 'g', line: 19, required: 0, bodyLine: 20 },
    ]);
  });

  it('knows what runs on import', () => {
    const effects = (source: string) => metricsOf(source).importEffects.lines;
    assert.deepEqual(
      effects(
        'import re\nX = re.compile("a")\nY = frozenset(len("a"))\ndef f():\n    open("a")\n@app.get("/")\ndef g(): pass\n',
      ),
      [],
    );
    assert.deepEqual(effects('run()\n'), [1]);
    assert.deepEqual(effects('for x in range(3):\n    data[0]()\n'), [2]);
    assert.deepEqual(effects('import os\nKEY = os.environ["KEY"]\n'), [2]);
    assert.deepEqual(effects('if __name__ == "__main__":\n    run()\nelse:\n    other()\n'), [4]);
    assert.deepEqual(effects('NAME = ", ".join(["a"])\n'), []);
  });

  it('tells prints in functions from prints at the top and in the main guard', () => {
    const { prints, mainGuardLine } = metricsOf(
      'print(1)\ndef f():\n    print(2)\nif "__main__" == __name__:\n    print(3)\n',
    );
    assert.deepEqual([prints.topLevel.lines, prints.inFunctions.lines, mainGuardLine], [[1], [3], 4]);
  });

  it('keeps at most five examples but counts all', () => {
    const { prints } = metricsOf('print(1)\n'.repeat(9));
    assert.deepEqual(prints.topLevel, { count: 9, lines: [1, 2, 3, 4, 5] });
  });

  it('reads names of environment variables, never values', () => {
    const metrics = metricsOf(
      'import os\nfrom os import environ, getenv\nos.environ["A"]\nenviron.get("B", "secret-default")\ngetenv("C")\nos.getenv(name)\n',
    );
    assert.deepEqual(metrics.environmentKeys, ['A', 'B', 'C']);
    assert.equal(metrics.environmentReads.count, 4);
    assert.ok(!JSON.stringify(metrics).includes('secret-default'));
  });

  it('finds tests without an assertion', () => {
    const { tests } = metricsOf(
      'def test_a():\n    run()\ndef test_b():\n    assert run()\ndef test_c():\n    with pytest.raises(ValueError):\n        run()\ndef test_d():\n    mock.call().assert_called_once()\nclass TestX:\n    def test_e(self):\n        self.assertEqual(1, 1)\n    def helper(self): pass\n',
    );
    assert.deepEqual(tests, { functions: 5, withoutAssert: { count: 1, lines: [1] } });
  });

  it('counts a call chain once', () => {
    assert.equal(metricsOf('import requests\nrequests.get("u").json().get("a")\n').ioCalls.count, 1);
  });

  it('is plain JSON', () => {
    const metrics = metricsOf('import os\n@app.get("/health")\nasync def f(): os.getenv("A")\n');
    assert.deepEqual(JSON.parse(JSON.stringify(metrics)), metrics);
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      'def ',
      'async ',
      'class ',
      'f',
      '(',
      ')',
      ':',
      '\n',
      '    ',
      'except ',
      'try',
      'import ',
      'from ',
      '.',
      '@',
      '"',
      "'''",
      'return ',
      ',',
      '=',
      'lambda',
      'if __name__',
      '[',
      'é',
      '\u{1F600}',
      '\0',
      '\r',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        metricsOf(parts.join(''));
      }),
      { numRuns: 500 },
    );
  });
});
