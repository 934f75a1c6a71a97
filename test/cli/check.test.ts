/** `seaworthy check` as a process: the contract of its output, its exit codes, and every option. */
import assert from 'node:assert/strict';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../lsp/bundles';
import { violations } from './json-schema';
import { bareExcept, findingsOf, makeFolder, run } from './run';

const schema = JSON.parse(readFileSync(join(root, 'docs/schema/check.json'), 'utf8')) as Record<
  string,
  unknown
>;
const json = ['--output-format', 'json'];

describe('check, JSON', () => {
  it('follows the published schema and the contract', () => {
    const folder = makeFolder({ 'a.py': bareExcept });
    const result = run(['check', '--select', 'bare-except', ...json, 'a.py'], { cwd: folder });
    assert.deepEqual(violations(schema, JSON.parse(result.out)), []);
    const [finding, ...others] = findingsOf(result);
    assert.equal(others.length, 0);
    assert.ok(finding);
    assert.equal(finding.code, 'bare-except');
    assert.equal(finding.topic, 'errors');
    assert.equal(finding.filename, join(realpathSync(folder), 'a.py'));
    assert.deepEqual(finding.location, { row: 4, column: 5 });
    assert.ok(finding.equivalents.includes('E722'));
    assert.deepEqual(finding.fix, finding.fixes[0] ?? null);
    assert.equal(result.code, 1);
  });

  it('the schema refuses what breaks the contract', () => {
    const folder = makeFolder({ 'a.py': bareExcept });
    const output = JSON.parse(
      run(['check', '--select', 'bare-except', ...json, '.'], { cwd: folder }).out,
    ) as object[];
    const broken = [
      output.map((one) => ({ ...one, severity: 'bad' })),
      output.map((one) => ({ ...one, location: { row: 0, column: 1 } })),
      output.map((one) => ({ ...one, extra: 1 })),
      output.map((one) => ({ ...one, fix: undefined })),
    ];
    for (const one of broken) assert.notEqual(violations(schema, one).length, 0);
  });

  it('counts columns in code points', () => {
    const source = 'def read(path):\n    try: return "😀"; open(path)\n    except: pass\n';
    const wide = 'x = "😀😀"; password = "hunter2-S3cret!x"\n';
    const folder = makeFolder({ 'a.py': source, 'b.py': wide });
    const findings = findingsOf(run(['check', '--select', 'all', ...json, '.'], { cwd: folder }));
    const onWide = findings.filter(({ filename }) => filename.endsWith('b.py'));
    const place = onWide.find(({ code }) => code === 'hardcoded-secret')?.location;
    assert.ok(place);
    // In UTF-16 units every emoji would count twice.
    const inPoints = [...wide].join('').indexOf('password') - 2;
    assert.ok(
      place.column === inPoints + 1 || place.column === inPoints + 1 + 'password = '.length,
      JSON.stringify(place),
    );
  });

  it('prints an empty array where nothing is found', () => {
    const result = run(['check', ...json, '.'], { cwd: makeFolder({ 'a.py': 'X = 1\n' }) });
    assert.deepEqual([result.out, result.code], ['[]\n', 0]);
  });

  it('is sorted by file and does not depend on the number of jobs', () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`m${index}/a.py`, bareExcept.repeat(20)]),
    );
    const folder = makeFolder(files);
    const [one, four] = ['1', '4'].map((jobs) =>
      run(['check', '--no-cache', '--jobs', jobs, ...json, '.'], { cwd: folder }),
    );
    assert.ok(one && four);
    assert.equal(one.out, four.out);
    const names = findingsOf(one).map(({ filename }) => filename);
    assert.ok(names.length >= 1200);
    assert.deepEqual(names, [...names].sort());
  });
});

describe('check, text', () => {
  it('prints one line a finding and a summary', () => {
    const folder = makeFolder({ 'pkg/a.py': bareExcept });
    const result = run(['check', '--select', 'bare-except', '.'], { cwd: folder });
    const [first = '', last = ''] = result.out.trimEnd().split('\n');
    assert.match(first, /^pkg\/a\.py:4:5: \w+ bare-except: ./);
    assert.match(last, /^Found 1 finding in 1 of 1 file/);
    assert.equal(result.code, 1);
  });
});

