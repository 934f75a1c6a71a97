/** Which imports are third-party: neither the standard library nor the project itself. */
import { standardLibrary } from '../../semantics/standard-library';
import { eachInSteps, type Steps } from '../../steps';
import { normalizeName } from './dependencies';
import type { SourceFacts, SourceFile } from './totals';

export interface ThirdPartyImport {
  readonly module: string;
  readonly path: string;
  readonly line: number;
}

export interface ImportFacts {
  /** First place, in code before tests, of every third-party top-level module, sorted by module. */
  readonly thirdParty: readonly ThirdPartyImport[];
  /** Those of them that code imports, and not only tests. */
  readonly inCode: ReadonlySet<string>;
  /** Those of them that code cannot be imported without; what a function imports may be there or not. */
  readonly atImport: ReadonlySet<string>;
  isFirstParty(module: string): boolean;
}

export function* collectImports(
  { code, tests }: SourceFacts,
  allPaths: readonly string[],
): Steps<ImportFacts> {
  const own = new Set<string>();
  yield* eachInSteps(allPaths, (path) => {
    if (!/\.pyi?$/.test(path)) return;
    for (const part of path.replace(/\.pyi?$/, '').split('/')) own.add(part);
  });
  const found = new Map<string, ThirdPartyImport>();
  const inCode = new Set<string>();
  const atImport = new Set<string>();
  const add = ({ path, role, metrics }: SourceFile): void => {
    for (const { module: full, guard, line } of metrics.imports) {
      const module = full.split('.')[0] ?? '';
      // Guarded imports are optional by design: their absence is handled.
      if (module === '' || guard === 'typing' || guard === 'optional') continue;
      // A leading underscore: a part of the interpreter, or compiled code of the project.
      if (standardLibrary.has(module) || module.startsWith('_') || own.has(module)) continue;
      if (role === 'code') inCode.add(module);
      if (role === 'code' && guard === undefined) atImport.add(module);
      if (!found.has(module)) found.set(module, { module, path, line });
    }
  };
  yield* eachInSteps(code, add);
  yield* eachInSteps(tests, add);
  const thirdParty = [...found.values()].sort((a, b) =>
    normalizeName(a.module) < normalizeName(b.module) ? -1 : 1,
  );
  return { thirdParty, inCode, atImport, isFirstParty: (module) => own.has(module) };
}
