// Finds the VS Code that the user already has.
import { realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runToEnd } from './processes.mjs';

/** @typedef {{ command: string, args: string[], version: string }} UserCode what to run, and with which arguments first */

/**
 * The `code` on PATH, when it is a desktop VS Code that can open a window here.
 * @returns {Promise<{ code: UserCode } | { code: undefined, reason: string }>}
 */
export async function findUserCode() {
  const command = onPath('code');
  if (command === undefined) return { code: undefined, reason: 'no `code` command on PATH' };
  // Inside a remote window `code` is a messenger to the window's own VS Code; it loads no extension from a folder.
  if (/remote-cli|code-server/.test(realpathSync(command))) {
    return { code: undefined, reason: `${command} belongs to a remote window` };
  }
  if (process.env.WSL_DISTRO_NAME !== undefined) {
    return { code: undefined, reason: 'VS Code for Windows cannot load an extension from inside WSL' };
  }
  if (!hasDesktop()) return { code: undefined, reason: 'there is no desktop to open a window on' };
  if (process.getuid?.() === 0) return { code: undefined, reason: 'VS Code refuses to run as root' };
  // On Windows `code` is a batch file, which only the command interpreter can run.
  const [program, ...args] = process.platform === 'win32' ? ['cmd.exe', '/d', '/c', 'code'] : [command];
  const { code, output } = await runToEnd(program, [...args, '--version'], { timeoutMs: 20_000 });
  const version = output.split('\n')[0]?.trim() ?? '';
  if (code !== 0 || !/^\d+\.\d+\.\d+/.test(version)) {
    return { code: undefined, reason: `${command} --version fails` };
  }
  return { code: { command: program, args, version } };
}

/** Whether a window or a browser can be shown to someone. */
export function hasDesktop() {
  if (process.env.CI !== undefined || process.env.SSH_CONNECTION !== undefined) return false;
  if (process.platform !== 'linux') return true;
  return (process.env.DISPLAY ?? '') !== '' || (process.env.WAYLAND_DISPLAY ?? '') !== '';
}

/**
 * The first file of that name in a folder of PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (folder !== '' && statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    }
  }
  return undefined;
}
