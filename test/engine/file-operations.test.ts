/** Changes of other files: what they become, given what is there, and what reports may show of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  applyEdits,
  pathsRead,
  relocated,
  resolveFiles,
  settingsFor,
  type FileOperation,
} from '../../server/src/engine/index';
import { moveToEnvironmentFile } from '../../server/src/engine/lint/environment-move';
import { redacted } from '../../server/src/engine/lint/file-operations';
import { recordFindings } from '../../server/src/engine/records';
import { stringValue } from '../../server/src/engine/syntax/string-value';
import { createEngine } from '../harness/engine';

type Texts = Readonly<Record<string, string>>;

/** The files after the operations; a sentence when they are refused. */
function after(operations: readonly FileOperation[], before: Texts): Texts | string {
  const resolution = resolveFiles(operations, (path) => before[path]);
  if ('refused' in resolution) return resolution.refused;
  const result: Record<string, string> = { ...before };
  for (const file of resolution.files) {
    if (file.does === 'create') result[file.path] = file.text;
    else if (file.does === 'edit') result[file.path] = applyEdits(result[file.path] ?? '', file.edits);
    else {
      result[file.to] = result[file.path] ?? '';
      delete result[file.path];
    }
  }
  return result;
}

const line = (text: string, more: object = {}): FileOperation => ({
  kind: 'append-line',
  path: 'f',
  line: text,
  ...more,
});

describe('append-line', () => {
  const cases: readonly (readonly [string, FileOperation[], string | undefined, string])[] = [
    ['creates the file', [line('a')], undefined, 'a\n'],
    ['fills an empty file', [line('a')], '', 'a\n'],
    ['fills a file of a byte order mark', [line('a')], '\ufeff', '\ufeffa\n'],
    ['ends as the file ends', [line('a')], 'x\n', 'x\na\n'],
    ['keeps a missing last line break', [line('a'), line('b')], 'x', 'x\na\nb'],
    ['keeps line ends', [line('a')], 'x\r\n', 'x\r\na\r\n'],
    ['keeps line ends where the last is missing', [line('a')], 'x\r\ny', 'x\r\ny\r\na'],
    ['adds nothing twice', [line('a'), line('a')], 'a \r\n', 'a \r\n'],
    ['adds nothing twice to a new file', [line('a'), line('a')], undefined, 'a\n'],
    ['leaves an entry alone', [line('K=1', { unless: { key: 'K' } })], 'K=2\n', 'K=2\n'],
    ['leaves an empty entry alone', [line('K=1', { unless: { key: 'K' } })], 'K=\n', 'K=\n'],
    ['leaves an exported entry alone', [line('K=1', { unless: { key: 'K' } })], ' export K = 2', ' export K = 2'],
    ['is not misled by a longer name', [line('K=1', { unless: { key: 'K' } })], 'MY_K=2\nK2=\n', 'MY_K=2\nK2=\nK=1\n'],
    ['is not misled by a comment', [line('K=1', { unless: { key: 'K' } })], '# K=2\n', '# K=2\nK=1\n'],
    ['knows what is ignored', [line('.env', { unless: { ignores: '.env' } })], '*.env\n', '*.env\n'],
    ['knows what is not', [line('.env', { unless: { ignores: '.env' } })], '.env\n!.env\n', '.env\n!.env\n'],
    ['ignores what was taken back', [line('/.env', { unless: { ignores: '.env' } })], '.e*\n!.env', '.e*\n!.env\n/.env'],
  ]; // prettier-ignore
  for (const [name, operations, before, expected] of cases) {
    it(name, () => {
      assert.deepEqual(after(operations, before === undefined ? {} : { f: before }), { f: expected });
    });
  }
  it('takes another usual name of the file where the first does not exist', () => {
    const operation = line('a', { instead: ['g', 'h'] });
    assert.deepEqual(after([operation], { h: '' }), { h: 'a\n' });
    assert.deepEqual(after([operation], { f: '', h: '' }), { f: 'a\n', h: '' });
    assert.deepEqual(after([operation], {}), { f: 'a\n' });
    assert.deepEqual(pathsRead([operation]), ['f', 'g', 'h']);
  });
});

