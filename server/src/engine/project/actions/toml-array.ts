/** Adds strings to an array of a TOML file as text: comments, order and layout of what is there stay. */
import { parse as parseToml } from 'smol-toml';
import { applyEdits, type TextEdit } from '../../syntax/edits';
import { SourceText } from '../../syntax/text';
import { asStrings, tableAt, tomlLine } from '../facts/documents';
import type { FileChange, Refusal } from './types';

/** The key has to be written as `key = [` below the header of its table. */
export function addToArray(
  path: string,
  before: string,
  keys: readonly string[],
  values: readonly string[],
): FileChange | Refusal {
  const byHand: Refusal = {
    refused: `${path} is laid out so that nothing can be added safely: add it by hand`,
  };
  const source = new SourceText(before);
  const row = tomlLine(before, ...keys) - 1;
  const start = source.lineStart(row);
  const opening = new RegExp(`^[ \\t]*["']?${keys.at(-1) ?? ''}["']?\\s*=\\s*\\[`).exec(before.slice(start));
  if (!opening) return byHand;
  const inside = start + opening[0].length;
  const array = scanArray(before, inside);
  if (!array) return byHand;
  const quoted = values.map((value) => `"${value}"`);
  const isBroken = before.slice(inside, array.end).includes('\n');
  const indent =
    /\n([ \t]+)\S[^\n]*$/.exec(before.slice(inside, array.lastValueEnd || inside))?.[1] ?? '    ';
  const needsComma = array.lastValueEnd > 0 && !array.hasTrailingComma;
  const at = array.lastValueEnd > 0 ? (array.hasTrailingComma ? array.commaEnd : array.lastValueEnd) : inside;
  const edits = isBroken
    ? brokenEdits(before, at, array, {
        needsComma,
        lines: quoted.map((value) => `${source.eol}${indent}${value},`),
      })
    : [insertion(at, (array.lastValueEnd > 0 ? (needsComma ? ', ' : ' ') : '') + quoted.join(', '))];
  return holds(applyEdits(before, edits), keys, [...asStrings(valueAt(before, keys)), ...values])
    ? { path, edits }
    : byHand;
}

/** Below the line of the last value, whose comment stays with it. */
function brokenEdits(
  before: string,
  at: number,
  array: ScannedArray,
  { needsComma, lines }: { readonly needsComma: boolean; readonly lines: readonly string[] },
): readonly TextEdit[] {
  const lineEnd = /\r?\n/.exec(before.slice(at))?.index ?? 0;
  const below = at + lineEnd < array.end ? at + lineEnd : at;
  if (below === at) return [insertion(at, (needsComma ? ',' : '') + lines.join(''))];
  return [...(needsComma ? [insertion(at, ',')] : []), insertion(below, lines.join(''))];
}

function insertion(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText };
}

interface ScannedArray {
  /** Offset of the closing bracket. */
  readonly end: number;
  /** End of the last value, 0 when there is none. */
  readonly lastValueEnd: number;
  readonly hasTrailingComma: boolean;
  readonly commaEnd: number;
}

/** Up to the closing bracket, past strings, comments and nested brackets. */
function scanArray(text: string, from: number): ScannedArray | undefined {
  let depth = 0;
  let lastValueEnd = 0;
  let commaEnd = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '#') {
      const newline = text.indexOf('\n', at);
      if (newline < 0) return undefined;
      at = newline;
    } else if (character === '"' || character === "'") {
      const string = /^(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')/.exec(text.slice(at));
      if (!string) return undefined;
      at += string[0].length - 1;
      lastValueEnd = at + 1;
    } else if (character === ']' && depth === 0) {
      return { end: at, lastValueEnd, hasTrailingComma: commaEnd > lastValueEnd, commaEnd };
    } else if (character === ',' && depth === 0) commaEnd = at + 1;
    else if (/\S/.test(character)) {
      if (/[[{]/.test(character)) depth += 1;
      else if (/[\]}]/.test(character)) depth -= 1;
      lastValueEnd = at + 1;
    }
  }
  return undefined;
}

function valueAt(text: string, keys: readonly string[]): unknown {
  try {
    return tableAt(parseToml(text.replace(/^\uFEFF/, '')), ...keys.slice(0, -1))?.[keys.at(-1) ?? ''];
  } catch {
    return undefined;
  }
}

function holds(text: string, keys: readonly string[], expected: readonly string[]): boolean {
  const value = valueAt(text, keys);
  return Array.isArray(value) && JSON.stringify(asStrings(value)) === JSON.stringify(expected);
}
