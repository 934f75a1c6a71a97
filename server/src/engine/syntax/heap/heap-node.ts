/**
 * A syntax node that reads wasm memory itself instead of asking the binding. It answers as the binding's node does.
 * Like that one it is void once its tree is edited or released.
 */
import type { FieldName, NodeKind } from '../node-kinds.generated';
import type { SyntaxNode } from '../node';
import { ChildCursor } from './children';
import { descendantsOfType } from './descendants';
import { childWithField, childrenWithField } from './fields';
import { errorSymbol, unitBytes, type LanguageTables } from './layout';
import * as memory from './memory';
import type { Heap } from './memory';

/** What the nodes of one tree share. */
export interface HeapTree {
  readonly heap: Heap;
  readonly tables: LanguageTables;
  readonly root: HeapNode;
  readonly positionAt: (index: number) => { readonly row: number; readonly column: number };
}

export class HeapNode implements SyntaxNode {
  readonly tree: HeapTree;
  /** Address of the slot. */
  readonly id: number;
  /** Both in bytes; whoever finds a node knows them, and what is around it in memory is in no cache. */
  readonly start: number;
  readonly end: number;
  readonly alias: number;
  /** Known where the node was reached through its parent. */
  #parent: HeapNode | null | undefined;

  constructor(
    tree: HeapTree,
    slot: number,
    start: number,
    end: number,
    alias: number,
    parent: HeapNode | null | undefined,
  ) {
    this.tree = tree;
    this.id = slot;
    this.start = start;
    this.end = end;
    this.alias = alias;
    this.#parent = parent;
  }

  get startIndex(): number {
    return this.start >> 1;
  }

  get endIndex(): number {
    return this.end >> 1;
  }

