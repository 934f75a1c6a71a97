/** Reads the configuration of projects, and says what is wrong with it. For each file the nearest one applies. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Rule } from '../engine';
import {
  configFileNames,
  describeProblem,
  folderConfig,
  nearestConfig,
  resolveConfig,
  withNested,
  type Applying,
  type CommandLineSettings,
  type ConfigFile,
  type FolderConfig,
  type ResolvedConfig,
} from '../engine/config';
import { createFolders, type Folders } from '../node/folders';
import { reasonOf } from '../node/read';
import { UsageError, warn } from './output';
import { shownPath, slashed } from './shown-path';

export interface Project {
  readonly root: string;
  /** Settings of the folder; of each file in it, its own. */
  readonly config: ResolvedConfig;
  /** Settings of a project in a folder below, '' for the root itself. */
  readonly configOf: (folder: string) => ResolvedConfig;
}

interface Located {
  readonly root: string;
  readonly config: ResolvedConfig;
}

/** What was read once is kept, and what is wrong in it is said once. */
export function projectLoader(
  commandLine: CommandLineSettings,
  rules: readonly Rule[],
  folders: Folders = createFolders(),
): (root: string) => Project {
  const configs = new Map<string, FolderConfig | undefined>();
  const resolved = new Map<string, ResolvedConfig>();

  const read = (folder: string): FolderConfig | undefined => {
    if (!configs.has(folder)) {
      const texts = configFileNames.map((name) =>
        folders.mayHold(folder, name) ? readConfig(join(folder, name)) : undefined,
      );
      configs.set(folder, folderConfig(folder, texts));
    }
    return configs.get(folder);
  };

  const resolve = (root: string, found: FolderConfig | undefined): Located => {
    let config = resolved.get(root);
    if (!config) {
      config = resolveConfig({ ...found, commandLine }, rules);
      const wrongUse = config.problems.find(({ source }) => source === 'command line');
      if (wrongUse) throw new UsageError(describeProblem(wrongUse).replace('command line', wrongUse.key));
      for (const problem of config.problems) warn(describeProblem(problem));
      resolved.set(root, config);
    }
    return { root, config };
  };

  return (root) => {
    const last = repositoryOf(root) ?? root;
    const known = new Map<string, Located>();
    const at = (folder: string): Located => {
      let located = known.get(folder);
      if (!located) {
        const found = nearestConfig(upwards(folder, last).map(read));
        known.set(folder, (located = resolve(found?.root ?? root, found)));
      }
      return located;
    };
    const config = withNested(at(root).config, applyingIn(root, at));
    return { root, config, configOf: (folder) => at(join(root, folder)).config };
  };
}

/** What applies to each path of `root`. Files of one folder have one configuration, which knows all of them by the same folder. */
function applyingIn(root: string, at: (folder: string) => Located): (path: string) => Applying {
  const known = new Map<string, { readonly config: ResolvedConfig; readonly folder: string }>();
  return (path) => {
    const end = path.lastIndexOf('/') + 1;
    const above = path.slice(0, end);
    let own = known.get(above);
    if (!own) {
      const folder = join(root, above, '.');
      const { root: top, config } = at(folder);
      const below = relative(top, folder);
      own = { config, folder: below === '' ? '' : `${slashed(below)}/` };
      known.set(above, own);
    }
    return { config: own.config, path: own.folder + path.slice(end) };
  };
}

/** From `folder` up to `last`, both included. */
function upwards(folder: string, last: string): string[] {
  const above = dirname(folder);
  return folder === last || above === folder ? [folder] : [folder, ...upwards(above, last)];
}

/** Beyond the repository nobody looks for configuration. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

function readConfig(path: string): ConfigFile | undefined {
  try {
    return { path: relative(process.cwd(), path) || path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') warn(`${shownPath(path)} ${reasonOf(error)}`);
    return undefined;
  }
}
