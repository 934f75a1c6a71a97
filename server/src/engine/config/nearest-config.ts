/** Whose configuration applies: that of the nearest folder at or above a file. Editor and command line share it. */
import type { LintSettings } from '../lint/settings';
import { hasConfiguration } from './toml';
import type { ConfigFile, ResolvedConfig } from './types';

export const configFileNames = ['seaworthy.toml', 'pyproject.toml'] as const;

/** The configuration files of one folder. */
export interface FolderConfig {
  readonly root: string;
  readonly seaworthyToml?: ConfigFile;
  readonly pyproject?: ConfigFile;
}

/** Undefined when the folder has neither. Texts are given in the order of `configFileNames`. */
export function folderConfig(
  root: string,
  [seaworthyToml, pyproject]: readonly (ConfigFile | undefined)[],
): FolderConfig | undefined {
  if (!seaworthyToml && !pyproject) return undefined;
  return { root, ...(seaworthyToml ? { seaworthyToml } : {}), ...(pyproject ? { pyproject } : {}) };
}

/**
 * Of what stands in a folder and in those above it, nearest first. A `pyproject.toml` without `[tool.seaworthy]` only
 * tells the Python version: it counts where nothing above configures Seaworthy.
 */
export function nearestConfig(found: readonly (FolderConfig | undefined)[]): FolderConfig | undefined {
  return found.find((one) => one && decides(one)) ?? found.find((one) => one !== undefined);
}

function decides({ seaworthyToml, pyproject }: FolderConfig): boolean {
  return seaworthyToml !== undefined || (pyproject !== undefined && hasConfiguration(pyproject.text));
}

/** A configuration, and the path by which it knows a file. */
export interface Applying {
  readonly config: ResolvedConfig;
  readonly path: string;
}

/** The configuration of a folder in which files may have another one, which `applying` finds for each path. */
export function withNested(top: ResolvedConfig, applying: (path: string) => Applying): ResolvedConfig {
  const lintForNamed = (path: string): LintSettings => {
    const own = applying(path);
    return own.config.lintForNamed(own.path);
  };
  const isExcluded = (path: string): boolean => {
    const { config, path: own } = applying(path);
    return config.isExcluded(own) || (config !== top && !config.enable);
  };
  return {
    ...top,
    isExcluded,
    lintForNamed,
    lintFor: (path) => (!applying(path).config.enable || isExcluded(path) ? undefined : lintForNamed(path)),
  };
}
