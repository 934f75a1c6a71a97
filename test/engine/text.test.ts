/** The line table and what is read off it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits, SourceText } from '../../server/src/engine/index';
import { seeded } from '../harness/random';
import { randomEdit } from '../harness/edit-events';

describe('lines', () => {
  const mixed = new SourceText('a\nbc\r\nd\re');
  it('end with any of the three line ends', () => {
    assert.deepEqual(mixed.lineStarts, [0, 2, 6, 8]);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => mixed.lineText(line)),
      ['a', 'bc', 'd', 'e'],
    );
  });
  it('hold their line break', () => {
    assert.equal(mixed.lineAt(1), 0);
    assert.equal(mixed.lineAt(5), 1);
    assert.equal(mixed.lineAt(99), 3);
  });
  it('are one for an empty text, and one more after a last line break', () => {
    assert.equal(new SourceText('').lineCount, 1);
    assert.equal(new SourceText('a\n').lineCount, 2);
  });
});

describe('positions', () => {
  it('count UTF-16 units', () => {
    const text = new SourceText('🚢a\nb');
    assert.deepEqual(text.positionAt(2), { line: 0, column: 2 });
    assert.equal(text.offsetAt({ line: 0, column: 2 }), 2);
  });
  it('are clamped to the text', () => {
    const text = new SourceText('ab\r\ncd');
    assert.equal(text.offsetAt({ line: 0, column: 99 }), 2);
    assert.equal(text.offsetAt({ line: 9, column: 0 }), 6);
    assert.equal(text.offsetAt({ line: -1, column: 3 }), 0);
    assert.deepEqual(text.positionAt(99), { line: 1, column: 2 });
  });
  it('lead back to their offsets', () => {
    const text = new SourceText('x = 1\r\n\tdef🚢\n\n# é\ry');
    for (let offset = 0; offset <= text.length; offset += 1) {
      // Between `\r` and `\n` there is no column.
      if (text.text.startsWith('\n', offset) && text.text[offset - 1] === '\r') continue;
      assert.equal(text.offsetAt(text.positionAt(offset)), offset);
    }
  });
});

describe('line ends and indentation', () => {
  it('are those that the text uses first', () => {
    assert.equal(new SourceText('a\r\nb\n').eol, '\r\n');
    assert.equal(new SourceText('a\rb').eol, '\r');
    assert.equal(new SourceText('a').eol, '\n');
  });
  it('read the white space before a line', () => {
    const text = new SourceText('if x:\n\t  y\n');
    assert.equal(text.indentAt(9), '\t  ');
    assert.equal(text.indentAt(0), '');
  });
  for (const [name, text, unit] of [
    ['four spaces by default', 'x = 1\n', '    '],
    ['two spaces', 'if x:\n  y\n', '  '],
    ['tabs', 'def f():\n\ty\n', '\t'],
    ['a comment behind the colon', 'def f():  # why\n  y\n', '  '],
    ['CRLF', 'if x:\r\n  y\r\n', '  '],
    ['a list in a docstring', '"""Usage:\n  run it\n"""\ndef f():\n    y\n', '    '],
    ['a dictionary', 'x = {\n  "a":\n      1,\n}\nif x:\n    y\n', '    '],
    ['a method', 'class A:\n  def f(self):\n    y\n', '  '],
    ['only a deep body', '# x\nclass A: pass\nfor x in (\n    1,\n):\n  y\n', '  '],
    ['a keyword that ends a name', 'x = {\n  "else":\n      1}\n', '    '],
  ] as const) {
    it(`take one level from ${name}`, () => assert.equal(new SourceText(text).indentUnit, unit));
  }
});

describe('edited texts', () => {
  it('have the line table of a fresh text', () => {
    const random = seeded(5);
    let text = new SourceText('def f():\n    return 1\n\n\nx = f()\r\ny = 2\n');
    for (let step = 0; step < 2_000; step += 1) {
      // Read now and then, so that some tables are carried over and some are not.
      if (random.below(3) > 0) assert.ok(text.lineCount > 0 && typeof text.hasLoneReturn === 'boolean');
      const edit = text.length > 400 ? { start: 0, end: 200, newText: '' } : randomEdit(text.text, random);
      const wanted = applyEdits(text.text, [edit]);
      text = text.edited(edit);
      assert.equal(text.text, wanted);
      assert.deepEqual(text.lineStarts, new SourceText(wanted).lineStarts, JSON.stringify({ step, edit }));
      assert.equal(text.hasLoneReturn, new SourceText(wanted).hasLoneReturn);
    }
  });
});
