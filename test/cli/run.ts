/** Runs the built command line as a process, in folders made for a test. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { bundle } from '../lsp/bundles';

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that is given the command line as its last arguments, and runs it. */
  readonly through?: readonly [string, ...string[]];
}

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own below a `.git` marker, so that nothing outside counts. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-test-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const cacheFolder = makeFolder();

export function run(args: readonly string[], { cwd, input, env, through }: RunOptions = {}): Run {
  const [program, ...rest] = [...(through ?? []), process.execPath, bundle('cli.js'), ...args];
  const result = spawnSync(program ?? process.execPath, rest, {
    cwd: cwd ?? makeFolder(),
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
    env: { ...process.env, SEAWORTHY_CACHE_DIR: cacheFolder, NO_COLOR: '1', ...env },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface JsonFix {
  readonly message: string;
  readonly applicability: string;
  readonly edits: readonly {
    readonly content: string;
    /** Absent for an edit of the finding's own file. */
    readonly filename?: string;
    readonly location: Place;
    readonly end_location: Place;
  }[];
}

export interface JsonFinding {
  readonly code: string;
  readonly topic: string;
  readonly severity: string;
  readonly message: string;
  readonly filename: string;
  readonly location: Place;
  readonly end_location: Place;
  readonly url: string;
  readonly equivalents: readonly string[];
  readonly fix: JsonFix | null;
  readonly fixes: readonly JsonFix[];
}

export function findingsOf({ out }: Run): readonly JsonFinding[] {
  return JSON.parse(out) as readonly JsonFinding[];
}

/** Python with one finding of `bare-except` on its line 4, and no other of that rule. */
export const bareExcept =
  'def read(path):\n    try:\n        return open(path).read()\n    except:\n        return None\n';
