/** Which modules a test can import without running anything: the import closure is followed through the project. */
import type { ProjectFacts } from '../facts';
import type { Steps } from '../../steps';
import { standardLibrary } from '../../semantics/standard-library';
import type { SourceFile } from '../facts/totals';

export interface Importable {
  readonly file: SourceFile;
  /** Folder that has to be on the import path, '' for the root. */
  readonly base: string;
  readonly module: string;
  /** Third-party modules that importing needs. */
  readonly thirdParty: readonly string[];
}

const validPath = /^(?:[A-Za-z_]\w*\/)*[A-Za-z_]\w*\.py$/;

/** False where no import could name the file, whatever it imports itself. */
export function isModulePath(path: string): boolean {
  return validPath.test(path) && !path.endsWith('__main__.py') && path !== '__init__.py';
}

/** Following the imports of a file takes longer than counting in it. */
const followedAStep = 16;

const byPathOf = new WeakMap<ProjectFacts, ReadonlyMap<string, SourceFile>>();

/** Made once for all modules that are asked about. */
function filesOf(facts: ProjectFacts): ReadonlyMap<string, SourceFile> {
  let byPath = byPathOf.get(facts);
  if (!byPath) byPathOf.set(facts, (byPath = new Map(facts.sources.all.map((one) => [one.path, one]))));
  return byPath;
}

/**
 * Undefined when importing the module would run calls, when its imports cannot be followed, or when they lead to a file of
 * `avoided`.
 */
export function* importable(
  facts: ProjectFacts,
  file: SourceFile,
  avoided: ReadonlySet<string> = new Set(),
): Steps<Importable | undefined> {
  if (!isModulePath(file.path)) return undefined;
  const byPath = filesOf(facts);
  for (const base of candidateBases(file.path, byPath)) {
    const inside = file.path.slice(base === '' ? 0 : base.length + 1);
    const thirdParty = yield* followImports(facts, byPath, base, file.path, avoided);
    const module = inside.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');
    if (thirdParty && module !== '__init__') return { file, base, module, thirdParty };
  }
  return undefined;
}

/** The folder above the outermost package, then `src`, then the root. */
function candidateBases(path: string, byPath: ReadonlyMap<string, SourceFile>): readonly string[] {
  let folder = parent(path);
  while (folder !== '' && byPath.has(`${folder}/__init__.py`)) folder = parent(folder);
  return [...new Set([folder, ...(path.startsWith('src/') ? ['src'] : []), ''])];
}

function parent(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function* followImports(
  facts: ProjectFacts,
  byPath: ReadonlyMap<string, SourceFile>,
  base: string,
  start: string,
  avoided: ReadonlySet<string>,
): Steps<readonly string[] | undefined> {
  const seen = new Set<string>();
  const thirdParty = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    if (avoided.has(path)) return undefined;
    seen.add(path);
    if (seen.size % followedAStep === 0) yield;
    const file = byPath.get(path);
    if (!file || file.metrics.broken || file.metrics.importEffects.count > 0) return undefined;
    for (let folder = parent(path); folder !== base && folder !== ''; folder = parent(folder)) {
      if (byPath.has(`${folder}/__init__.py`)) waiting.push(`${folder}/__init__.py`);
    }
    for (const one of file.metrics.imports) {
      if (one.guard !== undefined) continue;
      const root = one.module.split('.')[0] ?? '';
      if (root !== '' && standardLibrary.has(root)) continue;
      if (root !== '' && !facts.imports.isFirstParty(root)) {
        thirdParty.add(root);
        continue;
      }
      const targets = locate(one.module, one.names ?? [], path, base, byPath);
      if (!targets) return undefined;
      waiting.push(...targets);
    }
  }
  return [...thirdParty].sort();
}

/** Files of an imported module and of those of its imported names that are modules; undefined when not found. */
function locate(
  module: string,
  names: readonly string[],
  from: string,
  base: string,
  byPath: ReadonlyMap<string, SourceFile>,
): readonly string[] | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  let folder = base;
  if (dots > 0) {
    folder = parent(from);
    for (let level = 1; level < dots; level += 1) folder = parent(folder);
  }
  const parts = module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  const stem = [folder, ...parts].filter((part) => part !== '').join('/');
  const own =
    parts.length === 0 ? [] : [`${stem}.py`, `${stem}/__init__.py`].filter((path) => byPath.has(path));
  const inner = names
    .flatMap((name) => [`${stem}/${name}.py`, `${stem}/${name}/__init__.py`])
    .filter((path) => byPath.has(path));
  const initializer = parts.length === 0 && byPath.has(`${stem}/__init__.py`) ? [`${stem}/__init__.py`] : [];
  const found = [...own, ...inner, ...initializer];
  return found.length > 0 ? found : undefined;
}
