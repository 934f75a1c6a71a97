// What VS Code reads when it activates the extension, and what that may require.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as esbuild from 'esbuild';
import { bundles, optionsOf } from '../../scripts/build.mjs';

const root = join(import.meta.dirname, '../..');

/** Names of the files that make up a bundle, its size, and what it requires at run time. */
async function look(name: string): Promise<{ inputs: string[]; bytes: number; requires: string[] }> {
  const bundle = bundles.find(({ out }) => out === name);
  assert.ok(bundle, name);
  const { metafile } = await esbuild.build({ ...optionsOf(bundle), write: false, metafile: true });
  const [output] = Object.values(metafile?.outputs ?? {});
  assert.ok(output, name);
  const requires = new Set(output.imports.map(({ path }) => path));
  return { inputs: Object.keys(output.inputs), bytes: output.bytes, requires: [...requires].sort() };
}

describe('bundles of the client', () => {
  it('activates without a library; the language client comes later, and neither holds what the other has', async () => {
    const [entry, later] = await Promise.all([look('client.js'), look('language-client.js')]);
    assert.deepEqual(entry.requires, ['./language-client.js', 'vscode']);
    assert.deepEqual(
      entry.inputs.filter((path) => path.includes('node_modules')),
      [],
    );
    assert.ok(entry.bytes < 60_000, `${entry.bytes} bytes`);
    assert.ok(later.inputs.some((path) => path.includes('node_modules/vscode-languageclient/')));
    assert.deepEqual(
      later.inputs.filter((path) => entry.inputs.includes(path)),
      [],
    );
  });

  it('is one file in a browser, where no neighbour can be required', async () => {
    assert.deepEqual((await look('client.browser.js')).requires, ['vscode']);
  });

  it('packages every bundle', () => {
    const allowed = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
    const forgotten = bundles.filter(({ out }) => !allowed.includes(`!dist/${out}`));
    assert.deepEqual(forgotten, []);
  });
});
