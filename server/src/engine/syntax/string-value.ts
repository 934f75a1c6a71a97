/** The value that Python gives to a string literal, where that is certain: escapes, prefixes, concatenation. */
import type { SyntaxNode } from './node';

const literal = /^([bBrRuUfF]{0,2})("""|'''|"|')([\s\S]*)\2$/;

/**
 * Undefined for interpolations, for bytes beyond ASCII, and for escapes that need a table of names. Text of bytes is
 * their ASCII text.
 */
export function stringValue(node: SyntaxNode, text: string): string | undefined {
  if (node.type === 'concatenated_string') return concatenation(node, text);
  if (node.type !== 'string') return undefined;
  const match = literal.exec(text.slice(node.startIndex, node.endIndex));
  if (!match) return undefined;
  const prefix = (match[1] ?? '').toLowerCase();
  // In the source a line break is what the file uses; in the value it is always `\n`.
  const content = (match[3] ?? '').replace(/\r\n?/g, '\n');
  if (prefix.includes('f') && /[{}]/.test(content)) return undefined;
  const isBytes = prefix.includes('b');
  const value = prefix.includes('r') ? content : unescaped(content, isBytes);
  return value !== undefined && isBytes && /[^\0-\x7f]/.test(value) ? undefined : value;
}

function concatenation(node: SyntaxNode, text: string): string | undefined {
  const values = node.namedChildren
    .filter(({ type }) => type !== 'comment')
    .map((part) => stringValue(part, text));
  return values.every((value) => value !== undefined) ? values.join('') : undefined;
}

const escape =
  /\\(?:(\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]?))/g;
const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescaped(content: string, isBytes: boolean): string | undefined {
  let isCertain = true;
  const value = content.replace(escape, (whole: string, ...groups: (string | undefined)[]) => {
    const [lineBreak, letter, octal, byte, short, long, other] = groups;
    if (lineBreak !== undefined) return '';
    if (letter !== undefined) return simple[letter] ?? letter;
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8) & (isBytes ? 0xff : 0x1ff));
    if (byte !== undefined) return String.fromCodePoint(parseInt(byte, 16));
    const wide = short ?? long;
    if (wide !== undefined) {
      if (isBytes) return whole;
      const point = parseInt(wide, 16);
      // Half of a pair is no character of its own, and nothing is beyond the last one.
      if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) isCertain = false;
      return isCertain ? String.fromCodePoint(point) : '';
    }
    // `\N{…}` names a character; a malformed `\x` or `\u` does not compile; all else stays as it is written.
    if (other === '' || /[xuUN]/.test(other ?? '')) isCertain = isBytes && /[uUN]/.test(other ?? '');
    return whole;
  });
  return isCertain ? value : undefined;
}
