// Builds every bundle into dist/ from one table. `--dev` keeps source maps and skips minification.
// Exits non-zero when any bundle fails.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dev = process.argv.includes('--dev');

/** Node bundles take web-tree-sitter's CommonJS build: the ESM one needs `import.meta.url`, empty in CommonJS output. */
const nodeAlias = { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') };

/** @typedef {import('esbuild').BuildOptions & { entry: string, out: string }} Bundle */

/** @type {Bundle[]} */
export const bundles = [
  {
    entry: 'client/src/node/main.ts',
    out: 'client.js',
    platform: 'node',
    format: 'cjs',
    // Loaded by `require`, of which an extension host makes sure that it finds the module `vscode`.
    external: ['vscode', './language-client.js'],
    supported: { 'dynamic-import': false },
  },
  {
    entry: 'client/src/node/language-client.ts',
    out: 'language-client.js',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    entry: 'client/src/browser/main.ts',
    out: 'client.browser.js',
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    entry: 'client/src/webview/main.ts',
    out: 'dashboard.js',
    platform: 'browser',
    format: 'iife',
  },
  {
    entry: 'server/src/browser/main.ts',
    out: 'server.browser.js',
    platform: 'browser',
    format: 'iife',
    external: ['fs/promises', 'module', 'node:*'],
  },
  // Server, workers and command line share nearly everything: one bundle, of which each start evaluates its own part.
  { entry: 'server/src/cli/entries.ts', out: 'node.js', platform: 'node', format: 'cjs', alias: nodeAlias },
  { entry: 'server/src/node/compiled.ts', out: 'compiled.js', platform: 'node', format: 'cjs' },
];

/** The files that are started, each a part of `node.js`. What starts often is kept as V8 has compiled it. */
const starters = {
  'server.js': "require('./node.js').server();",
  'worker.js': "require('./compiled.js').start('worker');",
  'cli.js': "require('./compiled.js').start('cli');",
};

const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

/** @param {Bundle} bundle @returns {import('esbuild').BuildOptions} */
export function optionsOf({ entry, out, ...options }) {
  return {
    ...options,
    entryPoints: [join(root, entry)],
    outfile: join(root, 'dist', out),
    absWorkingDir: root,
    bundle: true,
    target: options.platform === 'node' ? 'node20' : 'es2022',
    mainFields: options.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    define: { SEAWORTHY_VERSION: JSON.stringify(version) },
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

export async function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  await Promise.all(bundles.map((bundle) => esbuild.build(optionsOf(bundle))));
  for (const [file, code] of Object.entries(starters)) {
    const shebang = file === 'cli.js' ? '#!/usr/bin/env node\n' : '';
    writeFileSync(join(root, 'dist', file), `${shebang}${code}\n`);
  }
  // The package is ESM for its scripts; the bundles are CommonJS because VS Code `require`s them.
  writeFileSync(join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  await build();
  process.stdout.write(`built ${bundles.length} bundles in ${Math.round(performance.now() - started)} ms\n`);
}
