/** The fix gate itself: each thing that a fix can break in a real file is found. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Rule } from '../../server/src/engine/index';
import { defineRule } from '../../server/src/engine/lint/rule';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';
import { compileFiles, findPython } from '../harness/python';
import { gateFile } from './fix-gate-file';
import { runPool } from './pool';

/** Replaces every assert statement, with the comment behind it when `reach` says so. */
function replacing(newText: string, reach = 0): Rule {
  return defineRule({
    meta: probeMeta('no-assert'),
    visit: {
      assert_statement: (node, context) =>
        context.report({ node, message: 'seen', values: { it: 'assert' } }),
    },
    fix: ({ node }) => [
      {
        title: 'replace',
        applicability: 'unsafe',
        edits: [{ start: node.startIndex, end: node.endIndex + reach, newText }],
      },
    ],
  });
}

async function problemsOf(rule: Rule, code: string): Promise<string[]> {
  const tested = await createEngine([rule]);
  const report = gateFile(tested, 'app.py', code, [rule]);
  assert.equal(tested.engine.parser.liveTrees, 0);
  return [
    ...report.problems.map(({ kind }) => kind),
    ...report.crashes.map(({ error }) => error.split('\n')[0] ?? ''),
  ];
}

describe('fix gate on one file', () => {
  it('is content with a sound fix', async () => {
    assert.deepEqual(await problemsOf(replacing('pass'), 'x = 1\nassert x  # why\n'), []);
  });
  it('finds a fix that never ends', async () => {
    assert.deepEqual(await problemsOf(replacing('assert y'), 'assert x\n'), ['no end']);
  });
  it('finds broken syntax', async () => {
    assert.deepEqual(await problemsOf(replacing('if:'), 'assert x\n'), ['syntax']);
  });
  it('finds a lost comment', async () => {
    assert.deepEqual(await problemsOf(replacing('pass', '  # why'.length), 'assert x  # why\n'), [
      'comment lost',
    ]);
  });
  it('finds another line end', async () => {
    assert.deepEqual(await problemsOf(replacing('pass\npass'), 'assert x\r\ny\r\n'), ['line ends']);
  });
  it('finds a name that nobody defines any more, and an import that nobody uses', async () => {
    assert.deepEqual(await problemsOf(replacing('pass'), 'import x\nassert x\n'), ['new Ruff finding']);
    assert.deepEqual(await problemsOf(replacing('nowhere()'), 'x = 1\nassert x\n'), ['new Ruff finding']);
  });
  it('finds a crash', async () => {
    const throwing: Rule = {
      ...replacing('pass'),
      fix: () => {
        throw new Error('no fix');
      },
    };
    assert.deepEqual(await problemsOf(throwing, 'assert x\n'), ['Error: no fix']);
  });
});

describe('compiler', { skip: findPython() ? false : 'no Python 3 on the path' }, () => {
  it('tells which files do not compile', () => {
    const python = findPython();
    if (!python) return;
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-compile-'));
    const texts = ['x = 1\n', 'return 1\n', '# -*- coding: latin-1 -*-\nx = "é"\n'];
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.py`);
      writeFileSync(file, text, 'latin1');
      return file;
    });
    const answers = compileFiles(python, files);
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      answers.map((answer) => answer !== undefined),
      [false, true, false],
    );
  });
});

describe('pool', () => {
  it('names a job that hangs and one that kills its worker, and does the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-pool-'));
    const worker = join(folder, 'worker.mjs');
    writeFileSync(
      worker,
      `process.on('message', ({ job }) => {
        if (job === 'die') process.exit(3);
        if (job !== 'hang') process.send(job.toUpperCase());
      });`,
    );
    const done: string[] = [];
    const lost: string[] = [];
    await runPool<{ job: string }, string>({
      worker,
      jobs: ['a', 'hang', 'b', 'die', 'c'].map((job) => ({ job })),
      workers: 2,
      limitMs: 6_000,
      done: ({ job }, result) => done.push(`${job}${result}`),
      lost: ({ job }, reason) => lost.push(`${job}: ${reason}`),
    });
    rmSync(folder, { recursive: true });
    assert.deepEqual(done.sort(), ['aA', 'bB', 'cC']);
    assert.deepEqual(lost.sort(), ['die: the worker ended with 3', 'hang: it took more than 6 s']);
  });
});
