/**
 * How tree-sitter 0.27 lays out trees in wasm memory, and the tables of a grammar that reading them needs.
 *
 * Asking the binding for one property of one node costs about a microsecond: arguments into wasm memory, a call, results
 * out again. Everything it answers stands in that memory, where a read costs a nanosecond. This is the runtime's own
 * structure and no interface of it, so the parser compares it with the binding before it trusts it (`agreement.ts`).
 *
 * A subtree is a slot of eight bytes in its parent's list of children. Small leaves fill the slot itself (lowest bit
 * set); of all others the slot holds an address, and their children stand right before that address.
 */
import type { Language } from 'web-tree-sitter';

/** The typed arrays that Emscripten keeps on its module; it replaces them when the memory grows. */
export interface WasmMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/** Bytes of one slot, and of one UTF-16 code unit. */
export const slotBytes = 8;
export const unitBytes = 2;

/** Bits of the first byte of a small leaf; its symbol is the second byte. */
export const leaf = { inline: 1, visible: 2, named: 4, extra: 8, missing: 32 } as const;

/** Bytes from the address of any other subtree; the sizes are in bytes of text. */
export const at = {
  padding: 4,
  size: 16,
  errorCost: 32,
  childCount: 36,
  symbol: 40,
  flags: 44,
  moreFlags: 45,
  visibleChildCount: 48,
  namedChildCount: 52,
  production: 66,
} as const;
export const flag = { visible: 1, named: 2, extra: 4 } as const;
/** In the byte after the flags. */
export const missingFlag = 2;

export const errorSymbol = 0xff_ff;

/** Words of the grammar's own structure, counted from its address. */
const word = {
  productionCount: 7,
  maxAliases: 9,
  fieldSlices: 16,
  fieldEntries: 17,
  metadata: 18,
  publicSymbols: 19,
  aliases: 21,
} as const;

/** A child that has a field; those of one field in the order of the children. */
export interface FieldEntry {
  /** Among the children that are no extras. */
  readonly child: number;
  /** The child is hidden, and the field belongs to one of its own children. */
  readonly inherited: boolean;
}

export interface LanguageTables {
  /** Names by public symbol. */
  readonly types: readonly string[];
  readonly fieldIds: ReadonlyMap<string, number>;
  /** By symbol: the one that is shown for it. */
  readonly publicSymbols: Uint16Array;
  /** By symbol: whether an alias to it is a named node. */
  readonly namedSymbols: Uint8Array;
  /** By production: the aliases of its children that are no extras, 0 for none; undefined without any. */
  readonly aliases: readonly (Uint16Array | undefined)[];
  /** By production, then by field: the children that have it. */
  readonly fields: readonly (readonly FieldEntry[] | undefined)[][];
}

export function readTables(memory: WasmMemory, language: Language): LanguageTables {
  const { HEAPU8: u8, HEAPU16: u16, HEAPU32: u32 } = memory;
  const base = addressOf(language) >> 2;
  const read = (index: number): number => u32[base + index] ?? 0;
  const symbolCount = language.nodeTypeCount;
  const productionCount = read(word.productionCount);
  const maxAliases = read(word.maxAliases) & 0xff_ff;
  const publicSymbols = read(word.publicSymbols) >> 1;
  const metadata = read(word.metadata);
  return {
    types: language.types,
    fieldIds: new Map(language.fields.flatMap((name, id) => (name ? [[name, id] as const] : []))),
    publicSymbols: u16.slice(publicSymbols, publicSymbols + symbolCount),
    namedSymbols: Uint8Array.from({ length: symbolCount }, (_, symbol) => u8[metadata + symbol * 3 + 1] ?? 0),
    aliases: Array.from({ length: productionCount }, (_, production) => {
      const start = (read(word.aliases) >> 1) + production * maxAliases;
      const list = u16.slice(start, start + maxAliases);
      return production > 0 && list.some((alias) => alias !== 0) ? list : undefined;
    }),
    fields: Array.from({ length: productionCount }, (_, production) =>
      readFields(memory, read(word.fieldSlices) + production * 4, read(word.fieldEntries)),
    ),
  };
}

function readFields(
  { HEAPU8: u8, HEAPU16: u16 }: WasmMemory,
  slice: number,
  entries: number,
): FieldEntry[][] {
  const first = u16[slice >> 1] ?? 0;
  const length = u16[(slice >> 1) + 1] ?? 0;
  const byField: FieldEntry[][] = [];
  for (let index = first; index < first + length; index += 1) {
    const entry = entries + index * 4;
    const field = u16[entry >> 1] ?? 0;
    (byField[field] ??= []).push({ child: u8[entry + 2] ?? 0, inherited: u8[entry + 3] === 1 });
  }
  return byField;
}

/** The binding keeps the address of the grammar under the key 0. */
function addressOf(language: Language): number {
  const address: unknown = (language as unknown as Readonly<Record<number, unknown>>)[0];
  if (typeof address !== 'number') throw new Error('the binding does not tell where the grammar is');
  return address;
}
