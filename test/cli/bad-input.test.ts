/** Files that nobody should write: a clear message or nothing, never a crash or a hang, and other files unaffected. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bareExcept, findingsOf, makeFolder, run } from './run';

const select = ['--select', 'bare-except'];

/** Checks a folder that also holds one good file; that one must be found whatever the others are like. */
function checkBeside(
  files: Readonly<Record<string, string | Uint8Array>>,
  prepare?: (folder: string) => void,
) {
  const folder = makeFolder({ ...files, 'zz_good.py': bareExcept });
  prepare?.(folder);
  const started = performance.now();
  const result = run(['check', ...select, '--no-cache', '--output-format', 'json', '.'], { cwd: folder });
  assert.ok(
    findingsOf(result).some(({ filename }) => filename.endsWith('zz_good.py')),
    result.err,
  );
  assert.ok(performance.now() - started < 60_000, 'it took too long');
  assert.equal(result.code, 1, result.err);
  return result;
}

describe('bad input', () => {
  it('syntax errors on every line', () => {
    const broken = 'def (:\n  ]]] except\n}class = = 3\n'.repeat(2000);
    assert.equal(checkBeside({ 'a.py': broken }).err, '');
  });

  it('a 5 MB file is skipped and named', () => {
    const result = checkBeside({ 'large.py': 'x = 1\n'.repeat(900_000) });
    assert.match(result.err, /large\.py is larger than 2 MB; skipped/);
  });

  it('a single line of nearly 2 MB', () => {
    assert.equal(checkBeside({ 'a.py': `x = [${'1, '.repeat(690_000)}]\n` }).err, '');
  });

  it('NUL bytes', () => {
    assert.match(checkBeside({ 'nul.py': 'x = 1\0\n' }).err, /nul\.py holds NUL bytes/);
  });

  it('UTF-16 is taken for what it is: not Python source', () => {
    assert.match(
      checkBeside({ 'wide.py': Buffer.from('\uFEFFx = 1\n', 'utf16le') }).err,
      /wide\.py holds NUL bytes/,
    );
  });

  it('invalid UTF-8 is still checked', () => {
    const bytes = Buffer.concat([Buffer.from([0x23, 0xff, 0xfe, 0x0a]), Buffer.from(bareExcept)]);
    const result = checkBeside({ 'a.py': bytes });
    assert.equal(findingsOf(result).length, 2);
  });

  it('byte order mark, empty file, only a comment, no line end', () => {
    const result = checkBeside({
      'bom.py': `\uFEFF${bareExcept}`,
      'empty.py': '',
      'c.py': '#',
      'n.py': bareExcept.trimEnd(),
    });
    assert.equal(result.err, '');
    const bom = findingsOf(result).find(({ filename }) => filename.endsWith('bom.py'));
    assert.deepEqual(bom?.location, { row: 4, column: 5 });
  });

  it('1,000-deep nesting, of brackets, calls, blocks and classes', () => {
    const deep = (open: string, close: string): string => `x = ${open.repeat(1000)}1${close.repeat(1000)}\n`;
    const blocks = Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}if x:\n`).join('');
    const classes = Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}class A:\n`).join('');
    const result = checkBeside({
      'brackets.py': deep('[', ']'),
      'calls.py': deep('f(', ')'),
      'strings.py': deep('f"{', '}"'),
      'unclosed.py': deep('(', ''),
      'blocks.py': `${blocks}${' '.repeat(1000)}pass\n`,
      'classes.py': `${classes}${' '.repeat(1000)}pass\n`,
      'attributes.py': `x = a${'.b'.repeat(5000)}\n`,
      'operators.py': `x = 1${' + 1'.repeat(5000)}\n`,
    });
    assert.equal(result.err, '');
  });

  it('a function of 3,000 findings, each with its fixes', () => {
    const folder = makeFolder({ 'a.py': `def load():\n${'    print("loading")\n'.repeat(3000)}` });
    const args = [
      'check',
      '--select',
      'print-instead-of-logging',
      '--no-cache',
      '--output-format',
      'json',
      '.',
    ];
    const result = run(args, { cwd: folder });
    assert.equal(result.err, '');
    const findings = findingsOf(result);
    assert.equal(findings.length, 3000);
    const edits = findings.flatMap(({ fixes }) => fixes.map((fix) => fix.edits.length));
    assert.ok(edits.length >= 3000 && Math.max(...edits) <= 102, 'no fix of one repeats the edits of all');
  });

  it('a link to nothing is named', { skip: process.platform === 'win32' }, () => {
    const result = checkBeside({}, (folder) => symlinkSync('missing.py', join(folder, 'link.py')));
    assert.match(result.err, /link\.py is a link to a missing file/);
  });

  it('loops of links end', { skip: process.platform === 'win32' }, () => {
    const result = checkBeside({ 'pkg/a.py': bareExcept }, (folder) => {
      symlinkSync('..', join(folder, 'pkg', 'up'));
      symlinkSync('self', join(folder, 'self'));
      symlinkSync('self.py', join(folder, 'self.py'));
    });
    assert.equal(findingsOf(result).length, 2);
    assert.match(result.err, /self\.py is a link that leads back to itself/);
  });

  it('a folder named like a file, and a file where a folder is expected', () => {
    const result = checkBeside({ 'x.py/inner.py': bareExcept }, (folder) =>
      mkdirSync(join(folder, 'empty.py')),
    );
    assert.equal(findingsOf(result).length, 2);
    const missing = run(['check', join('a.py', 'b.py')], { cwd: makeFolder({ 'a.py': '' }) });
    assert.equal(missing.code, 2);
    assert.match(missing.err, /does not exist/);
  });

  it('malformed and wrong configuration: named with its place, and the rest applies', () => {
    const malformed = checkBeside({ 'pyproject.toml': '[tool.seaworthy]\nselect = [\n' });
    assert.match(malformed.err, /pyproject\.toml:\d+:\d+: is not valid TOML/);
    const wrong = checkBeside({
      'pyproject.toml': '[tool.seaworthy]\nslect = []\n[tool.seaworthy.rules]\nbare-except = "err"\n',
    });
    assert.match(wrong.err, /pyproject\.toml:2:1: unknown setting 'slect'; did you mean 'select'\?/);
    assert.match(wrong.err, /pyproject\.toml:4:1: .*did you mean 'error'\?/);
    checkBeside({ 'pyproject.toml': new Uint8Array([0xff, 0xfe, 0x00]) });
    checkBeside({}, (folder) => mkdirSync(join(folder, 'pyproject.toml')));
    checkBeside({}, (folder) => mkdirSync(join(folder, '.gitignore')));
  });

  it('a cache that cannot be written, or is damaged, changes nothing', () => {
    const folder = makeFolder({ 'a.py': bareExcept, file: '' });
    const check = (cache: string): string =>
      run(['check', ...select, '--output-format', 'json', '.'], {
        cwd: folder,
        env: { SEAWORTHY_CACHE_DIR: cache },
      }).out;
    const plain = check(makeFolder());
    assert.equal(check(join(folder, 'file', 'below')), plain);
  });
});
