// The end-to-end tests: Seaworthy's package in a real VS Code, driven from a browser (test/e2e/ui) and tested from
// inside its extension host (test/e2e/host). By itself: `node scripts/e2e.mjs [part of a test file's name]`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, root } from './bootstrap.mjs';
import { findBrowser } from './vscode/browser.mjs';
import { startGroup } from './vscode/processes.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';

const UI_LIMIT_MS = 15 * 60_000;
const UI_TEST_LIMIT_MS = 5 * 60_000;

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {string} [reason] why it was skipped
 * @property {string} [error] what failed, where the run itself has not printed it
 * @property {string} [file] absolute path of the test's file
 */
/** @typedef {{ passed: number, failed: number, skipped: Array<{ name: string, reason: string }> }} Summary */

/**
 * Runs the end-to-end tests whose file name contains `filter`. A test that cannot run here is skipped with a reason;
 * whether that is good enough is for the caller to say.
 * @param {{ filter?: string }} [options]
 * @returns {Promise<Summary>}
 */
export async function runE2E({ filter = '' } = {}) {
  const uiFiles = testFiles('ui', filter);
  const hostFiles = testFiles('host', filter);
  if (uiFiles.length + hostFiles.length === 0) return summarise([]);
  const found = await findBrowser();
  if (found.browser === undefined) {
    return summarise(
      [...uiFiles, ...hostFiles].map((name) => ({ name, state: 'skipped', reason: found.reason })),
    );
  }
  say(`browser: ${found.browser.version} (${found.browser.path})`);
  const { packageUnderTest } = await import('./vscode/prepare.mjs');
  const setup = { browser: found.browser.path, vsix: await packageUnderTest() };
  const results = hostFiles.length > 0 ? await runHost(setup, filter) : [];
  if (uiFiles.length > 0) results.push(...(await runUi(setup, uiFiles)));
  return summarise(results);
}

/** @typedef {{ browser: string, vsix: string }} Setup */

/**
 * @param {'ui' | 'host'} folder
 * @param {string} filter
 */
function testFiles(folder, filter) {
  const path = join(root, 'test', 'e2e', folder);
  const names = readdirSync(path).filter((name) => name.endsWith('.test.ts') && name.includes(filter));
  return names.sort().map((name) => join('test', 'e2e', folder, name));
}

/**
 * @param {Setup} setup
 * @param {string} filter
 * @returns {Promise<Result[]>}
 */
async function runHost({ browser, vsix }, filter) {
  const { runInHost } = await import('./vscode/host.mjs');
  const results = await runInHost({ browser, vsix, filter });
  for (const { name, state, error } of results) {
    say(
      `${state === 'passed' ? '✔' : state === 'failed' ? '✖' : '﹣'} ${name}${error === undefined ? '' : `\n${error}`}`,
    );
  }
  return results;
}

/**
 * Runs test files in a browser. A file with a failure is run once more, in a new window: the editor itself does not
 * always start or settle in time. What passed only then is told by name.
 * @param {Setup} setup
 * @param {string[]} files
 * @returns {Promise<Result[]>}
 */
async function runUi({ browser, vsix }, files) {
  const { PREPARED, extensionsWith } = await import('./vscode/prepare.mjs');
  const env = {
    ...process.env,
    [PREPARED]: JSON.stringify({ browser, extensionsDir: await extensionsWith([vsix]) }),
  };
  const results = await runUiFiles(files, env);
  const failed = results.filter(({ state }) => state === 'failed');
  const again = files.filter((path) => failed.some(({ file }) => file === join(root, path)));
  if (again.length === 0) return results;
  say(`once more, in new windows: ${again.join(', ')}`);
  const second = await runUiFiles(again, env);
  for (const { name, file } of failed) {
    if (second.some((other) => other.name === name && other.file === file && other.state === 'passed'))
      say(`unstable: "${name}" failed, and passed in a new window`);
  }
  const repeated = new Set(again.map((path) => join(root, path)));
  return [...results.filter(({ file }) => !repeated.has(file ?? '')), ...second];
}

/**
 * @param {string[]} files
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Result[]>}
 */
async function runUiFiles(files, env) {
  const temporary = temporaryFolder('ui-results');
  const reportFile = join(temporary.path, 'results.jsonl');
  const group = startGroup(
    process.execPath,
    [
      ...['--import', 'tsx', '--test', '--test-concurrency=1', `--test-timeout=${UI_TEST_LIMIT_MS}`],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./scripts/vscode/reporter.mjs', `--test-reporter-destination=${reportFile}`],
      ...files,
    ],
    // Its processes have a VS Code each to end before they do.
    { cwd: root, env, graceMs: 8_000 },
  );
  const timer = setTimeout(() => void group.stop(), UI_LIMIT_MS);
  const exitCode = await group.exited;
  clearTimeout(timer);
  await group.stop();
  const lines = existsSync(reportFile) ? readFileSync(reportFile, 'utf8').split('\n').filter(Boolean) : [];
  temporary.remove();
  /** @type {Result[]} */
  const results = lines.map((line) => JSON.parse(line));
  // A file that cannot be loaded, or a run that was ended, may leave no failed test behind.
  if (exitCode !== 0 && results.every(({ state }) => state !== 'failed')) {
    results.push({ name: 'user-interface tests', state: 'failed', error: `exit code ${exitCode}` });
  }
  return results;
}

/**
 * @param {Result[]} results
 * @returns {Summary}
 */
function summarise(results) {
  const count = (/** @type {Result['state']} */ wanted) =>
    results.filter(({ state }) => state === wanted).length;
  const skipped = results.filter(({ state }) => state === 'skipped');
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: skipped.map(({ name, reason }) => ({ name, reason: reason ?? 'skipped' })),
  };
}

/** @param {string} message */
function say(message) {
  process.stdout.write(`${message}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  const { passed, failed, skipped } = await runE2E({ filter: process.argv[2] ?? '' });
  for (const { name, reason } of skipped) say(`skipped ${name}: ${reason}`);
  say(`e2e: ${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exitCode = failed > 0 || passed + skipped.length === 0 ? 1 : 0;
}
