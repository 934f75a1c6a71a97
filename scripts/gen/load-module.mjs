// Imports a TypeScript module of the engine from a generator: bundled in memory, so that nothing has to be built first.
import { join } from 'node:path';
import * as esbuild from 'esbuild';

/** @param {string} root @param {string} entry @returns {Promise<any>} */
export async function loadModule(root, entry) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const code = result.outputFiles[0]?.text ?? '';
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
