/** What folders hold, each read once: a run looks into the same ones for files that were named, for the project and for configuration. */
import { readdirSync, type Dirent } from 'node:fs';
import { reasonOf } from './read';

/** Entries in the order of their names, or why there are none. */
export type Listed = { readonly entries: readonly Dirent[] } | { readonly reason: string };

export function listFolder(folder: string): Listed {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** For one run: what is created meanwhile is not seen. */
export interface Folders {
  list(folder: string): Listed;
  /** False only for a folder that was listed and holds none of these; how a name there is written may differ. */
  mayHold(folder: string, names: readonly string[]): boolean;
}

export function createFolders(): Folders {
  const known = new Map<string, Listed>();
  return {
    list: (folder) => {
      let listed = known.get(folder);
      if (!listed) known.set(folder, (listed = listFolder(folder)));
      return listed;
    },
    mayHold: (folder, names) => {
      const listed = known.get(folder);
      if (!listed || 'reason' in listed) return true;
      return listed.entries.some(({ name }) =>
        names.some((other) => other.length === name.length && other === name.toLowerCase()),
      );
    },
  };
}
