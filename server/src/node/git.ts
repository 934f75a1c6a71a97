/**
 * What git tracks, from the repository's own files; git itself is never run. Anything unexpected means "unknown":
 * a wrong answer would be worse than none.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { eachInSteps, filesAStep, type Steps } from '../engine/steps';

export interface Repository {
  /** Absolute path of the working tree's top folder. */
  readonly root: string;
  /** Where the repository's own files are; absent when that cannot be told. */
  readonly gitFolder?: string;
  /** Host name of the remote `origin`. */
  readonly remote?: string;
}

/** The repository that `folder` belongs to; undefined when there is none. */
export function findRepository(folder: string): Repository | undefined {
  for (let root = resolve(folder); ; root = dirname(root)) {
    const marker = join(root, '.git');
    if (existsSync(marker)) {
      const gitFolder = gitFolderOf(marker);
      const remote = gitFolder === undefined ? undefined : remoteHost(gitFolder);
      return {
        root,
        ...(gitFolder === undefined ? {} : { gitFolder }),
        ...(remote === undefined ? {} : { remote }),
      };
    }
    if (dirname(root) === root) return undefined;
  }
}

/** Paths of the index below `folder`, relative to it, with `/`; undefined when it cannot be read with certainty. */
export function* trackedBelow(
  { root, gitFolder }: Repository,
  folder: string,
): Steps<ReadonlySet<string> | undefined> {
  const tracked = gitFolder === undefined ? undefined : yield* readIndex(gitFolder);
  const prefix = pathFrom(root, folder);
  if (!tracked || prefix === '') return tracked;
  const below = new Set<string>();
  yield* eachInSteps(tracked, (path) => {
    if (path.startsWith(`${prefix}/`)) below.add(path.slice(prefix.length + 1));
  });
  return below;
}

/** '' for the same folder. */
export function pathFrom(root: string, folder: string): string {
  const path = relative(root, resolve(folder));
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** `.git` is a folder, or in worktrees and submodules a file that names one. */
function gitFolderOf(marker: string): string | undefined {
  try {
    if (statSync(marker).isDirectory()) return marker;
    const named = /^gitdir: (.+?)\s*$/m.exec(readFileSync(marker, 'utf8'))?.[1];
    if (named === undefined) return undefined;
    return isAbsolute(named) ? named : join(dirname(marker), named);
  } catch {
    return undefined;
  }
}

function* readIndex(gitFolder: string): Steps<ReadonlySet<string> | undefined> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(gitFolder, 'index'));
  } catch (error) {
    // A repository without an index is a new one: nothing is tracked.
    const isNew = (error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(join(gitFolder, 'HEAD'));
    return isNew ? new Set() : undefined;
  }
  try {
    return yield* parseIndex(bytes, hashLength(gitFolder));
  } catch {
    return undefined;
  }
}

/** The folder that a worktree shares with the main one: configuration, branches and objects are there. */
export function commonFolder(gitFolder: string): string {
  return join(gitFolder, readIfAny(join(gitFolder, 'commondir')).trim());
}

function readIfAny(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** SHA-1, unless the repository's configuration says SHA-256. */
export function hashLength(gitFolder: string): number {
  return /^\s*objectformat\s*=\s*sha256/im.test(readConfiguration(gitFolder)) ? 32 : 20;
}

function readConfiguration(gitFolder: string): string {
  return readIfAny(join(commonFolder(gitFolder), 'config'));
}

/** The name only: an address may hold a user and a token. */
function remoteHost(gitFolder: string): string | undefined {
  try {
    const origin = /^\s*\[remote "origin"\]\s*$([^[]*)/m.exec(readConfiguration(gitFolder))?.[1] ?? '';
    const url = /^\s*url\s*=\s*(\S+)/m.exec(origin)?.[1] ?? '';
    return /^(?:\w+:\/\/)?(?:[^@/\s]*@)?([\w.-]+\.[a-z]+)[:/]/i.exec(url)?.[1]?.toLowerCase();
  } catch {
    return undefined;
  }
}

/** Names of the entries of an index of version 2 to 4. Undefined for a split or sparse one, which names only a part. */
export function* parseIndex(bytes: Buffer, hash: number): Steps<ReadonlySet<string> | undefined> {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  const paths = new Set<string>();
  let at = 12;
  let name: Buffer = Buffer.alloc(0);
  for (let index = 0; index < count; index += 1) {
    if (index % filesAStep === 0) yield;
    const start = at;
    const flags = bytes.readUInt16BE(start + 40 + hash);
    const isExtended = version >= 3 && (flags & 0x4000) !== 0;
    at = start + 40 + hash + (isExtended ? 4 : 2);
    if (version === 4) {
      const strip = readOffset(bytes, at);
      const end = bytes.indexOf(0, strip.next);
      name = Buffer.concat([name.subarray(0, name.length - strip.value), bytes.subarray(strip.next, end)]);
      at = end + 1;
    } else {
      const end = bytes.indexOf(0, at);
      name = bytes.subarray(at, end);
      // One to eight NUL bytes make the entry's length a multiple of eight.
      at = start + ((end - start + 8) & ~7);
    }
    if (at <= start || at > bytes.length - hash) return undefined;
    paths.add(name.toString('utf8'));
  }
  return hasPartialExtension(bytes, at, bytes.length - hash) ? undefined : paths;
}

/** The variable-width number of index version 4: seven bits a byte, each continuation adding one. */
function readOffset(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let byte = bytes.readUInt8(at);
  let value = byte & 0x7f;
  let next = at + 1;
  while ((byte & 0x80) !== 0) {
    byte = bytes.readUInt8(next);
    value = (value + 1) * 128 + (byte & 0x7f);
    next += 1;
  }
  return { value, next };
}

/** `link`: the rest is in a shared index; `sdir`: folders stand for their files. */
function hasPartialExtension(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at + 8 <= end; at += 8 + bytes.readUInt32BE(at + 4)) {
    const signature = bytes.toString('latin1', at, at + 4);
    if (signature === 'link' || signature === 'sdir') return true;
  }
  return false;
}
