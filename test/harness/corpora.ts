/**
 * Real Python to test on, fetched by the system's own means: the interpreter's standard library, and packages of
 * Debian, unpacked once into `.cache/corpora/<package>` and never installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { standardLibrary, type Interpreter } from './python';
import { root } from './root';

export interface Corpus {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Relative to `folder`, with `/`, sorted. */
  readonly files: readonly string[];
}

/** Tests of the interpreter hold broken code on purpose, and some systems leave them out. */
const leftOut = /(^|\/)(site-packages|dist-packages|test|tests|idle_test|__pycache__)\//;

export function standardLibraryCorpus(python: Interpreter): Corpus {
  const folder = standardLibrary(python);
  return { name: 'stdlib', folder, files: pythonFiles(folder).filter((path) => !leftOut.test(path)) };
}

/** A Debian package; a string says why it cannot be had here. */
export function debianCorpus(name: string): Corpus | string {
  const folder = join(root, '.cache', 'corpora', name);
  if (!existsSync(folder)) {
    const problem = fetchPackage(name, folder);
    if (problem !== undefined) return problem;
  }
  const files = pythonFiles(folder);
  return files.length > 0 ? { name, folder, files } : `the package ${name} holds no Python`;
}

/** Packages of Debian beside the standard library: applications, mathematics, databases, data. */
const packages = ['python3-django', 'python3-sympy', 'python3-sqlalchemy', 'python3-pandas'];
/** Libraries that run in production everywhere: what they do is no tutorial habit. */
export const productionCorpora: readonly string[] = ['python3-django', 'python3-sqlalchemy'];

/** Everything there is to test on, and why some of it is missing here. */
export function allCorpora(python: Interpreter): {
  readonly corpora: readonly Corpus[];
  readonly missing: readonly string[];
} {
  const found = packages.map(debianCorpus);
  return {
    corpora: [standardLibraryCorpus(python), ...found.filter((corpus) => typeof corpus !== 'string')],
    missing: found.filter((corpus) => typeof corpus === 'string'),
  };
}

function fetchPackage(name: string, folder: string): string | undefined {
  const parent = join(folder, '..');
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, `.${name}-`));
  try {
    if (!run('apt-get', ['download', name], temporary)) {
      // A fresh container has no package lists yet.
      const updated = run('apt-get', ['update'], temporary) && run('apt-get', ['download', name], temporary);
      if (!updated) return `apt-get cannot download ${name} here`;
    }
    const archive = readdirSync(temporary).find((file) => file.endsWith('.deb'));
    const unpacked = join(temporary, 'unpacked');
    if (archive === undefined || !run('dpkg-deb', ['-x', join(temporary, archive), unpacked], temporary)) {
      return `dpkg-deb cannot unpack ${name} here`;
    }
    // Whoever is first wins; both have unpacked the same.
    if (!existsSync(folder)) renameSync(unpacked, folder);
    return undefined;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): boolean {
  return spawnSync(command, args, { cwd, stdio: 'ignore', timeout: 180_000 }).status === 0;
}

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
