/** Patterns that are tried only on lines that hold a word find what a search through the whole text finds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineMatches } from '../../server/src/engine/syntax/line-matches';

const pieces = [
  'open',
  'open(',
  ' = ',
  'x',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '# ',
  'reopen(',
  '🚢',
  'y: int = open(',
];
const sticky = /[ \t]*(\w+)[^=\r\n]*=[^\r\n#]*?open[ \t]*\(/y;
const everywhere = /^[ \t]*(\w+)[^=\r\n]*=[^\r\n#]*?open[ \t]*\(/gm;

const found = (matches: Iterable<RegExpExecArray>): [number, string][] =>
  [...matches].map((match) => [match.index, match[0]]);

describe('lineMatches', () => {
  it('finds what the same pattern finds at the start of every line', () => {
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        assert.deepEqual(found(lineMatches(text, 'open', sticky)), found(text.matchAll(everywhere)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks at each line once, however often the word is in it', () => {
    assert.deepEqual(found(lineMatches('x = open(open(open(a)))\nopen(open(b))', 'open', sticky)), [
      [0, 'x = open('],
    ]);
  });
});