describe('check, options', () => {
  const twoRules = `${bareExcept}\n\ndef add(item, items=[]):\n    items.append(item)\n    return items\n`;
  const codes = (args: readonly string[], cwd: string): readonly string[] =>
    [...new Set(findingsOf(run(['check', ...json, ...args, '.'], { cwd })).map(({ code }) => code))].sort();

  it('--select and --ignore take rules and topics, comma separated and repeated', () => {
    const folder = makeFolder({ 'a.py': twoRules });
    assert.deepEqual(codes(['--select', 'bare-except,mutable-default-argument'], folder), [
      'bare-except',
      'mutable-default-argument',
    ]);
    assert.deepEqual(codes(['--select', 'bare-except', '--select', 'mutable-default-argument'], folder), [
      'bare-except',
      'mutable-default-argument',
    ]);
    const all = codes(['--select', 'all'], folder);
    assert.ok(all.includes('bare-except') && all.includes('mutable-default-argument'));
    assert.ok(!codes(['--select', 'all', '--ignore', 'errors'], folder).includes('bare-except'));
    assert.deepEqual(codes(['--select', 'all', '--ignore', 'all'], folder), []);
  });

  it('--select wins over what the project switches off', () => {
    const folder = makeFolder({
      'a.py': twoRules,
      'pyproject.toml': '[tool.seaworthy]\nignore = ["bare-except"]\n',
    });
    assert.ok(!codes([], folder).includes('bare-except'));
    assert.deepEqual(codes(['--select', 'bare-except'], folder), ['bare-except']);
  });

  it('an unknown rule is wrong use, with a suggestion', () => {
    const result = run(['check', '--select', 'bare-exept', '.']);
    assert.equal(result.code, 2);
    assert.match(result.err, /--select: .*'bare-exept'; did you mean 'bare-except'\?/);
  });

  it('--statistics counts by rule', () => {
    const folder = makeFolder({ 'a.py': bareExcept.repeat(3) });
    const text = run(['check', '--select', 'bare-except', '--statistics', '.'], { cwd: folder });
    assert.match(text.out, /^3 {2}bare-except/);
    const rows = JSON.parse(
      run(['check', '--select', 'bare-except', '--statistics', ...json, '.'], { cwd: folder }).out,
    ) as unknown[];
    assert.deepEqual(
      rows.map((row) => (row as { code: string; count: number }).count),
      [3],
    );
    assert.equal(text.code, 1);
  });

  it('--exit-zero reports and exits with 0', () => {
    const result = run(['check', '--exit-zero', '.'], { cwd: makeFolder({ 'a.py': bareExcept }) });
    assert.equal(result.code, 0);
    assert.match(result.out, /bare-except/);
  });

  it('a warm cache gives the same output, a changed file another, and --no-cache does without', () => {
    const folder = makeFolder({ 'a.py': bareExcept, 'b.py': 'X = 1\n' });
    const env = { SEAWORTHY_CACHE_DIR: makeFolder() };
    const check = (...args: string[]): string =>
      run(['check', ...json, ...args, '.'], { cwd: folder, env }).out;
    const cold = check();
    assert.equal(check(), cold);
    assert.equal(check('--no-cache'), cold);
    writeFileSync(join(folder, 'b.py'), bareExcept);
    assert.equal((JSON.parse(check('--select', 'bare-except')) as unknown[]).length, 2);
    assert.notEqual(check(), cold);
  });

  it('wrong use exits with 2 and says why', () => {
    for (const args of [
      ['check', '--nonsense'],
      ['check', '--jobs', '0'],
      ['check', '--select', ''],
      ['check', '--select', ' , '],
      ['check', '--output-format', 'yaml'],
      ['check', 'missing.py'],
      ['chekc'],
      ['rule'],
      ['rule', 'no-such-rule'],
      ['health', 'missing'],
      ['health', '--fail-under', 'x'],
      ['server'],
    ]) {
      const result = run(args);
      assert.equal(result.code, 2, args.join(' '));
      assert.notEqual(result.err, '', args.join(' '));
    }
  });

  it('a missing path does not stop the run', () => {
    const folder = makeFolder({ 'a.py': bareExcept });
    const result = run(['check', ...json, 'missing.py', 'a.py'], { cwd: folder });
    assert.equal(result.code, 2);
    assert.match(result.err, /missing\.py does not exist/);
    assert.notEqual(findingsOf(result).length, 0);
  });

  it('--help and --version exit with 0', () => {
    for (const args of [['--help'], ['check', '--help'], ['--version']]) assert.equal(run(args).code, 0);
  });
});

