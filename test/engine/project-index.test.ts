/** The project index: what it answers, what a change costs, and that summaries do not depend on how they are made. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { settingsFor } from '../../server/src/engine';
import { collectMetrics, summarize, type FileMetrics } from '../../server/src/engine/project';
import { createEngine, type TestEngine } from '../harness/engine';
import { projectOf } from '../harness/project';

let tested: TestEngine;
before(async () => {
  tested = await createEngine();
});

function metricsOf(text: string): FileMetrics {
  const { parser } = tested.engine;
  const tree = parser.parse(text);
  const metrics = collectMetrics(tree.rootNode, text);
  parser.release(tree);
  return metrics;
}

const helpers = 'import time\n\n\nasync def save():\n    ...\n\n\ndef wait():\n    time.sleep(1)\n';

describe('project index', () => {
  it('follows relative imports, new names and packages', () => {
    const index = projectOf(tested.engine, {
      'src/app/__init__.py': 'from .db import save as store\n',
      'src/app/db.py': helpers,
      'src/app/jobs/__init__.py': '',
      'src/app/jobs/run.py': '',
      'tests/test_db.py': '',
    });
    const ask = (path: string, name: string): unknown =>
      index.answer(path, JSON.stringify(['isCoroutine', name]));
    assert.equal(ask('tests/test_db.py', 'app.store'), true);
    assert.equal(ask('tests/test_db.py', 'app.db.save'), true);
    assert.equal(ask('src/app/jobs/run.py', '..db.save'), true);
    assert.equal(ask('src/app/jobs/run.py', '...db.save'), undefined);
    assert.equal(ask('tests/test_db.py', 'app.db.wait'), false);
    assert.equal(ask('tests/test_db.py', 'app.db.missing'), undefined);
    assert.equal(ask('tests/test_db.py', 'other.db.save'), undefined);
  });

  it('ends where functions call each other', () => {
    const index = projectOf(tested.engine, {
      'a.py': 'from b import two\n\n\ndef one():\n    two()\n',
      'b.py': 'from a import one\n\n\ndef two():\n    one()\n',
    });
    const answer = index.answer('c.py', JSON.stringify(['blockingCallReachedBy', 'a.one', 3]));
    assert.equal(answer, undefined);
  });

  it('looks again only at what was told something else', () => {
    const code =
      'from helpers import save\n\n\nasync def one():\n    save()\n\n\nasync def two():\n    await save()\n\n\nx = 1\n';
    const index = projectOf(tested.engine, { 'main.py': code, 'helpers.py': helpers });
    const rules = tested.engine.rules.filter(({ meta }) => meta.name === 'coroutine-not-awaited');
    const analysis = tested.engine.open('main.py', code, settingsFor(rules), { project: index });
    try {
      assert.equal(analysis.findings.length, 1);
      analysis.checkedUnits = 0;
      index.replace('helpers.py', metricsOf(`${helpers}\n\ndef other():\n    ...\n`));
      assert.equal(analysis.refreshProject(), false);
      assert.equal(analysis.checkedUnits, 0);
      index.replace('helpers.py', metricsOf(helpers.replace('async def save', 'def save')));
      assert.equal(analysis.refreshProject(), true);
      assert.equal(analysis.checkedUnits, 1);
      assert.deepEqual(analysis.findings, []);
    } finally {
      analysis.dispose();
    }
  });

  it('summarizes from the nodes of the analysis as from the tree', () => {
    const code = `${helpers}\n\nclass A:\n    @property\n    def b(self):\n        return 1\n\n\ndef c(): pass\ndef d(): pass\ndef e(): pass\ndef f(): pass\nif __name__ == "__main__":\n    wait()\n`;
    const settings = settingsFor(tested.engine.rules);
    const analysis = tested.engine.open('a.py', code, settings, { summary: true });
    try {
      const kept = summarize(analysis.root, code, analysis.nodes());
      const again = summarize(analysis.root, code, analysis.nodes());
      assert.deepEqual(kept, metricsOf(code));
      assert.deepEqual(again, kept);
    } finally {
      analysis.dispose();
    }
  });
});
