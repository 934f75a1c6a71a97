/** The files of a folder as HEAD's commit has them, from the repository's own files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LastCommit } from '../lsp/host';
import { commonFolder, findRepository, hashLength, pathFrom } from './git';
import { openObjects, type ObjectStore } from './git-objects';
import { decodePython } from './read';

/** Never throws; `text` of the result does, where an object cannot be read. */
export function openLastCommit(folder: string): LastCommit | { readonly unknown: string } {
  try {
    const repository = findRepository(folder);
    if (!repository) return { unknown: 'the folder is not in a Git repository' };
    const { gitFolder, root } = repository;
    if (gitFolder === undefined) return { unknown: 'the Git repository cannot be found' };
    const head = resolveHead(gitFolder);
    if (head === undefined) return { unknown: 'there is no commit yet' };
    const store = openObjects(join(commonFolder(gitFolder), 'objects'), hashLength(gitFolder));
    const tree = treeOf(store, head);
    const prefix = pathFrom(root, folder);
    const text = reader(store, tree, hashLength(gitFolder));
    return {
      text: (path) => text(prefix === '' ? path : `${prefix}/${path}`),
      close: () => store.close(),
    };
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

/** The commit that HEAD names, itself or through a branch; undefined in a repository without a commit. */
function resolveHead(gitFolder: string): string | undefined {
  let name = readFileSync(join(gitFolder, 'HEAD'), 'utf8').trim();
  for (let depth = 0; depth < 5 && name.startsWith('ref:'); depth += 1) {
    const reference = name.slice('ref:'.length).trim();
    const found = readReference(gitFolder, reference) ?? readReference(commonFolder(gitFolder), reference);
    if (found === undefined) {
      if (existsSync(join(commonFolder(gitFolder), 'reftable')))
        throw new Error('the repository keeps its branches in a form that is not read here');
      return undefined;
    }
    name = found;
  }
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) throw new Error('HEAD names no commit');
  return name;
}

function readReference(folder: string, reference: string): string | undefined {
  const loose = join(folder, reference);
  if (existsSync(loose)) return readFileSync(loose, 'utf8').trim();
  const packed = join(folder, 'packed-refs');
  if (!existsSync(packed)) return undefined;
  const line = readFileSync(packed, 'utf8')
    .split('\n')
    .find((entry) => entry.endsWith(` ${reference}`));
  return line?.split(' ')[0];
}

function treeOf(store: ObjectStore, commit: string): string {
  const object = store.read(commit);
  const tree = /^tree ([0-9a-f]+)$/m.exec(object?.data.toString('latin1') ?? '')?.[1];
  if (object?.type !== 'commit' || tree === undefined) throw new Error('the last commit cannot be read');
  return tree;
}

interface Entry {
  readonly id: string;
  readonly isFolder: boolean;
}

/** Reads each folder of the commit once, and only those that are asked about. */
function reader(store: ObjectStore, root: string, hash: number): (path: string) => string | null {
  const folders = new Map<string, ReadonlyMap<string, Entry>>();
  const entriesOf = (id: string): ReadonlyMap<string, Entry> => {
    const known = folders.get(id);
    if (known) return known;
    const object = store.read(id);
    if (object?.type !== 'tree') throw new Error('a folder of the last commit cannot be read');
    const entries = parseTree(object.data, hash);
    folders.set(id, entries);
    return entries;
  };
  return (path) => {
    const names = path.split('/');
    let entry: Entry | undefined = { id: root, isFolder: true };
    for (const name of names) {
      entry = entry.isFolder ? entriesOf(entry.id).get(name) : undefined;
      if (!entry) return null;
    }
    if (entry.isFolder) return null;
    const object = store.read(entry.id);
    if (object?.type !== 'blob') throw new Error('a file of the last commit cannot be read');
    const decoded = decodePython(new Uint8Array(object.data));
    return 'text' in decoded ? decoded.text : null;
  };
}

/** Entries of a tree: mode, name, NUL, the bytes of the id. */
export function parseTree(data: Buffer, hash: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const end = data.indexOf(0, space);
    if (space < 0 || end < 0) throw new Error('a folder of the last commit is damaged');
    const mode = data.toString('latin1', at, space);
    const id = data.toString('hex', end + 1, end + 1 + hash);
    // Submodules (160000) are other repositories, and a link's text is a path.
    if (mode === '40000' || mode.startsWith('100')) {
      entries.set(data.toString('utf8', space + 1, end), { id, isFolder: mode === '40000' });
    }
    at = end + 1 + hash;
  }
  return entries;
}
