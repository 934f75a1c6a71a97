/** Modules that configure logging for whoever imports them, and the place in the program where that belongs. */
import type { ImportPlace } from '../../lint/file-operations';
import { comesBefore, sectionOf } from '../../lint/import-order';
import type { LoggingOnImport } from '../../lint/project-queries';
import { fileRole } from '../facts/roles';
import type { FileMetrics } from '../metrics/types';
import type { IndexPart, Queries } from './index';

/** Modules that are there to configure: who imports them wants that. */
const configuring =
  /(?:^|\/)(?:[^/]*(?:config|configuration|settings|setup|conf)[^/]*\.py$|(?:settings|config|conf)\/)/i;
const starting = /(?:^|\/)(?:__main__|manage|wsgi|asgi)\.py$/;

export function loggingOnImport(index: IndexPart): Queries['loggingOnImport'] {
  const { facts, imports, metricsOf, modules } = index;
  const declared = index.derived(() => {
    const root = facts.paths.has('setup.py') ? 'setup.py' : 'pyproject.toml';
    const found = facts.entryPoints.scriptModules.map((name) => modules.locate(name, root)?.path);
    return new Set(found.filter((path) => path !== undefined));
  });
  /** Files that start the program when they are run; a server loads the others. */
  const starts = index.derived(() => {
    const code = [...index.files].filter(([path]) => fileRole(path) === 'code');
    const isServed = ({ webApplications }: FileMetrics): boolean => webApplications.length > 0;
    const isRun = (path: string, { mainGuardLine }: FileMetrics): boolean =>
      mainGuardLine !== null || starting.test(path) || declared().has(path);
    return {
      run: code.flatMap(([path, metrics]) => (isRun(path, metrics) ? [path] : [])).sort(),
      served: code.flatMap(([path, metrics]) => (isServed(metrics) ? [path] : [])),
    };
  });
  return (path, needed) => {
    const { run, served } = starts();
    if (fileRole(path) !== 'code' || configuring.test(path)) return undefined;
    if (run.includes(path) || served.includes(path)) return undefined;
    const loaders = imports.loadersOf(path);
    const programs = run.filter((start) => loaders.has(start));
    const [entry] = programs;
    const metrics = entry === undefined ? undefined : metricsOf(entry);
    if (entry === undefined || !metrics) return undefined;
    if (programs.length > 1) return { entry, reason: `${programs.length} programs import it` };
    if (served.some((start) => loaders.has(start)))
      return { entry, reason: 'a server loads the application without that file’s start' };
    return placeIn(entry, metrics, declared().has(entry), needed.split(' '));
  };
}

function placeIn(
  entry: string,
  metrics: FileMetrics,
  isDeclared: boolean,
  needed: readonly string[],
): LoggingOnImport {
  if (metrics.logging.configuration.count > 0) return { entry, reason: 'it configures logging, too' };
  const mains = metrics.publicFunctions.filter(({ name }) => name === 'main');
  const main = mains.length === 1 && mains[0]?.bodyLine ? mains[0] : undefined;
  const guard = metrics.mainGuardLine ?? undefined;
  // A command that packaging makes calls a function; the guard does not run.
  if (!main && (guard === undefined || isDeclared))
    return { entry, reason: 'it has no function `main` to take it' };
  const start = {
    ...(guard === undefined || (isDeclared && main) ? {} : { guard }),
    ...(main ? { main: { line: main.line, bodyLine: main.bodyLine } } : {}),
  };
  const imports = needed.map((module) => importPlace(module, metrics));
  if (!imports.every((place) => place !== undefined))
    return { entry, reason: 'its imports leave no certain place for another' };
  return { entry, place: { start, imports } };
}

/** Where `import module` stands, or goes by isort's order; undefined where the name means something else. */
function importPlace(module: string, { imports }: FileMetrics): ImportPlace | undefined {
  const top = imports.filter(({ guard }) => guard === undefined).sort((a, b) => a.line - b.line);
  const isNamed = (names: readonly string[] | undefined): boolean => names?.includes(module) === true;
  if (top.some(({ names, renamed }) => isNamed(names) || isNamed(Object.keys(renamed ?? {}))))
    return undefined;
  const present = top.find((one) => one.module === module && one.names === undefined);
  if (present) return { module, line: present.line, side: 'present', isSetOff: false };
  const line = `import ${module}`;
  const section = sectionOf(module);
  const before = top.filter((one) => {
    const theirs = sectionOf(one.module);
    const text = `${one.names ? 'from' : 'import'} ${one.module}`;
    return theirs < section || (theirs === section && comesBefore(text, one.module, line, module));
  });
  const above = before.at(-1);
  if (above) return { module, line: above.line, side: 'below', isSetOff: sectionOf(above.module) < section };
  const [below] = top;
  return below && { module, line: below.line, side: 'above', isSetOff: sectionOf(below.module) > section };
}
