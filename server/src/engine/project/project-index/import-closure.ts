/** Which files of the project importing one of them loads. */
import type { IndexPart } from './index';
import { folderOf, join } from './modules';

/** The file and the files of the project that importing it loads, in the order in which they are found. */
export function importClosure({ modules, metricsOf }: IndexPart, start: string): readonly string[] {
  const seen = new Set([start]);
  for (const path of seen) {
    for (const { module, names, guard } of metricsOf(path)?.imports ?? []) {
      if (guard === 'typing') continue;
      const separator = module.endsWith('.') ? '' : '.';
      for (const name of [module, ...(names ?? []).map((one) => module + separator + one)]) {
        const located = modules.locate(name, path);
        if (located?.kind !== 'module' || seen.has(located.path)) continue;
        seen.add(located.path);
        // Importing a module runs the `__init__.py` of every package around it.
        for (let folder = folderOf(located.path); modules.isPackage(folder); folder = folderOf(folder)) {
          seen.add(join(folder, '__init__.py'));
          if (folder === '') break;
        }
      }
    }
  }
  return [...seen];
}
