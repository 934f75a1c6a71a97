// An exclusive lock between processes: a file that holds the owner's process id. Node builtins only, because
// the bootstrap uses it before any dependency is installed.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A lock file is created empty and filled at once; empty for longer means that its owner died in between. */
const EMPTY_IS_STALE_AFTER_MS = 5_000;

/**
 * Runs `work` while this process alone holds the lock.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {{ timeoutMs?: number, waiting?: (owner: string) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, work, { timeoutMs = 10 * 60_000, waiting } = {}) {
  mkdirSync(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + timeoutMs;
  let told = false;
  while (!(await acquire(lockFile))) {
    const owner = ownerOf(lockFile);
    if (!told) waiting?.(owner);
    told = true;
    if (Date.now() > deadline) {
      throw new Error(`process ${owner} has held ${lockFile} for too long; if it is gone, delete that file`);
    }
    await delay(200);
  }
  const release = () => {
    if (ownerOf(lockFile) === String(process.pid)) rmSync(lockFile, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} lockFile
 * @returns {Promise<boolean>} whether the lock is now ours
 */
async function acquire(lockFile) {
  const stole = isStale(lockFile);
  if (stole) rmSync(lockFile, { force: true });
  try {
    const file = openSync(lockFile, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  // Two processes may both find the same stale lock; the one whose id survives a moment has it.
  if (stole) await delay(100);
  return ownerOf(lockFile) === String(process.pid);
}

/** @param {string} lockFile */
function ownerOf(lockFile) {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} lockFile */
function isStale(lockFile) {
  const owner = ownerOf(lockFile);
  if (owner !== '') return !isAlive(Number(owner));
  const stat = statSync(lockFile, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > EMPTY_IS_STALE_AFTER_MS;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
