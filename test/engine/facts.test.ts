/** What a rule is told of the file and of the place it looks at. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roleOf, settingsFor, type FileRole, type Rule } from '../../server/src/engine/index';
import type { FixContext, RuleContext } from '../../server/src/engine/lint/context';
import { defineRule } from '../../server/src/engine/lint/rule';
import type { NodeKind } from '../../server/src/engine/syntax/node-kinds.generated';
import type { SyntaxNode } from '../../server/src/engine/syntax/node';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';

type Place = Pick<RuleContext & FixContext, 'file' | 'enclosing' | 'enclosingClass' | 'isMethod'>;

/** Asks `question` at the first node of `kind`: while looking, and again while building a fix. */
async function asked(
  kind: NodeKind,
  code: string,
  question: (place: Place, node: SyntaxNode) => string,
): Promise<string> {
  const rule: Rule = defineRule({
    meta: probeMeta('asks'),
    visit: {
      [kind]: (node: SyntaxNode, context: RuleContext) => {
        context.report({ node, message: 'seen', values: { it: question(context, node) } });
      },
    },
    fix: ({ node }, context) => [{ title: question(context, node), applicability: 'safe', edits: [] }],
  });
  const { engine, crashes } = await createEngine([rule]);
  const analysis = engine.open('app.py', code, settingsFor([rule]));
  try {
    const [finding] = analysis.findings;
    assert.deepEqual(crashes, []);
    assert.ok(finding, `no ${kind}`);
    const [fix] = analysis.fixes(finding);
    assert.equal(fix?.title, finding.message, 'looking and fixing see the same');
    return finding.message;
  } finally {
    analysis.dispose();
  }
}

describe('file facts', () => {
  const fact = (code: string, question: (place: Place) => unknown) =>
    asked('pass_statement', `${code}pass\n`, (place) => String(question(place)));

  it('know postponed annotations, on one line or several', async () => {
    const ask = (code: string) => fact(code, ({ file }) => file.postponesAnnotations);
    assert.equal(await ask('from __future__ import annotations\n'), 'true');
    assert.equal(await ask('from __future__ import division, annotations\n'), 'true');
    assert.equal(await ask('from __future__ import (\n    division,\n    annotations,\n)\n'), 'true');
    assert.equal(await ask('from __future__ import division\nannotations = 1\n'), 'false');
    assert.equal(await ask('from __future__ import (division)\nannotations = 1\n'), 'false');
  });
  it('know imports, the main guard, input and annotations', async () => {
    assert.equal(
      await fact('import b.c\nfrom a.x import y\nfrom . import z\n', ({ file }) =>
        [...file.imports].sort().join(),
      ),
      '.,a,b',
    );
    assert.equal(
      await fact('if __name__ == "__main__":\n    f()\n', ({ file }) => file.hasMainGuard),
      'true',
    );
    assert.equal(
      await fact('if (__name__ == "__main__"):\n    f()\n', ({ file }) => file.hasMainGuard),
      'true',
    );
    assert.equal(await fact('def f():\n    return input("?")\n', ({ file }) => file.readsInput), 'true');
    assert.equal(
      await fact('class A:\n    def f(self, x: int): return x\n', ({ file }) => file.isAnnotated),
      'true',
    );
    assert.equal(
      await fact('def f(x=lambda: 1, y={1: 2}): return x\n', ({ file }) => file.isAnnotated),
      'false',
    );
    const two = 'def f(x: int): return x\ndef g(x): return x\n';
    assert.equal(await fact(two, ({ file }) => file.isAnnotated), 'true');
    assert.equal(await fact(`${two}def h(x): return x\n`, ({ file }) => file.isAnnotated), 'false');
  });
});

