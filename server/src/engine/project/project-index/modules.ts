/** Which file a dotted module name means, seen from another file: packages, `src` layouts, scripts beside each other. */
import { eachInSteps, type Steps } from '../../steps';

export type Located =
  | { readonly kind: 'module'; readonly path: string }
  /** A folder without `__init__.py`. */
  | { readonly kind: 'folder'; readonly path: string };

/** With the folder from which it is imported, and the names from there on. */
interface Found {
  readonly base: string;
  readonly parts: readonly string[];
  readonly found: Located;
}

export interface Modules {
  /** The file or folder of `module` (leading dots for a relative one) as `from` would import it. */
  locate(module: string, from: string): Located | undefined;
  /** What `from module import name` means, where `module` is `located` and `name` is no variable of it. */
  submodule(located: Located, name: string): Located | undefined;
  /** Folders from the import root down to the module, the root left out: `app`, `app/db` for `app.db.models`. */
  foldersOf(module: string, from: string): readonly string[];
  /** True for a folder with `__init__.py`. */
  isPackage(folder: string): boolean;
  /** Python files directly in a folder. */
  filesIn(folder: string): readonly string[];
  /** Subfolders, at any depth of which there is a Python file. */
  foldersIn(folder: string): readonly string[];
}

/** Which names and files each folder has, from the paths of all files. */
interface Tree {
  readonly files: Set<string>;
  readonly inFolder: Map<string, string[]>;
  readonly subfolders: Map<string, Set<string>>;
  /** Names in each folder that an import may begin with there: most begin with none of them. */
  readonly names: Map<string, Set<string>>;
}

function addFile({ files, inFolder, subfolders, names }: Tree, path: string): void {
  const addName = (folder: string, named: string): void => {
    const name = named.slice(folder === '' ? 0 : folder.length + 1).replace(/\.pyi?$/, '');
    const known = names.get(folder);
    if (known) known.add(name);
    else names.set(folder, new Set([name]));
  };
  files.add(path);
  const folder = folderOf(path);
  addName(folder, path);
  const known = inFolder.get(folder);
  if (known) known.push(path);
  else inFolder.set(folder, [path]);
  for (let child = folder; child !== ''; child = folderOf(child)) {
    const parent = folderOf(child);
    const children = subfolders.get(parent);
    if (children?.has(child)) break;
    addName(parent, child);
    if (children) children.add(child);
    else subfolders.set(parent, new Set([child]));
  }
}

export function* createModules(paths: Iterable<string>): Steps<Modules> {
  const tree: Tree = { files: new Set(), inFolder: new Map(), subfolders: new Map(), names: new Map() };
  yield* eachInSteps(paths, (path) => {
    if (/\.pyi?$/.test(path)) addFile(tree, path);
  });
  return modulesIn(tree);
}

function modulesIn({ files, inFolder, subfolders, names }: Tree): Modules {
  const isPackage = (folder: string): boolean =>
    files.has(join(folder, '__init__.py')) || files.has(join(folder, '__init__.pyi'));
  const isFolder = (folder: string): boolean => inFolder.has(folder) || subfolders.has(folder);
  /** Those from which anything can be imported. */
  const bases = memo((folder: string) => importRoots(folder, isPackage).filter((base) => names.has(base)));

  const at = (base: string, parts: readonly string[]): Located | undefined => {
    const stem = parts.reduce(join, base);
    for (const path of [`${stem}/__init__.py`, `${stem}.py`, `${stem}/__init__.pyi`, `${stem}.pyi`]) {
      if (files.has(path)) return { kind: 'module', path };
    }
    return parts.length > 0 && isFolder(stem) ? { kind: 'folder', path: stem } : undefined;
  };

  const absolute = (module: string, folder: string): Found | undefined => {
    const end = module.indexOf('.');
    const first = end < 0 ? module : module.slice(0, end);
    let parts: readonly string[] | undefined;
    let namespace: Found | undefined;
    for (const base of bases(folder)) {
      if (!names.get(base)?.has(first)) continue;
      parts ??= partsOf(module);
      const found = at(base, parts);
      // As in Python, a module anywhere on the path wins over a folder without `__init__.py`.
      if (found?.kind === 'module') return { base, parts, found };
      if (found) namespace ??= { base, parts, found };
    }
    return namespace;
  };

  const find = (module: string, folder: string): Found | undefined => {
    if (!module.startsWith('.')) return absolute(module, folder);
    const dots = /^\.+/.exec(module)?.[0].length ?? 0;
    const parts = partsOf(module.slice(dots));
    let base = folder;
    for (let level = 1; level < dots; level += 1) {
      if (base === '') return undefined;
      base = folderOf(base);
    }
    const found = parts.length > 0 ? at(base, parts) : packageAt(base, isPackage);
    return found && { base, parts, found };
  };

  // Files of one folder import much the same, and what it is is the same for all of them.
  const located = memo((folder: string) => memo((module: string) => find(module, folder)?.found));

  return {
    locate: (module, from) => located(folderOf(from))(module),
    submodule: ({ kind, path }, name) => {
      // Beside a module that is a file there is nothing in it.
      if (kind === 'module' && !/(?:^|\/)__init__\.pyi?$/.test(path)) return undefined;
      return at(kind === 'module' ? folderOf(path) : path, [name]);
    },
    foldersOf: (module, from) => {
      const found = find(module, folderOf(from));
      if (!found) return [];
      const folders: string[] = [];
      let folder = found.base;
      for (const part of found.parts) {
        folder = join(folder, part);
        if (isFolder(folder)) folders.push(folder);
      }
      return folders;
    },
    isPackage,
    filesIn: (folder) => inFolder.get(folder) ?? [],
    foldersIn: (folder) => [...(subfolders.get(folder) ?? [])],
  };
}

function partsOf(module: string): string[] {
  return module.split('.').filter((part) => part !== '');
}

function packageAt(folder: string, isPackage: (folder: string) => boolean): Located {
  return isPackage(folder)
    ? { kind: 'module', path: join(folder, '__init__.py') }
    : { kind: 'folder', path: folder };
}

/** Folders that may be on the import path of a file in `folder`, the likeliest first. */
function importRoots(folder: string, isPackage: (folder: string) => boolean): readonly string[] {
  let outside = folder;
  while (outside !== '' && isPackage(outside)) outside = folderOf(outside);
  const roots = [outside];
  for (let at = folder; ; at = folderOf(at)) {
    if (!isPackage(at)) roots.push(at);
    roots.push(join(at, 'src'));
    if (at === '') break;
  }
  return [...new Set(roots)];
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function memo<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    let cell = known.get(key);
    if (!cell) known.set(key, (cell = { value: compute(key) }));
    return cell.value;
  };
}
