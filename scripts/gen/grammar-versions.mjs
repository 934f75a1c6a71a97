// grammars/VERSIONS.json: where each committed wasm file comes from, and its hash.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  { file: 'tree-sitter-python.wasm', package: 'tree-sitter-python' },
  { file: 'web-tree-sitter.wasm', package: 'web-tree-sitter' },
];

/** @param {string} root @returns {import('./index.mjs').Generated} */
export function grammarVersions(root) {
  const versions = sources.map(({ file, package: name }) => {
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    const bytes = readFileSync(join(root, 'node_modules', name, file));
    return {
      file,
      package: name,
      version: manifest.version,
      license: manifest.license,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  });
  return { files: new Map([['grammars/VERSIONS.json', `${JSON.stringify(versions, null, 2)}\n`]]) };
}