describe('places', () => {
  const around = (kind: NodeKind, code: string, ...kinds: Parameters<Place['enclosing']>) =>
    asked(kind, code, (place) => place.enclosing(...kinds)?.type ?? 'none');

  it('know the nearest node around', async () => {
    const code = 'def f():\n    try:\n        pass\n    except E:\n        return 1\n';
    assert.equal(await around('return_statement', code, 'try_statement', 'except_clause'), 'except_clause');
    assert.equal(
      await around('return_statement', code, 'function_definition', 'class_definition'),
      'function_definition',
    );
    assert.equal(await around('return_statement', code, 'for_statement'), 'none');
  });
  it('do not take the node itself, or what stands inside it at its beginning', async () => {
    assert.equal(
      await around('if_statement', 'def f():\n    if x:\n        if y:\n            pass\n', 'if_statement'),
      'none',
    );
    assert.equal(
      await around('block', 'while x:\n    if y:\n        pass\n', 'if_statement', 'while_statement'),
      'while_statement',
    );
    assert.equal(
      await around(
        'expression_statement',
        'def f():\n    [a for a in x]\n',
        'list_comprehension',
        'function_definition',
      ),
      'function_definition',
    );
  });
  it('know it for a reported node that no rule visits', async () => {
    const rule: Rule = defineRule({
      meta: probeMeta('asks'),
      visit: {
        while_statement: (node, context) => {
          const body = node.childForFieldName('body');
          if (body) context.report({ node: body, message: 'seen', values: { it: '' } });
        },
      },
      fix: (_, context) => {
        const kind = context.enclosing('if_statement', 'while_statement')?.type ?? 'none';
        return [{ title: kind, applicability: 'safe', edits: [] }];
      },
    });
    const { engine } = await createEngine([rule]);
    const code = 'while x:\n    if y:\n        pass\n    if z:\n        pass\n';
    const analysis = engine.open('app.py', code, settingsFor([rule]));
    const [finding] = analysis.findings;
    assert.ok(finding);
    assert.equal(analysis.fixes(finding)[0]?.title, 'while_statement');
    analysis.dispose();
  });
  it('know the class around, through functions', async () => {
    const path = (code: string) =>
      asked('return_statement', code, (place) => place.enclosingClass()?.name ?? 'none');
    assert.equal(await path('class A(B):\n    def f(self):\n        return 1\n'), 'A');
    assert.equal(await path('class A:\n    class C:\n        def f(self):\n            return 1\n'), 'C');
    assert.equal(await path('def g():\n    class A:\n        def f(self):\n            return 1\n'), 'A');
    assert.equal(await path('def g():\n    return 1\n'), 'none');
  });
  it('know methods', async () => {
    const method = (code: string) =>
      asked('function_definition', code, (place, node) => String(place.isMethod(node)));
    assert.equal(await method('class A:\n    def f(self): pass\n'), 'true');
    assert.equal(await method('class A:\n    @staticmethod\n    def f(): pass\n'), 'true');
    assert.equal(await method('class A:\n    if x:\n        def f(self): pass\n'), 'true');
    assert.equal(await method('def f(): pass\n'), 'false');
    assert.equal(await method('if x:\n    class A:\n        def f(self): pass\n'), 'true');
  });
});

describe('file roles', () => {
  const hints = { hasShebang: false, hasMainGuard: false, isPureScript: false };
  const cases: readonly (readonly [path: string, role: FileRole, hints?: Partial<typeof hints>])[] = [
    ['app/models.py', 'library'],
    ['app/models.py', 'entry-point', { hasMainGuard: true }],
    ['app/models.py', 'entry-point', { hasShebang: true }],
    ['tool.py', 'script', { isPureScript: true }],
    ['tests/conftest.py', 'test'],
    ['test_app.py', 'test', { hasMainGuard: true }],
    ['app/tests.py', 'test'],
    ['app/latest.py', 'library'],
    ['app/contest_rules.py', 'library'],
    ['app/migrations/0001_initial.py', 'migration'],
    ['alembic/versions/ab12.py', 'migration'],
    ['docs/conf.py', 'example'],
    ['setup.py', 'script'],
    ['manage.py', 'entry-point'],
    ['pkg/__main__.py', 'entry-point'],
    ['app.pyi', 'stub'],
    ['analysis.ipynb#cell', 'notebook'],
    ['examples/demo.py', 'example'],
  ];
  for (const [path, role, given] of cases) {
    it(`${path} is ${role}${given ? ` with ${Object.keys(given).join()}` : ''}`, () => {
      assert.equal(roleOf(path, { ...hints, ...given }), role);
    });
  }
});
