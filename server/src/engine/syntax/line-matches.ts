/** Patterns over the lines of a text, for rules that look at whole files again after each edit. */
import type { SourceText } from './text';

/**
 * Matches of a sticky `pattern` at the start of each line that holds one of `words`. Where words stand is remembered from
 * one edit to the next; trying every line takes a hundred times as long.
 */
export function* lineMatches(
  source: SourceText,
  words: readonly string[],
  pattern: RegExp,
): Generator<RegExpExecArray, void> {
  for (const start of lineStartsOf(source, words)) {
    pattern.lastIndex = start;
    const match = pattern.exec(source.text);
    if (match) yield match;
  }
}

/** Starts of the lines that hold one of `words`, in order. */
function lineStartsOf(source: SourceText, words: readonly string[]): readonly number[] {
  const places = words.flatMap((word) => source.occurrences(word));
  if (words.length > 1) places.sort((a, b) => a - b);
  const starts: number[] = [];
  for (const at of places) {
    // From the text, not by the line table, which a scan has no other use for in most files.
    const start = lineStart(source.text, at);
    if (start !== starts.at(-1)) starts.push(start);
  }
  return starts;
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineEnd(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
