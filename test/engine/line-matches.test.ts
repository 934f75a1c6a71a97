/** Patterns that are tried only on lines that hold a word find what a search through the whole text finds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineMatches } from '../../server/src/engine/syntax/line-matches';
import { SourceText } from '../../server/src/engine/syntax/text';

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
        assert.deepEqual(
          found(lineMatches(new SourceText(text), ['open'], sticky)),
          found(text.matchAll(everywhere)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks at each line once, however often the word is in it', () => {
    assert.deepEqual(
      found(lineMatches(new SourceText('x = open(open(open(a)))\nopen(open(b))'), ['open'], sticky)),
      [[0, 'x = open(']],
    );
  });

  it('looks once at a line that holds several of the words', () => {
    const source = new SourceText('a\nclose open\nopen\n');
    assert.deepEqual(found(lineMatches(source, ['open', 'close'], /[a-z]+/y)), [
      [2, 'close'],
      [13, 'open'],
    ]);
  });
});

describe('occurrences', () => {
  it('are those of the text after any edits, remembered or not', () => {
    const words = ['aba', 'ab', '://', 'b'];
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '\n'), maxLength: 40 });
    const edits = fc.array(fc.tuple(fc.nat(40), fc.nat(40), text), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(text, edits, (first, changes) => {
        let source = new SourceText(first);
        for (const [a, b, newText] of changes) {
          for (const word of words) source.occurrences(word);
          const [start, end] = [Math.min(a, b, source.length), Math.min(Math.max(a, b), source.length)];
          source = source.edited({ start, end, newText });
          const fresh = new SourceText(source.text);
          for (const word of words) assert.deepEqual(source.occurrences(word), fresh.occurrences(word), word);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
