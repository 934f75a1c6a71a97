/** Which files a walk finds, in which order, and what stops it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createFolders } from '../../server/src/node/folders';
import { relativePath, walk } from '../../server/src/node/walk';
import { makeFolder } from './folder';

const onWindows = process.platform === 'win32';
const files = (...paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, '']));

describe('walk', () => {
  it('finds Python files in a fixed order: a folder before what is below it', async () => {
    const folder = makeFolder(
      files('b.py', 'a/z.py', 'a/b/c.pyi', 'a.pyw', 'c/d.py', 'x.txt', 'B.py', 'py', 'x.pyc'),
    );
    const found = await walk(folder);
    assert.deepEqual(found.python, ['B.py', 'a.pyw', 'b.py', 'a/z.py', 'a/b/c.pyi', 'c/d.py']);
    assert.deepEqual(found.paths, []);
    assert.equal(found.total, 6);
  });

  it('lists every file on demand, and .env files although they are ignored', async () => {
    const folder = makeFolder({
      ...files('a.py', '.env', 'sub/.env.local', 'secret.txt', '.github/workflows/ci.yml', '.git/HEAD'),
      '.gitignore': '.env*\nsecret.txt\n',
    });
    const { paths } = await walk(folder, { allFiles: true });
    assert.deepEqual(paths, ['.env', '.github/workflows/ci.yml', '.gitignore', 'a.py', 'sub/.env.local']);
  });

  it('leaves out environments, but walks into one that is asked for', async () => {
    const folder = makeFolder(
      files(
        'a.py',
        'venv/pyvenv.cfg',
        'venv/b.py',
        'conda/conda-meta/x',
        'conda/c.py',
        'lib/site-packages/d.py',
        '__pycache__/e.py',
      ),
    );
    assert.deepEqual((await walk(folder)).python, ['a.py']);
    assert.deepEqual((await walk(join(folder, 'venv'))).python, ['b.py']);
    const ignored = makeFolder({ '.env/c.py': '', '.gitignore': '.env\n' });
    assert.deepEqual((await walk(ignored)).python, []);
  });

  it(
    'agrees with git about .gitignore files at every level',
    { skip: spawnSync('git', ['--version']).status !== 0 },
    async () => {
      const folder = makeFolder({
        ...files(
          'a.py',
          'build/b.py',
          'x/build/c.py',
          'x/gen_a.py',
          'x/keep/gen_b.py',
          'x/y/d.py',
          'x/y/only.py',
          'top.py',
          'x/top.py',
          'w/a b.py',
          '#c.py',
          'deep/a/b/c/d.py',
          'deep/x/d.py',
        ),
        '.gitignore':
          '# comment\nbuild/\n/top.py\ngen_*.py\n!**/keep/gen_b.py\na\\ b.py\n\\#c.py\ndeep/**/d.py\n',
        'x/.gitignore': 'y/*\n!y/only.py\n!gen_a.py\n',
      });
      const git = (...args: string[]): string =>
        spawnSync('git', args, { cwd: folder, encoding: 'utf8' }).stdout;
      git('init', '-q');
      const expected = git('ls-files', '--others', '--exclude-standard', '-z')
        .split('\0')
        .filter((path) => path.endsWith('.py'));
      assert.ok(expected.length >= 5);
      assert.deepEqual([...(await walk(folder)).python].sort(), expected.sort());
    },
  );

  it('heeds the repository above the folder, unless it leaves out the folder itself', async () => {
    const folder = makeFolder({
      ...files('.git/HEAD', 'pkg/a.py', 'pkg/local.py', 'pkg/info.py', 'out/a.py'),
      '.gitignore': 'local.py\nout/\n',
      '.git/info/exclude': 'info.py\n',
    });
    assert.deepEqual((await walk(join(folder, 'pkg'))).python, ['a.py']);
    assert.deepEqual((await walk(join(folder, 'out'))).python, ['a.py']);
  });

  it('excludes files and folders by predicate', async () => {
    const folder = makeFolder(files('a.py', 'b/c.py', 'b/d/e.py'));
    assert.deepEqual((await walk(folder, { isExcluded: (path) => path === 'b/d' })).python, [
      'a.py',
      'b/c.py',
    ]);
  });

  it('stops at the limit and counts the rest', async () => {
    const folder = makeFolder(files('a.py', 'b.py', 'c/d.py', 'c/e.py'));
    const found = await walk(folder, { maxFiles: 3 });
    assert.deepEqual([found.python, found.total], [['a.py', 'b.py', 'c/d.py'], 4]);
  });

  it('survives links: loops, outside folders, duplicates, missing targets', { skip: onWindows }, async () => {
    const outside = makeFolder(files('o.py'));
    const folder = makeFolder(files('a.py', 'sub/b.py'));
    symlinkSync('..', join(folder, 'sub', 'up'));
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'o.py'), join(folder, 'o.py'));
    symlinkSync('a.py', join(folder, 'again.py'));
    symlinkSync('nowhere.py', join(folder, 'gone.py'));
    const found = await walk(folder);
    assert.deepEqual(found.python, ['a.py', 'o.py', 'sub/b.py']);
    assert.deepEqual(found.unreadable, [{ path: 'gone.py', reason: 'is a link to a missing file' }]);
  });

  it('reports a folder that cannot be listed and goes on', async () => {
    const folder = makeFolder(files('a.py'));
    const found = await walk(join(folder, 'a.py'));
    assert.deepEqual(found.unreadable, [{ path: '.', reason: 'is not a folder' }]);
  });

  it('finds the same in folders that were read before, and reads none of them twice', async () => {
    const folder = makeFolder({
      ...files('a.py', 'b/c.py', 'b/pyproject.toml', 'd/e.txt'),
      '.gitignore': 'x',
    });
    const folders = createFolders();
    assert.ok(folders.mayHold(join(folder, 'd'), ['pyproject.toml']), 'nobody has looked yet');
    const first = await walk(folder, { allFiles: true, folders });
    assert.deepEqual(first, await walk(folder, { allFiles: true }));
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, 'b'), { recursive: true });
    assert.deepEqual((await walk(folder, { allFiles: true, folders })).python, first.python);
    assert.deepEqual((await walk(join(folder, 'b'), { folders })).python, ['c.py']);
    const holds = ['', 'b', 'd'].map((path) => folders.mayHold(join(folder, path), ['x', 'pyproject.toml']));
    assert.deepEqual(holds, [false, true, false]);
  });

  it('takes names as a system does that does not tell cases apart', () => {
    const folder = makeFolder(files('PyProject.toml'));
    const folders = createFolders();
    folders.list(folder);
    assert.ok(folders.mayHold(folder, ['pyproject.toml']));
  });

  it('can be cancelled', async () => {
    const folder = makeFolder(files('a.py'));
    await assert.rejects(walk(folder, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('gives paths relative to a root, or the bare name elsewhere', () => {
    assert.equal(relativePath(join('/p'), join('/p', 'a', 'b.py')), 'a/b.py');
    assert.equal(relativePath(join('/p'), join('/q', 'b.py')), 'b.py');
  });
});
