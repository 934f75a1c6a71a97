/** Files of the last commit, read without git, against what git says. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { openLastCommit } from '../../server/src/node/git-commit';
import { applyDelta } from '../../server/src/node/git-objects';
import { makeFolder } from './folder';

const skip = spawnSync('git', ['--version']).status !== 0;

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'init.defaultBranch=main'];
  const result = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

/** Long files that differ in a few lines: what git stores as deltas. */
function version(number: number): string {
  const lines = Array.from({ length: 400 }, (_, line) => `value_${line} = ${(line * 7919) % 1000}  # ü 😀`);
  lines[number * 31] = `changed = ${number}`;
  return `${lines.join('\n')}\n`;
}

function repository(...init: readonly string[]): string {
  const folder = makeFolder({
    'a.py': version(0),
    'src/pkg/b.py': 'B = 1\n',
    'empty.py': '',
    'ä.py': 'x = 1\n',
  });
  git(folder, 'init', '-q', ...init);
  for (let number = 1; number <= 6; number += 1) {
    writeFileSync(join(folder, 'a.py'), version(number));
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', String(number));
  }
  return folder;
}

function texts(folder: string, paths: readonly string[]): (string | null)[] {
  const commit = openLastCommit(folder);
  assert.ok(!('unknown' in commit), 'unknown' in commit ? commit.unknown : '');
  try {
    return paths.map((path) => commit.text(path));
  } finally {
    commit.close();
  }
}

const paths = ['a.py', 'src/pkg/b.py', 'empty.py', 'ä.py', 'missing.py', 'src', 'src/pkg/c.py', 'a.py/x'];
const expected = [version(6), 'B = 1\n', '', 'x = 1\n', null, null, null, null];

describe('the last commit', { skip }, () => {
  it('is read from loose objects, whatever the working copy holds', () => {
    const folder = repository();
    writeFileSync(join(folder, 'a.py'), 'else\n');
    assert.deepEqual(texts(folder, paths), expected);
  });

  it('is read from packs with deltas of both kinds, and from packed branches', () => {
    for (const offsets of ['true', 'false']) {
      const folder = repository();
      git(folder, '-c', `repack.useDeltaBaseOffset=${offsets}`, 'repack', '-qadf', '--depth=20');
      git(folder, 'pack-refs', '--all');
      git(folder, 'prune-packed');
      assert.equal(
        readdirSync(join(folder, '.git', 'objects', 'pack')).some((name) => name.endsWith('.pack')),
        true,
      );
      assert.match(git(folder, 'verify-pack', '-v', ...packs(folder)), /chain length/);
      assert.deepEqual(texts(folder, paths), expected);
    }
  });

  it('is read with SHA-256, on a detached HEAD, in a worktree, in a clone that borrows objects', () => {
    const other = repository('--object-format=sha256');
    assert.deepEqual(texts(other, paths), expected);
    const folder = repository();
    git(folder, 'checkout', '-q', '--detach', 'HEAD~2');
    assert.deepEqual(texts(folder, ['a.py']), [version(4)]);
    const tree = join(makeFolder(), 'tree');
    git(folder, 'worktree', 'add', '-q', tree, 'main');
    assert.deepEqual(texts(tree, paths), expected);
    const clone = join(makeFolder(), 'clone');
    git(folder, 'clone', '-q', '--shared', '-b', 'main', folder, clone);
    assert.deepEqual(texts(clone, paths), expected);
  });

  it('knows paths from a folder inside the repository', () => {
    assert.deepEqual(texts(join(repository(), 'src'), ['pkg/b.py', 'a.py']), ['B = 1\n', null]);
  });

  it('of a submodule is the submodule’s', () => {
    const [inner, outer] = [repository(), repository()];
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'lib');
    git(outer, 'commit', '-qm', 'lib');
    assert.deepEqual(texts(join(outer, 'lib'), ['a.py']), [version(6)]);
    assert.deepEqual(texts(outer, ['lib/a.py']), [null]);
  });
});

describe('what cannot be told', { skip }, () => {
  const reason = (folder: string): string | undefined => {
    const commit = openLastCommit(folder);
    if ('unknown' in commit) return commit.unknown;
    commit.close();
    return undefined;
  };

  it('is said: no repository, no commit, a damaged one', () => {
    assert.match(reason(makeFolder()) ?? '', /not in a Git repository/);
    const fresh = makeFolder({ 'a.py': '' });
    git(fresh, 'init', '-q');
    assert.match(reason(fresh) ?? '', /no commit yet/);
    const damaged = repository();
    for (const name of readdirSync(join(damaged, '.git', 'objects'))) {
      if (/^[0-9a-f]{2}$/.test(name)) rmSync(join(damaged, '.git', 'objects', name), { recursive: true });
    }
    assert.match(reason(damaged) ?? '', /cannot be read/);
    const odd = repository();
    writeFileSync(join(odd, '.git', 'HEAD'), 'nonsense\n');
    assert.match(reason(odd) ?? '', /names no commit/);
  });

  it('throws for a file whose object is gone, and never answers wrongly', () => {
    const folder = repository();
    const id = git(folder, 'rev-parse', 'HEAD:src/pkg/b.py').trim();
    const object = join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
    rmSync(object);
    assert.throws(() => texts(folder, ['src/pkg/b.py']), /cannot be read/);
    mkdirSync(dirname(object), { recursive: true });
    appendFileSync(object, 'garbage');
    assert.throws(() => texts(folder, ['src/pkg/b.py']));
  });

  it('a delta for another base is refused', () => {
    assert.throws(() => applyDelta(Buffer.from('abc'), Buffer.from([4, 3, 3, 97, 98, 99])), /another base/);
    assert.equal(applyDelta(Buffer.from('abc'), Buffer.from([3, 3, 0x90, 2, 1, 100])).toString(), 'abd');
  });
});

function packs(folder: string): string[] {
  const pack = join(folder, '.git', 'objects', 'pack');
  return readdirSync(pack)
    .filter((name) => name.endsWith('.idx'))
    .map((name) => join(pack, name));
}
