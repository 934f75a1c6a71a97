/**
 * Objects of a git repository, read from its own files: loose ones, and those in packs with their deltas. git is never
 * run. What is not as expected throws; callers then know that they cannot tell.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { inflateSync } from 'node:zlib';

export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly data: Buffer;
}

export interface ObjectStore {
  /** The object of this name, in hexadecimal; undefined when the repository does not have it, as in a partial clone. */
  read(id: string): GitObject | undefined;
  close(): void;
}

/** Larger files are data, and nothing here wants them. */
const largest = 32 * 1024 * 1024;
const longestChain = 64;
const packTypes: Readonly<Record<number, GitObject['type']>> = {
  1: 'commit',
  2: 'tree',
  3: 'blob',
  4: 'tag',
};

interface Pack {
  readonly file: number;
  readonly size: number;
  readonly index: Buffer;
  readonly count: number;
}

export function openObjects(objects: string, hash: number): ObjectStore {
  const folders = withAlternates(objects);
  let packs: readonly Pack[] | undefined;
  const read = (id: string): GitObject | undefined => {
    const loose = readLoose(folders, id);
    if (loose) return loose;
    packs ??= folders.flatMap(openPacks);
    for (const pack of packs) {
      const offset = findInPack(pack, Buffer.from(id, 'hex'), hash);
      if (offset !== undefined) return readPacked(pack, offset, hash, read, 0);
    }
    return undefined;
  };
  return { read, close: () => packs?.forEach(({ file }) => closeSync(file)) };
}

/** The folder itself, and those that it borrows objects from. */
function withAlternates(objects: string): string[] {
  const list = join(objects, 'info', 'alternates');
  if (!existsSync(list)) return [objects];
  const named = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return [objects, ...named.map((path) => (isAbsolute(path) ? path : join(objects, path)))];
}

function readLoose(folders: readonly string[], id: string): GitObject | undefined {
  for (const folder of folders) {
    const path = join(folder, id.slice(0, 2), id.slice(2));
    if (!existsSync(path)) continue;
    const bytes = inflateSync(readFileSync(path), { maxOutputLength: largest });
    const end = bytes.indexOf(0);
    const [type, size] = bytes.toString('latin1', 0, end).split(' ');
    const data = bytes.subarray(end + 1);
    if (!isType(type) || Number(size) !== data.length) throw new Error(`the object ${id} is damaged`);
    return { type, data };
  }
  return undefined;
}

function isType(type: string | undefined): type is GitObject['type'] {
  return Object.values(packTypes).some((known) => known === type);
}

function openPacks(objects: string): Pack[] {
  const folder = join(objects, 'pack');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.idx') && existsSync(join(folder, name.replace(/idx$/, 'pack'))))
    .map((name) => {
      const index = readFileSync(join(folder, name));
      if (index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2)
        throw new Error(`${name} is not a pack index of version 2`);
      const file = openSync(join(folder, name.replace(/idx$/, 'pack')), 'r');
      return { file, size: fstatSync(file).size, index, count: index.readUInt32BE(8 + 255 * 4) };
    });
}

/** Names are sorted; the fan-out table says where those of one first byte lie. */
function findInPack({ index, count }: Pack, id: Buffer, hash: number): number | undefined {
  const first = id.readUInt8(0);
  const names = 8 + 256 * 4;
  let low = first === 0 ? 0 : index.readUInt32BE(8 + (first - 1) * 4);
  let high = index.readUInt32BE(8 + first * 4);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = names + middle * hash;
    const order = id.compare(index, at, at + hash);
    if (order === 0) return packOffset(index, count, names + count * (hash + 4), middle);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}

/** Offsets beyond 2 GB stand in a table of their own. */
function packOffset(index: Buffer, count: number, table: number, entry: number): number {
  const offset = index.readUInt32BE(table + entry * 4);
  if (offset < 0x80000000) return offset;
  return Number(index.readBigUInt64BE(table + count * 4 + (offset - 0x80000000) * 8));
}

function readPacked(
  pack: Pack,
  offset: number,
  hash: number,
  other: ObjectStore['read'],
  depth: number,
): GitObject {
  if (depth > longestChain) throw new Error('a chain of deltas does not end');
  const head = slice(pack, offset, 64);
  let at = 0;
  let byte = head.readUInt8(at++);
  const kind = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; (byte & 0x80) !== 0; shift += 7) {
    byte = head.readUInt8(at++);
    size += (byte & 0x7f) * 2 ** shift;
  }
  if (size > largest) throw new Error('an object is larger than any source file');
  const type = packTypes[kind];
  if (type) return { type, data: inflateAt(pack, offset + at, size) };
  let base: GitObject | undefined;
  if (kind === 6) {
    byte = head.readUInt8(at++);
    let distance = byte & 0x7f;
    while ((byte & 0x80) !== 0) {
      byte = head.readUInt8(at++);
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    base = readPacked(pack, offset - distance, hash, other, depth + 1);
  } else if (kind === 7) {
    base = other(head.toString('hex', at, at + hash));
    at += hash;
  }
  if (!base) throw new Error('the base of a delta is missing');
  return { type: base.type, data: applyDelta(base.data, inflateAt(pack, offset + at, size)) };
}

/** The length of the compressed data is not stored; a little more than the largest possible is read. */
function inflateAt(pack: Pack, offset: number, size: number): Buffer {
  const compressed = slice(pack, offset, size + Math.ceil(size / 1000) + 256);
  const data = inflateSync(compressed, { maxOutputLength: Math.max(size, 1) });
  if (data.length !== size) throw new Error('a packed object is damaged');
  return data;
}

function slice({ file, size }: Pack, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
  const count = readSync(file, bytes, 0, bytes.length, offset);
  return bytes.subarray(0, count);
}

/** A delta is a list of pieces: copied from the base, or given. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = delta.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
  };
  if (number() !== base.length) throw new Error('a delta is for another base');
  const size = number();
  const pieces: Buffer[] = [];
  while (at < delta.length) {
    const command = delta.readUInt8(at++);
    if ((command & 0x80) === 0) {
      pieces.push(delta.subarray(at, at + command));
      at += command;
      continue;
    }
    const field = (bits: readonly number[]): number =>
      bits.reduce(
        (sum, bit, place) => sum + ((command & bit) === 0 ? 0 : delta.readUInt8(at++)) * 256 ** place,
        0,
      );
    const start = field([1, 2, 4, 8]);
    const length = field([16, 32, 64]) || 0x10000;
    pieces.push(base.subarray(start, start + length));
  }
  const result = Buffer.concat(pieces);
  if (result.length !== size) throw new Error('a delta gives another size than it says');
  return result;
}
