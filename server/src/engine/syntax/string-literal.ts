/** String literals as they are written: prefix, quotes, raw content. Interpolated strings are not literals. */
import type { SyntaxNode } from './node';

export interface StringLiteral {
  /** The content between the quotes, escapes as written. Parts of an implicit concatenation are joined. */
  readonly content: string;
  readonly isBytes: boolean;
  /** One quote character of the kind that the literal opens with. */
  readonly quote: '"' | "'";
}

const literal = /^([bBfFrRtTuU]{0,2})("""|'''|"|')([\s\S]*)\2$/;

/** Reads a `string` or `concatenated_string`; undefined for anything else and for interpolations. */
export function stringLiteral(node: SyntaxNode, text: string): StringLiteral | undefined {
  if (node.type === 'concatenated_string') return concatenation(node, text);
  if (node.type !== 'string') return undefined;
  const match = literal.exec(text.slice(node.startIndex, node.endIndex));
  if (!match) return undefined;
  const [, prefix = '', quotes = '"', content = ''] = match;
  if (/[ft]/i.test(prefix) && /[{}]/.test(content)) return undefined;
  return { content, isBytes: /b/i.test(prefix), quote: quotes.startsWith('"') ? '"' : "'" };
}

/** A comment between the parts would be lost with them, so such a concatenation is left alone. */
function concatenation(node: SyntaxNode, text: string): StringLiteral | undefined {
  const parts = node.namedChildren.map((part) => stringLiteral(part, text));
  const [first] = parts;
  if (!first) return undefined;
  let content = '';
  for (const part of parts) {
    if (!part || part.isBytes !== first.isBytes) return undefined;
    content += part.content;
  }
  return { ...first, content };
}
