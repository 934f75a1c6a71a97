// `npm run bench`: what Seaworthy costs, as ratios against limits and against peers measured in the same run. Not a
// pass/fail test. `-- --write` also writes docs/performance.md; `-- --only NAME,…` runs some parts (with `--write`, the
// report keeps the latest figures of the others); `-- --runs N` measures N times instead of 5; `-- --quick` runs less of
// everything.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './bootstrap.mjs';

const usage = 'usage: npm run bench [-- [--only NAME,…] [--runs N] [--quick] [--write]]';

const { only, quick, runs, write } = readArguments(process.argv.slice(2));
await ensureInstalled();
const wantsStart = only.length === 0 || only.includes('start');
if (wantsStart) {
  const { packageVsix } = await import('./package.mjs');
  await packageVsix();
} else {
  const { build } = await import('./build.mjs');
  await build();
}
const bundles = await bundleBench();
const activations = wantsStart ? await measureActivations(runs) : 'not asked for';
const order = JSON.stringify({ root, bundles, only, quick, runs, write, activations });
const result = spawnSync(process.execPath, [join(bundles, 'bench.cjs'), order], { stdio: 'inherit' });
process.exitCode = result.status ?? 1;

/** @param {readonly string[]} args */
function readArguments(args) {
  const options = { only: /** @type {string[]} */ ([]), quick: false, runs: 5, write: false };
  for (let index = 0; index < args.length; index += 1) {
    const [name, value] = (args[index] ?? '').split('=');
    if (name === '--quick') options.quick = true;
    else if (name === '--write') options.write = true;
    else if (name === '--runs') options.runs = Number(value ?? args[(index += 1)]);
    else if (name === '--only') {
      const list = value ?? args[(index += 1)] ?? '';
      options.only.push(...list.split(',').filter((part) => part !== ''));
    } else {
      process.stderr.write(`${usage}\n`);
      process.exit(2);
    }
  }
  if (options.quick) options.runs = 1;
  if (!(options.runs >= 1)) {
    process.stderr.write(`${usage}\n`);
    process.exit(2);
  }
  return options;
}

/** Bundled like the product: a loader that transforms sources on the fly would be measured too. */
async function bundleBench() {
  const esbuild = await import('esbuild');
  const out = join(root, '.cache', 'bench');
  mkdirSync(out, { recursive: true });
  const perf = join(root, 'test', 'perf');
  await esbuild.build({
    entryPoints: Object.fromEntries(
      ['bench', 'ruff-wasm', 'probe'].map((name) => [name, join(perf, `${name}.ts`)]),
    ),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    // The test harness finds the checkout from where its sources are.
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'test', 'harness')) },
    external: ['@astral-sh/ruff-wasm-nodejs'],
    logLevel: 'warning',
  });
  return out;
}

/** @typedef {{ load: number, activate: number }} Times in milliseconds, as VS Code takes them */

/**
 * Activation of the packaged extension, and beside it of VS Code's own for Git: each time a new VS Code on a folder whose
 * files start both.
 * @param {number} runs
 * @returns {Promise<{ ours: Times, git: Times, server: number }[] | string>} a string says why it could not be measured
 */
async function measureActivations(runs) {
  const { findBrowser } = await import('./vscode/browser.mjs');
  const { runInHost } = await import('./vscode/host.mjs');
  const found = await findBrowser();
  if (found.browser === undefined) return found.reason;
  const vsix = join(root, 'dist', 'seaworthy.vsix');
  const figures = [];
  for (let run = 0; run < runs; run += 1) {
    const results = await runInHost({ browser: found.browser.path, vsix, filter: 'activation' });
    const times = results.map(({ name }) => /\{"ours":.*\}$/.exec(name)?.[0]).find(Boolean);
    if (!times) {
      const told = results.map(({ name, error }) => `${name}${error === undefined ? '' : ` (${error})`}`);
      return `the extension host reported no time: ${told.join('; ')}`;
    }
    figures.push(JSON.parse(times));
  }
  return figures;
}
