/**
 * All nodes of some kinds in a node, itself included, in pre-order: the hottest loop of a scan. It visits every subtree,
 * so it reads memory in place, and keeps its own stack, which also holds for code nested deeper than the call stack.
 */
import type { NodeKind } from '../node-kinds.generated';
import { HeapNode } from './heap-node';
import { at, flag, leaf, slotBytes, type LanguageTables } from './layout';
import {
  childCountOf,
  firstSlot,
  isExtra,
  isVisible,
  paddingOf,
  productionOf,
  sizeOf,
  symbolOf,
  type Heap,
} from './memory';

/** A subtree whose children were being visited when a child of it was entered. */
interface Level {
  /** Of the child that was entered. */
  slot: number;
  /** Past the last child. */
  end: number;
  /** Where the child that was entered ends, in bytes. */
  position: number;
  structural: number;
  aliases: Uint16Array | undefined;
  /** The node that shows the children; made when one of them is wanted. */
  shown: HeapNode | undefined;
}

/** The loop keeps what it needs of the present level in variables: they stay in registers. */
export function descendantsOfType(node: HeapNode, kinds: NodeKind | readonly NodeKind[]): HeapNode[] {
  const { tree } = node;
  const { tables } = tree;
  const heap = tree.heap.fresh();
  const { u8, u16, u32 } = heap;
  const wanted = bitmapOf(tables, kinds);
  const found: HeapNode[] = [];
  if (isWanted(wanted, node.alias || symbolOf(heap, node.id))) found.push(node);
  const levels: Level[] = [];
  const root = enter(levels, 0, heap, tables, node.id, node.start);
  root.shown = node;
  let { slot, end, position, structural, aliases } = root;
  let depth = 0;
  for (;;) {
    slot += slotBytes;
    if (slot >= end) {
      depth -= 1;
      if (depth < 0) return found;
      ({ slot, end, position, structural, aliases } = levels[depth] as Level);
      continue;
    }
    const word = u32[slot >> 2] as number;
    const isSmall = (word & leaf.inline) !== 0;
    const second = u32[(slot >> 2) + 1] as number;
    const flags = isSmall ? word >>> 1 : (u8[word + at.flags] as number);
    const start = position + (isSmall ? (second >>> 16) & 0xff : (u32[(word + at.padding) >> 2] as number));
    position = start + (isSmall ? second >>> 24 : (u32[(word + at.size) >> 2] as number));
    let alias = 0;
    if (aliases !== undefined && (flags & flag.extra) === 0) {
      structural += 1;
      alias = aliases[structural] ?? 0;
    }
    const symbol = alias || (isSmall ? (word >>> 8) & 0xff : (u16[(word + at.symbol) >> 1] as number));
    if (isWanted(wanted, symbol) && (alias !== 0 || (flags & flag.visible) !== 0)) {
      const shown = shownBy(levels, depth, tree);
      found.push(new HeapNode(tree, slot, start, position, alias, shown));
    }
    if (isSmall || u32[(word + at.childCount) >> 2] === 0) continue;
    const left = levels[depth] as Level;
    left.slot = slot;
    left.position = position;
    left.structural = structural;
    depth += 1;
    ({ slot, end, position, structural, aliases } = enter(levels, depth, heap, tables, slot, start));
  }
}

/** The level before the first child of `slot`. */
function enter(
  levels: Level[],
  depth: number,
  heap: Heap,
  tables: LanguageTables,
  slot: number,
  start: number,
): Level {
  const level = (levels[depth] ??= newLevel());
  const count = childCountOf(heap, slot);
  const first = firstSlot(heap, slot, count);
  level.slot = first - slotBytes;
  level.end = first + count * slotBytes;
  // The padding of the first child belongs to the parent, which begins behind it.
  level.position = count === 0 ? start : start - paddingOf(heap, first);
  level.structural = -1;
  level.aliases = count === 0 ? undefined : tables.aliases[productionOf(heap, slot)];
  level.shown = undefined;
  return level;
}

function newLevel(): Level {
  return { slot: 0, end: 0, position: 0, structural: -1, aliases: undefined, shown: undefined };
}

/** The node that shows the children of a level: the nearest visible one at or above it, made only now. */
function shownBy(levels: readonly Level[], depth: number, tree: HeapNode['tree']): HeapNode {
  let nearest = depth;
  while (!levels[nearest]?.shown && nearest > 0) nearest -= 1;
  let shown = levels[nearest]?.shown as HeapNode;
  for (let index = nearest + 1; index <= depth; index += 1) {
    const { slot, position, structural, aliases } = levels[index - 1] as Level;
    const alias = isExtra(tree.heap, slot) ? 0 : (aliases?.[structural] ?? 0);
    if (alias !== 0 || isVisible(tree.heap, slot))
      shown = new HeapNode(tree, slot, position - sizeOf(tree.heap, slot), position, alias, shown);
    (levels[index] as Level).shown = shown;
  }
  return shown;
}

/** Errors, whose symbols are beyond all others, come last. */
function isWanted(wanted: Uint8Array, symbol: number): boolean {
  return wanted[symbol < wanted.length ? symbol : wanted.length - 1] === 1;
}

/** By symbol, 1 for those that are shown as a wanted kind. Long lists that are asked for again are known by identity. */
interface Bitmaps {
  readonly byList: WeakMap<readonly NodeKind[], Uint8Array>;
  readonly byNames: Map<string, Uint8Array>;
}

const bitmaps = new WeakMap<LanguageTables, Bitmaps>();

function bitmapOf(tables: LanguageTables, kinds: NodeKind | readonly NodeKind[]): Uint8Array {
  let known = bitmaps.get(tables);
  if (!known) bitmaps.set(tables, (known = { byList: new WeakMap(), byNames: new Map() }));
  if (typeof kinds === 'string') return namedBitmap(known, tables, kinds, [kinds]);
  let bitmap = known.byList.get(kinds);
  if (!bitmap) known.byList.set(kinds, (bitmap = namedBitmap(known, tables, kinds.join(), kinds)));
  return bitmap;
}

function namedBitmap(
  { byNames }: Bitmaps,
  tables: LanguageTables,
  names: string,
  kinds: readonly NodeKind[],
): Uint8Array {
  let bitmap = byNames.get(names);
  if (!bitmap) {
    const wanted = new Set<string>(kinds);
    const types = Array.from(tables.publicSymbols, (shown) => tables.types[shown] ?? '');
    bitmap = Uint8Array.from([...types, 'ERROR'], (type) => (wanted.has(type) ? 1 : 0));
    byNames.set(names, bitmap);
  }
  return bitmap;
}
