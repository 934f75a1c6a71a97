// The phases of `npm test`: what each runs, and which lane it runs in. Lanes run side by side, phases of one lane in
// order. Everything that reads or writes dist/ shares a lane; the gates, which use both cores, come early, so that they
// do not meet the end-to-end tests, which watch the clock.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../vscode/processes.mjs';
import { runNodeTests } from './node-tests.mjs';

/**
 * @typedef {import('./outcome.mjs').Outcome} Outcome
 * @typedef {{ root: string, say: (line: string) => void }} Environment
 * @typedef {{ name: string, lane: 'source' | 'product', run: (environment: Environment) => Promise<Outcome> }} Phase
 */

const limitMinutes = 15;

/** @type {readonly Phase[]} */
export const phases = [
  {
    name: 'generated',
    lane: 'source',
    run: single('generated files are fresh', [['scripts/gen.mjs', '--check']]),
  },
  { name: 'types', lane: 'source', run: single('type check', [['node_modules/typescript/bin/tsc', '-b']]) },
  { name: 'rules', lane: 'source', run: tests('rules', (path) => path === 'rules.test.ts') },
  { name: 'gates', lane: 'source', run: tests('gates', below('gates')) },
  { name: 'unit', lane: 'source', run: tests('unit', isUnit) },
  {
    name: 'lint',
    lane: 'source',
    run: single('lint and format', [
      ['node_modules/eslint/bin/eslint.js', '.'],
      ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    ]),
  },
  { name: 'build', lane: 'product', run: single('build', [['scripts/build.mjs']]) },
  { name: 'protocol', lane: 'product', run: tests('protocol', below('lsp')) },
  { name: 'cli', lane: 'product', run: tests('cli', below('cli')) },
  { name: 'editors', lane: 'product', run: tests('editors', below('editors')) },
  { name: 'e2e', lane: 'product', run: e2e },
];

/** @param {string} folder @returns {(path: string) => boolean} */
function below(folder) {
  return (path) => path.startsWith(`${folder}/`);
}

/** Every test that no other phase runs, so that a new folder is never forgotten. @param {string} path */
function isUnit(path) {
  return path !== 'rules.test.ts' && !/^(gates|lsp|cli|editors|e2e)\//.test(path);
}

/**
 * Commands that count as one test together; all of them run.
 * @param {string} name @param {readonly (readonly string[])[]} commands @returns {Phase['run']}
 */
function single(name, commands) {
  return async ({ root }) => {
    const outputs = [];
    for (const args of commands) {
      const { code, output } = await runToEnd(process.execPath, args, {
        cwd: root,
        timeoutMs: limitMinutes * 60_000,
      });
      if (code !== 0) outputs.push(output.trim() === '' ? `exit code ${code}` : output);
    }
    if (outputs.length === 0) return { passed: 1, failed: [], skipped: [] };
    return { passed: 0, failed: [{ name, detail: outputs.join('\n') }], skipped: [] };
  };
}

/** @param {string} name @param {(path: string) => boolean} isWanted path below test/ @returns {Phase['run']} */
function tests(name, isWanted) {
  return ({ root, say }) => {
    const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.test.ts') && isWanted(path))
      .sort();
    return runNodeTests(
      root,
      files.map((path) => `test/${path}`),
      { name, say, limitMinutes },
    );
  };
}

/** @type {Phase['run']} */
async function e2e() {
  const { runE2E } = await import('../e2e.mjs');
  const { passed, failed, skipped } = await runE2E();
  const failures = Array.from({ length: failed }, (_, index) => ({
    name: `end-to-end failure ${index + 1}`,
    detail: 'see the output of the phase above',
  }));
  return { passed, failed: failures, skipped };
}
