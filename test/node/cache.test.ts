/** The cache on disk: what finds an entry, and what a damaged or contested file does. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defaultOptions, defaultTargetVersion, type LintSettings } from '../../server/src/engine';
import { packRecord, type PackedRecord } from '../../server/src/engine/packed-records';
import { cacheFolder, openCache, type ResultCache } from '../../server/src/node/cache';
import { makeFolder } from './folder';

const place = { line: 0, column: 0, point: 0 };
const record = packRecord({
  findings: [
    {
      rule: 'r',
      messageId: 'm',
      severity: 'hint',
      message: 'tab\tand\nline \u2028 "é"',
      start: place,
      end: place,
    },
  ],
  asks: [['question\t', 'print\n']],
  unknownRules: [{ name: 'é', start: place }],
});
const settings = (changes: Partial<LintSettings> = {}): LintSettings => ({
  severities: new Map([['r', 'hint']]),
  options: defaultOptions,
  targetVersion: defaultTargetVersion,
  ...changes,
});
const bytes = Buffer.from('x = 1\n');
const open = (folder: string, build = '1', root = '/p'): Promise<ResultCache> =>
  openCache({ folder, root, build, wanted: { fixes: true, metrics: false } });

async function filled(folder: string): Promise<void> {
  const cache = await open(folder);
  cache.set('a.py', cache.key('a.py', bytes, settings()), record);
  await cache.save();
}

const found = (
  cache: ResultCache,
  path = 'a.py',
  content = bytes,
  own = settings(),
): PackedRecord | undefined => cache.get(path, cache.key(path, content, own));

describe('result cache', () => {
  it('gives back what was saved', async () => {
    const folder = makeFolder();
    await filled(folder);
    assert.deepEqual(found(await open(folder)), record);
  });

  it('depends on bytes, path, settings, project and build', async () => {
    const folder = makeFolder();
    await filled(folder);
    assert.equal(found(await open(folder), 'b.py'), undefined);
    assert.equal(found(await open(folder), 'a.py', Buffer.from('x = 2\n')), undefined);
    assert.equal(found(await open(folder, '2')), undefined);
    assert.equal(found(await open(folder, '1', '/q')), undefined);
    const others: readonly LintSettings[] = [
      settings({ severities: new Map([['r', 'error']]) }),
      settings({ severities: new Map() }),
      settings({ targetVersion: [3, 12] }),
      settings({ options: { ...defaultOptions, timeoutSeconds: 5 } }),
    ];
    for (const other of others) assert.equal(found(await open(folder), 'a.py', bytes, other), undefined);
    const same = settings({ severities: new Map([['r', 'hint']]) });
    assert.deepEqual(found(await open(folder), 'a.py', bytes, same), record);
  });

  it('a run that looks at one of thousands of files keeps the records of the others', async () => {
    const folder = makeFolder();
    const paths = Array.from({ length: 3_000 }, (_, index) => `module${index}.py`);
    const first = await open(folder);
    for (const path of paths) first.set(path, first.key(path, bytes, settings()), record);
    await first.save();
    await filled(folder);
    const last = await open(folder);
    assert.deepEqual(
      paths.filter((path) => !found(last, path)),
      [],
    );
    last.close();
  });

  it('a torn or damaged file counts for nothing and is replaced', async () => {
    const folder = makeFolder();
    await filled(folder);
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const good = readFileSync(file);
    const flipped = Buffer.from(good);
    flipped[good.length - 5] = (flipped[good.length - 5] ?? 0) ^ 1;
    for (const bad of [
      good.subarray(0, -10),
      good.subarray(0, 10),
      flipped,
      Buffer.alloc(0),
      Buffer.from('{}'),
    ]) {
      writeFileSync(file, bad);
      assert.equal(found(await open(folder)), undefined);
    }
    await filled(folder);
    assert.deepEqual(found(await open(folder)), record);
  });

  it('keeps entries of files that this run did not look at', async () => {
    const folder = makeFolder();
    await filled(folder);
    const second = await open(folder);
    second.set('b.py', second.key('b.py', bytes, settings()), record);
    await second.save();
    assert.deepEqual(found(await open(folder)), record);
    assert.deepEqual(found(await open(folder), 'b.py'), record);
  });

  it('of two writers the last wins, whole, and leaves nothing behind', async () => {
    const folder = makeFolder();
    const [one, two] = [await open(folder), await open(folder)];
    one.set('a.py', one.key('a.py', bytes, settings()), record);
    two.set('b.py', two.key('b.py', bytes, settings()), record);
    await one.save();
    await two.save();
    assert.deepEqual(found(await open(folder), 'b.py'), record);
    assert.equal(readdirSync(folder).length, 1);
  });

  it('holds of each file the last record alone', async () => {
    const [once, twice] = [makeFolder(), makeFolder()];
    const records = Array.from({ length: 2_000 }, (_, index) =>
      packRecord({ findings: [], asks: [[`question ${index}`, 'x'.repeat(index)]] }),
    );
    for (const cached of [once, twice]) {
      const cache = await open(cached);
      const set = (number: number): void =>
        cache.set(`${number}.py`, cache.key(`${number}.py`, bytes, settings()), records[number] ?? record);
      if (cached === twice)
        for (let number = 0; number < records.length; number += 3)
          cache.set(`${number}.py`, 'of before', records[number + 1] ?? record);
      for (const [number] of records.entries()) set(number);
      await cache.save();
    }
    const lengthIn = (cached: string): number => statSync(join(cached, readdirSync(cached)[0] ?? '')).size;
    assert.equal(lengthIn(twice), lengthIn(once));
    const last = await open(twice);
    for (const [number, own] of records.entries()) assert.deepEqual(found(last, `${number}.py`), own);
    last.close();
  });

  it('keeps something of the project as a whole, for one state of it', async () => {
    const folder = makeFolder();
    const first = await open(folder);
    first.set('a.py', first.key('a.py', bytes, settings()), record);
    first.setOfProject('one', 'text\tof one');
    await first.save();
    const second = await open(folder);
    assert.deepEqual([second.ofProject('one'), second.ofProject('two')], ['text\tof one', undefined]);
    second.setOfProject('two', '');
    await second.save();
    const third = await open(folder);
    assert.deepEqual([third.ofProject('one'), third.ofProject('two')], [undefined, '']);
    assert.deepEqual(found(third), record);
    third.close();
  });

  it('removes files that nothing has used for long', async () => {
    const folder = makeFolder({ 'old.cache': '', 'other.txt': '' });
    const longAgo = new Date(Date.now() - 90 * 24 * 3600 * 1000);
    for (const name of ['old.cache', 'other.txt']) utimesSync(join(folder, name), longAgo, longAgo);
    await filled(folder);
    assert.ok(!readdirSync(folder).includes('old.cache'));
    assert.ok(readdirSync(folder).includes('other.txt'));
  });

  it('never throws where it cannot write', async () => {
    const folder = makeFolder({ file: '' });
    await assert.doesNotReject(filled(join(folder, 'file', 'below')));
  });

  it('is where the system keeps caches of the user', () => {
    assert.equal(cacheFolder({ SEAWORTHY_CACHE_DIR: '/x' }, 'linux'), '/x');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux'), join('/x', 'seaworthy'));
    assert.equal(cacheFolder({ LOCALAPPDATA: '/x' }, 'win32'), join('/x', 'seaworthy', 'cache'));
    assert.match(cacheFolder({}, 'darwin'), /Library.Caches.seaworthy$/);
  });
});
