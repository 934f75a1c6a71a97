/** The cache under rough treatment, through whole processes: whatever happens to it, the findings stay the same. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bundle } from '../lsp/bundles';
import { bareExcept, findingsOf, makeFolder, run, type Run } from './run';

const files = Object.fromEntries(
  Array.from({ length: 120 }, (_, index) => [
    `package${index % 7}/module${index}.py`,
    bareExcept.repeat(1 + (index % 5)).replaceAll('read', `read_${index}`),
  ]),
);
const project = makeFolder({ '.git/HEAD': '', ...files });
const args = ['check', '.', '--select', 'all', '--output-format', 'json'];

function check(cache: string, ...more: readonly string[]): Run {
  return run([...args, ...more], { cwd: project, env: { SEAWORTHY_CACHE_DIR: cache } });
}

const expected = check(makeFolder(), '--no-cache');

function assertSame(actual: Run, what = ''): void {
  assert.equal(actual.err, expected.err, what);
  assert.equal(actual.code, expected.code, what);
  assert.deepEqual(findingsOf(actual), findingsOf(expected), what);
}

/** Its only file. */
function cacheFileIn(folder: string): string {
  const names = readdirSync(folder);
  assert.equal(names.length, 1, names.join());
  return join(folder, names[0] ?? '');
}

describe('the cache', () => {
  it('gives the findings of a run without it, for any number of workers', () => {
    assert.ok(findingsOf(expected).length > 300);
    for (const jobs of ['1', '2', '4']) {
      const cache = makeFolder();
      assertSame(check(cache, '--jobs', jobs), `cold, ${jobs} workers`);
      assertSame(check(cache, '--jobs', jobs), `warm, ${jobs} workers`);
    }
  });

  it('may be torn or damaged anywhere', () => {
    const cache = makeFolder();
    check(cache);
    const file = cacheFileIn(cache);
    const good = readFileSync(file);
    for (const share of [0, 0.001, 0.3, 0.7, 0.999]) {
      const at = Math.floor(good.length * share);
      const damaged = Buffer.from(good);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      for (const [what, bytes] of [
        ['cut', good.subarray(0, at)],
        ['one bit flipped', damaged],
        ['another one behind it', Buffer.concat([good, good.subarray(at)])],
      ] as const) {
        writeFileSync(file, bytes);
        assertSame(check(cache), `${what} at ${at}`);
        assert.equal(cacheFileIn(cache), file);
      }
    }
  });

  it('may lie where nothing can be written', () => {
    const readOnly = makeFolder();
    // Root may write there all the same; nobody can write below a file.
    chmodSync(readOnly, 0o555);
    for (const cache of [
      readOnly,
      join(makeFolder({ file: '' }), 'file'),
      join(makeFolder({ file: '' }), 'file', 'below'),
    ])
      assertSame(check(cache), cache);
    chmodSync(readOnly, 0o755);
  });

  it('may fill the disk while it is written: nothing half-written stays', { skip: noFileLimit() }, () => {
    const cache = makeFolder();
    const limited = (): Run => {
      // A limit on the size of files ends a write halfway, as a full disk does.
      const command = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
      return run(args, {
        cwd: project,
        env: { SEAWORTHY_CACHE_DIR: cache },
        through: ['sh', '-c', command],
      });
    };
    assertSame(limited());
    assert.deepEqual(readdirSync(cache), []);
    assertSame(check(cache));
    const file = cacheFileIn(cache);
    const whole = readFileSync(file);
    assert.ok(whole.length > 16 * 1024, 'the limit must lie below the size of the cache');
    writeFileSync(join(project, 'package0', 'module0.py'), `${bareExcept}# other\n`);
    try {
      assert.equal(limited().code, expected.code);
      assert.deepEqual(readFileSync(cacheFileIn(cache)), whole, 'the cache of before is still whole');
    } finally {
      writeFileSync(join(project, 'package0', 'module0.py'), files['package0/module0.py'] ?? '');
    }
  });

  it('may be written by several processes at once', async () => {
    const cache = makeFolder();
    const env = { ...process.env, SEAWORTHY_CACHE_DIR: cache };
    const outputs = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, [bundle('cli.js'), ...args], { cwd: project, env });
        let out = '';
        child.stdout.on('data', (data: Buffer) => (out += data.toString()));
        await once(child, 'close');
        return out;
      }),
    );
    for (const out of outputs) assert.equal(out, expected.out);
    cacheFileIn(cache);
    assertSame(check(cache));
  });
});

/** Why the size of files cannot be limited here, or false. */
function noFileLimit(): string | false {
  return process.platform === 'win32' ? 'Windows has no limit on the size of files' : false;
}
