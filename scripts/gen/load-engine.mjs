// The engine with its registered rules and checks, for generators that show what it really reports: bundled for Node
// into a temporary file, because the parser's runtime reads files and cannot live in a data URL.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * @typedef {object} LoadedEngine
 * @property {typeof import('../../server/src/engine/index')} api
 * @property {import('../../server/src/engine/index').Engine} engine
 * @property {readonly import('../../server/src/engine/project/check').Check[]} checks
 * @property {typeof import('../../server/src/engine/project/model').topics} topics
 * @property {typeof import('../../server/src/engine/project')} projects
 * @property {typeof import('../../server/src/engine/project/project-index/view').projectView} projectView
 */

const entry = `
export * as api from './server/src/engine/index';
export { checks } from './server/src/engine/project/checks/registry.generated';
export { topics } from './server/src/engine/project/model';
export * as projects from './server/src/engine/project';
export { projectView } from './server/src/engine/project/project-index/view';
`;

/** @type {Map<string, Promise<LoadedEngine>>} */
const loaded = new Map();

/** One engine a run, however many generators ask. @param {string} root */
export function loadEngine(root) {
  const engine = loaded.get(root) ?? load(root);
  loaded.set(root, engine);
  return engine;
}

/** @param {string} root @returns {Promise<LoadedEngine>} */
async function load(root) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-gen-'));
  try {
    const outfile = join(folder, 'engine.cjs');
    await esbuild.build({
      absWorkingDir: root,
      stdin: { contents: entry, resolveDir: root, loader: 'ts' },
      bundle: true,
      outfile,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
      logLevel: 'warning',
    });
    const { api, checks, topics, projects, projectView } = createRequire(join(root, 'package.json'))(outfile);
    const grammar = {
      runtime: readFileSync(join(root, 'grammars/web-tree-sitter.wasm')),
      python: readFileSync(join(root, 'grammars/tree-sitter-python.wasm')),
    };
    return { api, engine: await api.Engine.create({ grammar }), checks, topics, projects, projectView };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
