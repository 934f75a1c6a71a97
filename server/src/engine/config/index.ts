/** Configuration: editor settings, project files and command line in, one resolved configuration out. All pure. */
export { resolveConfig } from './resolve';
export { nearest } from './suggest';
export { describeProblem } from './problems';
export {
  configFileNames,
  folderConfig,
  nearestConfig,
  withNested,
  type Applying,
  type FolderConfig,
} from './nearest-config';
export {
  isLeftToRuff,
  pinnedRuff,
  readRuffFile,
  ruffFileNames,
  ruffProject,
  type RuffFile,
  type RuffProject,
} from './ruff';
export {
  defaultSettings,
  levels,
  settingKeys,
  settings,
  type Level,
  type Setting,
  type SettingKey,
  type Settings,
} from './schema';
export type {
  Acknowledgement,
  CommandLineSettings,
  ConfigFile,
  ConfigProblem,
  ConfigSources,
  ResolvedConfig,
} from './types';