describe('insert-at-start', () => {
  const program = [
    'import sys',
    '',
    'def main():',
    '    """Sell."""',
    '    sell()',
    '',
    'if __name__ == "__main__":  # here',
    '',
    '\tmain()',
    '',
  ];
  const operation = (more: object = {}): FileOperation => ({
    kind: 'insert-at-start',
    path: 'f',
    statement: ['a(', '    1,', ')'],
    imports: [{ module: 'logging', line: 1, side: 'above', isSetOff: false }],
    start: { guard: 7, main: { line: 3, bodyLine: 5 } },
    ...more,
  });
  const result = (lines: readonly string[], more?: object, eol = '\n'): string => {
    const outcome = after([operation(more)], { f: lines.join(eol) });
    return typeof outcome === 'string' ? outcome : (outcome.f ?? '');
  };
  const put = (lines: readonly string[], at: number, text: string): string[] => [
    ...lines.slice(0, at),
    text,
    ...lines.slice(at + 1),
  ];
  const called = ['    a(', '        1,', '    )'];

  it('goes into main() where the guard calls it, in the line ends of the file', () => {
    const expected = ['import logging', ...program.slice(0, 4), ...called, ...program.slice(4)];
    assert.equal(result(program), expected.join('\n'));
    assert.equal(result(program, {}, '\r\n'), expected.join('\r\n'));
    assert.equal(result(program, { start: { main: { line: 3, bodyLine: 5 } } }), expected.join('\n'));
  });

  it('goes into the block of the guard where that starts otherwise', () => {
    const other = put(program, 8, '\trun()');
    const expected = ['import logging', ...other.slice(0, 8), '\ta(', '\t    1,', '\t)', ...other.slice(8)];
    assert.equal(result(other), expected.join('\n'));
  });

  it('writes imports where they belong, and none twice', () => {
    const imports = [
      { module: 'logging', line: 1, side: 'below', isSetOff: true },
      { module: 'os', line: 1, side: 'below', isSetOff: true },
      { module: 'sys', line: 3, side: 'present', isSetOff: false },
    ];
    const lines = ['from __future__ import annotations', '', 'import os.path, sys', '', ...program.slice(6)];
    assert.equal(
      result(lines, { imports, start: { guard: 5 } }),
      [lines[0], '', 'import logging', 'import os', ...lines.slice(1, 6), '\ta(', '\t    1,', '\t)', ...lines.slice(6)].join('\n'),
    ); // prettier-ignore
  });

  const changed: readonly (readonly [string, readonly string[], object?])[] = [
    ['the guard has moved', ['', ...program]],
    ['main() has moved', [...program.slice(0, 2), '', ...program.slice(2)]],
    ['its docstring has grown', put(put(program, 3, '    """Sell'), 4, '    a lot.')],
    ['the guard has its block on its line', put(program, 6, 'if __name__ == "__main__": main()')],
    ['the import has moved', put(program, 0, '# none')],
    ['the import goes on below', put(program, 0, 'from sys import (argv,'), { imports: [{ module: 'a', line: 1, side: 'below', isSetOff: false }] }],
    ['the import has another name now', put(program, 0, 'import sys as s'), { imports: [{ module: 'sys', line: 1, side: 'present', isSetOff: false }] }],
  ]; // prettier-ignore
  for (const [name, lines, more] of changed)
    it(`is refused when ${name}`, () => {
      assert.equal(result(lines, more), 'f has changed');
    });
});

describe('append-definition', () => {
  const result = (before: string): string => {
    const lines = ['class ShopError(Exception):', '    pass'];
    const outcome = after([{ kind: 'append-definition', path: 'f', name: 'ShopError', lines }], {
      f: before,
    });
    return typeof outcome === 'string' ? outcome : (outcome.f ?? '');
  };
  it('ends the file, as the file is written', () => {
    assert.equal(result(''), 'class ShopError(Exception):\n    pass\n');
    assert.equal(result('x = 1'), 'x = 1\n\n\nclass ShopError(Exception):\n    pass\n');
    assert.equal(
      result('def f():\r\n\tpass\r\n\r\n'),
      'def f():\r\n\tpass\r\n\r\n\r\nclass ShopError(Exception):\r\n\tpass\r\n',
    );
  });
  it('is refused where the name is known', () => {
    assert.equal(result('from .base import ShopError\n'), 'f has changed');
    assert.equal(
      after([{ kind: 'append-definition', path: 'f', name: 'A', lines: [] }], {}),
      'f has changed',
    );
  });
});

