/** Worker threads: results, crashes, hangs, and the whole-project scan on top of them. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Engine, rules, settingsFor } from '../../server/src/engine';
import { resolveConfig } from '../../server/src/engine/config';
import { linesOf, unpackFindings } from '../../server/src/engine/packed-records';
import { createPool, type Pool, type PoolOptions } from '../../server/src/node/pool';
import { createScanner, type ProjectScan } from '../../server/src/node/project';
import type { Outcome } from '../../server/src/node/analyse';
import { grammarBytes } from '../harness/engine';
import { bundle } from '../lsp/bundles';
import { makeFolder, write } from './folder';

const bareExcept = 'try:\n    f()\nexcept:\n    g()\n';
const settings = settingsFor(rules);
const wanted = { fixes: false, metrics: true };

/** A worker that stands in for the real one, to do what that never should. */
function fakeWorker(body: string): string {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const current = new Int32Array(workerData.current);
    parentPort.on('message', ({ files }) => {
      const outcomes = files.map((file, index) => {
        Atomics.store(current, 0, index);
        ${body}
        return { record: { findings: '', metrics: '', asks: '', unknownRules: '' } };
      });
      parentPort.postMessage({ outcomes, crashes: [] });
    });`;
  return join(makeFolder({ 'worker.cjs': code }), 'worker.cjs');
}

async function runAll(
  paths: readonly string[],
  options: Partial<PoolOptions>,
  source = bareExcept,
): Promise<Outcome[]> {
  const pool: Pool = createPool({ workerPath: bundle('worker.js'), wanted, ...options });
  try {
    return await Promise.all(
      paths.map((path) => pool.analyse({ path, bytes: Buffer.from(source), settings })),
    );
  } finally {
    await pool.close();
  }
}

const paths = Array.from({ length: 150 }, (_, index) => `pkg/m${index}.py`);

describe('pool', () => {
  it('gives every job its own result, whatever the number of workers', async () => {
    const [one, three] = [await runAll(paths, { jobs: 1 }), await runAll(paths, { jobs: 3 })];
    assert.deepEqual(one, three);
    for (const outcome of one) {
      assert.ok('record' in outcome);
      assert.ok(unpackFindings(outcome.record.findings).some(({ rule }) => rule === 'bare-except'));
      assert.ok(outcome.record.metrics);
    }
  });

  it('names the file on which a worker crashes, and finishes all others', async () => {
    for (const crash of ['process.exit(3)', "throw new Error('boom')"]) {
      const workerPath = fakeWorker(`if (/m(7|90)\\.py$/.test(file.path)) ${crash};`);
      const outcomes = await runAll(paths, { jobs: 2, workerPath });
      const failed = paths.filter((_, index) => 'failed' in (outcomes[index] ?? {}));
      assert.deepEqual(failed, ['pkg/m7.py', 'pkg/m90.py'], crash);
    }
  });

  it('gives up a file that takes too long', async () => {
    const workerPath = fakeWorker("if (file.path.endsWith('m3.py')) for (;;);");
    const outcomes = await runAll(paths.slice(0, 10), { jobs: 1, workerPath, timeLimit: 200 });
    assert.deepEqual(outcomes.map((outcome) => 'failed' in outcome).indexOf(true), 3);
    assert.equal(outcomes.filter((outcome) => 'failed' in outcome).length, 1);
  });

  it('says so when it is closed with work left', async () => {
    const pool = createPool({ workerPath: fakeWorker('for (;;);'), wanted, jobs: 1 });
    const outcome = pool.analyse({ path: 'a.py', bytes: Buffer.from(''), settings });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pool.close();
    assert.deepEqual(await outcome, { failed: 'the run was ended' });
  });

  it('a worker that cannot start fails its files instead of starting for ever', async () => {
    const outcomes = await runAll(paths.slice(0, 40), {
      jobs: 2,
      workerPath: join(makeFolder(), 'missing.cjs'),
    });
    assert.ok(outcomes.every((outcome) => 'failed' in outcome));
  });
});

describe('project scan', () => {
  const scanner = createScanner({ workerPath: bundle('worker.js'), version: 'test', jobs: 2 });
  after(() => scanner.close());
  const config = resolveConfig({}, rules);
  const options = { config, trusted: true };
  const summary = ({ snapshot, findings, notes }: ProjectScan): unknown => ({
    paths: snapshot.paths,
    metrics: [...snapshot.metrics].sort(),
    counts: [...snapshot.findings].sort(),
    findings: [...findings].sort(),
    texts: snapshot.paths.map((path) => snapshot.text(path)),
    unreadable: snapshot.unreadable,
    truncated: snapshot.truncated,
    notes,
  });

  const files = {
    'a.py': bareExcept,
    'pkg/b.py': 'X = 1\n',
    'pyproject.toml': '[project]\nname = "x"\n',
    '.env': 'A=1\n',
    'c.txt': '',
    'nul.py': '\0',
  };

  it('holds names, texts, metrics and findings', async () => {
    const { snapshot, findings, notes } = await scanner.scan(makeFolder(files), options);
    assert.deepEqual(snapshot.paths, ['.env', 'a.py', 'c.txt', 'nul.py', 'pkg/b.py', 'pyproject.toml']);
    assert.equal(snapshot.text('pyproject.toml'), files['pyproject.toml']);
    assert.equal(snapshot.text('c.txt'), undefined);
    assert.deepEqual([...snapshot.metrics.keys()], ['a.py', 'pkg/b.py']);
    assert.equal(snapshot.findings.get('a.py')?.['bare-except'], 1);
    assert.deepEqual(linesOf(findings.get('a.py'), 'bare-except'), [3]);
    assert.match(notes[0]?.message ?? '', /NUL/);
    assert.deepEqual(
      snapshot.unreadable.map(({ path }) => path),
      ['nul.py'],
    );
    assert.equal(snapshot.git, undefined);
  });

  it('a rescan after any change equals a scan from scratch', async () => {
    const folder = makeFolder(files);
    const engine = await Engine.create({ grammar: grammarBytes() });
    let scan = await scanner.scan(folder, options);
    const changes: readonly (readonly [readonly string[], () => void])[] = [
      [['pkg/b.py'], () => write(folder, { 'pkg/b.py': bareExcept })],
      [['new/c.py', 'new/d.txt'], () => write(folder, { 'new/c.py': bareExcept, 'new/d.txt': '' })],
      [['pyproject.toml'], () => write(folder, { 'pyproject.toml': '[project]\nname = "y"\n' })],
      [['nul.py'], () => write(folder, { 'nul.py': bareExcept })],
      [['.gitignore'], () => write(folder, { '.gitignore': 'new/\n' })],
      [['a.py'], () => rmSync(join(folder, 'a.py'))],
    ];
    for (const [index, [paths_, change]] of changes.entries()) {
      change();
      scan = await scanner.rescan(scan, paths_, options, index % 2 === 0 ? engine : undefined);
      assert.deepEqual(summary(scan), summary(await scanner.scan(folder, options)), paths_.join());
    }
  });

  it('takes texts of open documents in place of files', async () => {
    const folder = makeFolder(files);
    const overlay = new Map([['pkg/b.py', bareExcept]]);
    const scan = await scanner.scan(folder, { ...options, overlay });
    assert.equal(scan.snapshot.findings.get('pkg/b.py')?.['bare-except'], 1);
    const back = await scanner.rescan(scan, ['pkg/b.py'], options);
    assert.equal(back.snapshot.findings.get('pkg/b.py'), undefined);
  });

  it('reports progress, and can be cancelled', async () => {
    const folder = makeFolder(Object.fromEntries(paths.map((path) => [path, bareExcept.repeat(50)])));
    const seen: number[] = [];
    await scanner.scan(folder, { ...options, onProgress: (done, total) => seen.push(done / total) });
    assert.equal(seen.at(-1), 1);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    const controller = new AbortController();
    const running = scanner.scan(folder, {
      ...options,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(running, { name: 'AbortError' });
    const again = await scanner.scan(folder, options);
    assert.equal(again.snapshot.metrics.size, paths.length);
  });

  it('says what it left out, and refuses what is not a folder', async () => {
    const few = resolveConfig({ editor: { analysis: { maxFiles: 1 } } }, rules);
    const scan = await scanner.scan(makeFolder({ 'a.py': '', 'b.py': '' }), { ...options, config: few });
    assert.deepEqual(scan.snapshot.truncated, { graded: 1, total: 2 });
    assert.match(scan.notes[0]?.message ?? '', /1 Python files? .*maxFiles is 1/);
    await assert.rejects(scanner.scan(join(makeFolder(), 'none'), options), /does not exist/);
  });
});
