// Runs files of Node's test runner in a process of their own and reads what the reporter wrote.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runToEnd } from '../vscode/processes.mjs';
import { temporaryFolder } from '../vscode/temporary.mjs';
import { nothing } from './outcome.mjs';

const progressEveryMs = 20_000;

/**
 * @param {string} root
 * @param {readonly string[]} files relative to `root`
 * @param {{ name: string, say: (line: string) => void, limitMinutes: number, env?: Record<string, string> }} options
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runNodeTests(root, files, { name, say, limitMinutes, env = {} }) {
  if (files.length === 0) return nothing;
  const temporary = temporaryFolder('test-results');
  const results = join(temporary.path, 'results.jsonl');
  const timeoutMs = limitMinutes * 60_000;
  const done = () => readResults(results).filter(({ state }) => state !== 'note').length;
  const timer = setInterval(() => say(`  … ${name}: ${done()} tests done`), progressEveryMs);
  const { code, output } = await runToEnd(
    process.execPath,
    [
      ...['--import', 'tsx', '--test', `--test-timeout=${timeoutMs}`],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./scripts/test/reporter.mjs', `--test-reporter-destination=${results}`],
      ...files,
    ],
    { cwd: root, env: { ...process.env, ...env }, timeoutMs },
  );
  clearInterval(timer);
  const all = readResults(results);
  const tests = all.filter(({ state }) => state !== 'note');
  for (const { name: note } of all.filter(({ state }) => state === 'note')) say(`  ${name}: ${note}`);
  temporary.remove();
  const failed = tests
    .filter(({ state }) => state === 'failed')
    .map((test) => ({ name: `${relative(root, test.file)}: ${test.name}`, detail: test.error ?? '' }));
  // A process that was ended, or died, may leave no failed test behind.
  if (code !== 0 && failed.length === 0)
    failed.push({ name: `${name} (exit code ${code})`, detail: output.slice(-4_000) });
  if (code === 0 && tests.length === 0)
    failed.push({ name: `${name} (no test ran)`, detail: output.slice(-4_000) });
  return {
    passed: tests.filter(({ state }) => state === 'passed').length,
    failed,
    skipped: tests
      .filter(({ state }) => state === 'skipped')
      .map((test) => ({ name: `${relative(root, test.file)}: ${test.name}`, reason: test.reason ?? '' })),
  };
}

/** @param {string} path @returns {import('./reporter.mjs').TestResult[]} */
function readResults(path) {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  // The last line may still be under way.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
