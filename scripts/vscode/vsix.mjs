// Packages an extension folder. Uses vsce's functions rather than its command, which looks for a newer vsce first.
import { statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';

/**
 * @param {string} folder
 * @param {string} packagePath
 * @param {{ allowMissingRepository?: boolean, skipLicense?: boolean }} [options]
 * @returns {Promise<number>} the size in bytes
 */
export async function createPackage(folder, packagePath, options = {}) {
  // vsce prints every file it packs; its warnings and errors go elsewhere and stay.
  const print = console.log;
  console.log = () => {};
  try {
    await createVSIX({ ...options, cwd: folder, packagePath, dependencies: false });
  } finally {
    console.log = print;
  }
  return statSync(packagePath).size;
}
