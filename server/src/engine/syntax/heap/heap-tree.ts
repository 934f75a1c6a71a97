/** Nodes of one tree, read from memory. */
import type { Language, Node, Tree } from 'web-tree-sitter';
import { HeapNode, type HeapTree } from './heap-node';
import { readTables, unitBytes, type LanguageTables, type WasmMemory } from './layout';
import { Heap } from './memory';

/** Reads the trees of one grammar. */
export class HeapReader {
  readonly #heap: Heap;
  readonly #tables: LanguageTables;

  constructor(memory: WasmMemory, language: Language) {
    this.#heap = new Heap(memory);
    this.#tables = readTables(memory, language);
  }

  /** Valid until the tree is edited or released. */
  root(tree: Tree, text: string): HeapNode {
    return treeOf(this.#heap, this.#tables, text, tree.rootNode).root;
  }
}

function treeOf(heap: Heap, tables: LanguageTables, text: string, node: Node): HeapTree {
  let lineStarts: readonly number[] | undefined;
  const tree: HeapTree = {
    heap,
    tables,
    get root() {
      return root;
    },
    positionAt: (index) => positionIn((lineStarts ??= startsOfLines(text)), index),
  };
  const { id, startIndex, endIndex } = node;
  const root = new HeapNode(tree, id, startIndex * unitBytes, endIndex * unitBytes, 0, null);
  return tree;
}

/** Lines end with `\n` alone, as the parser counts them. */
function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionIn(starts: readonly number[], index: number): { row: number; column: number } {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= index) low = middle;
    else high = middle;
  }
  return { row: low, column: index - (starts[low] as number) };
}