  get typeId(): number {
    const symbol = this.alias || memory.symbolOf(this.#heap, this.id);
    return symbol >= errorSymbol - 1 ? symbol : (this.tree.tables.publicSymbols[symbol] ?? symbol);
  }

  get type(): string {
    return this.tree.tables.types[this.typeId] ?? 'ERROR';
  }

  get isNamed(): boolean {
    if (this.alias !== 0) return this.tree.tables.namedSymbols[this.alias] === 1;
    return memory.isNamed(this.#heap, this.id);
  }

  get isMissing(): boolean {
    return memory.isMissing(this.#heap, this.id);
  }

  get isError(): boolean {
    return memory.symbolOf(this.#heap, this.id) === errorSymbol;
  }

  get hasError(): boolean {
    return memory.hasError(this.#heap, this.id);
  }

  get startPosition(): { readonly row: number; readonly column: number } {
    return this.tree.positionAt(this.startIndex);
  }

  get childCount(): number {
    return memory.shownChildCount(this.#heap, this.id, false);
  }

  get namedChildCount(): number {
    return memory.shownChildCount(this.#heap, this.id, true);
  }

  get children(): HeapNode[] {
    return this.#collect(false);
  }

  get namedChildren(): HeapNode[] {
    return this.#collect(true);
  }

  get firstChild(): HeapNode | null {
    return this.nth(this.id, this.start, 0, false);
  }

  get firstNamedChild(): HeapNode | null {
    return this.nth(this.id, this.start, 0, true);
  }

  get lastChild(): HeapNode | null {
    return this.child(this.childCount - 1);
  }

  get lastNamedChild(): HeapNode | null {
    return this.namedChild(this.namedChildCount - 1);
  }

  child(index: number): HeapNode | null {
    return index < 0 ? null : this.nth(this.id, this.start, index, false);
  }

  namedChild(index: number): HeapNode | null {
    return index < 0 ? null : this.nth(this.id, this.start, index, true);
  }

  get parent(): HeapNode | null {
    return (this.#parent ??= this.#findParent());
  }

  get nextSibling(): HeapNode | null {
    return this.#sibling(1, false);
  }

  get previousSibling(): HeapNode | null {
    return this.#sibling(-1, false);
  }

  get nextNamedSibling(): HeapNode | null {
    return this.#sibling(1, true);
  }

  get previousNamedSibling(): HeapNode | null {
    return this.#sibling(-1, true);
  }

  childForFieldName(name: FieldName): HeapNode | null {
    return childWithField(this, name);
  }

  childrenForFieldName(name: FieldName): HeapNode[] {
    return childrenWithField(this, name);
  }

  descendantsOfType(kinds: NodeKind | NodeKind[]): HeapNode[] {
    return descendantsOfType(this, kinds);
  }

  descendantForIndex(start: number, end: number): HeapNode {
    return descendantOf(this, start * unitBytes, end * unitBytes, false);
  }

  namedDescendantForIndex(start: number, end: number): HeapNode {
    return descendantOf(this, start * unitBytes, end * unitBytes, true);
  }

  get #heap(): Heap {
    return this.tree.heap.fresh();
  }

  #collect(named: boolean): HeapNode[] {
    const found: HeapNode[] = [];
    if (this.childCount > 0) this.#collectFrom(this.id, this.start, named, found);
    return found;
  }

  #collectFrom(slot: number, start: number, named: boolean, found: HeapNode[]): void {
    const cursor = new ChildCursor(this.tree, slot, start);
    while (cursor.next()) {
      if (!cursor.visible) this.#collectFrom(cursor.slot, cursor.start, named, found);
      else if (!named || cursor.named) found.push(this.#childAt(cursor));
    }
  }

  #childAt({ slot, start, end, alias }: ChildCursor): HeapNode {
    return new HeapNode(this.tree, slot, start, end, alias, this);
  }

  /** The child at `index` below `slot`, which is this node's or that of a hidden child of it. */
  nth(slot: number, start: number, index: number, named: boolean): HeapNode | null {
    let left = index;
    const cursor = new ChildCursor(this.tree, slot, start);
    while (cursor.next()) {
      if (cursor.visible) {
        if (named && !cursor.named) continue;
        if (left === 0) return this.#childAt(cursor);
        left -= 1;
      } else {
        const count = memory.shownChildCount(this.#heap, cursor.slot, named);
        if (left < count) return this.nth(cursor.slot, cursor.start, left, named);
        left -= count;
      }
    }
    return null;
  }

  /** From the root, through everything that could hold this node; several nodes may share one range. */
  #findParent(): HeapNode | null {
    const { root } = this.tree;
    return root.id === this.id ? null : (search(root, root.id, root.start, this) ?? null);
  }

  #sibling(step: 1 | -1, named: boolean): HeapNode | null {
    const children = this.parent?.children ?? [];
    let index = children.findIndex(({ id }) => id === this.id);
    if (index === -1) return null;
    do index += step;
    while (named && children[index]?.isNamed === false);
    return children[index] ?? null;
  }
}

/** The shown node whose child is `wanted`, looked for below `slot`, which `shown` is or shows. */
function search(shown: HeapNode, slot: number, start: number, wanted: HeapNode): HeapNode | undefined {
  const cursor = new ChildCursor(shown.tree, slot, start);
  while (cursor.next() && cursor.start <= wanted.start) {
    if (cursor.end < wanted.end) continue;
    if (cursor.slot === wanted.id) return shown;
    const next = cursor.visible
      ? new HeapNode(shown.tree, cursor.slot, cursor.start, cursor.end, cursor.alias, shown)
      : shown;
    const found = search(next, cursor.slot, cursor.start, wanted);
    if (found) return found;
  }
  return undefined;
}

/** The smallest node around a range of bytes. */
function descendantOf(node: HeapNode, start: number, end: number, named: boolean): HeapNode {
  const { tree } = node;
  let shown = node;
  let found = node;
  let [slot, from] = [node.id, node.start];
  for (;;) {
    const cursor = new ChildCursor(tree, slot, from);
    while (cursor.next() && (cursor.end < end || cursor.end <= start));
    if (cursor.done || start < cursor.start) return found;
    [slot, from] = [cursor.slot, cursor.start];
    if (!cursor.visible) continue;
    shown = new HeapNode(tree, slot, from, cursor.end, cursor.alias, shown);
    if (!named || cursor.named) found = shown;
  }
}
