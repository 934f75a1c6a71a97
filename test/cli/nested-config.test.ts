/** A folder that holds several projects: to the files and checks of each, its own configuration applies. */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { describe, it } from 'node:test';
import { bareExcept, findingsOf, makeFolder, run } from './run';

const manifest = (name: string): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = ">=3.10"\n`;

const files = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'pyproject.toml': `${manifest('all')}[tool.seaworthy]\nselect = ["bare-except"]\nprofile = "library"\n[tool.seaworthy.acknowledge]\ntest-functions = "remediated"\n`,
  'app.py': bareExcept,
  'own/pyproject.toml': `${manifest('own')}[tool.seaworthy]\nselect = ["bare-except"]\nprofile = "service"\nanalysis.exclude = ["legacy"]\ntopics.disabled = ["style"]\n[tool.seaworthy.per-file-ignores]\n"tools/**" = ["bare-except"]\n[tool.seaworthy.acknowledge]\nci-present = "not-applicable"\n`,
  'own/app.py': bareExcept,
  'own/tools/a.py': bareExcept,
  'own/legacy/a.py': bareExcept,
  'quiet/seaworthy.toml': 'ignore = ["errors"]\n',
  'quiet/a.py': bareExcept,
  'off/seaworthy.toml': 'enable = false\n',
  'off/a.py': bareExcept,
  'plain/pyproject.toml': manifest('plain'),
  'plain/a.py': bareExcept,
  'plain/legacy/a.py': bareExcept,
};

/** Paths of files with a bare except, as `check` finds them from the folder. */
function found(cwd: string, ...args: readonly string[]): string[] {
  const findings = findingsOf(run(['check', '--output-format', 'json', ...args], { cwd }));
  const paths = findings.filter(({ code }) => code === 'bare-except').map(({ filename }) => filename);
  return paths.map((path) => relative(cwd, path).replaceAll('\\', '/')).sort();
}

interface Report {
  readonly roots: readonly { readonly path: string; readonly profile: string }[];
  readonly findings: readonly { readonly path: string; readonly rule: string }[];
}

describe('configuration of nested projects', () => {
  it('check: rules, per-file ignores and excludes of the nearest configuration', () => {
    const cwd = makeFolder(files);
    const expected = ['app.py', 'own/app.py', 'plain/a.py', 'plain/legacy/a.py'];
    assert.deepEqual(found(cwd, '.'), expected);
    // However they are named, the same files are judged alike.
    assert.deepEqual(found(cwd, 'app.py', 'own', 'quiet', 'off', 'plain'), expected);
    assert.deepEqual(found(cwd, 'plain/a.py'), ['plain/a.py']);
  });

  it('of a folder with nothing of its own: what is above, which knows its files by their whole paths', () => {
    const cwd = makeFolder({
      '.git/HEAD': '',
      'seaworthy.toml': 'select = ["bare-except"]\nanalysis.exclude = ["/svc/out", "/svc/a/b/own/mine"]\n',
      'svc/setup.py': '',
      'svc/x.py': bareExcept,
      'svc/out/x.py': bareExcept,
      'svc/a/b/x.py': bareExcept,
      'svc/a/b/out/x.py': bareExcept,
      'svc/a/b/own/seaworthy.toml':
        'select = ["bare-except"]\nanalysis.exclude = ["/in/out"]\n[per-file-ignores]\n"in/deep/er/**" = ["bare-except"]\n',
      'svc/a/b/own/x.py': bareExcept,
      'svc/a/b/own/mine/x.py': bareExcept,
      'svc/a/b/own/in/x.py': bareExcept,
      'svc/a/b/own/in/out/x.py': bareExcept,
      'svc/a/b/own/in/deep/x.py': bareExcept,
      'svc/a/b/own/in/deep/er/x.py': bareExcept,
    });
    const expected = [
      'svc/a/b/out/x.py',
      'svc/a/b/own/in/deep/x.py',
      'svc/a/b/own/in/x.py',
      'svc/a/b/own/mine/x.py',
      'svc/a/b/own/x.py',
      'svc/a/b/x.py',
      'svc/x.py',
    ];
    for (const paths of [['.'], ['svc'], ['svc/a', 'svc'], ['svc', 'svc/a/b/own', 'svc/a/b/own/in/x.py']])
      assert.deepEqual(found(cwd, ...paths), expected, paths.join());
    assert.deepEqual(
      found(cwd, 'svc/a/b/own/in'),
      expected.filter((path) => path.includes('/in/')),
    );
  });

  it('the command line wins over all of them, and wrong use is said once', () => {
    const cwd = makeFolder(files);
    assert.ok(found(cwd, '--select', 'bare-except', '.').includes('quiet/a.py'));
    const wrong = run(['check', '--select', 'no-such-rule', '.'], { cwd });
    assert.equal(wrong.code, 2);
    assert.equal(wrong.err.match(/no-such-rule/g)?.length, 1);
  });

  it('a problem in a nested configuration is told once, with its path', () => {
    const cwd = makeFolder({ ...files, 'quiet/seaworthy.toml': 'ignroe = ["errors"]\n' });
    const { err } = run(['check', '.', 'quiet'], { cwd });
    assert.equal(err.match(/quiet[/\\]seaworthy\.toml/g)?.length, 1, err);
  });

  it('health: the profile of each root, and its findings', () => {
    const cwd = makeFolder(files);
    const report = JSON.parse(run(['health', '--output-format', 'json', '.'], { cwd }).out) as Report;
    const profiles = report.roots.map(({ path, profile }) => [path, profile]);
    assert.deepEqual(profiles, [
      ['', 'library'],
      ['own', 'service'],
      ['plain', 'library'],
    ]);
    const paths = report.findings.filter(({ rule }) => rule === 'bare-except').map(({ path }) => path);
    assert.deepEqual([...new Set(paths)].sort(), ['app.py', 'own/app.py', 'plain/a.py', 'plain/legacy/a.py']);
  });

  it('health of a nested root: what it acknowledges and switches off, and else what is said above it', () => {
    const cwd = makeFolder(files);
    const states = (name: string): Map<string, string> => {
      const out = run(['health', '--output-format', 'json', name], { cwd }).out;
      const { topics } = JSON.parse(out) as {
        topics: { id: string; checks: { id: string; state: string }[] }[];
      };
      return new Map(topics.flatMap(({ checks }) => checks.map(({ id, state }) => [id, state] as const)));
    };
    assert.equal(states('own').get('ci-present'), 'acknowledged');
    assert.notEqual(states('plain').get('ci-present'), 'acknowledged');
    assert.equal(states('plain').get('test-functions'), 'acknowledged');
  });
});
