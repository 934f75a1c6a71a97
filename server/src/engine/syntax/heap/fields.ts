/**
 * Children by the field that they have in their parent: what rules ask most. It reads memory in place, as
 * `descendantsOfType` does. A field of a hidden child counts as the field of the node that shows it.
 */
import type { FieldName } from '../node-kinds.generated';
import { ChildCursor } from './children';
import { HeapNode } from './heap-node';
import { at, flag, leaf, slotBytes, type FieldEntry } from './layout';
import { childCountOf, firstSlot, isExtra, isVisible, paddingOf, productionOf, sizeOf } from './memory';

/** The last question with its answer: rules that look at a node ask the same one after another. */
const last: { node: HeapNode | undefined; field: string; child: HeapNode | null } = {
  node: undefined,
  field: '',
  child: null,
};

export function childWithField(node: HeapNode, name: FieldName): HeapNode | null {
  if (last.node === node && last.field === name) return last.child;
  const field = node.tree.tables.fieldIds.get(name);
  const child = field === undefined ? null : withField(node, node.id, node.start, field);
  last.node = node;
  last.field = name;
  last.child = child;
  return child;
}

/** The first child with the field below `slot`, which is the node's or that of a hidden child of it. */
function withField(node: HeapNode, slot: number, start: number, field: number): HeapNode | null {
  const { tables } = node.tree;
  const heap = node.tree.heap.fresh();
  const count = childCountOf(heap, slot);
  if (count === 0) return null;
  const production = productionOf(heap, slot);
  const entries = tables.fields[production]?.[field];
  if (!entries) return null;
  const { u8, u32 } = heap;
  const first = firstSlot(heap, slot, count);
  const end = first + count * slotBytes;
  // The padding of the first child belongs to the parent, which begins behind it.
  let position = start - paddingOf(heap, first);
  let structural = -1;
  let wanted = 0;
  for (let child = first; child < end; child += slotBytes) {
    const word = u32[child >> 2] as number;
    const isSmall = (word & leaf.inline) !== 0;
    const second = u32[(child >> 2) + 1] as number;
    const flags = isSmall ? word >>> 1 : (u8[word + at.flags] as number);
    const from = position + (isSmall ? (second >>> 16) & 0xff : (u32[(word + at.padding) >> 2] as number));
    position = from + (isSmall ? second >>> 24 : (u32[(word + at.size) >> 2] as number));
    if ((flags & flag.extra) !== 0) continue;
    structural += 1;
    const entry = entries[wanted];
    if (!entry) return null;
    if (structural < entry.child) continue;
    const alias = tables.aliases[production]?.[structural] ?? 0;
    const isVisible = alias !== 0 || (flags & flag.visible) !== 0;
    const found = inEntry(node, entry, field, child, from, position, isVisible ? alias : -1);
    if (found) return found;
    wanted += 1;
  }
  return null;
}

/** `alias` is -1 for a hidden child. */
function inEntry(
  node: HeapNode,
  entry: FieldEntry,
  field: number,
  slot: number,
  start: number,
  end: number,
  alias: number,
): HeapNode | null {
  if (entry.inherited) return withField(node, slot, start, field);
  return alias < 0 ? firstShown(node, slot, start) : new HeapNode(node.tree, slot, start, end, alias, node);
}

/** The first node that a hidden child shows: mostly its first child, or that one's (an expression is a hidden node). */
function firstShown(node: HeapNode, slot: number, start: number): HeapNode | null {
  const { heap, tables } = node.tree;
  let hidden = slot;
  for (;;) {
    const count = childCountOf(heap, hidden);
    if (count === 0) break;
    const child = firstSlot(heap, hidden, count);
    const alias = isExtra(heap, child) ? 0 : (tables.aliases[productionOf(heap, hidden)]?.[0] ?? 0);
    if (alias !== 0 || isVisible(heap, child))
      return new HeapNode(node.tree, child, start, start + sizeOf(heap, child), alias, node);
    hidden = child;
  }
  // It shows nothing there: a later child may.
  return node.nth(slot, start, 0, false);
}

export function childrenWithField(node: HeapNode, name: FieldName): HeapNode[] {
  const field = node.tree.tables.fieldIds.get(name);
  const found: HeapNode[] = [];
  if (field !== undefined) collectWithField(node, node.id, node.start, field, false, found);
  return found;
}

/** `all`: a hidden node above has the field, and so each child that it shows. */
function collectWithField(
  node: HeapNode,
  slot: number,
  start: number,
  field: number,
  all: boolean,
  found: HeapNode[],
): void {
  const cursor = new ChildCursor(node.tree, slot, start);
  const entries = node.tree.tables.fields[cursor.production];
  while (cursor.next()) {
    const isIt = !cursor.extra && (fieldOf(entries, cursor.structural) ?? (all ? field : 0)) === field;
    if (!cursor.visible) collectWithField(node, cursor.slot, cursor.start, field, isIt, found);
    else if (isIt)
      found.push(new HeapNode(node.tree, cursor.slot, cursor.start, cursor.end, cursor.alias, node));
  }
}

/** The first field of a child, as the binding's cursor tells it. */
function fieldOf(
  entries: readonly (readonly FieldEntry[] | undefined)[] | undefined,
  child: number,
): number | undefined {
  const field = entries?.findIndex((list) =>
    list?.some((entry) => !entry.inherited && entry.child === child),
  );
  return field === -1 ? undefined : field;
}
