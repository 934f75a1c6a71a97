/** A map with a few entries laid over it: that of a large project takes long to copy. */
export function laidOver<K, V>(base: ReadonlyMap<K, V>, top: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return top.size === 0 ? base : new LayeredMap(base, top);
}

/** In the order of the map below; what only the upper one has comes last. */
class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #base: ReadonlyMap<K, V>;
  readonly #top: ReadonlyMap<K, V>;

  constructor(base: ReadonlyMap<K, V>, top: ReadonlyMap<K, V>) {
    this.#base = base;
    this.#top = top;
    this.size = base.size + [...top.keys()].filter((key) => !base.has(key)).length;
  }

  get(key: K): V | undefined {
    return this.#top.has(key) ? this.#top.get(key) : this.#base.get(key);
  }

  has(key: K): boolean {
    return this.#top.has(key) || this.#base.has(key);
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const entry of this.#base) {
      const [key] = entry;
      yield this.#top.has(key) ? [key, this.#top.get(key) as V] : entry;
    }
    for (const entry of this.#top) if (!this.#base.has(entry[0])) yield entry;
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}
