/** How a file is cut into pieces, and that an edit costs no more of them than it has to. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsFor, type Analysis } from '../../server/src/engine/index';
import { splitUnits } from '../../server/src/engine/lint/units';
import { createEngine } from '../harness/engine';
import { probes } from '../harness/probe';

const { engine } = await createEngine(probes);

function opened<T>(code: string, look: (analysis: Analysis) => T, names?: readonly string[]): T {
  const rules = engine.rules.filter((rule) => names?.includes(rule.meta.name) ?? true);
  const analysis = engine.open('app.py', code, settingsFor(rules));
  try {
    return look(analysis);
  } finally {
    analysis.dispose();
  }
}

function unitsOf(code: string): string[] {
  return opened(code, ({ root }) =>
    splitUnits(root.namedChildren, code).map(({ kind, start, end, owner }) => {
      const text = code.slice(start, end).trim();
      return `${owner ? `${owner.name}: ` : ''}${kind === 'class-header' ? 'header ' : ''}${text}`;
    }),
  );
}

describe('units', () => {
  it('are top-level statements without comments', () => {
    assert.deepEqual(unitsOf('# a\nx = 1; y = 2\n\ndef f():\n    pass\n'), [
      'x = 1',
      'y = 2',
      'def f():\n    pass',
    ]);
  });
  it('split classes into a header and members, also nested and decorated ones', () => {
    const code =
      '@d\nclass A(B):\n    """Doc."""\n    x = 1\n    class C:\n        def f(self): pass\n    # end\n';
    assert.deepEqual(unitsOf(code), [
      'header @d\nclass A(B):',
      'A: """Doc."""',
      'A: x = 1',
      'A: header class C:',
      'C: def f(self): pass',
    ]);
  });
  it('leave a class inside a statement whole', () => {
    assert.deepEqual(unitsOf('if x:\n    class A:\n        y = 1\n'), ['if x:\n    class A:\n        y = 1']);
  });
  it('know the class around them', () => {
    const code = '@app.route("/")\n@plain\nclass A(pkg.B, metaclass=M):\n    class C:\n        x = 1\n';
    const owner = opened(code, ({ root }) => splitUnits(root.namedChildren, code).at(-1)?.owner);
    assert.equal(owner?.name, 'C');
    assert.deepEqual(owner.outer, {
      name: 'A',
      bases: ['pkg.B', 'metaclass=M'],
      decorators: ['app.route', 'plain'],
      outer: undefined,
    });
  });
});

describe('an edit', () => {
  const functions = Array.from({ length: 40 }, (_, index) => `def f${index}(x):\n    return len(x)\n\n`);
  const code = ['import os\n\n', ...functions].join('');

  function cost(edit: { at: string; remove?: number; newText: string }, names?: readonly string[]): number {
    return opened(
      code,
      (analysis) => {
        analysis.checkedUnits = 0;
        const start = code.indexOf(edit.at);
        analysis.update([{ start, end: start + (edit.remove ?? 0), newText: edit.newText }]);
        return analysis.checkedUnits;
      },
      names,
    );
  }

  it('inside a function checks that function again', () => {
    assert.ok(cost({ at: 'len(x)', newText: '1 + ' }) <= 2);
  });
  it('in a blank line checks next to nothing again', () => {
    assert.ok(cost({ at: '\ndef f20', newText: '\n' }) <= 2);
  });
  it('that binds a name checks those who asked for it', () => {
    const count = cost({ at: 'import os', newText: 'len = 1\n' }, ['probe-calls']);
    assert.ok(count >= 40 && count <= 43, `${count} units`);
  });
  it('that binds a name nobody asked for checks nothing else', () => {
    assert.ok(cost({ at: 'import os', newText: 'unused = 1\n' }, ['probe-calls']) <= 3);
  });
});
