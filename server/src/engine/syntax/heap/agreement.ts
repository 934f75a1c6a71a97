/** Proof at start that reading memory gives what the binding gives: every node of a text with all there is to read. */
import type { Parser } from 'web-tree-sitter';
import type { SyntaxNode } from '../node';
import type { FieldName } from '../node-kinds.generated';
import type { HeapReader } from './heap-tree';

/** Fields, aliases, hidden nodes, extras, missing tokens, errors, wide characters, leaves with long padding. */
const sample = `\
# ünïcödé 🛟
import os.path as p, sys
from . import (a, b as c,)  # comment

@decorated(x=1)
async def f(a, /, b: int = 2, *args: str, c="d", **kwargs) -> dict[str, int]:
    """Doc."""
    async with open(a) as f, g: return [await y async for y in f if y not in b]
    try:
        print(f"{a!r:>{b}} {c}", *args, sep="\\n", **kwargs)
    except* (ValueError, KeyError) as error:
        raise RuntimeError from error
    finally: pass
${' '.repeat(300)}
class C(B, metaclass=M):
    x: int = {**a, 1: (yield), "k": {1, 2}}; print = lambda self, *a: self.x if a else -1 ** 2
    match x:
        case {"a": [1, *_]} | D(b=-1) if (n := 10) < a is not None < b:
            del a[1:2, ...], a.b
        case _: global g
def broken(a, b:
    if a b c:
        return )(
x = "unclosed
type T[U: int] = list[U]
`;

const properties = [
  'id',
  'typeId',
  'type',
  'startIndex',
  'endIndex',
  'isNamed',
  'isMissing',
  'isError',
  'hasError',
  'childCount',
  'namedChildCount',
] as const satisfies readonly (keyof SyntaxNode)[];

export function agrees(reader: HeapReader, parser: Parser): boolean {
  const tree = parser.parse(sample);
  if (!tree) return false;
  try {
    const fields = (parser.language?.fields ?? []).filter((name) => name !== null);
    return sameNodes(tree.rootNode, reader.root(tree, sample), fields as FieldName[]);
  } finally {
    tree.delete();
  }
}

function sameNodes(theirs: SyntaxNode, ours: SyntaxNode, fields: readonly FieldName[]): boolean {
  if (properties.some((property) => theirs[property] !== ours[property])) return false;
  // Looking for every field of every node would take longer than the rest of the start.
  const own = fields.filter((_, index) => (index + theirs.startIndex) % 4 === 0);
  if (own.some((name) => theirs.childForFieldName(name)?.id !== ours.childForFieldName(name)?.id))
    return false;
  const children = ours.children;
  return theirs.children.every((child, index) => {
    const other = children[index];
    return other !== undefined && sameNodes(child, other, fields);
  });
}
