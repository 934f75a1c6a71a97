// Builds Seaworthy and packages it as dist/seaworthy.vsix, the file that users install. Never reaches the network.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, root } from './bootstrap.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';

/**
 * Builds, then packages.
 * @returns {Promise<string>} the package's path
 */
export async function packageVsix() {
  const { build } = await import('./build.mjs');
  const { createPackage } = await import('./vscode/vsix.mjs');
  await build();
  const staging = stage();
  const vsix = join(root, 'dist', 'seaworthy.vsix');
  const size = await createPackage(staging.path, vsix);
  staging.remove();
  process.stdout.write(`packaged dist/seaworthy.vsix, ${Math.round(size / 1024)} KB\n`);
  return vsix;
}

/**
 * Copies the folders that the allow list mentions. vsce holds every file it finds against every line of the list, and
 * with the cached VS Code in the tree that takes ten seconds; what is in the package stays the list's decision.
 */
function stage() {
  const list = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
  const allowed = list
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).split('/')[0] ?? '');
  const staging = temporaryFolder('package');
  for (const name of new Set(['.vscodeignore', ...allowed])) {
    const source = join(root, name);
    if (existsSync(source)) cpSync(source, join(staging.path, name), { recursive: true });
  }
  return staging;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  await packageVsix();
}
