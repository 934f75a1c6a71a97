/** Whole processes as something to measure: wall clock and the CPU time of the process with all its children. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Cost } from './statistics';

/** The kernel counts CPU time in ticks of 10 ms. */
const tickMs = 10;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes besides 0 that mean a good end: linters end with 1 when they find something. */
  readonly accept?: readonly number[];
}

/** Runs one process to its end; its output goes nowhere. One at a time, or CPU times mix. */
export async function runProcess({ program, args, input, env, accept = [] }: Command): Promise<Cost> {
  const before = cpuOf('self').children;
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    ...(env ? { env } : {}),
  });
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(0, 2_000)));
  child.stdin?.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wall = performance.now() - started;
  if (code !== 0 && !accept.includes(code ?? -1)) throw new Error(`${program} ended with ${code}: ${errors}`);
  return { wall, cpu: cpuOf('self').children - before };
}

/** CPU milliseconds of a process and of its ended children; NaN where the system does not tell. */
export function cpuOf(pid: number | 'self'): { readonly own: number; readonly children: number } {
  if (process.platform !== 'linux') return { own: Number.NaN, children: Number.NaN };
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; user and system time, own and of children, are fields 14 to 17.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const sum = (first: number): number => ((fields[first] ?? 0) + (fields[first + 1] ?? 0)) * tickMs;
  return { own: sum(11), children: sum(13) };
}

/** Nobody wakes it. */
const never = new Int32Array(new SharedArrayBuffer(4));

/** CPU milliseconds of a process's main thread, to the microsecond; NaN where the system does not tell. */
export function mainThreadCpu(pid: number | 'self'): number {
  try {
    // Of a thread that runs, the kernel knows only what it had at the last tick, up to four milliseconds ago: a moment's
    // sleep brings that up to date.
    if (pid === 'self') Atomics.wait(never, 0, 0, 0.05);
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

export function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Debian's package of a linter; root on Debian gets it installed. A string without `path` says why not. */
export function debianProgram(name: string): { readonly path: string } | { readonly missing: string } {
  const path = `/usr/bin/${name}`;
  if (existsSync(path)) return { path };
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || onPath('apt-get') === undefined)
    return { missing: `${name} is not in /usr/bin, and only root on Debian can install it` };
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      stdio: 'ignore',
      timeout: 600_000,
    }).status === 0;
  const install = (): boolean => apt('install', '-y', '--no-install-recommends', name);
  if (!install() && !(apt('update') && install())) return { missing: `apt-get cannot install ${name} here` };
  return existsSync(path) ? { path } : { missing: `the package ${name} has no ${path}` };
}

export function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return (stdout ?? '').trim().split('\n')[0] ?? '';
}