describe('create and rename', () => {
  it('do what they say, and never overwrite', () => {
    const create: FileOperation = { kind: 'create', path: 'a/n.py', text: 'x\n' };
    const rename: FileOperation = { kind: 'rename', path: 'a.py', to: 'b.py' };
    assert.deepEqual(after([create, rename], { 'a.py': '1' }), { 'a/n.py': 'x\n', 'b.py': '1' });
    assert.equal(after([create], { 'a/n.py': '' }), 'n.py exists already');
    assert.equal(after([rename], { 'a.py': '', 'b.py': '' }), 'b.py exists already');
  });
  it('are relocated with all their paths', () => {
    const operations: FileOperation[] = [
      { kind: 'rename', path: 'a', to: 'b' },
      line('x', { instead: ['g'] }),
      { kind: 'create', path: 'c', text: '' },
    ];
    assert.deepEqual(
      relocated(operations, (path, kind) => `${kind}/${path}`),
      [
        { kind: 'rename', path: 'rename/a', to: 'rename/b' },
        line('x', { path: 'append-line/f', instead: ['append-line/g'] }),
        { kind: 'create', path: 'create/c', text: '' },
      ],
    );
  });
});

describe('the value in .env', () => {
  const written = (value: string): string | undefined => {
    const operation = moveToEnvironmentFile('K', value)?.find(({ path }) => path === '.env');
    return operation?.kind === 'append-line' ? operation.line : undefined;
  };
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['hunter2', 'K=hunter2'],
    ['a/b+c==', 'K=a/b+c=='],
    ['two words', "K='two words'"],
    ['a#b$c"d`e', "K='a#b$c\"d`e'"],
    ['C:\\x', "K='C:\\x'"],
    ["it's", 'K="it\'s"'],
    ['a\\\\b"\'', 'K="a\\\\\\\\b\\"\'"'],
    ['ends\\', 'K="ends\\\\"'],
    ['-----BEGIN\nabc\n', 'K="-----BEGIN\\nabc\\n"'],
    ['schön', "K='schön'"],
    ['${HOME}', undefined],
    ['\0', undefined],
    ['\ud800', undefined],
    ['', undefined],
  ];
  for (const [value, expected] of cases) {
    it(JSON.stringify(value), () => assert.equal(written(value), expected));
  }
});

describe('the value of a literal', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    [`"a'b"`, "a'b"],
    [`'\\'\\"\\\\\\n\\t'`, '\'"\\\n\t'],
    [`"\\x41\\u00e9\\U0001F600\\101\\0"`, 'Aé😀A\0'],
    [`r"\\n"`, '\\n'],
    [`"\\d\\ "`, '\\d\\ '],
    [`"a\\\nb"`, 'ab'],
    [`"""a\r\nb"""`, 'a\nb'],
    [`b"\\x41\\u00e9"`, 'A\\u00e9'],
    [`b"\\xff"`, undefined],
    [`"a" 'b' r"\\c"`, 'ab\\c'],
    [`("a"  # one\n "b")`, 'ab'],
    [`f"a"`, 'a'],
    [`f"{a}"`, undefined],
    [`"\\N{BULLET}"`, undefined],
    [`"\\ud800"`, undefined],
  ];
  for (const [code, expected] of cases) {
    it(code, async () => {
      const { engine } = await createEngine([]);
      const analysis = engine.open('app.py', `x = ${code}\n`, settingsFor([]));
      const [node] = analysis.root.descendantsOfType(['concatenated_string', 'string']);
      assert.equal(node && stringValue(node, analysis.source.text), expected);
      analysis.dispose();
    });
  }
});

describe('privacy', () => {
  const secrets = ['s3cr3t-horse', 'hunter2'];
  const code = `import x\nPASSWORD = "${secrets[0]}"\nURL = "redis://:${secrets[1]}@cache/0"\n`;
  it('records, which are cached and printed, hold no value', async () => {
    const { engine } = await createEngine();
    const analysis = engine.open('app.py', code, settingsFor(engine.rules));
    const records = recordFindings(analysis, { withFixes: true });
    analysis.dispose();
    const moves = records.flatMap(({ fixes = [] }) => fixes).filter(({ files }) => files);
    assert.equal(moves.length, 2);
    const printed = JSON.stringify(records);
    assert.match(printed, /PASSWORD=<redacted>/);
    for (const secret of secrets) assert.ok(!printed.includes(secret), printed);
  });
  it('only lines that say so are redacted', () => {
    const open = line('A=b');
    assert.equal(redacted(open), open);
    assert.deepEqual(redacted(line('A=b', { isSecret: true })), line('A=<redacted>', { isSecret: true }));
  });
});
