/**
 * Projects are graded where they live, not where the editor was opened: each folder with a manifest of its own is a
 * root, which inherits pipelines, hooks and git from the repository above it.
 */
import picomatch from 'picomatch/posix';
import type { HealthReport, HealthRoot } from '../../protocol/health';
import { buildFacts, type FactsOptions } from './facts';
import { fileRole } from './facts/roles';
import { gradeProject, type GradeOptions } from './grade-project';
import { repositoryFilePatterns, type GitSnapshot, type ProjectSnapshot } from './snapshot';

const manifests = new Set(
  'pyproject.toml setup.py setup.cfg Pipfile requirements.txt environment.yml environment.yaml'.split(' '),
);
/** Manifests below these belong to tests, documentation and templates of the project around them. */
const inside =
  /(?:^|\/)(?:tests?|testing|fixtures?|docs?|examples?|samples?|templates?|requirements|vendor|third_party|node_modules|\.[^/]+)(?:\/|$)|[{}<>]/;
const isRepositoryFile = picomatch([...repositoryFilePatterns], { dot: true });

/** Folders relative to the snapshot's, '' for that one, sorted. At least one, unless there is no Python at all. */
export function findRoots(paths: readonly string[]): readonly string[] {
  const python = paths.filter(isPython);
  if (python.length === 0) return [];
  const candidates = manifestFolders(paths);
  if (candidates.size === 0) return [''];
  const nested = new Set<string>();
  let own = false;
  for (const path of python) {
    const around = foldersAround(path).filter((folder) => candidates.has(folder));
    for (const folder of around) nested.add(folder);
    own ||= around.length === 0 && isCode(path);
  }
  return [...(own || nested.size === 0 ? [''] : []), ...[...nested].sort()];
}

/** Folders with a manifest of their own. */
function manifestFolders(paths: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  let present: ReadonlySet<string> | undefined;
  for (const path of paths) {
    const at = path.lastIndexOf('/');
    if (at <= 0 || !manifests.has(path.slice(at + 1))) continue;
    const folder = path.slice(0, at);
    // A module of a package may be called setup.py too.
    const isModule = path.endsWith('.py') && (present ??= new Set(paths)).has(`${folder}/__init__.py`);
    if (!isModule && !inside.test(folder)) named.add(folder);
  }
  return named;
}

function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    folders.push(path.slice(0, end));
  return folders;
}

function isPython(path: string): boolean {
  return path.endsWith('.py') || path.endsWith('.ipynb');
}

function isCode(path: string): boolean {
  return path.endsWith('.ipynb') || fileRole(path) === 'code';
}

/** Path of a file as seen from the root that it belongs to; undefined for files of other roots. */
export function pathInRoot(path: string, root: string, roots: readonly string[]): string | undefined {
  const prefix = root === '' ? '' : `${root}/`;
  if (!path.startsWith(prefix)) return undefined;
  const isDeeper = roots.some(
    (other) => other !== root && other.startsWith(prefix) && path.startsWith(`${other}/`),
  );
  return isDeeper ? undefined : path.slice(prefix.length);
}

/** The part of a snapshot below one of its roots, without the roots below that. */
export function snapshotAt(
  snapshot: ProjectSnapshot,
  root: string,
  roots: readonly string[],
): ProjectSnapshot {
  const prefix = root === '' ? '' : `${root}/`;
  const near = roots.filter((other) => other.startsWith(prefix));
  const inner = (path: string) => pathInRoot(path, root, near);
  const belongs = (path: string) => inner(path) !== undefined;
  const entries = <T>(all: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...all].filter(([path]) => belongs(path)).map(([path, value]) => [inner(path) ?? '', value]));
  const { git, environments, truncated, trusted } = snapshot;
  return {
    paths: snapshot.paths.flatMap((path) => inner(path) ?? []),
    text: (path) => snapshot.text(prefix + path),
    ...(snapshot.findingLines
      ? { findingLines: (path, rule) => snapshot.findingLines?.(prefix + path, rule) ?? [] }
      : {}),
    unreadable: snapshot.unreadable
      .filter(({ path }) => belongs(path))
      .map(({ path, reason }) => ({ path: inner(path) ?? '', reason })),
    metrics: entries(snapshot.metrics),
    findings: entries(snapshot.findings),
    trusted,
    ...(truncated ? { truncated } : {}),
    // One environment at the top commonly serves every project below it.
    ...(environments
      ? { environments: environments.filter((path) => belongs(path) || !path.includes('/')) }
      : {}),
    ...(git ? { git: root === '' ? git : gitBelow(snapshot, git, root) } : {}),
  };
}

function gitBelow(snapshot: ProjectSnapshot, git: GitSnapshot, root: string): GitSnapshot {
  const { pathFromRepository, tracked, remote } = git;
  const own = pathFromRepository === '' ? repositoryFilesOf(snapshot) : git.repositoryFiles;
  const prefix = `${root}/`;
  return {
    pathFromRepository: pathFromRepository === '' ? root : `${pathFromRepository}/${root}`,
    repositoryFiles: own,
    ...(tracked
      ? {
          tracked: new Set(
            [...tracked].flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])),
          ),
        }
      : {}),
    ...(remote === undefined ? {} : { remote }),
  };
}

function repositoryFilesOf(snapshot: ProjectSnapshot): ReadonlyMap<string, string> {
  return new Map(
    snapshot.paths.flatMap((path) => {
      const text = isRepositoryFile(path) ? snapshot.text(path) : undefined;
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

export interface RootGrade {
  /** Relative to the snapshot's folder, '' for that one. */
  readonly path: string;
  readonly report: HealthReport;
}

/** A report a root, each with its own settings. The name of a nested root is its path below the name of the folder. */
export function gradeRoots(
  snapshot: ProjectSnapshot,
  factsAt: (root: string) => FactsOptions,
  options: GradeOptions,
): readonly RootGrade[] {
  const roots = findRoots(snapshot.paths);
  return roots.map((path) => ({
    path,
    report: gradeProject(buildFacts(snapshotAt(snapshot, path, roots), factsAt(path)), {
      ...options,
      root: path === '' ? options.root : `${options.root}/${path}`,
    }),
  }));
}

/** What a report of the whole folder says about each of its roots. */
export function summarizeRoot({ path, report }: RootGrade): HealthRoot {
  const { profile, overall, grade, gradeShown, stage, counts } = report;
  return { path, profile, overall, grade, gradeShown, stage, pythonFiles: counts.pythonFiles };
}
