/** Where a package keeps its exception classes. */
import { fileRole, moduleName } from '../facts/roles';
import type { IndexPart, Queries } from './index';
import { folderOf, join } from './modules';

const homes = ['exceptions.py', 'errors.py'];

export function exceptionQueries(index: IndexPart): Pick<Queries, 'exceptionHome'> {
  const { imports, modules, metricsOf } = index;
  return {
    exceptionHome: (path, own, common) => {
      const folder = folderOf(path);
      if (!modules.isPackage(folder) || fileRole(path) !== 'code') return undefined;
      const found = homes.map((name) => join(folder, name)).filter((file) => metricsOf(file) !== undefined);
      const [file] = found;
      const metrics = file === undefined ? undefined : metricsOf(file);
      if (file === undefined || !metrics || found.length > 1 || file === path || metrics.broken)
        return undefined;
      // It must not need the module that is to import it.
      if (imports.closure(file).has(path)) return undefined;
      const module = importedAs(index, file, path);
      if (module === undefined) return undefined;
      const name = [own, common].find((one) => metrics.exceptions.includes(one));
      if (name !== undefined) return { file, module, name, exists: true };
      // A class of this name that wants other arguments.
      const isTaken = metrics.publicClasses.some((one) => one.name === own || one.name === common);
      return isTaken ? undefined : { file, module, name: own, exists: false };
    },
  };
}

/** Relative where the package imports its own modules so, or nothing tells; else as the others are imported. */
function importedAs({ modules, metricsOf }: IndexPart, file: string, path: string): string | undefined {
  const folder = folderOf(path);
  const absolute = moduleName(file);
  const top = `${absolute.split('.', 1)[0] ?? ''}.`;
  const imports = [path, ...modules.filesIn(folder)].flatMap((one) => metricsOf(one)?.imports ?? []);
  const isRelative = imports.some(({ module }) => module.startsWith('.'));
  if (isRelative || !imports.some(({ module }) => `${module}.`.startsWith(top)))
    return `.${file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '')}`;
  return modules.locate(absolute, path)?.path === file ? absolute : undefined;
}
