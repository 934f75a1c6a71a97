/** The reader of git's index against git itself. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findRepository, parseIndex, pathFrom, trackedBelow } from '../../server/src/node/git';
import { finish } from '../../server/src/engine/steps';
import { makeFolder } from './folder';

const skip = spawnSync('git', ['--version']).status !== 0;
const names = [
  'a.py',
  'é 😀.txt',
  'src/pkg/__init__.py',
  'src/pkg/module.py',
  'src/other.py',
  `deep/${'d/'.repeat(40)}f.py`,
  'untracked.py',
];

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'core.quotepath=off'];
  const result = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

function repository(...init: readonly string[]): string {
  const folder = makeFolder(Object.fromEntries(names.map((name) => [name, name])));
  git(folder, 'init', '-q', ...init);
  git(folder, 'add', ...names.filter((name) => name !== 'untracked.py'));
  return folder;
}

function expected(folder: string): readonly string[] {
  return git(folder, 'ls-files', '-z')
    .split('\0')
    .filter((name) => name !== '')
    .sort();
}

const tracked = (folder: string): readonly string[] | undefined => {
  const found = findRepository(folder);
  assert.ok(found);
  const paths = finish(trackedBelow(found, found.root));
  return paths && [...paths].sort();
};

describe('git index', { skip }, () => {
  for (const version of ['2', '3', '4']) {
    it(`is read in version ${version}`, () => {
      const folder = repository();
      if (version === '3') git(folder, 'add', '--intent-to-add', 'untracked.py');
      git(folder, 'update-index', '--index-version', version);
      assert.equal(readFileSync(join(folder, '.git/index')).readUInt32BE(4), Number(version));
      assert.deepEqual(tracked(folder), expected(folder));
    });
  }

  it('is read with SHA-256', () => {
    const folder = repository('--object-format=sha256');
    assert.deepEqual(tracked(folder), expected(folder));
  });

  it('is found from a folder below, with paths relative to that folder', () => {
    const folder = repository();
    const below = join(folder, 'src', 'pkg');
    const found = findRepository(below);
    assert.ok(found);
    assert.equal(pathFrom(found.root, below), 'src/pkg');
    assert.deepEqual([...(finish(trackedBelow(found, below)) ?? [])].sort(), ['__init__.py', 'module.py']);
  });

  it('is found through the .git file of a worktree', () => {
    const folder = repository();
    git(folder, 'commit', '-q', '-m', 'x');
    const tree = join(makeFolder(), 'tree');
    git(folder, 'worktree', 'add', '-q', tree);
    rmSync(join(tree, 'a.py'));
    git(tree, 'rm', '-q', '--cached', 'a.py');
    assert.deepEqual(tracked(tree), expected(tree));
    assert.ok(!tracked(tree)?.includes('a.py'));
  });

  it('of a new repository is empty', () => {
    const folder = makeFolder();
    git(folder, 'init', '-q');
    assert.deepEqual(tracked(folder), []);
  });

  it('that is split or damaged is unknown, not empty', () => {
    const split = repository();
    git(split, 'update-index', '--split-index');
    assert.equal(tracked(split), undefined);
    const damaged = repository();
    const index = join(damaged, '.git/index');
    const bytes = readFileSync(index);
    for (const broken of [bytes.subarray(0, 100), Buffer.from('nonsense'), Buffer.alloc(0)]) {
      writeFileSync(index, broken);
      assert.equal(tracked(damaged), undefined);
    }
    for (let cut = 0; cut < bytes.length; cut += 37)
      assert.doesNotThrow(() => quietly(bytes.subarray(0, cut)));
  });

  it('of no repository is nothing; a .git file that leads nowhere is unknown', () => {
    const folder = makeFolder({ '.git': 'gitdir: /no/such/folder\n' });
    assert.equal(findRepository(folder)?.root, folder);
    assert.equal(tracked(folder), undefined);
    mkdirSync(join(folder, 'x'));
    appendFileSync(join(folder, '.git'), 'more');
    assert.equal(tracked(join(folder, 'x')), undefined);
  });
});

/** Only a `RangeError` of reading past the end may come out. */
function quietly(bytes: Buffer): void {
  try {
    finish(parseIndex(bytes, 20));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
