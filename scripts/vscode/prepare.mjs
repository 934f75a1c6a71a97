// Everything that the user-interface tests need, ready to use: the embedded VS Code, a browser, and an extensions
// folder in which the packaged Seaworthy is installed.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureInstalled } from '../bootstrap.mjs';
import { packageVsix } from '../package.mjs';
import { findBrowser } from './browser.mjs';
import { ensureEmbedded, installExtensions } from './embedded.mjs';
import { temporaryFolder } from './temporary.mjs';

/** @typedef {{ browser: string, extensionsDir: string }} Prepared */

/** How the end-to-end run hands its preparation to the test processes it starts. */
export const PREPARED = 'SEAWORTHY_E2E_PREPARED';

/**
 * What an outer run has prepared, or a preparation of our own when a test file is run by itself.
 * @returns {Promise<Prepared>}
 */
export async function prepared() {
  const given = process.env[PREPARED];
  if (given !== undefined) return JSON.parse(given);
  await ensureInstalled();
  const found = await findBrowser();
  if (found.browser === undefined) throw new Error(found.reason);
  const extensionsDir = await extensionsWith([await packageUnderTest()]);
  return { browser: found.browser.path, extensionsDir };
}

/**
 * The package that SEAWORTHY_VSIX names, or else one built from the working tree.
 * @returns {Promise<string>}
 */
export async function packageUnderTest() {
  const given = process.env.SEAWORTHY_VSIX;
  if (given === undefined) return packageVsix();
  if (!existsSync(given)) throw new Error(`SEAWORTHY_VSIX names a file that does not exist: ${given}`);
  return resolve(given);
}

/**
 * Installs packages into a new extensions folder, which lasts as long as this process.
 * @param {readonly string[]} vsix
 * @returns {Promise<string>}
 */
export async function extensionsWith(vsix) {
  const { path } = temporaryFolder('extensions');
  const extensionsDir = join(path, 'extensions');
  await installExtensions(await ensureEmbedded(), {
    userDataDir: join(path, 'user-data'),
    extensionsDir,
    vsix,
  });
  return extensionsDir;
}
