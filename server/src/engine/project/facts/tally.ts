/** What checks ask of all files together, added up in one pass: a project may have thousands of them. */
import { eachInSteps, type Steps } from '../../steps';
import type { Counted, FileMetrics } from '../metrics/types';
import { addTo, startSum, type SourceFile, type Sum } from './totals';

const numbers = {
  publicFunctions: ({ functions }) => functions.total,
  annotatedFunctions: ({ functions }) => functions.annotated,
  typeIgnores: ({ typeIgnores }) => typeIgnores.total,
  handlers: ({ handlers }) => handlers.total,
  /** Files opened and HTTP requests made. */
  resources: ({ resources }) => resources.total,
  logCalls: ({ logging }) => logging.calls,
  asyncFunctions: ({ async }) => async.functions,
  testFunctions: ({ tests }) => tests.functions,
  /** Lines of files with test functions. */
  testLines: ({ tests, codeLines }) => (tests.functions > 0 ? codeLines : 0),
  /** Files with values that only fit one machine. */
  machineFiles: ({ machineValues }) => Number(machineValues.count > 0),
  /** Files that start threads or processes. */
  parallelFiles: ({ imports }) => Number(imports.some(({ module }) => parallel.test(module))),
  pytestFiles: ({ imports }) => Number(imports.some(({ module }) => module === 'pytest')),
  unittestFiles: ({ imports }) => Number(imports.some(({ module }) => module === 'unittest')),
} satisfies Record<string, (metrics: FileMetrics) => number>;

const counts = {
  swallowingHandlers: ({ handlers }) => [handlers.swallowed],
  printingHandlers: ({ handlers }) => [handlers.printOnly],
  ioCalls: (metrics) => [metrics.ioCalls],
  unguardedResources: ({ resources }) => [resources.unguarded],
  loggers: ({ logging }) => [logging.loggers],
  loggingConfiguration: ({ logging }) => [logging.configuration],
  /** Without what configures a program when its module is started by hand. */
  loggingConfigurationOnImport: (metrics, path) =>
    isDemonstration(metrics, path) ? [] : [metrics.logging.configuration],
  rootLogCalls: ({ logging }) => [logging.rootCalls],
  lossyLogCalls: ({ logging }) => [logging.eager, logging.errorInHandler],
  structuredLogging: (metrics) => [metrics.structuredLogging],
  bareTypeIgnores: ({ typeIgnores }) => [typeIgnores.bare],
  environmentReads: (metrics) => [metrics.environmentReads],
  configurationLiterals: (metrics) => [metrics.configurationLiterals],
  machineValues: (metrics) => [metrics.machineValues],
  blockingInAsync: ({ async }) => [async.blocking],
  lostTasks: (metrics) => [metrics.lostTasks],
  sharedState: (metrics) => [metrics.sharedState],
  sysPathChanges: (metrics) => [metrics.sysPathChanges],
  testsWithoutAssert: ({ tests }) => [tests.withoutAssert],
} satisfies Record<string, (metrics: FileMetrics, path: string) => readonly Counted[]>;

const parallel = /^(?:threading|multiprocessing|concurrent)(?:\.|$)/;

/** By what is counted. */
export type Tally = Readonly<Record<keyof typeof numbers, number> & Record<keyof typeof counts, Sum>>;

export function* tallyOf(files: readonly SourceFile[]): Steps<Tally> {
  const totals = Object.entries(numbers).map(([name, pick]) => ({ name, pick, total: 0 }));
  const sums = Object.entries(counts).map(([name, pick]) => ({ name, pick, sum: startSum() }));
  yield* eachInSteps(files, ({ path, metrics }) => {
    for (const one of totals) one.total += one.pick(metrics);
    for (const { pick, sum } of sums) for (const counted of pick(metrics, path)) addTo(sum, path, counted);
  });
  return Object.fromEntries([
    ...totals.map(({ name, total }) => [name, total] as const),
    ...sums.map(({ name, sum }) => [name, sum] as const),
  ]) as Tally;
}

/** What runs when the module is started by hand configures a program, not the library. */
function isDemonstration({ logging, mainGuardLine }: FileMetrics, path: string): boolean {
  const { lines, count } = logging.configuration;
  if (path.endsWith('/__main__.py')) return true;
  const guard = mainGuardLine ?? Number.POSITIVE_INFINITY;
  return count <= lines.length && lines.every((line) => line > guard);
}
