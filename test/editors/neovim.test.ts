/**
 * Neovim's own language client, written by others: diagnostics arrive, a code action changes the buffer, fix-all works.
 * Debian's package is installed when possible.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundle } from '../lsp/bundles';
import { temporaryFolder } from '../lsp/in-memory';

const source = `import logging

logger = logging.getLogger(__name__)


def load(path):
    try:
        return int(open(path).read())
    except:
        return None


def run(job):
    try:
        job()
    except Exception:
        logger.error("it failed")
`;

interface Result {
  readonly errors: readonly string[];
  readonly first: readonly string[];
  readonly moved: readonly string[];
  readonly actions: readonly string[];
  readonly fixed: string;
  readonly left: readonly string[];
  readonly allFixed: string;
}

function hasNeovim(): boolean {
  return spawnSync('nvim', ['--version']).status === 0;
}

/** Why the test cannot run here, or false. */
function missing(): string | false {
  if (hasNeovim()) return false;
  const isDebian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!isDebian) return 'Neovim is not installed, and only root on Debian can install it';
  const installed = spawnSync('apt-get', ['install', '-y', 'neovim'], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return installed.status === 0 && hasNeovim() ? false : 'Neovim could not be installed with apt-get';
}

const skip = missing();

for (const [name, server] of [
  ['the server bundle', () => [process.execPath, bundle('server.js'), '--stdio']],
  ['the command line', () => [process.execPath, bundle('cli.js'), 'server', '--stdio']],
] as const) {
  test(`Neovim with ${name}`, { skip }, (context) => {
    const { path } = temporaryFolder(context);
    const file = join(path, 'app.py');
    writeFileSync(file, source);
    const result = runNeovim(server(), file);
    assert.deepEqual(result.errors, []);
    assert.deepEqual(result.first, ['bare-except@8', 'error-instead-of-exception@16']);
    assert.deepEqual(result.moved, ['bare-except@9', 'error-instead-of-exception@17']);
    assert.deepEqual(result.actions.slice(-2), [
      "Ignore 'bare-except' on this line",
      "Ignore 'bare-except' in this file",
    ]);
    assert.match(result.fixed, /^# a comment\nimport logging\n/);
    assert.doesNotMatch(result.fixed, /except:/);
    assert.deepEqual(
      result.left.map((code) => code.replace(/@.*/, '')),
      ['error-instead-of-exception'],
    );
    assert.equal(result.allFixed, result.fixed.replace('logger.error(', 'logger.exception('));
    writeFileSync(file, result.allFixed);
    execFileSync('python3', ['-c', 'import sys; compile(open(sys.argv[1]).read(), "app.py", "exec")', file]);
  });
}

function runNeovim(server: readonly string[], file: string): Result {
  const script = join(import.meta.dirname, 'neovim.lua');
  const { stdout, stderr } = spawnSync('nvim', ['--headless', '--clean', '-c', `luafile ${script}`], {
    env: { ...process.env, SEAWORTHY_SERVER: server.join('\n'), SEAWORTHY_FILE: file },
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const line = stdout.split('\n').find((one) => one.startsWith('RESULT '));
  assert.ok(line !== undefined, `Neovim gave no result:\n${stdout}\n${stderr}`);
  return JSON.parse(line.slice('RESULT '.length)) as Result;
}
