/** The wasm memory as typed arrays, and what a slot of it says about one subtree. Sizes are in bytes of UTF-16. */
import { at, flag, leaf, missingFlag, type WasmMemory } from './layout';

/** One for the whole runtime: all grammars and trees share one memory. */
export class Heap {
  u8: Uint8Array;
  u16: Uint16Array;
  u32: Uint32Array;
  readonly #memory: WasmMemory;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    this.u8 = memory.HEAPU8;
    this.u16 = memory.HEAPU16;
    this.u32 = memory.HEAPU32;
  }

  /** To be called before a reading that a call into wasm may have preceded: when memory grows, its arrays are emptied. */
  fresh(): this {
    if (this.u32.length === 0) {
      this.u8 = this.#memory.HEAPU8;
      this.u16 = this.#memory.HEAPU16;
      this.u32 = this.#memory.HEAPU32;
    }
    return this;
  }
}

/** The first word of a slot: a small leaf itself, or the address of a subtree. */
function wordOf(heap: Heap, slot: number): number {
  return heap.u32[slot >> 2] as number;
}

export function symbolOf(heap: Heap, slot: number): number {
  const word = wordOf(heap, slot);
  return word & leaf.inline ? (word >>> 8) & 0xff : (heap.u16[(word + at.symbol) >> 1] as number);
}

export function sizeOf(heap: Heap, slot: number): number {
  const word = wordOf(heap, slot);
  const place = word & leaf.inline ? slot + 4 : word + at.size;
  const value = heap.u32[place >> 2] as number;
  return word & leaf.inline ? value >>> 24 : value;
}

export function paddingOf(heap: Heap, slot: number): number {
  const word = wordOf(heap, slot);
  const place = word & leaf.inline ? slot + 4 : word + at.padding;
  const value = heap.u32[place >> 2] as number;
  return word & leaf.inline ? (value >>> 16) & 0xff : value;
}

export function isVisible(heap: Heap, slot: number): boolean {
  const word = wordOf(heap, slot);
  return word & leaf.inline
    ? (word & leaf.visible) !== 0
    : ((heap.u8[word + at.flags] as number) & flag.visible) !== 0;
}

export function isNamed(heap: Heap, slot: number): boolean {
  const word = wordOf(heap, slot);
  return word & leaf.inline
    ? (word & leaf.named) !== 0
    : ((heap.u8[word + at.flags] as number) & flag.named) !== 0;
}

/** A comment or a line continuation: what the grammar allows anywhere. */
export function isExtra(heap: Heap, slot: number): boolean {
  const word = wordOf(heap, slot);
  return word & leaf.inline
    ? (word & leaf.extra) !== 0
    : ((heap.u8[word + at.flags] as number) & flag.extra) !== 0;
}

export function isMissing(heap: Heap, slot: number): boolean {
  const word = wordOf(heap, slot);
  return word & leaf.inline
    ? (word & leaf.missing) !== 0
    : ((heap.u8[word + at.moreFlags] as number) & missingFlag) !== 0;
}

export function hasError(heap: Heap, slot: number): boolean {
  const word = wordOf(heap, slot);
  if (isMissing(heap, slot)) return true;
  return (word & leaf.inline) === 0 && (heap.u32[(word + at.errorCost) >> 2] as number) > 0;
}

/** Hidden ones included. */
export function childCountOf(heap: Heap, slot: number): number {
  const word = wordOf(heap, slot);
  return word & leaf.inline ? 0 : (heap.u32[(word + at.childCount) >> 2] as number);
}

/** Children that are shown; `named` leaves out punctuation and keywords. */
export function shownChildCount(heap: Heap, slot: number, named: boolean): number {
  if (childCountOf(heap, slot) === 0) return 0;
  const place = wordOf(heap, slot) + (named ? at.namedChildCount : at.visibleChildCount);
  return heap.u32[place >> 2] as number;
}

/** Of a subtree with children. */
export function productionOf(heap: Heap, slot: number): number {
  return heap.u16[(wordOf(heap, slot) + at.production) >> 1] as number;
}

/** The slot of the first child; the others follow. */
export function firstSlot(heap: Heap, slot: number, childCount: number): number {
  return wordOf(heap, slot) - childCount * 8;
}
