/**
 * Reads Python source as Python does: UTF-8, or the encoding that a coding line names (PEP 263). Whatever cannot be
 * read is skipped with a reason; whatever was not decoded exactly is never written back.
 */
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

/** Larger Python files are generated data; nobody edits them by hand. */
export const maxFileSize = 2 * 1024 * 1024;

export interface Decoded {
  /** Without byte order mark. */
  readonly text: string;
  /** `other`: decoded, but there is no way back. */
  readonly encoding: 'utf-8' | 'latin-1' | 'other';
  readonly hasBom: boolean;
  /** False when bytes had to be replaced. */
  readonly exact: boolean;
}

export interface Skipped {
  /** Completes "skipped: …". */
  readonly skipped: string;
}

/** Bytes of a regular file, in a buffer of their own (so that it can move to another thread) unless told where to put them. */
export function readBytes(
  path: string,
  limit: number = maxFileSize,
  allocate: (length: number) => Uint8Array = ownBytes,
): Uint8Array | Skipped {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stats = fstatSync(file);
    if (!stats.isFile()) return { skipped: stats.isDirectory() ? 'is a folder' : 'is not a regular file' };
    if (stats.size > limit) return { skipped: `is larger than ${limit / 1024 / 1024} MB` };
    const bytes = allocate(stats.size);
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(file, bytes, at, bytes.length - at, at);
      if (count === 0) return bytes.slice(0, at);
      at += count;
    }
    return bytes;
  } catch (error) {
    return { skipped: reasonOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function ownBytes(length: number): Uint8Array {
  return new Uint8Array(length);
}

/** One buffer for one file after another: what is read next overwrites what was read before. */
export function createScratch(): (length: number) => Uint8Array {
  let scratch = new Uint8Array(64 * 1024);
  return (length) => {
    if (length > scratch.length) scratch = new Uint8Array(2 * length);
    return scratch.subarray(0, length);
  };
}

/** Undefined where nothing is, whatever the reason. */
export function statIfAny(path: string): Stats | undefined {
  const stats = statOrReason(path);
  return 'skipped' in stats ? undefined : stats;
}

export function statOrReason(path: string): Stats | Skipped {
  try {
    return statSync(path);
  } catch (error) {
    // On the way there is a file where a folder should be.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return { skipped: 'does not exist' };
    return { skipped: reasonOf(error) };
  }
}

/** `does not exist`, `may not be read`, …: the end of a sentence that starts with the path. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  if (code === 'ELOOP') return 'is a link that leads back to itself';
  if (code === 'ENOTDIR') return 'is not a folder';
  if (code === 'EISDIR') return 'is a folder';
  return `cannot be read (${code ?? message})`;
}

/** The same for a file that could not be written. */
export function writeReasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'it may not be written';
  return `it cannot be written (${code ?? message})`;
}

export function decodePython(bytes: Uint8Array): Decoded | Skipped {
  if (bytes.includes(0)) return { skipped: 'holds NUL bytes, so it is not Python source' };
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasBom ? bytes.subarray(3) : bytes;
  const declared = hasBom ? undefined : codingLine(content);
  if (declared === undefined || /^utf-?8(-sig)?$/.test(declared)) return decodeUtf8(content, hasBom);
  if (/^(latin-?1|iso-?8859-?1|l1)$/.test(declared)) {
    const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
    return { text, encoding: 'latin-1', hasBom, exact: true };
  }
  // ASCII is a part of UTF-8; other bytes in such a file are an error in Python too.
  if (/^(us-)?ascii$/.test(declared)) return decodeUtf8(content, hasBom);
  return decodeOther(content, declared) ?? decodeUtf8(content, hasBom);
}

/** The bytes that `decoded` came from, with another text; undefined where that cannot be exact. */
export function encodePython({ encoding, hasBom, exact }: Decoded, text: string): Uint8Array | undefined {
  if (!exact || encoding === 'other') return undefined;
  if (encoding === 'latin-1') return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined;
  return Buffer.from(hasBom ? `\uFEFF${text}` : text, 'utf8');
}

function decodeUtf8(content: Uint8Array, hasBom: boolean): Decoded {
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
      encoding: 'utf-8',
      hasBom,
      exact: true,
    };
  } catch {
    return {
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content),
      encoding: 'utf-8',
      hasBom,
      exact: false,
    };
  }
}

function decodeOther(content: Uint8Array, label: string): Decoded | undefined {
  try {
    return { text: new TextDecoder(label).decode(content), encoding: 'other', hasBom: false, exact: false };
  } catch {
    return undefined;
  }
}

/** Encoding named in one of the first two lines, lower case with hyphens. */
function codingLine(content: Uint8Array): string | undefined {
  const head = String.fromCharCode(...content.subarray(0, 400));
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  // The second line counts only below a line that is blank or a comment.
  const lines = /^[ \t\f]*(#|$)/.test(first) ? [first, second] : [first];
  for (const line of lines) {
    const name = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/.exec(line)?.[1];
    if (name !== undefined) return name.toLowerCase().replaceAll('_', '-');
  }
  return undefined;
}
