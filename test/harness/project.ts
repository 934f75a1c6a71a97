/** Small projects for tests: their files as a snapshot, and the index that rules ask. */
import picomatch from 'picomatch';
import type { Engine } from '../../server/src/engine/index';
import {
  buildFacts,
  collectMetrics,
  configFilePatterns,
  createProjectIndex,
  type FileMetrics,
  type ProjectIndex,
} from '../../server/src/engine/project';

export type Files = Readonly<Record<string, string>>;

export interface ProjectSettings {
  /** False for a folder outside git. */
  readonly git?: boolean;
  readonly tracked?: readonly string[];
}

const isLoaded = picomatch([...configFilePatterns], { dot: true });

/** Only what a host would load has a text: what is in an `.env` file is nobody's business. */
export function projectOf(
  { parser }: Pick<Engine, 'parser'>,
  files: Files,
  { git = true, tracked = [] }: ProjectSettings = {},
): ProjectIndex {
  const metrics = new Map<string, FileMetrics>();
  for (const [path, text] of Object.entries(files)) {
    if (!/\.pyi?$/.test(path)) continue;
    const tree = parser.parse(text);
    metrics.set(path, collectMetrics(tree.rootNode, text));
    parser.release(tree);
  }
  return createProjectIndex(
    buildFacts({
      paths: Object.keys(files).sort(),
      text: (path) => (isLoaded(path) ? files[path] : undefined),
      unreadable: [],
      ...(git
        ? { git: { pathFromRepository: '', repositoryFiles: new Map(), tracked: new Set(tracked) } }
        : {}),
      trusted: true,
      metrics,
      findings: new Map(),
    }),
  );
}
