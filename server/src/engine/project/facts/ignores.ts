/** What git ignores, from the .gitignore files of the project and of the repository above it. */
import ignore, { type Ignore } from 'ignore';
import type { ProjectSnapshot } from '../snapshot';

export interface IgnoreFacts {
  /** True when any .gitignore applies to the project. */
  readonly present: boolean;
  readonly unreadable: boolean;
  ignores(path: string): boolean;
}

interface Scope {
  /** Folder of the .gitignore relative to the project root, '' for the root. */
  readonly folder: string;
  /** What to put in front of a project path, for files of the repository above the root. */
  readonly prefix: string;
  readonly rules: Ignore;
}

export function collectIgnores(snapshot: ProjectSnapshot): IgnoreFacts {
  const scopes: Scope[] = [];
  let unreadable = snapshot.unreadable.some((entry) => entry.path === '.gitignore');
  const above = snapshot.git?.pathFromRepository ?? '';
  const outer = above === '' ? undefined : snapshot.git?.repositoryFiles.get('.gitignore');
  if (outer !== undefined) scopes.push({ folder: '', prefix: `${above}/`, rules: ignore().add(outer) });
  for (const path of snapshot.paths) {
    if (path !== '.gitignore' && !path.endsWith('/.gitignore')) continue;
    const text = snapshot.text(path);
    if (text === undefined) {
      if (path === '.gitignore') unreadable = true;
      continue;
    }
    scopes.push({ folder: path.slice(0, -'.gitignore'.length), prefix: '', rules: ignore().add(text) });
  }
  return {
    present: scopes.some((scope) => scope.folder === ''),
    unreadable,
    ignores: (path) => {
      let ignored = false;
      for (const scope of scopes) {
        if (!path.startsWith(scope.folder)) continue;
        const result = scope.rules.test(scope.prefix + path.slice(scope.folder.length));
        if (result.ignored) ignored = true;
        else if (result.unignored) ignored = false;
      }
      return ignored;
    },
  };
}
