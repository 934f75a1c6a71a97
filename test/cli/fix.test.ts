/** `check --fix`, `--unsafe-fixes`, `--diff` and standard input: what is written, and what never is. */
import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findingsOf, makeFolder, run } from './run';

/** A safe fix: ` from error` is added. */
const chain =
  'def f(x):\n    try:\n        return int(x)\n    except ValueError as error:\n        raise KeyError("é")\n';
const chained = chain.replace('("é")', '("é") from error');
/** Only an unsafe fix. */
const mutable = 'def add(item, items=[]):\n    items.append(item)\n    return items\n';
const select = ['--select', 'raise-without-from,mutable-default-argument'];

function fix(folder: string, ...args: readonly string[]): ReturnType<typeof run> {
  return run(['check', ...select, '--fix', ...args, '.'], { cwd: folder });
}

/** Root may write everywhere, so that a run of root's has to give up that right. */
const asNobody =
  process.getuid?.() === 0
    ? { through: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const }
    : {};

describe('check --fix', () => {
  it('applies safe fixes, reports the rest, and a second run changes nothing', () => {
    const folder = makeFolder({ 'a.py': chain, 'b.py': mutable });
    const result = fix(folder);
    assert.equal(readFileSync(join(folder, 'a.py'), 'utf8'), chained);
    assert.equal(readFileSync(join(folder, 'b.py'), 'utf8'), mutable);
    assert.match(result.out, /b\.py:1:\d+: \w+ mutable-default-argument/);
    assert.match(
      result.out,
      /Fixed 1 finding\. Found 1 finding in 1 of 2 files \(1 with --fix --unsafe-fixes\)/,
    );
    assert.equal(result.code, 1);
    assert.doesNotMatch(fix(folder).out, /Fixed/);
    assert.deepEqual(readdirSync(folder).sort(), ['a.py', 'b.py']);
  });

  it('--unsafe-fixes applies the others too, and then all is clean', () => {
    const folder = makeFolder({ 'a.py': chain, 'b.py': mutable });
    const result = fix(folder, '--unsafe-fixes');
    assert.notEqual(readFileSync(join(folder, 'b.py'), 'utf8'), mutable);
    assert.equal(result.code, 0);
    assert.match(result.out, /^Fixed 2 findings\. Found 0 findings/);
  });

  it('JSON reports what is left', () => {
    const folder = makeFolder({ 'a.py': chain, 'b.py': mutable });
    const left = findingsOf(fix(folder, '--output-format', 'json'));
    assert.deepEqual(
      left.map(({ code }) => code),
      ['mutable-default-argument'],
    );
  });

  it('keeps byte order mark, line ends, encoding and mode', () => {
    const crlf = chain.replaceAll('\n', '\r\n');
    const latin = `# -*- coding: latin-1 -*-\n${chain}`;
    const folder = makeFolder({
      'bom.py': `\uFEFF${chain}`,
      'crlf.py': crlf,
      'latin.py': Buffer.from(latin, 'latin1'),
    });
    chmodSync(join(folder, 'crlf.py'), 0o755);
    fix(folder);
    const bytes = (name: string): Buffer => readFileSync(join(folder, name));
    assert.deepEqual(bytes('bom.py'), Buffer.from(`\uFEFF${chained}`));
    assert.deepEqual(bytes('crlf.py'), Buffer.from(chained.replaceAll('\n', '\r\n')));
    assert.deepEqual(bytes('latin.py'), Buffer.from(latin.replace('("é")', '("é") from error'), 'latin1'));
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'crlf.py')).mode & 0o777, 0o755);
  });

  it('leaves alone what was not valid UTF-8, what has another encoding, and what does not parse', () => {
    const invalid = Buffer.concat([Buffer.from(chain), Buffer.from([0x23, 0x20, 0xff, 0x0a])]);
    const files = {
      'invalid.py': invalid,
      'cyrillic.py': Buffer.from(`# coding: koi8-r\n${chain}`, 'latin1'),
      'broken.py': Buffer.from(`${chain}def (:\n`),
    };
    const folder = makeFolder(files);
    const result = fix(folder);
    for (const [name, before] of Object.entries(files)) {
      assert.deepEqual(readFileSync(join(folder, name)), before, name);
    }
    assert.match(result.err, /invalid\.py was not fixed: its bytes are not valid/);
    assert.match(result.err, /cyrillic\.py was not fixed/);
    assert.equal(result.code, 1);
  });

  it('says that a file may not be written, and goes on', { skip: process.platform === 'win32' }, () => {
    const folder = makeFolder({ 'ro/a.py': chain, 'b.py': chain, 'pyproject.toml': '' });
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'ro'), 0o555);
    const result = run(['check', ...select, '--no-cache', '--fix', '.'], { cwd: folder, ...asNobody });
    assert.match(result.err, /ro\/a\.py was not fixed: it may not be written\n/);
    assert.equal(readFileSync(join(folder, 'b.py'), 'utf8'), chained);
    assert.equal(result.code, 1);
    chmodSync(join(folder, 'ro'), 0o755);
  });

  it('writes through a link', { skip: process.platform === 'win32' }, () => {
    const outside = makeFolder({ 'real.py': chain });
    const folder = makeFolder();
    symlinkSync(join(outside, 'real.py'), join(folder, 'link.py'));
    run(['check', ...select, '--fix', 'link.py'], { cwd: folder });
    assert.equal(readFileSync(join(outside, 'real.py'), 'utf8'), chained);
    assert.ok(lstatSync(join(folder, 'link.py')).isSymbolicLink());
  });
});

