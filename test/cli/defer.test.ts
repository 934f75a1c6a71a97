/** `check --defer ruff`: what Ruff reports under its own configuration is not reported again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bareExcept, findingsOf, makeFolder, run } from './run';

const secret = 'API_KEY = "9f86d081884c7d659a2f"\n';
const args = ['check', '--select', 'bare-except,hardcoded-secret', '--output-format', 'json'];

function codes(files: Readonly<Record<string, string>>, ...options: readonly string[]): string[] {
  const result = run([...args, ...options, '.'], {
    cwd: makeFolder({ 'a.py': bareExcept + secret, ...files }),
  });
  assert.equal(result.err, '');
  return findingsOf(result).map(({ code }) => code);
}

describe('check --defer ruff', () => {
  it('without it, and without any configuration of Ruff', () => {
    assert.deepEqual(codes({}), ['bare-except', 'hardcoded-secret']);
    assert.deepEqual(codes({}, '--defer', 'ruff'), ['hardcoded-secret']);
  });

  it('reads [tool.ruff], ruff.toml before it, .ruff.toml before both', () => {
    const pyproject = '[tool.ruff.lint]\nselect = ["F"]\n';
    const all = 'lint.select = ["E7"]\n';
    const none = 'lint.select = ["ALL"]\nlint.ignore = ["E722"]\n';
    const kept = ['bare-except', 'hardcoded-secret'];
    assert.deepEqual(codes({ 'pyproject.toml': pyproject }, '--defer', 'ruff'), kept);
    assert.deepEqual(
      codes({ 'pyproject.toml': pyproject, 'ruff.toml': all }, '--defer', 'ruff'),
      kept.slice(1),
    );
    const three = { 'pyproject.toml': pyproject, 'ruff.toml': all, '.ruff.toml': none };
    assert.deepEqual(codes(three, '--defer', 'ruff'), kept);
  });

  it('the nearest configuration counts, with the one that it extends', () => {
    const files = {
      'ruff.toml': 'lint.select = ["E"]\n',
      'app/ruff.toml': 'extend = "../ruff.toml"\nlint.ignore = ["E722"]\n',
      'app/b.py': bareExcept,
      'app/pyproject.toml': '[project]\nname = "app"\n',
      'lib/b.py': bareExcept,
    };
    const folder = makeFolder({ 'setup.cfg': '', ...files });
    const found = findingsOf(run([...args, '--defer', 'ruff', 'app', 'lib'], { cwd: folder }));
    assert.deepEqual(
      found.map(({ filename }) => filename.slice(-8)),
      ['app/b.py'],
    );
  });

  it('files that Ruff leaves out are ours', () => {
    const ruff = 'exclude = ["b.py"]\n[lint.per-file-ignores]\n"c.py" = ["E722"]\n';
    const files = { 'ruff.toml': ruff, 'b.py': bareExcept, 'c.py': bareExcept };
    assert.deepEqual(codes(files, '--defer', 'ruff'), ['hardcoded-secret', 'bare-except', 'bare-except']);
  });

  it('decides by finding where a rule finds more than Ruff', () => {
    const app =
      'NAMES: list[str] = []\n\n\ndef one(a=[]):\n    a.append(1)\n\n\ndef two(a: list[str] = NAMES):\n    a.append("x")\n';
    const folder = makeFolder({ 'app.py': app, 'ruff.toml': 'lint.select = ["B006"]\n' });
    const only = ['check', '--select', 'mutable-default-argument', '--output-format', 'json'];
    const rows = (...options: readonly string[]): number[] =>
      findingsOf(run([...only, ...options, '.'], { cwd: folder })).map(({ location }) => location.row);
    assert.deepEqual(rows(), [4, 8]);
    assert.deepEqual(rows('--defer', 'ruff'), [8]);
    // The second run reads the cache.
    assert.deepEqual(rows('--defer', 'ruff'), [8]);
  });

  it('the exit code follows the report, and fixes are made all the same', () => {
    const folder = makeFolder({ 'a.py': bareExcept });
    const only = ['check', '--select', 'bare-except', '--defer', 'ruff'];
    assert.equal(run([...only, '.'], { cwd: folder }).code, 0);
    const diff = run([...only, '--unsafe-fixes', '--diff', '.'], { cwd: folder });
    assert.match(diff.out, /^\+ {4}except OSError:/m);
    const piped = run([...only, '-'], { cwd: folder, input: bareExcept });
    assert.equal(piped.code, 0);
  });

  it('knows no other linter', () => {
    assert.equal(run(['check', '--defer', 'pylint', '.']).code, 2);
  });
});
