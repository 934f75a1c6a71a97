/** Which files a run looks at, and which project and configuration each belongs to. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { configFileNames, type CommandLineSettings } from '../engine/config';
import type { Rule } from '../engine';
import type { Target } from '../node/analyse-files';
import { statOrReason } from '../node/read';
import { relativePath, walk } from '../node/walk';
import { projectLoader, type Project } from './nearest-config';
import { fail, warn } from './output';
import { shownPath } from './shown-path';

/** What to check in one project. */
export interface Selection extends Project {
  readonly targets: readonly Target[];
  /** Folders that were named, relative to the root, '' for the root itself. */
  readonly folders: readonly string[];
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
export function isProject({ root, folders }: Selection): boolean {
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
  const load = projectLoader(commandLine, rules);
  const projects = new Map<string, Project & { readonly targets: Target[]; readonly folders: string[] }>();
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
    const targets = stats.isDirectory() ? await targetsBelow(full, project) : [namedTarget(full, project)];
    for (const target of targets) {
      if (seen.has(target.file)) continue;
      seen.add(target.file);
      project.targets.push(target);
    }
  }
  return { selections: [...projects.values()], isMissing };
}

/** A file that is named is checked, whatever excludes say. */
function namedTarget(file: string, { root, config }: Project): Target {
  const path = relativePath(root, file);
  return { path, file, settings: config.lintForNamed(path) };
}

async function targetsBelow(folder: string, { root, config }: Project): Promise<Target[]> {
  const prefix = folder === root ? '' : `${relativePath(root, folder)}/`;
  const { maxFiles, isExcluded } = config;
  const walked = await walk(folder, { maxFiles, isExcluded: (path) => isExcluded(prefix + path) });
  for (const { path, reason } of walked.unreadable) fail(`${shownPath(join(folder, path))} ${reason}`);
  const left = walked.total - walked.python.length;
  if (left > 0)
    warn(`${left} of ${walked.total} Python files were left out: analysis.maxFiles is ${maxFiles}`);
  return walked.python.flatMap((path) => {
    const settings = config.lintFor(prefix + path);
    return settings ? [{ path: prefix + path, file: join(folder, path), settings }] : [];
  });
}
