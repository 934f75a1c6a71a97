/** Projects that are broken, odd or incomplete: a clear message, "not measured", and everything else goes on. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { HealthCheck, HealthExport } from '../../server/src/protocol';
import { makeFolder, run } from './run';

const module =
  'import requests\n\n\ndef load():\n    return requests.get("https://example.org", timeout=3)\n';

function grade(folder: string): { readonly report: HealthExport; readonly err: string } {
  const { code, out, err } = run(['health', '--output-format', 'json', folder]);
  assert.equal(code, 0, err);
  assert.doesNotMatch(err, /\n\s+at .*:\d+:\d+/, 'a stack trace is no message');
  return { report: JSON.parse(out) as HealthExport, err };
}

function check(report: HealthExport, name: string): HealthCheck {
  const found = report.topics.flatMap(({ checks }) => checks).find(({ id }) => id === name);
  assert.ok(found, `no check ${name}`);
  return found;
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync(
    'git',
    ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'protocol.file.allow=always', ...args],
    { cwd: folder, stdio: 'pipe' },
  );
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'first');
  return folder;
}

describe('health of projects that are not as they should be', () => {
  it('malformed TOML, INI and YAML are named with their line, and what they could say is not measured', () => {
    const { report } = grade(
      repository({
        'a.py': module,
        'pyproject.toml': '[project]\nname = "a\n',
        'setup.cfg': '[metadata\nname = a\n',
        '.pre-commit-config.yaml': 'repos: [\n',
        '.github/workflows/ci.yml': 'on: [push\njobs: }\n',
      }),
    );
    assert.deepEqual(
      report.problems.map(({ path, key }) => [path, key]),
      [
        ['.github/workflows/ci.yml', 'invalid-yaml'],
        ['.pre-commit-config.yaml', 'invalid-yaml'],
        ['pyproject.toml', 'invalid-toml'],
        ['setup.cfg', 'invalid-ini'],
      ],
    );
    for (const name of ['dependencies-declared', 'pyproject-present', 'linter-configured', 'ci-present'])
      assert.equal(check(report, name).state, 'not-measured', name);
    assert.equal(check(report, 'test-functions').state, 'fail');
  });

  it('binary noise in place of configuration and code', () => {
    const noise = String.fromCharCode(...Array.from({ length: 400 }, (_, index) => (index * 37) % 256));
    const { report } = grade(makeFolder({ 'a.py': module, 'b.py': noise, 'pyproject.toml': noise }));
    assert.ok(report.problems.some(({ path }) => path === 'pyproject.toml'));
    assert.equal(report.counts.pythonFiles >= 1, true);
  });

  it('YAML that grows when it is read', () => {
    const levels = [...'bcdefghi'].map((name, index) => {
      const below = String.fromCharCode(97 + index);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${below}`).join(', ')}]`;
    });
    const text = ['a: &a [x, x, x, x, x, x, x, x, x]', ...levels, ''].join('\n');
    const { report } = grade(makeFolder({ 'a.py': module, 'environment.yml': text }));
    assert.ok(report.problems.some(({ path }) => path === 'environment.yml'));
    assert.equal(check(report, 'dependencies-declared').state, 'not-measured');
  });

  it('requirements that PowerShell wrote', () => {
    const folder = makeFolder({ 'a.py': module });
    const text = '\uFEFFrequests==2.31.0\r\n';
    writeFileSync(join(folder, 'requirements.txt'), Buffer.from(text, 'utf16le'));
    assert.equal(check(grade(folder).report, 'dependencies-declared').state, 'pass');
    writeFileSync(join(folder, 'requirements.txt'), Buffer.from(text, 'utf16le').swap16());
    assert.equal(check(grade(folder).report, 'dependencies-declared').state, 'pass');
  });

  it('a folder without Python, and one without anything', () => {
    for (const folder of [makeFolder({ 'README.md': 'Words.\n' }), makeFolder()]) {
      const { report } = grade(folder);
      assert.equal(report.overall, null);
      assert.deepEqual(report.topics, []);
    }
  });

  it('without git, and with a detached HEAD', () => {
    const files = { 'a.py': module, 'b.py': 'def f():\n    return 1\n'.repeat(20) };
    const plain = grade(makeFolder(files)).report;
    assert.equal(check(plain, 'ci-present').state, 'not-measured');
    const folder = repository(files);
    const attached = grade(folder).report;
    git(folder, 'checkout', '-q', '--detach');
    assert.deepEqual(grade(folder).report, attached);
    assert.equal(check(attached, 'ci-present').state, 'fail');
  });

  it('submodules belong to the tree, and their git does not hide that of the project', () => {
    const child = repository({ 'lib.py': 'x = 1\n' });
    const folder = repository({ 'a.py': module, '.gitignore': '.venv/\n__pycache__/\n.env\n' });
    git(folder, 'submodule', 'add', '-q', child, 'child');
    git(folder, 'commit', '-q', '-a', '-m', 'child');
    const { report } = grade(folder);
    assert.equal(check(report, 'env-ignored').score, 100);
    assert.equal(check(report, 'ci-present').state, 'fail');
  });

  it('links in a loop, and links to nowhere', () => {
    const folder = makeFolder({ 'a.py': module });
    mkdirSync(join(folder, 'sub'));
    symlinkSync('..', join(folder, 'sub', 'up'));
    symlinkSync('.', join(folder, 'self'));
    symlinkSync('nowhere.toml', join(folder, 'pyproject.toml'));
    symlinkSync('nowhere.py', join(folder, 'b.py'));
    assert.equal(grade(folder).report.counts.pythonFiles, 1);
  });

  it('two roots with the same name', () => {
    const project = '[project]\nname = "app"\nversion = "1"\n';
    const folder = makeFolder({
      'one/app/pyproject.toml': project,
      'one/app/a.py': module,
      'two/app/pyproject.toml': project,
      'two/app/a.py': 'x = 1\n',
    });
    const { report } = grade(folder);
    assert.deepEqual(
      report.roots?.map(({ path }) => path),
      ['one/app', 'two/app'],
    );
  });
});
