// Finds a Chromium-based browser for the user-interface tests, and installs one where that is possible without asking.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, say, withCacheLock } from './cache.mjs';
import { ensureNode24 } from './embedded.mjs';
import { npm } from './npm.mjs';
import { runToEnd } from './processes.mjs';
import { onPath } from './user-code.mjs';

const SPARTICUZ = '153.0.0';

/** @typedef {{ path: string, version: string }} Browser */

/** What every browser here is started with: no sandbox (root has none), and no connections of its own. */
export const browserArguments = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/**
 * @returns {Promise<{ browser: Browser } | { browser: undefined, reason: string }>}
 */
export async function findBrowser() {
  const reasons = [];
  for (const attempt of [fromEnvironment, installed, fromDebian, fromNpm]) {
    const path = await attempt();
    if (path === undefined) continue;
    const { code, output } = await versionOf(path);
    if (code === 0) return { browser: { path, version: output.trim().split('\n').at(-1) ?? '' } };
    reasons.push(`${path} does not run: ${output.trim().slice(0, 300)}`);
  }
  reasons.push('no Chrome, Chromium or Edge was found; set CHROME_PATH to one');
  return { browser: undefined, reason: reasons.join('; ') };
}

/** @param {string} path */
function versionOf(path) {
  // On Windows `--version` opens a window instead of printing.
  if (process.platform === 'win32') return { code: 0, output: path };
  return runToEnd(path, ['--version', '--no-sandbox'], { timeoutMs: 30_000 });
}

function fromEnvironment() {
  const path = process.env.CHROME_PATH;
  if (path === undefined || path === '') return undefined;
  if (!existsSync(path)) throw new Error(`CHROME_PATH names a file that does not exist: ${path}`);
  return path;
}

function installed() {
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const found = process.platform === 'linux' ? names.map(onPath) : usualPlaces();
  return found.find((path) => path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  const { ProgramFiles, 'ProgramFiles(x86)': x86, LOCALAPPDATA } = process.env;
  const folders = [ProgramFiles, x86, LOCALAPPDATA].filter((folder) => folder !== undefined);
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}

/** Root on Debian or Ubuntu: a machine for tests, where one package more is no surprise. */
async function fromDebian() {
  const apt = onPath('apt-get');
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || apt === undefined) return undefined;
  return withCacheLock(async () => {
    const already = installed();
    if (already !== undefined) return already;
    say('installing Chromium with apt-get (once)');
    const options = ['-o', 'DPkg::Lock::Timeout=120', '-q'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runToEnd(apt, [...options, 'update'], { env });
    const install = [...options, 'install', '-y', '--no-install-recommends', 'chromium'];
    const { code, output } = await runToEnd(apt, install, { env, timeoutMs: 10 * 60_000 });
    if (code !== 0) say(`apt-get could not install Chromium: ${output.trim().slice(-300)}`);
    return installed();
  });
}

/** The browser inside an npm package. It unpacks itself into the temporary folder it is given. */
async function fromNpm() {
  if (process.platform !== 'linux') return undefined;
  try {
    const node = await ensureNode24();
    const folder = await cached(`chromium-${SPARTICUZ}`, `Chromium ${SPARTICUZ}`, async (target) => {
      writeFileSync(join(target, 'package.json'), '{ "private": true, "type": "module" }\n');
      await npm(['install', '--ignore-scripts', `@sparticuz/chromium@${SPARTICUZ}`], target);
    });
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked, { recursive: true });
    const script = `import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath());`;
    const { code, output } = await runToEnd(node, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: { ...process.env, TMPDIR: unpacked },
    });
    if (code === 0) return output.trim().split('\n').at(-1);
    say(`the Chromium from npm could not be unpacked: ${output.trim().slice(-300)}`);
  } catch (error) {
    say(
      `the Chromium from npm could not be installed: ${/** @type {Error} */ (error).message.slice(0, 300)}`,
    );
  }
  return undefined;
}
