// Regenerates every generated file: node kinds, registries, manifest settings, rule and check pages, grammar versions.
// `--check` writes nothing and exits 1 naming each stale file; a test runs it.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generators } from './gen/index.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @param {{ check: boolean }} options @returns {Promise<string[]>} stale files, relative to the root */
export async function generate({ check }) {
  /** @type {string[]} */
  const stale = [];
  for (const generator of generators) {
    const { files, owns = [] } = await generator(root);
    for (const [path, content] of files) {
      const full = join(root, path);
      if (existsSync(full) && readFileSync(full, 'utf8') === content) continue;
      stale.push(path);
      if (check) continue;
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
    }
    for (const full of owns.flatMap((folder) => filesBelow(join(root, folder)))) {
      const path = relative(root, full).replaceAll('\\', '/');
      if (files.has(path)) continue;
      stale.push(path);
      if (!check) rmSync(full);
    }
  }
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const stale = await generate({ check });
  for (const path of stale) process.stdout.write(`${check ? 'stale' : 'wrote'} ${path}\n`);
  if (check && stale.length > 0) {
    process.stderr.write('run `npm run gen` and commit the result\n');
    process.exitCode = 1;
  }
}
