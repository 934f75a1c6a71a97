/** Folders that are imported like packages without being marked as such, and modules that hide the standard library's. */
import { asTable, tableAt } from '../facts/documents';
import { fileRole } from '../facts/roles';
import { standardLibrary } from '../../semantics/standard-library';
import type { IndexPart, Queries } from './index';
import { folderOf } from './modules';

const shownImporters = 5;
/** In the standard library, but no program imports them: a file of that name hides nothing. */
const harmlessNames: ReadonlySet<string> = new Set([
  'test',
  'this',
  'antigravity',
  'idlelib',
  'turtledemo',
  'lib2to3',
  'venv',
  'ensurepip',
]);

export function packageQueries(index: IndexPart): Pick<Queries, 'packageGap' | 'shadowing'> {
  const { facts, modules } = index;
  const importers = index.derived(() => importersByModule(index));
  return {
    packageGap: (path, module) => {
      for (const folder of modules.foldersOf(module, path)) {
        if (modules.isPackage(folder) || modules.filesIn(folder).length === 0) continue;
        if (fileRole(`${folder}/module.py`) !== 'code' || declaresNamespaces(index)) return undefined;
        const parent = folderOf(folder);
        // Only where the neighbours are marked is the missing mark a slip and not the project's way.
        const example = modules.isPackage(parent)
          ? parent
          : modules
              .foldersIn(parent)
              .find(
                (other) =>
                  other !== folder && modules.isPackage(other) && fileRole(`${other}/module.py`) === 'code',
              );
        if (example !== undefined) return { folder, example };
      }
      return undefined;
    },
    shadowing: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const folder = name === '__init__.py' ? folderOf(path) : path.replace(/\.py$/, '');
      const module = folder.slice(folder.lastIndexOf('/') + 1);
      if (!standardLibrary.has(module) || harmlessNames.has(module)) return undefined;
      const root = folderOf(folder);
      if (modules.isPackage(root) || ['example', 'generated', 'tooling'].includes(fileRole(path)))
        return undefined;
      const others = (importers().get(module) ?? []).filter(
        (other) => other !== path && !other.startsWith(`${folder}/`),
      );
      const reached = others.filter((other) => modules.locate(module, other)?.path === path);
      const isRoot = root === '' || root === 'src' || facts.paths.has(`${root}/pyproject.toml`);
      return isRoot || reached.length > 0 ? { importers: reached.slice(0, shownImporters) } : undefined;
    },
  };
}

function importersByModule({ files }: IndexPart): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [path, { imports }] of files) {
    for (const root of new Set(imports.map(({ module }) => module.split('.', 1)[0] ?? ''))) {
      if (!standardLibrary.has(root)) continue;
      const known = found.get(root);
      if (known) known.push(path);
      else found.set(root, [path]);
    }
  }
  for (const paths of found.values()) paths.sort();
  return found;
}

/** The build says that folders without `__init__.py` are packages too. */
function declaresNamespaces({ facts }: IndexPart): boolean {
  const { pyproject } = facts;
  if (pyproject.status === 'ok') {
    const find = tableAt(pyproject.data, 'tool', 'setuptools', 'packages', 'find');
    if (find?.namespaces === true) return true;
    const modules = asTable(tableAt(pyproject.data, 'tool', 'hatch', 'build'))?.['dev-mode-dirs'];
    if (modules !== undefined) return false;
  }
  const setup = facts.documents.plain('setup.py');
  const config = facts.documents.plain('setup.cfg');
  return (
    (setup.status === 'ok' && /find_namespace_packages|namespace_packages\s*=/.test(setup.data)) ||
    (config.status === 'ok' && /find_namespace:|namespace_packages\s*=/.test(config.data))
  );
}
