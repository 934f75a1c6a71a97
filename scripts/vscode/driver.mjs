// Puts the test driver together: the extension of test/e2e/driver and, beside it, the suites of test/e2e/host bundled
// into one CommonJS file. The embedded VS Code installs it; the desktop one is given the suite file alone.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../bootstrap.mjs';
import { createPackage } from './vsix.mjs';

const sources = join(root, 'test', 'e2e');
const output = join(root, '.cache', 'e2e', 'driver');

/**
 * Bundles the host suites.
 * @param {string} [filter] only files whose name contains it
 * @returns {Promise<{ suite: string, files: string[] }>} the bundle, which exports `run`, and the files in it
 */
export async function bundleSuite(filter = '') {
  const host = join(sources, 'host');
  const files = readdirSync(host).filter((name) => name.endsWith('.test.ts') && name.includes(filter));
  const suites = files.map((name) => `['${name}', () => require('./${name}')]`);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const suite = join(output, 'suite.cjs');
  await esbuild.build({
    stdin: {
      contents: `import { runSuites } from './run.ts';\nexport const run = () => runSuites([${suites.join(', ')}]);\n`,
      resolveDir: host,
      loader: 'ts',
    },
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
  });
  return { suite, files };
}

/** Packages the driver with the suite bundled last, and returns the package's path. */
export async function packageDriver() {
  for (const name of ['package.json', 'driver.cjs'])
    copyFileSync(join(sources, 'driver', name), join(output, name));
  writeFileSync(join(output, '.vscodeignore'), '**\n!package.json\n!*.cjs\n');
  const packagePath = join(output, 'driver.vsix');
  await createPackage(output, packagePath, { allowMissingRepository: true, skipLicense: true });
  return packagePath;
}
