/** Functions of the project by qualified name, through re-exports, and what calling them ends in. */
import type { BlockingPath, RaisedClass } from '../../lint/project-queries';
import type { FileMetrics, FunctionMetric, ImportMetric } from '../metrics/types';
import { builtinNames } from '../../semantics/python-names';
import type { Modules } from './modules';

export interface FoundFunction {
  readonly path: string;
  readonly metric: FunctionMetric;
}

export interface Functions {
  /** The function that `qualified` means in the file `from`; undefined when it cannot be told. */
  find(qualified: string, from: string): FoundFunction | undefined;
  blockingPath(start: FoundFunction, hops: number): BlockingPath | undefined;
  /** What `found` raises, as the file `from`, which calls it `qualified`, can import it. */
  raisedClasses(found: FoundFunction, qualified: string, from: string): readonly RaisedClass[] | undefined;
  /** The file has changed, or is gone. */
  forget(path: string): void;
}

const maxReexports = 6;

export function createFunctions(
  modules: Modules,
  metricsOf: (path: string) => FileMetrics | undefined,
): Functions {
  const tables = new Map<string, ReadonlyMap<string, FunctionMetric>>();

  function tableOf(path: string): ReadonlyMap<string, FunctionMetric> {
    let table = tables.get(path);
    if (!table) {
      table = new Map((metricsOf(path)?.callGraph ?? []).map((one) => [one.name, one]));
      tables.set(path, table);
    }
    return table;
  }

  function find(qualified: string, from: string, depth = 0): FoundFunction | undefined {
    // A method of an instance is found by its class: `app.Store().save`.
    const name = qualified.replace(/\(\)(?=\.)/g, '');
    if (depth > maxReexports || !/^\.*[\w.]+$/.test(name)) return undefined;
    const dots = /^\.*/.exec(name)?.[0] ?? '';
    const parts = name.slice(dots.length).split('.');
    for (let length = parts.length - 1; length >= (dots === '' ? 1 : 0); length -= 1) {
      const module = dots + parts.slice(0, length).join('.');
      const located = modules.locate(module, from);
      if (located?.kind === 'module') return inModule(located.path, parts.slice(length), depth);
    }
    return undefined;
  }

  function inModule(path: string, symbol: readonly string[], depth: number): FoundFunction | undefined {
    const metric = tableOf(path).get(symbol.join('.'));
    if (metric) return { path, metric };
    const [head = '', ...rest] = symbol;
    const target = importedAs(metricsOf(path)?.imports ?? [], head);
    if (target === undefined) return undefined;
    return find([target, ...rest].join('.'), path, depth + 1);
  }

  /** The module of `path` in the words of `qualified`, when that is where the name was found. */
  function moduleOf(path: string, qualified: string, from: string): string | undefined {
    const parts = qualified.replace(/\(\)/g, '').split('.');
    for (let length = parts.length - 1; length > 0; length -= 1) {
      const module = parts.slice(0, length).join('.');
      const located = modules.locate(module, from);
      if (located?.kind === 'module') return located.path === path ? module : undefined;
    }
    return undefined;
  }

  function isBuiltinError(path: string, name: string): boolean {
    return (
      builtinNames.has(name) && metricsOf(path)?.publicClasses.every((own) => own.name !== name) === true
    );
  }

  function called(callee: string, caller: FoundFunction): FoundFunction | undefined {
    const local = callee.startsWith('.') ? undefined : tableOf(caller.path).get(callee);
    if (local) return { path: caller.path, metric: local };
    // A plain name that is no function of the file is imported, or unknown.
    return callee.includes('.') ? find(callee, caller.path) : undefined;
  }

  return {
    find,
    raisedClasses({ path, metric }, qualified, from) {
      if (metric.uncertain) return undefined;
      const module = moduleOf(path, qualified, from);
      return metric.raises?.flatMap((name): RaisedClass[] => {
        if (importedAs(metricsOf(path)?.imports ?? [], name) === undefined && isBuiltinError(path, name))
          return [{ name }];
        return module === undefined ? [] : [{ name, module }];
      });
    },
    forget: (path) => void tables.delete(path),
    blockingPath(start, hops) {
      const seen = new Set<string>();
      let level: { readonly at: FoundFunction; readonly through: readonly string[] }[] = [
        { at: start, through: [start.metric.name] },
      ];
      for (let hop = 1; hop <= hops && level.length > 0; hop += 1) {
        const next: typeof level = [];
        for (const { at, through } of level) {
          const { path, metric } = at;
          const key = `${path} ${metric.name}`;
          if (seen.has(key) || metric.kind !== undefined || metric.uncertain) continue;
          seen.add(key);
          if (metric.blocking) return { ...metric.blocking, path, through };
          for (const callee of metric.calls ?? []) {
            const found = called(callee, at);
            if (found) next.push({ at: found, through: [...through, found.metric.name] });
          }
        }
        level = next;
      }
      return undefined;
    },
  };
}

/** What a module-level import binds `name` to; undefined when nothing or several things do. */
function importedAs(imports: readonly ImportMetric[], name: string): string | undefined {
  const targets = new Set<string>();
  for (const { module, names, renamed, guard } of imports) {
    if (!names || guard === 'local' || guard === 'typing') continue;
    const original = renamed?.[name] ?? (names.includes(name) ? name : undefined);
    // `from m import a as b` does not bind `a`.
    if (original === undefined || (original === name && Object.values(renamed ?? {}).includes(name)))
      continue;
    targets.add(module.endsWith('.') ? module + original : `${module}.${original}`);
  }
  return targets.size === 1 ? [...targets][0] : undefined;
}
