// Child processes that never outlive this one: each gets a process group of its own, and every group still
// running is killed when this process exits, however it exits short of SIGKILL. Node builtins only.
import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Work for the end of this process, synchronous because nothing else runs in an exit handler.
 * @type {Set<() => void>}
 */
const cleanups = new Set();

/**
 * What a signal asks to end first, before the cleanups make it: a process of ours may have processes of its own.
 * @type {Set<() => Promise<void>>}
 */
const stops = new Set();
let listening = false;
let signalled = false;

const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
const GRACE_MS = 2_000;

/**
 * @param {() => void} cleanup
 * @returns {() => void} takes the registration back
 */
export function onShutdown(cleanup) {
  if (!listening) listen();
  cleanups.add(cleanup);
  return () => void cleanups.delete(cleanup);
}

/** Whether a signal is ending this process: what ends now does so because it was asked to. */
export function isEnding() {
  return signalled;
}

function listen() {
  listening = true;
  process.once('exit', () => [...cleanups].reverse().forEach((run) => run()));
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // Whoever presses Ctrl+C twice does not want to wait.
      if (signalled) process.exit(code);
      signalled = true;
      void Promise.allSettled([...stops].map((stop) => stop())).then(() => process.exit(code));
    });
  }
}

/**
 * @typedef {object} Group
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<number | null>} exited the exit code, null when a signal ended it or it never started
 * @property {() => Promise<void>} stop asks the whole group to end, then makes it
 */

/**
 * Starts a command at the head of its own process group.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile?: string, graceMs?: number }} [options] `logFile` receives
 *   its output, which goes to ours without one; `graceMs` is how long it may take to end when asked to
 * @returns {Group}
 */
export function startGroup(command, args, { cwd, env, logFile, graceMs = GRACE_MS } = {}) {
  const output = logFile === undefined ? 'inherit' : openSync(logFile, 'a');
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: env ?? process.env,
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const kill = () => killGroup(child.pid, 'SIGKILL');
  const forget = onShutdown(kill);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
  const stop = async () => {
    killGroup(child.pid, 'SIGTERM');
    for (let waited = 0; waited < graceMs && isGroupAlive(child.pid); waited += 50) await delay(50);
    kill();
    await exited;
    forget();
    stops.delete(stop);
  };
  stops.add(stop);
  return { child, exited, stop };
}

/**
 * Runs a command to its end, with a hard time limit, and returns its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function runToEnd(command, args, { cwd, env, timeoutMs = 5 * 60_000 } = {}) {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const kill = () => killGroup(child.pid, 'SIGKILL');
  const forget = onShutdown(kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  const timer = setTimeout(() => {
    output += `\n(ended: it ran for more than ${timeoutMs / 1000} s)`;
    kill();
  }, timeoutMs);
  return new Promise((resolve) => {
    /** @param {number | null} code */
    const finish = (code) => {
      clearTimeout(timer);
      forget();
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(null);
    });
    child.once('close', finish);
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/** @param {number | undefined} pid */
function isGroupAlive(pid) {
  if (pid === undefined || process.platform === 'win32') return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