describe('check, which files', () => {
  const files = (args: readonly string[], cwd: string): readonly string[] => {
    const findings = findingsOf(run(['check', '--select', 'bare-except', ...json, ...args], { cwd }));
    return [
      ...new Set(
        findings.map(({ filename }) => filename.slice(realpathSync(cwd).length + 1).replaceAll('\\', '/')),
      ),
    ];
  };

  it('leaves out environments, caches, ignored and excluded files', () => {
    const folder = makeFolder({
      'a.py': bareExcept,
      'env/pyvenv.cfg': '',
      'env/lib/b.py': bareExcept,
      'node_modules/c.py': bareExcept,
      '.gitignore': 'build/\n*_pb2.py\n!keep_pb2.py\n',
      'build/d.py': bareExcept,
      'x_pb2.py': bareExcept,
      'keep_pb2.py': bareExcept,
      'sub/.gitignore': 'local.py\n',
      'sub/local.py': bareExcept,
      'local.py': bareExcept,
      'generated/e.py': bareExcept,
      'pyproject.toml': '[tool.seaworthy.analysis]\nexclude = ["generated"]\n',
      'notes.txt': bareExcept,
    });
    assert.deepEqual(files(['.'], folder), ['a.py', 'keep_pb2.py', 'local.py']);
  });

  it('checks what is named, excluded or not, and each file once', () => {
    const folder = makeFolder({
      'generated/e.py': bareExcept,
      script: bareExcept,
      'pyproject.toml': '[tool.seaworthy.analysis]\nexclude = ["generated"]\n',
    });
    assert.deepEqual(files(['generated/e.py', 'script', 'generated/e.py'], folder), [
      'generated/e.py',
      'script',
    ]);
  });

  it('per-file ignores and levels of the project apply', () => {
    const folder = makeFolder({
      'tests/test_a.py': bareExcept,
      'a.py': bareExcept,
      'seaworthy.toml': '[rules]\nbare-except = "error"\n[per-file-ignores]\n"tests/**" = ["errors"]\n',
    });
    const findings = findingsOf(run(['check', ...json, '.'], { cwd: folder })).filter(
      ({ code }) => code === 'bare-except',
    );
    assert.deepEqual(
      findings.map(({ filename, severity }) => [
        filename.endsWith('/a.py') || filename.endsWith('\\a.py'),
        severity,
      ]),
      [[true, 'error']],
    );
  });

  it('paths of the configuration are relative to the project, wherever the run starts', () => {
    const folder = makeFolder({
      'pkg/a.py': bareExcept,
      'pyproject.toml': '[tool.seaworthy.per-file-ignores]\n"pkg/a.py" = ["all"]\n',
    });
    assert.equal(run(['check', '.'], { cwd: join(folder, 'pkg') }).code, 0);
    assert.equal(run(['check', join(folder, 'pkg', 'a.py')]).code, 0);
  });
});

describe('check, comments that name no rule', () => {
  const source = `x = "é"  # seaworthy: ignore[bare-excpt, bare-except]\n`;
  const warning =
    "seaworthy: warning: a.py:1:30: There is no rule 'bare-excpt': nothing is silenced by that name. Did you mean 'bare-except'?\n";

  it('are told on standard error and change nothing else, from the cache too', () => {
    const folder = makeFolder({ 'a.py': source, 'pyproject.toml': '[project]\nname = "a"\n' });
    for (const options of [['--no-cache'], [], []]) {
      const { code, out, err } = run(['check', '--select', 'bare-except', ...json, ...options, '.'], {
        cwd: folder,
      });
      assert.deepEqual([code, JSON.parse(out), err], [0, [], warning]);
    }
  });

  it('are told of standard input, also while it is fixed', () => {
    const args = ['check', '--select', 'bare-except', '--stdin-filename', 'a.py', '-'];
    for (const options of [[], ['--fix']]) {
      const { code, err } = run([...args, ...options], { input: source });
      assert.equal(code, 0);
      assert.ok(err.includes(warning), err);
    }
  });
});
