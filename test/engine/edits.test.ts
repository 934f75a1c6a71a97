/** Edits of one text: their order, their overlaps, their application, and the merging of fixes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits, applyFix, mergeFixes, type Fix, type TextEdit } from '../../server/src/engine/index';
import { overlaps, sortEdits } from '../../server/src/engine/syntax/edits';

const edit = (start: number, end: number, newText = ''): TextEdit => ({ start, end, newText });
const fix = (...edits: Fix['edits']): Fix => ({ title: 'fix', applicability: 'safe', edits });

describe('edits', () => {
  it('apply in any order', () => {
    assert.equal(applyEdits('abcdef', [edit(4, 5, 'X'), edit(0, 1), edit(2, 2, '--')]), 'b--cdXf');
  });
  it('keep the order of insertions at one place', () => {
    assert.equal(applyEdits('ab', [edit(1, 1, 'x'), edit(1, 1, 'y')]), 'axyb');
  });
  it('insert before what they replace at the same place', () => {
    assert.equal(applyEdits('ab', [edit(1, 2, 'Z'), edit(1, 1, 'y')]), 'ayZ');
  });
  it('refuse overlaps and places outside', () => {
    assert.throws(() => applyEdits('abc', [edit(0, 2), edit(1, 3)]), RangeError);
    assert.throws(() => applyEdits('abc', [edit(2, 4)]), RangeError);
    assert.throws(() => applyEdits('abc', [edit(2, 1)]), RangeError);
    assert.throws(() => applyEdits('abc', [edit(-1, 1)]), RangeError);
  });
  it('overlap when they share characters', () => {
    assert.equal(overlaps(edit(0, 2), edit(1, 3)), true);
    assert.equal(overlaps(edit(0, 2), edit(2, 3)), false);
    assert.equal(overlaps(edit(1, 1), edit(1, 1)), false);
    assert.equal(overlaps(edit(1, 2), edit(1, 2)), true);
    assert.equal(overlaps(edit(0, 3), edit(1, 1)), true);
  });
  it('are sorted without changing the list', () => {
    const list = [edit(3, 4), edit(1, 2)];
    assert.deepEqual(sortEdits(list), [edit(1, 2), edit(3, 4)]);
    assert.deepEqual(list[0], edit(3, 4));
  });
});

describe('merged fixes', () => {
  it('leave out a fix that overlaps an earlier one', () => {
    const { edits, applied } = mergeFixes([fix(edit(0, 2, 'x')), fix(edit(1, 3, 'y')), fix(edit(5, 6, 'z'))]);
    assert.deepEqual(applied, [0, 2]);
    assert.deepEqual(edits, [edit(0, 2, 'x'), edit(5, 6, 'z')]);
  });
  it('add an import that two fixes need once', () => {
    const line = edit(0, 0, 'import os\n');
    const { edits, applied } = mergeFixes([fix(line, edit(5, 6, 'a')), fix(line, edit(8, 9, 'b'))]);
    assert.deepEqual(applied, [0, 1]);
    assert.equal(edits.length, 3);
  });
  it('leave different insertions at one place for the next round', () => {
    assert.deepEqual(mergeFixes([fix(edit(0, 0, 'import a\n')), fix(edit(0, 0, 'import b\n'))]).applied, [0]);
  });
  it('do not take two closing brackets for one', () => {
    const outer = fix(edit(0, 0, 'str('), edit(4, 4, ')'));
    const inner = fix(edit(2, 2, 'int('), edit(4, 4, ')'));
    const { edits, applied } = mergeFixes([outer, inner]);
    assert.deepEqual(applied, [0]);
    assert.equal(applyEdits('f(x)', edits), 'str(f(x))');
  });
  it('leave out a fix that overlaps itself, instead of failing later', () => {
    const { edits, applied } = mergeFixes([fix(edit(0, 3, 'a'), edit(2, 4, 'b')), fix(edit(5, 6, 'c'))]);
    assert.deepEqual(applied, [1]);
    assert.equal(applyEdits('012345', edits), '01234c');
  });
  it('leave out fixes that change other files too, and empty ones', () => {
    const files = [{ kind: 'create', path: 'b.py', text: '' }] as const;
    const other: Fix = { ...fix(edit(0, 1, 'x')), files };
    assert.deepEqual(mergeFixes([other, fix()]).applied, []);
    assert.equal(applyFix('abc', other), 'xbc');
  });
});
