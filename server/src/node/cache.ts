/**
 * Results of earlier runs on disk, so that an unchanged file is not parsed again. An entry is found by what it depends
 * on: bytes and path of the file, its settings, and the build of Seaworthy that looked at it.
 *
 * One file per project and kind of run. A damaged one is ignored and replaced; writers replace it as a whole, so that
 * of two at a time the last wins and no reader sees half a file.
 */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LintSettings } from '../engine';
import type { PackedFindings, PackedRecord } from '../engine/packed-records';
import type { Wanted } from './analyse';
import { digestOf, openReader, openWriter, type CacheWriter, type Slot } from './cache-file';
import { Pacer } from './pacer';

export interface ResultCache {
  key(path: string, bytes: Uint8Array, settings: LintSettings): string;
  get(path: string, key: string): PackedRecord | undefined;
  /** The entry is still of use, though nobody needs to read it; true when it is there. */
  keep(path: string, key: string): boolean;
  set(path: string, key: string, record: PackedRecord): void;
  /** What was kept of the project as a whole when it had this print. */
  ofProject(print: string): string | undefined;
  /** Keeps it in place of what was kept before. */
  setOfProject(print: string, content: string): void;
  /** Writes what has changed, and closes; never fails, since a run without cache is only slower. */
  save(): Promise<void>;
  /** Lets go of the file without writing anything; what was saved stays. */
  close(): void;
}

export interface CacheOptions {
  readonly folder: string;
  /** Absolute path of the project. */
  readonly root: string;
  readonly wanted: Wanted;
  /** Version and build; results of another one do not count. */
  readonly build: string;
}

const keptFor = 30 * 24 * 60 * 60 * 1000;

/** Where caches of this user belong. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string {
  if (env['SEAWORTHY_CACHE_DIR']) return env['SEAWORTHY_CACHE_DIR'];
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'seaworthy', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'seaworthy');
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'seaworthy');
}

/** Version, size and time of the bundle that workers run: a rebuild must not find the results of the build before. */
export function buildOf(version: string, workerPath: string): string {
  const { size, mtimeMs } = statSync(join(dirname(workerPath), 'node.js'));
  return `${version} ${size} ${mtimeMs}`;
}

/** No file has this path. */
const projectSlot = '';

/** More than nearly all projects have files; without a limit, files that are gone would pile up. */
const maxOthers = 20_000;

export async function openCache({ folder, root, wanted, build }: CacheOptions): Promise<ResultCache> {
  const file = join(folder, `${digestOf(JSON.stringify([root, wanted, build]))}.cache`);
  const reader = await openReader(file);
  const slots = reader?.slots ?? new Map<string, Slot>();
  const used = new Set<string>();
  const set = new Set<string>();
  const settingsKeys = new Map<LintSettings, string>();
  let writer: CacheWriter | undefined;
  let cannotWrite = false;
  let isClosed = false;

  /** A run without cache is only slower. */
  function quietly(work: () => void): void {
    try {
      work();
    } catch {
      cannotWrite = true;
    }
  }

  function close(): void {
    if (!isClosed) reader?.close();
    isClosed = true;
    quietly(() => writer?.discard());
    writer = undefined;
  }

  function read(path: string, key: string): Buffer | undefined {
    const slot = isClosed ? undefined : slots.get(path);
    const bytes = slot?.key === key ? reader?.read(slot) : undefined;
    if (bytes) used.add(path);
    return bytes;
  }

  function add(path: string, key: string, bytes: Buffer): void {
    if (cannotWrite || isClosed) return;
    quietly(() => {
      writer ??= openWriter(file);
      writer.add(path, key, bytes);
      set.add(path);
    });
  }

  return {
    key: (path, bytes, settings) => {
      const own = settingsKeys.get(settings) ?? digestOf(settingsKey(settings));
      settingsKeys.set(settings, own);
      return createHash('sha1').update(`${own}${path}\0`).update(bytes).digest('base64');
    },
    get: (path, key) => {
      const bytes = read(path, key);
      return bytes && fromBytes(bytes);
    },
    keep: (path, key) => {
      const isKept = slots.get(path)?.key === key;
      if (isKept) used.add(path);
      return isKept;
    },
    set: (path, key, record) => add(path, key, toBytes(record)),
    ofProject: (print) => read(projectSlot, print)?.toString(),
    setOfProject: (print, content) => add(projectSlot, print, Buffer.from(content)),
    save: async () => {
      try {
        if (!writer || cannotWrite || isClosed) return;
        const pacer = new Pacer();
        // Files of other runs over the same project stay: a second look is at a few of them alone.
        const others = [...slots.keys()].filter((path) => !used.has(path) && !set.has(path));
        for (const path of [...used, ...others.slice(0, used.size + set.size + maxOthers)]) {
          if (pacer.isDue) await pacer.pause();
          const slot = set.has(path) ? undefined : slots.get(path);
          const bytes = slot && reader?.read(slot);
          if (bytes) writer.add(path, slot.key, bytes);
        }
        // Some systems replace no file that is open.
        reader?.close();
        isClosed = true;
        await writer.finish();
        writer = undefined;
        removeOld(folder);
      } catch {
        // What was written is discarded.
      } finally {
        close();
      }
    },
    close,
  };
}

/** JSON escapes tabs, so that none occurs in a part. */
function toBytes({ findings, metrics, asks, unknownRules }: PackedRecord): Buffer {
  return Buffer.from([findings, metrics, asks, unknownRules].join('\t'));
}

/** Each part is a string of its own: a piece of a larger one would keep all of it in memory. */
function fromBytes(bytes: Buffer): PackedRecord {
  let at = 0;
  const next = (): string => {
    const tab = bytes.indexOf(9, at);
    const part = bytes.toString('utf8', at, tab < 0 ? bytes.length : tab);
    at = tab + 1;
    return part;
  };
  return {
    findings: next() as PackedFindings,
    metrics: next(),
    asks: next(),
    unknownRules: next(),
  };
}

/** Equal for equal settings; long, since it names every rule. */
export function settingsKey({ severities, options, targetVersion }: LintSettings): string {
  return JSON.stringify([[...severities].sort(), options, targetVersion]);
}

/** Every build and project leaves a file behind. */
function removeOld(folder: string): void {
  const limit = Date.now() - keptFor;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.includes('.cache') && statSync(path).mtimeMs < limit) rmSync(path, { force: true });
  }
}
