// The folder for what is too large for node_modules: VS Code, a Node for it, a browser. Git ignores it, each entry
// is complete or absent, and later runs use it again.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../bootstrap.mjs';
import { withLock } from './lock.mjs';

const cacheFolder = join(root, '.vscode-test');
const PARTIAL = 'partial-';

/**
 * Returns the folder of a cache entry, filling it first when it is absent.
 * @param {string} name with its version: an entry never changes
 * @param {string} what for the progress messages
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function cached(name, what, fill) {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  return withCacheLock(async () => {
    if (existsSync(folder)) return folder;
    removePartial();
    const started = performance.now();
    say(`installing ${what} into ${relative(root, folder)} (once)`);
    mkdirSync(cacheFolder, { recursive: true });
    const partial = mkdtempSync(join(cacheFolder, PARTIAL));
    await fill(partial);
    renameSync(partial, folder);
    say(`installed ${what} in ${Math.round((performance.now() - started) / 1000)} s`);
    return folder;
  });
}

/**
 * Runs `work` while no other process changes the cache or the system's packages.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withCacheLock(work) {
  const waiting = (/** @type {string} */ owner) => say(`waiting for process ${owner}, which is installing`);
  return withLock(join(cacheFolder, 'lock'), work, { waiting, timeoutMs: 15 * 60_000 });
}

/** What an interrupted run left half done. Only the lock's owner calls this. */
function removePartial() {
  if (!existsSync(cacheFolder)) return;
  for (const name of readdirSync(cacheFolder)) {
    if (name.startsWith(PARTIAL)) rmSync(join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** @param {string} message */
export function say(message) {
  process.stdout.write(`${message}\n`);
}
