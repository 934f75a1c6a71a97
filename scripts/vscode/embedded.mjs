// The embedded VS Code: code-server from npm, which is VS Code served to a browser. It needs no download of VS Code
// or Electron, so it also runs where only a package registry can be reached.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { cached } from './cache.mjs';
import { npm } from './npm.mjs';
import { runToEnd, startGroup } from './processes.mjs';

const CODE_SERVER = '4.139.1';
const VSCODE = '1.139.1';
/** The Node that this code-server is made for. */
const NODE = '24.21.0';

const START_LIMIT_MS = 60_000;

/** A first-time VS Code has a welcome page, panels and questions; a test and a first look want none of them. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** @typedef {{ node: string, entry: string }} Embedded the program that runs code-server, and its script */

/**
 * Installs the embedded VS Code unless it is there.
 * @returns {Promise<Embedded>}
 */
export async function ensureEmbedded() {
  const node = await ensureNode24();
  const folder = await cached(`code-server-${CODE_SERVER}`, `VS Code ${VSCODE}`, async (target) => {
    writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
    // Its install script refuses root and other Node versions and builds native modules that nothing here needs.
    await npm(['install', '--ignore-scripts', `code-server@${CODE_SERVER}`], target);
    const inner = join(target, 'node_modules', 'code-server', 'lib', 'vscode');
    await npm(['install', '--omit=dev', '--ignore-scripts'], inner);
  });
  return { node, entry: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js') };
}

/**
 * A Node 24: the running one, or the plain binary that npm carries for each platform.
 * @returns {Promise<string>}
 */
export async function ensureNode24() {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = await cached(`node-${NODE}`, `Node ${NODE}`, async (target) => {
    writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
    await npm(['install', '--ignore-scripts', `${name}@${NODE}`], target);
  });
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * @typedef {object} LaunchOptions
 * @property {readonly string[]} folders absolute paths; several make a multi-root workspace
 * @property {string} userDataDir
 * @property {string} extensionsDir
 * @property {readonly string[]} [vsix] packages to install before the start
 * @property {number} [port] a free one by default
 * @property {Record<string, unknown>} [settings] user settings beside the quiet ones
 * @property {boolean} [workspaceTrust] whether folders need to be trusted first; by default they do not
 * @property {Record<string, string>} [env] for the server and its extension hosts
 * @property {number} [idleTimeoutSeconds] ends the server when no window has been open for so long:
 *   a test run that is killed leaves none behind
 */

/**
 * @typedef {object} RunningEmbedded
 * @property {string} url of a window on the folders it was launched for
 * @property {(folders: readonly string[]) => string} urlFor a window on other folders
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the embedded VS Code on the loopback interface and waits until it answers.
 * @param {LaunchOptions} options
 * @returns {Promise<RunningEmbedded>}
 */
export async function launchEmbedded(options) {
  const embedded = await ensureEmbedded();
  const { userDataDir, extensionsDir } = options;
  writeSettings(userDataDir, options.settings ?? {});
  await installExtensions(embedded, { userDataDir, extensionsDir, vsix: options.vsix ?? [] });
  const port = options.port ?? (await freePort());
  const logFile = join(userDataDir, 'server.log');
  const { idleTimeoutSeconds: idle, workspaceTrust = false } = options;
  const group = startGroup(
    embedded.node,
    [
      ...[embedded.entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...directories(userDataDir, extensionsDir),
      ...(idle === undefined ? [] : ['--idle-timeout-seconds', String(idle)]),
    ],
    { cwd: userDataDir, env: { ...serverEnvironment(userDataDir), ...options.env }, logFile },
  );
  const origin = `http://127.0.0.1:${port}`;
  try {
    await waitUntilItAnswers(`${origin}/healthz`, group.exited, logFile);
  } catch (error) {
    await group.stop();
    throw error;
  }
  /** @param {readonly string[]} folders */
  const urlFor = (folders) => `${origin}/?${workspaceQuery(folders, userDataDir)}`;
  return {
    url: urlFor(options.folders),
    urlFor,
    exited: group.exited,
    stop: group.stop,
  };
}

/**
 * Installs packages the way a user's VS Code does.
 * @param {Embedded} embedded
 * @param {{ userDataDir: string, extensionsDir: string, vsix: readonly string[] }} options
 */
export async function installExtensions(embedded, { userDataDir, extensionsDir, vsix }) {
  if (vsix.length === 0) return;
  mkdirSync(userDataDir, { recursive: true });
  const installs = vsix.flatMap((file) => ['--install-extension', file]);
  const args = [embedded.entry, ...directories(userDataDir, extensionsDir), '--force', ...installs];
  const env = serverEnvironment(userDataDir);
  const { code, output } = await runToEnd(embedded.node, args, { cwd: userDataDir, env, timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`could not install ${vsix.join(', ')}:\n${output.trim()}`);
}

/**
 * @param {string} userDataDir
 * @param {string} extensionsDir
 */
function directories(userDataDir, extensionsDir) {
  const config = join(userDataDir, 'code-server.yaml');
  return ['--config', config, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
}

/**
 * @param {string} userDataDir
 * @param {Record<string, unknown>} settings
 */
function writeSettings(userDataDir, settings) {
  const folder = join(userDataDir, 'User');
  mkdirSync(folder, { recursive: true });
  const all = { ...quietSettings, ...settings };
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(all, undefined, 2)}\n`);
}

/**
 * What surrounds us must not reach into the server: an outer VS Code, Node, npm or code-server sets variables that
 * change how it starts. Its own log folder belongs into the user data folder, not into the user's home.
 * @param {string} userDataDir
 * @returns {NodeJS.ProcessEnv}
 */
function serverEnvironment(userDataDir) {
  const foreign =
    /^(npm_|node_(?!extra_ca)|vscode_|electron_|code_server_|(port|password|hashed_password)$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), XDG_DATA_HOME: join(userDataDir, 'share') };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * @param {string} url
 * @param {Promise<number | null>} exited
 * @param {string} logFile
 */
async function waitUntilItAnswers(url, exited, logFile) {
  let ended = false;
  void exited.then(() => (ended = true));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && !ended) {
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok) return;
    } catch {
      // Not listening yet.
    }
    await delay(50);
  }
  const log = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : '';
  throw new Error(
    `the embedded VS Code ${ended ? 'ended at its start' : 'did not answer'}:\n${log.slice(-2_000)}`,
  );
}

/**
 * @param {readonly string[]} folders
 * @param {string} userDataDir
 */
function workspaceQuery(folders, userDataDir) {
  const [first, ...rest] = folders;
  if (first === undefined) return 'ew=true';
  if (rest.length === 0) return `folder=${urlPath(first)}`;
  const file = join(userDataDir, 'several-folders.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  return `workspace=${urlPath(file)}`;
}

/** @param {string} path */
function urlPath(path) {
  return encodeURIComponent(decodeURIComponent(pathToFileURL(path).pathname)).replaceAll('%2F', '/');
}