describe('check --diff', () => {
  it('shows the change as a patch and writes nothing', () => {
    const folder = makeFolder({ 'pkg/a.py': chain, 'b.py': mutable });
    const result = run(['check', ...select, '--diff', '.'], { cwd: folder });
    assert.equal(readFileSync(join(folder, 'pkg/a.py'), 'utf8'), chain);
    assert.match(result.out, /^--- a\/pkg\/a\.py\n\+\+\+ b\/pkg\/a\.py\n@@ -2,4 \+2,4 @@\n/);
    assert.match(result.out, /^- {8}raise KeyError\("é"\)\n\+ {8}raise KeyError\("é"\) from error\n/m);
    assert.doesNotMatch(result.out, /b\.py\n@@ -1,3/);
    assert.equal(result.code, 1);
    assert.match(result.err, /Would fix 1 finding/);
  });

  it('exits with 0 where there is nothing to change, and says what unsafe fixes would', () => {
    const folder = makeFolder({ 'b.py': mutable });
    const result = run(['check', ...select, '--diff', '.'], { cwd: folder });
    assert.deepEqual([result.code, result.out], [0, '']);
    assert.equal(result.err, 'Would fix 0 findings (1 more with --unsafe-fixes).\n');
    const all = run(['check', ...select, '--diff', '--unsafe-fixes', '.'], { cwd: folder });
    assert.equal(all.err, 'Would fix 1 finding.\n');
  });
});

describe('check -', () => {
  it('checks standard input under the name it is given', () => {
    const folder = makeFolder({ 'seaworthy.toml': '[per-file-ignores]\n"tests/**" = ["all"]\n' });
    const check = (name: string): ReturnType<typeof run> =>
      run(['check', ...select, '--output-format', 'json', '--stdin-filename', name, '-'], {
        cwd: folder,
        input: chain,
      });
    const [finding] = findingsOf(check('pkg/a.py'));
    assert.match(finding?.filename ?? '', /pkg[\\/]a\.py$/);
    assert.equal(check('pkg/a.py').code, 1);
    assert.deepEqual([check('tests/a.py').out, check('tests/a.py').code], ['[]\n', 0]);
  });

  it('is what a name without a path means; a name beside a path is wrong use', () => {
    const named = run(['check', ...select, '--output-format', 'json', '--stdin-filename', 'a.py'], {
      input: chain,
    });
    assert.equal(findingsOf(named).length, 1);
    const both = run(['check', '--stdin-filename', 'a.py', 'b.py'], { input: chain });
    assert.equal(both.code, 2);
    assert.match(both.err, /--stdin-filename names standard input/);
  });

  it('with --fix prints the fixed text, and nothing else, on standard output', () => {
    const result = run(['check', ...select, '--fix', '-'], { input: `\uFEFF${chain}${mutable}` });
    assert.equal(result.out, `\uFEFF${chained}${mutable}`);
    assert.match(result.err, /mutable-default-argument/);
    assert.equal(result.code, 1);
    const clean = run(['check', ...select, '--fix', '-'], { input: 'X = 1\n' });
    assert.deepEqual([clean.out, clean.code], ['X = 1\n', 0]);
  });

  it('with --diff prints a patch', () => {
    const result = run(['check', ...select, '--diff', '--stdin-filename', 'a.py', '-'], { input: chain });
    assert.match(result.out, /^--- a\/a\.py\n/);
    assert.equal(result.code, 1);
  });

  it('refuses other paths beside it, and bytes that are no text', () => {
    assert.equal(run(['check', '-', 'a.py'], { input: '' }).code, 2);
    const result = run(['check', '-'], { input: new Uint8Array([65, 0, 66]) });
    assert.equal(result.code, 2);
    assert.match(result.err, /NUL/);
  });
});
