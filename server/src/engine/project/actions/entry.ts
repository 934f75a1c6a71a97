/** Where the program starts, and how that file imports its neighbours. */
import { filterInSteps, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import type { SourceFile } from '../facts/totals';

export interface Entry {
  readonly file: SourceFile;
  /** `guard`: inside `if __name__ == "__main__"`; `application`: in front of the web application. */
  readonly at: 'guard' | 'application';
  /** 1-based line of the guard or of the application. */
  readonly line: number;
}

/** A web application that a server loads comes before a guard, which the server never runs. */
export function* findEntry(facts: ProjectFacts): Steps<Entry | undefined> {
  const { code } = facts.sources;
  const applications = yield* filterInSteps(code, ({ metrics }) => metrics.webApplications.length > 0);
  for (const file of byDepth(applications)) {
    const application = file.metrics.webApplications.find((one) => one.variable !== undefined);
    if (application) return { file, at: 'application', line: application.line };
  }
  const guarded = byDepth(yield* filterInSteps(code, ({ metrics }) => metrics.mainGuardLine !== null));
  const file =
    guarded.find(({ path }) => /(?:^|\/)(?:__main__|main|app|cli|run)\.py$/.test(path)) ?? guarded[0];
  return file && { file, at: 'guard', line: file.metrics.mainGuardLine ?? 1 };
}

function byDepth(files: readonly SourceFile[]): readonly SourceFile[] {
  return [...files].sort(
    (a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1),
  );
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** What to write after `from` to import `module`, a new file beside the entry file. */
export function siblingModule(facts: ProjectFacts, entry: SourceFile, module: string): string {
  const folder = folderOf(entry.path);
  const isPackage = folder !== '' && facts.paths.has(`${folder}/__init__.py`);
  if (!isPackage) return module;
  if (entry.metrics.imports.some((one) => one.module.startsWith('.'))) return `.${module}`;
  const siblings = new Set(
    facts.sources.all
      .filter(({ path }) => folderOf(path) === folder)
      .map(({ path }) => path.split('/').at(-1)),
  );
  // A file of a package that names its neighbours without the package is run as a script.
  if (entry.metrics.imports.some((one) => siblings.has(`${one.module.split('.')[0] ?? ''}.py`)))
    return module;
  let outer = folder;
  while (facts.paths.has(`${folderOf(outer)}/__init__.py`)) outer = folderOf(outer);
  const base = folderOf(outer);
  return `${folder.slice(base === '' ? 0 : base.length + 1).replaceAll('/', '.')}.${module}`;
}
