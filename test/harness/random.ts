/** Pseudo-random numbers from a seed, so that a failure can be run again. */

export interface Random {
  /** An integer from 0 up to, not including, `limit`; 0 when `limit` is 0. */
  below(limit: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** A 32-bit mixing generator; its quality is ample for choosing test edits. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (limit: number): number => (limit <= 0 ? 0 : next() % limit);
  return { below, pick: (items) => items[below(items.length)] ?? items[0] };
}

/** A seed that depends on the text alone. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
