/**
 * Finds the files of a project: deterministic order, `.gitignore` files at every level, no virtual environments.
 *
 * Links to folders are not followed: inside the project the folder itself is visited, outside it is not the project's.
 * So a loop of links cannot trap the walk.
 */
import { existsSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { listFolder, type Folders } from './folders';
import { Pacer } from './pacer';
import { reasonOf } from './read';

export interface Cancellation {
  readonly aborted: boolean;
}

export interface WalkOptions {
  /** Leaves out files and folders, by path relative to the root. */
  readonly isExcluded?: (path: string) => boolean;
  /** The most Python files to return; the others are counted. */
  readonly maxFiles?: number;
  /** Also list files that are not Python. */
  readonly allFiles?: boolean;
  readonly signal?: Cancellation | undefined;
  /** Remembers what the folders hold. */
  readonly folders?: Folders | undefined;
}

export interface Walk {
  /** Python files, relative to the root with `/`, in order of visit. */
  readonly python: readonly string[];
  /** With `allFiles`: every file that is not left out, Python files among them, sorted. */
  readonly paths: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Python files that were found, returned or not. */
  readonly total: number;
  /** Virtual environments, which are left out. */
  readonly environments: readonly string[];
  /** There are more than `maxPaths` files; the others are not among `paths`. */
  readonly isCut?: true;
}

const skippedFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.eggs',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.ipynb_checkpoints',
  '__pycache__',
  '__pypackages__',
  'node_modules',
  'site-packages',
]);

/** A folder full of data must not fill the memory. */
export const maxPaths = 200_000;

interface Rules {
  /** Folder of the .gitignore, absolute, with `/` and without one at the end. */
  readonly folder: string;
  readonly rules: Ignore;
}

export class Cancelled extends Error {
  override readonly name = 'AbortError';
}

export function isPython(name: string): boolean {
  return /\.(py|pyi|pyw)$/.test(name);
}

interface Folder {
  /** Relative to the root, '' for the root itself. */
  readonly path: string;
  /** The same for the system. */
  readonly at: string;
  /** Of the folders above. */
  readonly rules: readonly Rules[];
}

/** One walk under way. */
interface Progress {
  readonly root: string;
  readonly realRoot: string;
  readonly options: WalkOptions;
  readonly python: string[];
  readonly paths: string[];
  readonly unreadable: { path: string; reason: string }[];
  readonly environments: string[];
  total: number;
}

export async function walk(root: string, options: WalkOptions = {}): Promise<Walk> {
  const realRoot = slashes(realpathSync(root));
  const progress: Progress = {
    root,
    realRoot,
    options,
    python: [],
    paths: [],
    unreadable: [],
    environments: [],
    total: 0,
  };
  const stack: Folder[] = [{ path: '', at: root, rules: outerRules(realRoot) }];
  const pacer = new Pacer();
  for (let folder = stack.pop(); folder; folder = stack.pop()) {
    if (pacer.isDue) await pacer.pause();
    if (options.signal?.aborted) throw new Cancelled('the scan was cancelled');
    for (const below of (await visitFolder(progress, folder, pacer)).reverse()) stack.push(below);
  }
  const { python, paths, unreadable, environments, total } = progress;
  const isCut = paths.length > maxPaths;
  if (isCut) paths.length = maxPaths;
  return {
    python,
    paths: paths.sort(),
    unreadable,
    total,
    environments: environments.sort(),
    ...(isCut ? { isCut } : {}),
  };
}

/** Takes in the files of a folder and returns the folders below it. */
async function visitFolder(progress: Progress, folder: Folder, pacer: Pacer): Promise<Folder[]> {
  const { realRoot, options, unreadable } = progress;
  const { at } = folder;
  const listed = options.folders?.list(at) ?? listFolder(at);
  if ('reason' in listed) {
    unreadable.push({ path: folder.path || '.', reason: listed.reason });
    return [];
  }
  const { entries } = listed;
  if (folder.path !== '' && isEnvironment(entries)) {
    progress.environments.push(folder.path);
    return [];
  }
  const rules = withOwnRules(folder.rules, joined(realRoot, folder.path), entries);
  const below: Folder[] = [];
  for (const entry of entries) {
    // One folder may hold all there is.
    if (pacer.isDue) await pacer.pause();
    const { name } = entry;
    const isFolder = entry.isDirectory();
    if (isFolder ? skippedFolders.has(name) : !options.allFiles && !isPython(name)) continue;
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    if (options.isExcluded?.(path)) continue;
    const isWanted = !isFolder && isSecretsFile(name);
    if (!isWanted && rules.length > 0 && isIgnored(rules, joined(realRoot, path), isFolder)) {
      if (isFolder && isEnvironmentName(name) && isEnvironmentFolder(join(at, name)))
        progress.environments.push(path);
      continue;
    }
    if (isFolder) below.push({ path, at: `${at}${sep}${name}`, rules });
    else visitFile(progress, path, entry);
  }
  return below;
}

