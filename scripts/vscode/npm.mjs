// Runs the npm that belongs to this Node. Node builtins only: the bootstrap uses it before any install.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runToEnd } from './processes.mjs';

/**
 * Runs npm and returns when it has succeeded; its output is shown only when it fails.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export async function npm(args, cwd) {
  const { command, prefix } = locateNpm();
  const { code, output } = await runToEnd(command, [...prefix, ...args, '--no-audit', '--no-fund'], {
    cwd,
    env: environmentWithoutNpm(),
    timeoutMs: 10 * 60_000,
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${output.trim()}`);
}

/**
 * npm is a script. On Windows its command is a batch file, which cannot be spawned without a shell, so the
 * script itself is run wherever it is known.
 * @returns {{ command: string, prefix: string[] }}
 */
function locateNpm() {
  const fromNpm = process.env.npm_execpath;
  const besideNode = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const script of [fromNpm, besideNode]) {
    if (script !== undefined && basename(script) === 'npm-cli.js' && existsSync(script)) {
      return { command: process.execPath, prefix: [script] };
    }
  }
  return { command: 'npm', prefix: [] };
}

/** `npm run` hands its own state down in variables; an npm inside a script must not take them for settings. */
function environmentWithoutNpm() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig|.*proxy)$)/i.test(name),
  );
  return Object.fromEntries(own);
}
