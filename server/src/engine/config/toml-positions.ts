/**
 * Finds where a key or value stands in TOML text. The TOML parser gives values without places; this scan is tolerant
 * and only needs to find what the parser has already understood.
 */
import type { TextRange } from '../syntax/text';

interface Entry {
  readonly path: readonly string[];
  readonly key: TextRange;
  /** Empty for a table header. */
  readonly value: TextRange;
}

const keyPart = /"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+/g;
const keyAt =
  /[ \t]*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)(?:[ \t]*\.[ \t]*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+))*)[ \t]*=/y;
const headerAt = /[ \t]*\[{1,2}([^\]\r\n]+)\]{1,2}/y;

/**
 * The range of the key at `path`, or of `item` (an element of its value, or a key of an inline table). Falls back to
 * the nearest key above.
 */
export function locate(text: string, path: readonly string[], item?: string): TextRange | undefined {
  const entries = scan(text);
  for (let length = path.length; length > 0; length -= 1) {
    const wanted = path.slice(0, length);
    const entry = entries.find((candidate) => samePath(candidate.path, wanted));
    if (!entry) continue;
    const inside = [item, ...path.slice(length).reverse()].find((name) => name !== undefined);
    return (inside === undefined ? undefined : within(text, entry.value, inside)) ?? entry.key;
  }
  return undefined;
}

/** The ranges of the key at exactly `path` and of its value; a table header has an empty value. */
export function locateEntry(
  text: string,
  path: readonly string[],
): { readonly key: TextRange; readonly value: TextRange } | undefined {
  return scan(text).find((entry) => samePath(entry.path, path));
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** A quoted or bare occurrence of `name` in a value. */
function within(text: string, { start, end }: TextRange, name: string): TextRange | undefined {
  const value = text.slice(start, end);
  for (const quoted of [JSON.stringify(name), `'${name}'`]) {
    const at = value.indexOf(quoted);
    if (at >= 0) return { start: start + at, end: start + at + quoted.length };
  }
  const bare = new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`).exec(value);
  return bare ? { start: start + bare.index, end: start + bare.index + name.length } : undefined;
}

function scan(text: string): Entry[] {
  const entries: Entry[] = [];
  let table: readonly string[] = [];
  let at = 0;
  while (at < text.length) {
    keyAt.lastIndex = at;
    headerAt.lastIndex = at;
    const key = keyAt.exec(text);
    const header = key ? null : headerAt.exec(text);
    if (key?.[1] !== undefined) {
      const start = at + key[0].indexOf(key[1]);
      const valueStart = at + key[0].length;
      const end = valueEnd(text, valueStart);
      const path = [...table, ...parts(key[1])];
      entries.push({ path, key: { start, end: start + key[1].length }, value: { start: valueStart, end } });
      at = end;
    } else if (header?.[1] !== undefined) {
      table = parts(header[1]);
      const start = at + header[0].indexOf('[');
      entries.push({ path: table, key: { start, end: at + header[0].length }, value: { start, end: start } });
      at += header[0].length;
    }
    at = nextLine(text, at);
  }
  return entries;
}

function parts(key: string): string[] {
  return (key.match(keyPart) ?? []).map((part) => {
    if (part.startsWith("'")) return part.slice(1, -1);
    return part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/g, '$1') : part;
  });
}

/** End of the value that starts at `at`: brackets and strings may span lines. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  while (at < text.length) {
    const character = text[at];
    if (character === '"' || character === "'") at = stringEnd(text, at);
    else if (character === '#') at = lineEnd(text, at);
    else if ((character === '\n' || character === '\r') && depth <= 0) return at;
    else {
      if (character === '[' || character === '{') depth += 1;
      if (character === ']' || character === '}') depth -= 1;
      at += 1;
    }
  }
  return at;
}

function stringEnd(text: string, at: number): number {
  const quote = text[at] ?? '"';
  const long = text.startsWith(quote.repeat(3), at);
  const closing = long ? quote.repeat(3) : quote;
  let end = at + closing.length;
  while (end < text.length && !text.startsWith(closing, end)) {
    if (!long && (text[end] === '\n' || text[end] === '\r')) return end;
    end += text[end] === '\\' && quote === '"' ? 2 : 1;
  }
  return Math.min(text.length, end + closing.length);
}

function lineEnd(text: string, at: number): number {
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

function nextLine(text: string, at: number): number {
  const end = lineEnd(text, at);
  return text.startsWith('\r\n', end) ? end + 2 : end + 1;
}
