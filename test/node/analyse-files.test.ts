/** Many files at once: what a crashed rule leaves behind, and what the cache gets to keep. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rules, settingsFor } from '../../server/src/engine';
import { packRecord, unpackFindings } from '../../server/src/engine/packed-records';
import type { FindingRecord } from '../../server/src/engine/records';
import { analyseFiles, saveResults } from '../../server/src/node/analyse-files';
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
