/**
 * The file format of the cache: a head that says where the index is, records, the index. Records are read and written one
 * at a time, so that neither side ever holds all of them. Head and index are checked on opening, a record when it is read.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Pacer } from './pacer';

export interface Slot {
  /** What the record depends on. */
  readonly key: string;
  readonly at: number;
  readonly length: number;
  readonly digest: string;
}

export interface CacheReader {
  readonly slots: ReadonlyMap<string, Slot>;
  /** Undefined when the record is damaged. */
  read(slot: Slot): Buffer | undefined;
  close(): void;
}

export interface CacheWriter {
  add(path: string, key: string, record: Buffer): void;
  /** Puts the file in its place. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): void;
}

const format = 'seaworthy-cache 2';
/** Format, digest of the index, place and length of the index. */
const headLength = format.length + 40 + 2 * 12 + 4;
const bufferLength = 512 * 1024;
const blockLength = 128 * 1024;
/** Several threads wrote by turns, each its own part of the project. */
const keptBlocks = 4;

export function digestOf(content: Uint8Array | string): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Undefined when there is no such file, or not a sound one. */
export async function openReader(file: string): Promise<CacheReader | undefined> {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return undefined;
  }
  const close = (): void => closeSync(handle);
  const slots = await readIndex(handle).catch(() => undefined);
  if (!slots) {
    close();
    return undefined;
  }
  const pieceAt = createPieceReader(handle);
  return {
    slots,
    read: (slot) => {
      const record = pieceAt(slot.at, slot.length);
      return record && digestOf(record) === slot.digest ? record : undefined;
    },
    close,
  };
}

async function readIndex(handle: number): Promise<ReadonlyMap<string, Slot> | undefined> {
  const head = readAt(handle, 0, headLength)?.toString('latin1') ?? '';
  const [digest = '', at = '', length = ''] = head.slice(format.length + 1).split(' ');
  if (!head.startsWith(`${format} `) || !(Number(length) > 0)) return undefined;
  const index = readAt(handle, Number(at), Number(length));
  if (!index || digestOf(index) !== digest) return undefined;
  const slots = new Map<string, Slot>();
  const pacer = new Pacer();
  for (const line of index.toString().split('\n')) {
    if (pacer.isDue) await pacer.pause();
    const [path, key, at, length, own] = JSON.parse(line) as [string, string, number, number, string];
    slots.set(path, { key, at, length, digest: own });
  }
  return slots;
}

/** Pieces are asked for in nearly the order in which they lie: few reads bring in all of them. */
function createPieceReader(handle: number): (at: number, length: number) => Buffer | undefined {
  const blocks: { readonly at: number; readonly bytes: Buffer }[] = [];
  return (at, length) => {
    let block = blocks.find((one) => one.at <= at && at + length <= one.at + one.bytes.length);
    if (!block) {
      const bytes = readUpTo(handle, at, Math.max(length, blockLength));
      if (!bytes || bytes.length < length) return undefined;
      block = { at, bytes };
      if (blocks.unshift(block) > keptBlocks) blocks.pop();
    }
    return block.bytes.subarray(at - block.at, at - block.at + length);
  };
}

/** Undefined when the file is shorter, or cannot be read. */
function readAt(handle: number, at: number, length: number): Buffer | undefined {
  const bytes = readUpTo(handle, at, length);
  return bytes?.length === length ? bytes : undefined;
}

/** Fewer bytes where the file ends; undefined when it cannot be read. */
function readUpTo(handle: number, at: number, length: number): Buffer | undefined {
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
  } catch {
    return undefined;
  }
}

/** Throws where the file cannot be written; so do the writer's functions. */
export function openWriter(file: string): CacheWriter {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  const handle = openSync(temporary, 'wx+');
  const buffer = Buffer.allocUnsafe(bufferLength);
  const slots = new Map<string, Slot>();
  let written = headLength;
  let filled = 0;
  let isOpen = true;
  let isGapped = false;
  const writeAll = (bytes: Uint8Array, at: number): void => {
    for (let done = 0; done < bytes.length;)
      done += writeSync(handle, bytes, done, bytes.length - done, at + done);
  };
  const flush = (): void => {
    writeAll(buffer.subarray(0, filled), written);
    written += filled;
    filled = 0;
  };
  const append = (bytes: Buffer): void => {
    if (filled + bytes.length > bufferLength) flush();
    if (bytes.length > bufferLength) {
      writeAll(bytes, written);
      written += bytes.length;
    } else filled += bytes.copy(buffer, filled);
  };
  const close = (): void => {
    if (isOpen) closeSync(handle);
    isOpen = false;
  };
  /** Leaves out records that others have taken the place of. What is written never passes what is read. */
  const squeeze = async (): Promise<void> => {
    flush();
    const pieceAt = createPieceReader(handle);
    const pacer = new Pacer();
    written = headLength;
    for (const [path, slot] of [...slots].sort(([, a], [, b]) => a.at - b.at)) {
      if (pacer.isDue) await pacer.pause();
      const record = pieceAt(slot.at, slot.length);
      if (!record) throw new Error('the file cannot be read again');
      slots.set(path, { ...slot, at: written + filled });
      append(record);
    }
    flush();
    ftruncateSync(handle, written);
  };
  return {
    add: (path, key, record) => {
      isGapped ||= slots.has(path);
      slots.set(path, { key, at: written + filled, length: record.length, digest: digestOf(record) });
      append(record);
    },
    finish: async () => {
      if (isGapped) await squeeze();
      const at = written + filled;
      const index = createHash('sha1');
      const pacer = new Pacer();
      let separator = '';
      for (const [path, { key, at, length, digest }] of slots) {
        if (pacer.isDue) await pacer.pause();
        const line = Buffer.from(`${separator}${JSON.stringify([path, key, at, length, digest])}`);
        index.update(line);
        append(line);
        separator = '\n';
      }
      const length = written + filled - at;
      flush();
      const numbers = [at, length].map((number) => String(number).padStart(12, '0')).join(' ');
      writeAll(Buffer.from(`${format} ${index.digest('hex')} ${numbers}\n`), 0);
      close();
      renameSync(temporary, file);
    },
    discard: () => {
      close();
      rmSync(temporary, { force: true });
    },
  };
}
