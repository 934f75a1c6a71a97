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
import { filesBelow } from '../node/walk';
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
    if (!folders.mayHold(folder, configFileNames)) return undefined;
    if (!configs.has(folder)) {
      const texts = configFileNames.map((name) => readConfig(join(folder, name)));
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
    const folderOf = filesBelow(root);
    const applying = new Map<string, Applying>();
    /** To a folder below the root, whose path ends in `/`. Most have nothing of their own: what applies above does there. */
    const applyingBelow = (path: string): Applying => {
      let own = applying.get(path);
      if (!own) {
        const folder = path === '' ? root : folderOf(path.slice(0, -1));
        const name = path.lastIndexOf('/', path.length - 2) + 1;
        if (path === '' || read(folder)) {
          const located = at(folder);
          own = { config: located.config, path: pathBelow(located.root, folder) };
        } else {
          const above = applyingBelow(path.slice(0, name));
          own = { config: above.config, path: above.path + path.slice(name) };
        }
        applying.set(path, own);
      }
      return own;
    };
    const config = withNested(at(root).config, (path) => {
      const name = path.lastIndexOf('/') + 1;
      const own = applyingBelow(path.slice(0, name));
      return { config: own.config, path: own.path + path.slice(name) };
    });
    return { root, config, configOf: (folder) => at(join(root, folder)).config };
  };
}

/** From `root` down to `folder`: '' for the same, else with `/` at the end. */
function pathBelow(root: string, folder: string): string {
  const path = slashed(relative(root, folder));
  return path === '' ? '' : `${path}/`;
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
