// Makes a fresh clone work without thinking about it: checks the Node version and installs the dependencies when
// they are missing or out of date. Node builtins only; every other script imports this one first.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './vscode/lock.mjs';
import { npm } from './vscode/npm.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST_NODE = [20, 19];
const lockfile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.seaworthy-install');

/** Installs what `package-lock.json` names unless exactly that is installed. Throws when Node is too old. */
export async function ensureInstalled() {
  checkNodeVersion(process.versions.node);
  const stamp = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (readStamp() === stamp) return;
  const waiting = (/** @type {string} */ owner) => say(`waiting for process ${owner}, which is installing`);
  await withLock(join(root, '.cache', 'install.lock'), () => install(stamp), { waiting });
}

/** @param {string} stamp */
async function install(stamp) {
  if (readStamp() === stamp) return;
  if (!matchesLockfile()) {
    const started = performance.now();
    say(existsSync(stampFile) ? 'dependencies have changed; running npm ci' : 'running npm ci');
    // No package here needs its install script (esbuild finds its binary in a package of its own), and running
    // none is one thing less to trust.
    await npm(['ci', '--ignore-scripts'], root);
    say(`dependencies installed in ${Math.round((performance.now() - started) / 1000)} s`);
  }
  writeFileSync(stampFile, stamp);
}

/** @param {string} version */
function checkNodeVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is Node ${version}`);
  }
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/**
 * Whether a plain `npm install` or `npm ci` has already brought what the lockfile names: npm leaves a list of
 * what it installed. Packages for other platforms are optional and stay away.
 */
function matchesLockfile() {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = readPackages(lockfile);
  const installed = readPackages(installedList);
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    if (path === '' || (found === undefined && entry.optional === true)) return true;
    return found?.version === entry.version && existsSync(join(root, path));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** @param {string} message */
function say(message) {
  process.stdout.write(`${message}\n`);
}
