/** Many files at once: what a crashed rule leaves behind, and what the cache gets to keep. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rules, settingsFor } from '../../server/src/engine';
import { packRecord, unpackFindings } from '../../server/src/engine/packed-records';
import type { FindingRecord } from '../../server/src/engine/records';
import { analyseFiles, saveResults, smallFile } from '../../server/src/node/analyse-files';
import { openCache, type ResultCache } from '../../server/src/node/cache';
import type { RuleCrash } from '../../server/src/node/messages';
import type { Pool } from '../../server/src/node/pool';
import { makeFolder } from './folder';

const place = { line: 0, column: 0, point: 0 };
const finding = (rule: string): FindingRecord => ({
  rule,
  messageId: 'found',
  severity: 'hint',
  message: rule,
  start: place,
  end: place,
});
const settings = settingsFor(rules);

/** As a pool in which one worker saw the crash and another did not. */
function pool(crashes: readonly RuleCrash[]): Pool & { readonly analysed: string[] } {
  const analysed: string[] = [];
  return {
    analysed,
    crashes,
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
    analyse: ({ path }) => {
      analysed.push(path);
      return Promise.resolve({
        record: packRecord({ findings: [finding('good'), finding('bad')] }),
      });
    },
  };
}

const cacheIn = (folder: string): Promise<ResultCache> =>
  openCache({ folder, root: '/p', build: '1', wanted: { fixes: false, metrics: false } });

describe('analyseFiles', () => {
  const folder = makeFolder({ 'a.py': 'x', 'b.py': 'y' });
  const targets = ['a.py', 'b.py', 'gone.py'].map((path) => ({ path, file: join(folder, path), settings }));

  it('drops every finding of a crashed rule, and keeps nothing of such a run', async () => {
    const cached = makeFolder();
    const crash = { rule: 'bad', path: 'a.py', message: 'boom' };
    const cache = await cacheIn(cached);
    const broken = await analyseFiles(targets, { pool: () => pool([crash]), cache });
    await saveResults(broken, cache);
    const found = [...broken.records.values()].flatMap(({ findings }) =>
      unpackFindings(findings).map(({ rule }) => rule),
    );
    assert.deepEqual(found, ['good', 'good']);
    assert.deepEqual(broken.crashes, [crash]);
    const next = pool([]);
    await analyseFiles(targets, { pool: () => next, cache: await cacheIn(cached) });
    assert.deepEqual(next.analysed, ['a.py', 'b.py']);
  });

  it('does a few small files in this thread where it may, and leaves the others to workers', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.py`);
    const many = makeFolder(
      Object.fromEntries(names.map((path) => [path, path === 'b.py' ? '#'.repeat(smallFile + 1) : 'x = 1'])),
    );
    const wanted = names.map((path) => ({ path, file: join(many, path), settings }));
    const here: string[] = [];
    const workers = pool([]);
    const { records, failures } = await analyseFiles(wanted, {
      pool: () => workers,
      here: ({ path }) => {
        here.push(path);
        const record = packRecord({ findings: [] });
        return Promise.resolve(path === 'c.py' ? { failed: 'boom' } : { record });
      },
    });
    assert.deepEqual(here, ['a.py', 'c.py', 'd.py', 'e.py']);
    assert.deepEqual(workers.analysed, ['b.py', 'f.py']);
    assert.deepEqual([...records.keys()], ['a.py', 'b.py', 'd.py', 'e.py', 'f.py']);
    assert.deepEqual(failures, [{ path: 'c.py', message: 'boom' }]);
    await analyseFiles(wanted.slice(2), {
      pool: () => assert.fail('a pool was started'),
      here: () => Promise.resolve({ skipped: 'no' }),
    });
  });

  it('guesses the answer to each question once, for the files that come after', async () => {
    const names = ['a.py', 'b.py', 'c.py'];
    const folder = makeFolder(Object.fromEntries(names.map((path) => [path, 'x = 1'])));
    const told: unknown[] = [];
    const guessed: string[] = [];
    await analyseFiles(
      names.map((path) => ({ path, file: join(folder, path), settings })),
      {
        pool: () => assert.fail('a pool was started'),
        here: ({ expected = {} }) => {
          told.push({ ...expected });
          return Promise.resolve({ record: packRecord({ findings: [], asks: [['["q"]', 'print']] }) });
        },
        guess: (question) => {
          guessed.push(question);
          return new Promise((resolve) => setTimeout(resolve, 5, 'answer'));
        },
      },
    );
    assert.deepEqual(told, [{}, { '["q"]': 'answer' }, { '["q"]': 'answer' }]);
    assert.deepEqual(guessed, ['["q"]']);
  });

  it('fails where a guess fails', async () => {
    const failing = analyseFiles(targets, {
      pool: () => assert.fail('a pool was started'),
      here: () => Promise.resolve({ record: packRecord({ findings: [], asks: [['["q"]', 'print']] }) }),
      guess: () => Promise.reject(new Error('no index')),
    });
    await assert.rejects(failing, /no index/);
  });

  it('asks no worker for what the cache knows', async () => {
    const cached = makeFolder();
    const cache = await cacheIn(cached);
    const first = await analyseFiles(targets, { pool: () => pool([]), cache });
    await saveResults(first, cache);
    const second = await analyseFiles(targets, {
      pool: () => assert.fail('a pool was started'),
      cache: await cacheIn(cached),
    });
    assert.deepEqual(second.records, first.records);
  });

  it('names files that cannot be read and goes on', async () => {
    const { notes, records } = await analyseFiles(targets, { pool: () => pool([]) });
    assert.deepEqual(notes, [{ path: 'gone.py', message: 'does not exist' }]);
    assert.deepEqual([...records.keys()], ['a.py', 'b.py']);
  });
});
