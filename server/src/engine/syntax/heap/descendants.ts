/**
 * All nodes of some kinds in a node, itself included, in pre-order: the hottest loop of a scan. It visits every subtree,
 * so it reads memory in place, and keeps its own stack, which also holds for code nested deeper than the call stack.
 */
import type { NodeKind } from '../node-kinds.generated';
import { HeapNode } from './heap-node';
import { at, flag, leaf, slotBytes, type LanguageTables } from './layout';
import { childCountOf, firstSlot, paddingOf, productionOf, type Heap } from './memory';

/** A subtree whose children are being visited. */
interface Level {
  slot: number;
  /** Past the last child. */
  end: number;
  /** Where the present child ends, in bytes. */
  position: number;
  structural: number;
  aliases: Uint16Array | undefined;
  /** The node that shows the children; made when one of them is wanted. */
  shown: HeapNode | undefined;
  /** What `shown` is made of. */
  readonly origin: { slot: number; start: number; alias: number; visible: boolean };
}

export function descendantsOfType(node: HeapNode, kinds: NodeKind | readonly NodeKind[]): HeapNode[] {
  const { tree } = node;
  const { tables } = tree;
  const heap = tree.heap.fresh();
  const { u8, u16, u32 } = heap;
  const wanted = bitmapOf(tables, kinds);
  const last = wanted.length - 1;
  const found: HeapNode[] = [];
  if (wanted[Math.min(node.typeId, last)] === 1) found.push(node);
  const levels: Level[] = [];
  let depth = 0;
  levels[0] = newLevel();
  enter(levels[0], heap, tables, node.id, node.start, node.alias, true);
  levels[0].shown = node;
  while (depth >= 0) {
    const level = levels[depth] as Level;
    const slot = (level.slot += slotBytes);
    if (slot >= level.end) {
      depth -= 1;
      continue;
    }
    const word = u32[slot >> 2] as number;
    const small = (word & leaf.inline) !== 0;
    const second = u32[(slot >> 2) + 1] as number;
    const flags = small ? word >>> 1 : (u8[word + at.flags] as number);
    const start =
      level.position + (small ? (second >>> 16) & 0xff : (u32[(word + at.padding) >> 2] as number));
    level.position = start + (small ? second >>> 24 : (u32[(word + at.size) >> 2] as number));
    let alias = 0;
    if ((flags & flag.extra) === 0) {
      level.structural += 1;
      if (level.aliases) alias = level.aliases[level.structural] ?? 0;
    }
    const visible = alias !== 0 || (flags & flag.visible) !== 0;
    if (visible) {
      const symbol = alias || (small ? (word >>> 8) & 0xff : (u16[(word + at.symbol) >> 1] as number));
      if (wanted[Math.min(tables.publicSymbols[symbol] ?? last, last)] === 1) {
        found.push(new HeapNode(tree, slot, start, alias, shownBy(levels, depth, tree)));
      }
    }
    if (!small && (u32[(word + at.childCount) >> 2] as number) > 0) {
      depth += 1;
      enter((levels[depth] ??= newLevel()), heap, tables, slot, start, alias, visible);
    }
  }
  return found;
}

function newLevel(): Level {
  const origin = { slot: 0, start: 0, alias: 0, visible: false };
  return { slot: 0, end: 0, position: 0, structural: -1, aliases: undefined, shown: undefined, origin };
}

function enter(
  level: Level,
  heap: Heap,
  tables: LanguageTables,
  slot: number,
  start: number,
  alias: number,
  visible: boolean,
): void {
  const count = childCountOf(heap, slot);
  const first = firstSlot(heap, slot, count);
  level.slot = first - slotBytes;
  level.end = first + count * slotBytes;
  // The padding of the first child belongs to the parent, which begins behind it.
  level.position = count === 0 ? start : start - paddingOf(heap, first);
  level.structural = -1;
  level.aliases = count === 0 ? undefined : tables.aliases[productionOf(heap, slot)];
  level.shown = undefined;
  level.origin.slot = slot;
  level.origin.start = start;
  level.origin.alias = alias;
  level.origin.visible = visible;
}

/** The node that shows the children of a level: the nearest visible one at or above it, made only now. */
function shownBy(levels: readonly Level[], depth: number, tree: HeapNode['tree']): HeapNode {
  let nearest = depth;
  while (!levels[nearest]?.shown && nearest > 0) nearest -= 1;
  let shown = levels[nearest]?.shown as HeapNode;
  for (let index = nearest + 1; index <= depth; index += 1) {
    const level = levels[index] as Level;
    const { slot, start, alias, visible } = level.origin;
    if (visible) shown = new HeapNode(tree, slot, start, alias, shown);
    level.shown = shown;
  }
  return shown;
}

/** By public symbol, 1 for wanted; errors, whose symbol is beyond all others, come last. */
const bitmaps = new WeakMap<LanguageTables, Map<string, Uint8Array>>();

function bitmapOf(tables: LanguageTables, kinds: NodeKind | readonly NodeKind[]): Uint8Array {
  let known = bitmaps.get(tables);
  if (!known) bitmaps.set(tables, (known = new Map<string, Uint8Array>()));
  const key = typeof kinds === 'string' ? kinds : kinds.join();
  let bitmap = known.get(key);
  if (!bitmap) {
    const wanted = new Set<string>(typeof kinds === 'string' ? [kinds] : kinds);
    bitmap = Uint8Array.from([...tables.types, 'ERROR'], (type) => (wanted.has(type) ? 1 : 0));
    known.set(key, bitmap);
  }
  return bitmap;
}