function visitFile(progress: Progress, path: string, entry: Dirent): void {
  const { root, realRoot, options, python, paths, unreadable } = progress;
  const link = entry.isSymbolicLink() ? resolveLink(join(root, path), realRoot) : undefined;
  if (link === 'folder' || (!link && !entry.isFile())) return;
  if (typeof link === 'object') {
    if (isPython(path)) unreadable.push({ path, reason: link.reason });
    return;
  }
  if (options.allFiles && paths.length <= maxPaths) paths.push(path);
  if (!isPython(path) || link === 'inside') return;
  progress.total += 1;
  if (python.length < (options.maxFiles ?? Number.POSITIVE_INFINITY)) python.push(path);
}

/** A virtual environment, or one of conda. */
function isEnvironment(entries: readonly Dirent[]): boolean {
  return entries.some(({ name }) => name === 'pyvenv.cfg' || name === 'conda-meta');
}

/** Environments are nearly always ignored: only names that they have are worth a look into an ignored folder. */
function isEnvironmentName(name: string): boolean {
  return /^\.?(?:v|virtual)?env(?:[-_.\w]*)$|^\.pixi$|^\.conda$/.test(name);
}

function isEnvironmentFolder(folder: string): boolean {
  return (
    existsSync(join(folder, 'pyvenv.cfg')) ||
    existsSync(join(folder, 'conda-meta')) ||
    existsSync(join(folder, 'envs'))
  );
}

/** `.env` files are nearly always ignored, and exactly then the health engine has to know that they exist. */
function isSecretsFile(name: string): boolean {
  return name === '.env' || name.startsWith('.env.');
}

function withOwnRules(outer: readonly Rules[], folder: string, entries: readonly Dirent[]): readonly Rules[] {
  if (!entries.some(({ name }) => name === '.gitignore')) return outer;
  const rules = readRules(join(folder, '.gitignore'));
  return rules ? [...outer, { folder, rules }] : outer;
}

function readRules(path: string): Ignore | undefined {
  try {
    return ignore({ allowRelativePaths: true }).add(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The innermost file that says something decides. Folders above are known to be let in. */
function isIgnored(rules: readonly Rules[], path: string, isFolder: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const scope = rules[index];
    if (!scope) continue;
    const below = path.slice(scope.folder.length + 1);
    const result = scope.rules.test(isFolder ? `${below}/` : below);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

/** Rules of the repository above the root; none where they leave out the root itself, which somebody asked for. */
function outerRules(realRoot: string): readonly Rules[] {
  const folders: string[] = [];
  let repository = realRoot;
  while (!existsSync(join(repository, '.git'))) {
    if (dirname(repository) === repository) return [];
    repository = dirname(repository);
    folders.unshift(slashes(repository));
  }
  const exclude = readRules(join(repository, '.git', 'info', 'exclude'));
  const rules: Rules[] = exclude ? [{ folder: slashes(repository), rules: exclude }] : [];
  for (const folder of folders) {
    const own = readRules(join(folder, '.gitignore'));
    if (own) rules.push({ folder, rules: own });
  }
  return rules.some((scope) => isIgnored([scope], realRoot, true)) ? [] : rules;
}

/** `inside`: a file of the project that is visited anyway; `file`: one outside. */
function resolveLink(
  path: string,
  realRoot: string,
): 'folder' | 'inside' | 'file' | { readonly reason: string } {
  try {
    if (!statSync(path).isFile()) return 'folder';
    return slashes(realpathSync(path)).startsWith(`${realRoot}/`) ? 'inside' : 'file';
  } catch (error) {
    const reason = reasonOf(error);
    return { reason: reason === 'does not exist' ? 'is a link to a missing file' : reason };
  }
}

function joined(root: string, path: string): string {
  return path === '' ? root : `${root}/${path}`;
}

/** The files below a folder as the system names them, by their paths with `/`: `join` for paths that need no tidying. */
export function filesBelow(folder: string): (path: string) => string {
  const prefix = folder.endsWith(sep) ? folder : folder + sep;
  return (path) => prefix + (sep === '/' ? path : path.replaceAll('/', sep));
}

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** `path` relative to `root` with `/`; the file's own name when it lies elsewhere. */
export function relativePath(root: string, path: string): string {
  const below = slashes(relative(root, path));
  return below === '' || below.startsWith('../') || below === '..' || /^[a-zA-Z]:/.test(below)
    ? basename(path)
    : below;
}
