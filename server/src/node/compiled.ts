/**
 * Runs a bundle in the form to which V8 compiled it in an earlier run: reading more than a megabyte of code again takes as
 * long as checking a small project whose results are known.
 *
 * What is kept lies beside the bundle and never in a cache folder, which may be part of a workspace: it is code, and
 * whoever may write it there may write the bundle, too. Where nobody may, each run compiles for itself.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

export interface Loaded {
  readonly exports: Readonly<Record<string, () => unknown>>;
  /** Writes what V8 has compiled by now, for the next run; absent where it was there already. Never fails. */
  readonly keep?: () => void;
}

const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n})'] as const;

type Body = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  __filename: string,
  __dirname: string,
) => void;

export function keptFileOf(bundle: string): string {
  return `${bundle}.compiled`;
}

/** Runs a CommonJS bundle that imports nothing later on: `import()` of what is not in it has no loader here. */
export function load(bundle: string): Loaded {
  const source = readFileSync(bundle, 'utf8');
  const { size, mtimeMs } = statSync(bundle);
  // Of the source V8 compares the length alone.
  const key = `${size} ${mtimeMs} ${process.versions.v8} ${process.arch}`;
  const cachedData = readKept(keptFileOf(bundle), key);
  const script = new Script(wrapper.join(source), {
    filename: bundle,
    columnOffset: -wrapper[0].length,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as Body;
  run(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  const isKnown = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    ...(isKnown ? {} : { keep: () => writeKept(keptFileOf(bundle), key, () => script.createCachedData()) }),
  };
}

/**
 * V8 before version 12 optimises what has run for some milliseconds, which takes a fifth of the time of a check that is
 * over in seconds. Later versions have a cheaper compiler for that, and no such setting. What is kept for the next run
 * depends on the settings, so they come before it is read.
 */
function optimiseLater(): void {
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=1000000');
}

/** What starts a part of the bundle beside it. Checks compile most of what any run needs. */
export function start(part: string): void {
  if (part === 'cli') optimiseLater();
  const { exports, keep } = load(join(__dirname, 'node.js'));
  exports[part]?.();
  if (keep && isMainThread && process.argv[2] === 'check') process.once('exit', keep);
}

/** V8 trusts what it is given: whatever is not exactly what was written must not reach it. */
function readKept(file: string, key: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf('\n');
    const data = bytes.subarray(end + 1);
    const head = bytes.toString('latin1', 0, end);
    return head.startsWith(`${key} `) && head === headOf(key, data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function headOf(key: string, data: Uint8Array): string {
  return `${key} ${createHash('sha1').update(data).digest('hex')}`;
}

function writeKept(file: string, key: string, compile: () => Buffer): void {
  const temporary = `${file}.${process.pid}`;
  try {
    // Where nothing can be written, nothing is worth compiling.
    const handle = openSync(temporary, 'wx');
    try {
      const data = compile();
      writeFileSync(handle, Buffer.concat([Buffer.from(`${headOf(key, data)}\n`), data]));
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch {
    // The next run is only slower.
    removeQuietly(temporary);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It lies where nobody else looks.
  }
}
