// `npm start [-- FOLDER]`: builds Seaworthy and opens VS Code with it on a folder of Python files.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, root } from './bootstrap.mjs';
import { ensureEmbedded, launchEmbedded } from './vscode/embedded.mjs';
import { isEnding, startGroup } from './vscode/processes.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';
import { findUserCode, hasDesktop } from './vscode/user-code.mjs';

const HELP = `Usage: npm start [-- [options] [FOLDER]]

Builds Seaworthy and opens VS Code with it on FOLDER (default: the sample project in test/projects).
Your own VS Code is used when there is one; otherwise VS Code is served to your browser.

Options:
  --embedded   serve VS Code to the browser even when there is a VS Code of your own
  --port N     where to serve it (default: a free port); implies --embedded
  --help       show this text
`;

/** Wrong use, as the command line has it. */
class UsageError extends Error {}

/** @typedef {{ folder: string, embedded: boolean, port: number | undefined }} Request */

/**
 * @param {string[]} args
 * @returns {Request | 'help'}
 */
function parseRequest(args) {
  const { values, positionals } = parseOptions(args);
  if (values.help) return 'help';
  if (positionals.length > 1) throw new UsageError(`one folder is expected, not ${positionals.join(', ')}`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new UsageError(`--port takes a number from 1 to 65535, not ${values.port}`);
  }
  const folder = positionals[0] === undefined ? sampleProject() : folderFrom(positionals[0]);
  return { folder, embedded: values.embedded === true || port !== undefined, port };
}

/** @param {string[]} args */
function parseOptions(args) {
  const options = /** @type {const} */ ({
    embedded: { type: 'boolean' },
    port: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

function sampleProject() {
  const sample = join(root, 'test', 'projects', 'tutorial-shop');
  return existsSync(sample) ? sample : join(root, 'test');
}

/**
 * npm runs scripts in the repository; the folder was typed where the user stood.
 * @param {string} typed
 */
function folderFrom(typed) {
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), typed);
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no folder ${folder}`);
  if (!stat.isDirectory()) throw new UsageError(`${folder} is not a folder`);
  return folder;
}

/** @param {Request} request */
async function start({ folder, embedded, port }) {
  await ensureInstalled();
  const found = embedded ? { code: undefined, reason: 'asked for' } : await findUserCode();
  if (found.code !== undefined) {
    const { build } = await import('./build.mjs');
    await build();
    await openUserCode(found.code, folder);
    return;
  }
  say(`Using the embedded VS Code (${found.reason}).`);
  const { packageVsix } = await import('./package.mjs');
  const vsix = await packageVsix();
  await ensureEmbedded();
  await serve(vsix, folder, port);
}

/**
 * Opens a window of the user's VS Code that loads Seaworthy from this repository. Installing the package would stay
 * behind in their profile, and replace a Seaworthy they may have; a development window leaves nothing.
 * The window is theirs to close: it is not one of our processes, so nothing here waits for it or ends it.
 * @param {import('./vscode/user-code.mjs').UserCode} code
 * @param {string} folder
 */
async function openUserCode({ command, args, version }, folder) {
  const window = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const exitCode = await startGroup(command, [...args, ...window]).exited;
  if (exitCode !== 0) throw new Error(`${command} could not open ${folder}; try npm start -- --embedded`);
  say(`Opened ${folder} in your VS Code ${version}, in a window that loads Seaworthy from this repository.`);
}

/**
 * @param {string} vsix
 * @param {string} folder
 * @param {number | undefined} port
 */
async function serve(vsix, folder, port) {
  const temporary = temporaryFolder('start').path;
  const server = await launchEmbedded({
    folders: [folder],
    userDataDir: join(temporary, 'user-data'),
    extensionsDir: join(temporary, 'extensions'),
    vsix: [vsix],
    ...(port === undefined ? {} : { port }),
  });
  say(
    `VS Code with Seaworthy on ${relative(process.cwd(), folder) || folder} is at\n${server.url}\nCtrl+C ends it.`,
  );
  if (hasDesktop()) openInBrowser(server.url);
  const exitCode = await server.exited;
  if (!isEnding()) throw new Error(`the embedded VS Code ended by itself (exit code ${exitCode})`);
}

/**
 * The browser is the user's own: it outlives us. When none opens, the address is on the screen all the same.
 * @param {string} url
 */
function openInBrowser(url) {
  const openers = new Map([
    ['darwin', ['open']],
    ['win32', ['rundll32', 'url.dll,FileProtocolHandler']],
  ]);
  const [command = '', ...args] = openers.get(process.platform) ?? ['xdg-open'];
  const opener = spawn(command, [...args, url], { detached: true, stdio: 'ignore' });
  opener.on('error', () => {});
  opener.unref();
}

/** @param {string} message */
function say(message) {
  process.stdout.write(`${message}\n`);
}

try {
  const request = parseRequest(process.argv.slice(2));
  if (request === 'help') say(HELP.trimEnd());
  else await start(request);
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(
    `npm start: ${error instanceof Error ? error.message : error}\n${usage ? `\n${HELP}` : ''}`,
  );
  process.exit(usage ? 2 : 1);
}
