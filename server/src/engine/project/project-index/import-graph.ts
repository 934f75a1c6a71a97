/** Which files of the project importing one of them loads. */
import type { Steps } from '../../steps';
import type { FileMetrics } from '../metrics/types';
import { folderOf, join, type Located, type Modules } from './modules';

export interface ImportGraph {
  /** The file and the files of the project that importing it loads, in the order in which they are found. */
  closure(start: string): ReadonlySet<string>;
  /** The file and the files of the project that load it when they are imported. */
  loadersOf(path: string): ReadonlySet<string>;
  /** The file has changed, or is gone. */
  forget(path: string): void;
  /** Looks up what each file imports, which is otherwise done when somebody asks. */
  prepare(): Steps<void>;
}

/** Looking up imports takes longer than counting. */
const lookedUpAStep = 8;

export function createImportGraph(modules: Modules, files: ReadonlyMap<string, FileMetrics>): ImportGraph {
  const edges = new Map<string, readonly string[]>();
  let loaders: ReadonlyMap<string, readonly string[]> | undefined;

  function loadedBy(path: string): readonly string[] {
    let loaded = edges.get(path);
    if (!loaded) edges.set(path, (loaded = lookUp(path)));
    return loaded;
  }

  function lookUp(path: string): readonly string[] {
    const loaded = new Set<string>();
    for (const { module, names, guard } of files.get(path)?.imports ?? []) {
      if (guard === 'typing') continue;
      const located = modules.locate(module, path);
      if (!located) continue;
      add(located, loaded);
      for (const name of names ?? []) add(modules.submodule(located, name), loaded);
    }
    loaded.delete(path);
    return [...loaded];
  }

  function add(located: Located | undefined, loaded: Set<string>): void {
    if (located?.kind !== 'module' || loaded.has(located.path)) return;
    loaded.add(located.path);
    // Importing a module runs the `__init__.py` of every package around it.
    for (let folder = folderOf(located.path); modules.isPackage(folder); folder = folderOf(folder)) {
      loaded.add(join(folder, '__init__.py'));
      if (folder === '') break;
    }
  }

  function reversed(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const path of files.keys()) {
      for (const loaded of loadedBy(path)) {
        const known = found.get(loaded);
        if (known) known.push(path);
        else found.set(loaded, [path]);
      }
    }
    return found;
  }

  return {
    closure: (start) => reachable(start, loadedBy),
    loadersOf: (path) => {
      const byLoaded = (loaders ??= reversed());
      return reachable(path, (loaded) => byLoaded.get(loaded) ?? []);
    },
    forget: (path) => {
      edges.delete(path);
      loaders = undefined;
    },
    *prepare() {
      let at = 0;
      for (const path of files.keys()) {
        if (at++ % lookedUpAStep === 0) yield;
        loadedBy(path);
      }
    },
  };
}

function reachable(start: string, next: (path: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const path of seen) for (const other of next(path)) seen.add(other);
  return seen;
}
