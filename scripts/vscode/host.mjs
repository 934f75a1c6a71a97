// Runs the suites of test/e2e/host inside the extension host of the embedded VS Code.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserArguments } from './browser.mjs';
import { bundleSuite, packageDriver } from './driver.mjs';
import { launchEmbedded } from './embedded.mjs';
import { createTestWorkspace } from './test-workspace.mjs';
import { temporaryFolder } from './temporary.mjs';

/** From the opened page to the last test's end. */
const LIMIT_MS = 5 * 60_000;

/** @typedef {{ name: string, state: 'passed' | 'failed' | 'skipped', error?: string }} HostResult */

/**
 * @param {{ browser: string, vsix: string, filter: string }} options
 * @returns {Promise<HostResult[]>}
 */
export async function runInHost({ browser, vsix, filter }) {
  await bundleSuite(filter);
  const driver = await packageDriver();
  const temporary = temporaryFolder('host');
  const reportFile = join(temporary.path, 'report.json');
  const server = await launchEmbedded({
    folders: [createTestWorkspace(temporary.path)],
    userDataDir: join(temporary.path, 'user-data'),
    extensionsDir: join(temporary.path, 'extensions'),
    vsix: [vsix, driver],
    env: { SEAWORTHY_E2E_REPORT: reportFile },
    idleTimeoutSeconds: 120,
  });
  // The extension host runs for as long as a window is open, and the window is a page in a browser.
  const window = await chromium.launch({ executablePath: browser, args: browserArguments });
  try {
    const page = await window.newPage();
    await page.goto(server.url);
    return await readReport(reportFile);
  } finally {
    await window.close();
    await server.stop();
    temporary.remove();
  }
}

/**
 * @param {string} reportFile
 * @returns {Promise<HostResult[]>}
 */
async function readReport(reportFile) {
  const deadline = Date.now() + LIMIT_MS;
  while (!existsSync(reportFile)) {
    if (Date.now() > deadline) {
      return [{ name: 'host suites', state: 'failed', error: `no report after ${LIMIT_MS / 1000} s` }];
    }
    await delay(100);
  }
  const { error, tests } = JSON.parse(readFileSync(reportFile, 'utf8'));
  return error === undefined ? tests : [{ name: 'host suites', state: 'failed', error }];
}
