/** Which files a run looks at, and which project and configuration each belongs to. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { configFileNames, type CommandLineSettings } from '../engine/config';
import type { Rule } from '../engine';
import type { Target } from '../node/analyse-files';
import { createFolders, type Folders } from '../node/folders';
import { statOrReason } from '../node/read';
import { filesBelow, relativePath, walk, type Walk } from '../node/walk';
import { projectLoader, type Project } from './nearest-config';
import { fail, warn } from './output';
import { shownPath } from './shown-path';

/** What to check in one project. */
export interface Selection extends Project {
  readonly targets: readonly Target[];
  /** Folders that were named, relative to the root, '' for the root itself. */
  readonly folders: readonly string[];
  /** All files of the project, where somebody will ask for them. */
  readonly walked?: Walk;
}

const markers = [...configFileNames, 'setup.py', 'setup.cfg', '.git'];

/** The nearest folder at or above `folder` that looks like a project; else the present one, if `folder` lies below. */
export function projectRoot(folder: string, present: string = process.cwd()): string {
  for (let at = folder; ; at = dirname(at)) {
    if (markers.some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) break;
  }
  return folder === present || folder.startsWith(present + sep) ? present : folder;
}

/** A folder with a project's files in it, or one that was named as a whole: files elsewhere stand alone. */
export function isProject({ root, folders }: Pick<Selection, 'root' | 'folders'>): boolean {
  return folders.includes('') || markers.some((name) => existsSync(join(root, name)));
}

export interface Selected {
  readonly selections: readonly Selection[];
  /** A path does not exist. */
  readonly isMissing: boolean;
}

/** Files of all `paths`, each once, grouped by project. */
export async function selectFiles(
  paths: readonly string[],
  commandLine: CommandLineSettings,
  rules: readonly Rule[],
): Promise<Selected> {
  const disk = createFolders();
  const load = projectLoader(commandLine, rules, disk);
  const projects = new Map<string, Selecting>();
  const seen = new Set<string>();
  let isMissing = false;
  for (const path of paths) {
    const full = resolve(path);
    const stats = statOrReason(full);
    if ('skipped' in stats) {
      fail(`${path} ${stats.skipped}`);
      isMissing = true;
      continue;
    }
    const root = projectRoot(stats.isDirectory() ? full : dirname(full));
    const project = projects.get(root) ?? {
      ...load(root),
      targets: [],
      folders: [],
    };
    projects.set(root, project);
    if (stats.isDirectory()) project.folders.push(full === root ? '' : relativePath(root, full));
    const targets = stats.isDirectory()
      ? await targetsBelow(full, project, disk)
      : [namedTarget(full, project)];
    for (const target of targets) {
      if (seen.has(target.file)) continue;
      seen.add(target.file);
      project.targets.push(target);
    }
  }
  for (const project of projects.values()) if (isProject(project)) await walkProject(project, disk);
  return { selections: [...projects.values()], isMissing };
}

/** A project that is put together. */
interface Selecting extends Project {
  readonly targets: Target[];
  readonly folders: string[];
  walked?: Walk;
}

/** Once, though its files may be asked for twice: as what was named, and as the project around it. */
async function walkProject(project: Selecting, disk: Folders): Promise<Walk> {
  const { root, config } = project;
  const { maxFiles, isExcluded } = config;
  return (project.walked ??= await walk(root, { maxFiles, isExcluded, allFiles: true, folders: disk }));
}

/** A file that is named is checked, whatever excludes say. */
function namedTarget(file: string, { root, config }: Project): Target {
  const path = relativePath(root, file);
  return { path, file, settings: config.lintForNamed(path) };
}

async function targetsBelow(folder: string, project: Selecting, disk: Folders): Promise<Target[]> {
  const { root, config } = project;
  const prefix = folder === root ? '' : `${relativePath(root, folder)}/`;
  const { maxFiles } = config;
  const isExcluded = (path: string): boolean => config.isExcluded(prefix + path);
  const walked =
    folder === root
      ? await walkProject(project, disk)
      : await walk(folder, { maxFiles, isExcluded, folders: disk });
  for (const { path, reason } of walked.unreadable) fail(`${shownPath(join(folder, path))} ${reason}`);
  const left = walked.total - walked.python.length;
  if (left > 0)
    warn(`${left} of ${walked.total} Python files were left out: analysis.maxFiles is ${maxFiles}`);
  const fileOf = filesBelow(folder);
  return walked.python.flatMap((path) => {
    const settings = config.lintFor(prefix + path);
    return settings ? [{ path: prefix + path, file: fileOf(path), settings }] : [];
  });
}
