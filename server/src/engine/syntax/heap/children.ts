/** Steps through the direct children of a subtree, hidden ones included, with their positions and aliases. */
import { slotBytes, type LanguageTables } from './layout';
import {
  childCountOf,
  firstSlot,
  isExtra,
  isNamed,
  isVisible,
  paddingOf,
  productionOf,
  sizeOf,
  type Heap,
} from './memory';

/** Call `next` until it is false; then read the present child. */
export class ChildCursor {
  slot = 0;
  /** Start of the present child, in bytes. */
  start = 0;
  /** The symbol that the parent shows the child as; 0 for its own. */
  alias = 0;
  extra = false;
  /** Among the children that are no extras; of an extra, that of the child before it. */
  structural = -1;
  readonly production: number;
  readonly #heap: Heap;
  readonly #tables: LanguageTables;
  readonly #aliases: LanguageTables['aliases'][number];
  readonly #end: number;
  #size = 0;

  constructor(
    { heap, tables }: { readonly heap: Heap; readonly tables: LanguageTables },
    slot: number,
    start: number,
  ) {
    this.#heap = heap.fresh();
    const count = childCountOf(heap, slot);
    this.#tables = tables;
    this.production = count === 0 ? 0 : productionOf(heap, slot);
    this.#aliases = tables.aliases[this.production];
    const first = firstSlot(heap, slot, count);
    this.slot = first - slotBytes;
    this.#end = first + count * slotBytes;
    this.start = start;
    // The padding of the first child belongs to the parent, which begins behind it.
    this.#size = count === 0 ? 0 : -paddingOf(heap, first);
  }

  next(): boolean {
    const heap = this.#heap;
    this.slot += slotBytes;
    if (this.slot >= this.#end) return false;
    this.start += this.#size + paddingOf(heap, this.slot);
    this.#size = sizeOf(heap, this.slot);
    this.extra = isExtra(heap, this.slot);
    if (this.extra) {
      this.alias = 0;
    } else {
      this.structural += 1;
      this.alias = this.#aliases?.[this.structural] ?? 0;
    }
    return true;
  }

  get visible(): boolean {
    return this.alias !== 0 || isVisible(this.#heap, this.slot);
  }

  get named(): boolean {
    return this.alias === 0 ? isNamed(this.#heap, this.slot) : this.#tables.namedSymbols[this.alias] === 1;
  }

  /** True when the last call of `next` found nothing. */
  get done(): boolean {
    return this.slot >= this.#end;
  }

  get end(): number {
    return this.start + this.#size;
  }
}
