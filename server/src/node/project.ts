/**
 * Reads a whole project for the health engine: finds its files, analyses the Python ones in worker threads, loads the
 * texts that checks ask about. A rescan looks only at what has changed and returns another scan.
 */
import { isShared, type Engine } from '../engine';
import type { ResolvedConfig } from '../engine/config';
import {
  buildFacts,
  indexInSteps,
  type Placed,
  type ProjectIndex,
  type ProjectSnapshot,
} from '../engine/project';
import {
  createLateUnpacker,
  type FileRecord,
  type PackedFindings,
  type Unpack,
} from '../engine/packed-records';
import { analyseInSteps, type Wanted } from './analyse';
import {
  analyseFiles,
  fewFiles,
  saveResults,
  type Analysed,
  type AnalyseOptions,
  type Note,
  type Target,
} from './analyse-files';
import { assemble, notesOf } from './assemble';
import { buildOf, openCache, type ResultCache } from './cache';
import type { ThreadHeaps } from './heap';
import { keepFindings, knownFindings, type ProjectInputs, type SettingsAsked } from './known-project';
import type { RuleCrash } from './messages';
import { paced, rest } from './pacer';
import { createPool, type Pool } from './pool';
import { readTexts } from './project-files';
import { checkProject, withProject } from './project-findings';
import { settle } from './settle';
import { isSmall, keptBy, listAgain, listConfigured, targetsFor, targetsOf } from './targets';
import type { Cancellation, Walk } from './walk';

export interface ScannerOptions {
  /** The built worker bundle. */
  readonly workerPath: string;
  readonly version: string;
  /** Number of worker threads. */
  readonly jobs?: number | undefined;
  /** Folder of the cache; absent: no cache. */
  readonly cacheFolder?: string | undefined;
  /** Findings carry their fixes. */
  readonly fixes?: boolean;
  readonly heap?: ThreadHeaps;
}

export interface ScanOptions {
  readonly config: ResolvedConfig;
  /** The configuration once the paths of all files are known, where folders below may have their own. */
  readonly configFor?: (paths: readonly string[]) => Promise<ResolvedConfig>;
  readonly trusted: boolean;
  readonly signal?: Cancellation | undefined;
  /** `total` is known from the first call on. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Texts of open documents, by path, in place of what is on disk. */
  readonly overlay?: ReadonlyMap<string, string> | undefined;
  /** Files that are analysed too where the walk leaves them out; they are no part of the project. */
  readonly named?: readonly Target[] | undefined;
  /** What a walk of all files with the same configuration has found just now. */
  readonly walked?: Walk | undefined;
}

/** Plain and immutable. */
export interface ProjectScan {
  /** Absolute path. */
  readonly folder: string;
  readonly snapshot: ProjectSnapshot;
  /** What is known of each Python file. */
  readonly records: ReadonlyMap<string, FileRecord>;
  /** Of Python files that have findings, those of the project among them. */
  readonly findings: ReadonlyMap<string, PackedFindings>;
  /** Findings of the rules that look at the project, on whatever files. */
  readonly projectFindings: readonly Placed[];
  /** Python files that were skipped, and why. */
  readonly notes: readonly Note[];
  /** Files on which the analysis broke down. */
  readonly failures: readonly Note[];
  readonly crashes: readonly RuleCrash[];
}

/** What was found in a project, without what else it would be graded by. */
export type ProjectFound = Pick<
  ProjectScan,
  'records' | 'notes' | 'failures' | 'crashes' | 'projectFindings'
>;

export interface ProjectScanner {
  /**
   * Rejects with `AbortError` when cancelled, and with a plain error when the folder cannot be read. `before` is an earlier
   * scan of the same folder, with which it shares what has not changed. With `engine`, a few files are then analysed in
   * this thread, which is sooner done than starting workers.
   */
  scan(folder: string, options: ScanOptions, before?: ProjectScan, engine?: Engine): Promise<ProjectScan>;
  /** The same for whoever wants nothing but findings. */
  find(folder: string, options: ScanOptions): Promise<ProjectFound>;
  /**
   * The same scan after `paths` were changed, created or deleted. `engine`: as for `scan`.
   */
  rescan(
    scan: ProjectScan,
    paths: readonly string[],
    options: ScanOptions,
    engine?: Engine,
  ): Promise<ProjectScan>;
  /** Ends the worker threads; the next scan starts others. */
  close(): Promise<void>;
}

/** Worker threads hold about 70 MB each; they end when no scan has needed them for so long: changes come in bursts. */
const idleLimit = 500;

export function createScanner(scanner: ScannerOptions): ProjectScanner {
  const wanted: Wanted = { fixes: scanner.fixes === true, metrics: true };
  let pool: Pool | undefined;
  let idle: NodeJS.Timeout | undefined;
  let running = 0;

  const workers = (): Pool =>
    (pool ??= createPool({
      workerPath: scanner.workerPath,
      wanted,
      jobs: scanner.jobs,
      heap: scanner.heap,
    }));

  async function close(): Promise<void> {
    clearTimeout(idle);
    const ending = pool;
    pool = undefined;
    await ending?.close();
  }

  /** Does `work` with the cache of a folder, and lets go of it. */
  async function withCache<T>(
    folder: string,
    work: (cache: ResultCache | undefined) => Promise<T>,
  ): Promise<T> {
    const cache = await openScanCache(scanner, folder, wanted);
    try {
      return await work(cache);
    } finally {
      cache?.close();
    }
  }

  async function analyse(
    targets: readonly Target[],
    { signal, onProgress }: ScanOptions,
    more: Pick<AnalyseOptions, 'here' | 'cache' | 'before' | 'guess' | 'unpack'>,
  ): Promise<Analysed> {
    clearTimeout(idle);
    running += 1;
    let cancelled = true;
    try {
      const analysed = await analyseFiles(targets, { ...more, pool: workers, signal, onProgress });
      cancelled = false;
      return analysed;
    } finally {
      running -= 1;
      // What still waits in the pool after a cancelled scan is of no use to anybody.
      if (running === 0 && cancelled) await close();
      else if (running === 0) idle = setTimeout(() => void close(), idleLimit).unref();
    }
  }

  /** The scan with its project: the index, what changes with it, and what is found in the project itself. */
  async function finish(
    folder: string,
    { listing, texts, targets }: ProjectInputs,
    first: Analysed,
    options: ScanOptions,
    again: (targets: readonly Target[]) => Promise<Analysed>,
  ): Promise<Finished> {
    const alone = await assemble(folder, listing, texts, first, options);
    await rest();
    const settled = await settle(first, targets, () => buildFacts(alone.snapshot), again);
    const { analysed, index, isSettled } = settled;
    const scan = analysed === first ? alone : await assemble(folder, listing, texts, analysed, options);
    await rest();
    const { asked, ...found } = await checkProject(scan, index, options, wanted.fixes);
    return { analysed, scan: withProject(scan, found), asked: isSettled ? asked : undefined };
  }

  /** What is found in a folder; the whole scan is put together for those who ask. */
  async function look(
    folder: string,
    given: ScanOptions,
    {
      before,
      unpack,
      engine,
    }: {
      readonly before?: ProjectScan | undefined;
      readonly unpack?: Unpack;
      readonly engine?: Engine | undefined;
    },
  ): Promise<Looked> {
    // Where nothing is known yet, threads are needed anyway.
    const here = analyserOf(before && engine, wanted);
    const { listing, options } = await listConfigured(folder, given);
    await rest();
    const texts = await readTexts(folder, listing.walked.paths, (path) => options.overlay?.get(path));
    const targets = await targetsOf(folder, listing, options);
    const inputs: ProjectInputs = { listing, texts, targets, trusted: options.trusted };
    return withCache(folder, async (cache) => {
      const first = await analyse(targets, options, {
        here,
        cache,
        unpack,
        // What a crashed rule left out is not worth keeping.
        before: before?.crashes.length === 0 ? before.records : undefined,
        guess: guessFrom(async () => {
          const { snapshot } = await assemble(folder, listing, texts, nothingYet, options);
          return paced(indexInSteps(buildFacts(snapshot)));
        }),
      });
      await rest();
      const known = cache && (await knownFindings(cache, inputs, first, options.config));
      if (known) {
        await saveResults(first, cache);
        const whole = async (): Promise<ProjectScan> => {
          const scan = await assemble(folder, listing, texts, first, options);
          await rest();
          return withProject(scan, { findings: known, crashes: [] });
        };
        const notes = notesOf(listing.walked, first.notes, options.config);
        return { ...first, notes, projectFindings: known, whole };
      }
      const again = (some: readonly Target[]): Promise<Analysed> => analyse(some, options, { here, cache });
      const { analysed, scan, asked } = await finish(folder, inputs, first, options, again);
      await rest();
      if (cache && asked)
        await keepFindings(cache, inputs, { ...analysed, crashes: scan.crashes }, scan, asked);
      await saveResults(analysed, cache);
      return { ...scan, whole: () => Promise.resolve(scan) };
    });
  }

  return {
    close,
    scan: async (folder, options, before, engine) =>
      (await look(folder, options, { before, engine })).whole(),
    find: (folder, options) => look(folder, options, { unpack: createLateUnpacker() }),
    rescan: async (scan, paths, options, engine) => {
      const { folder, snapshot } = scan;
      const changed = new Set(paths);
      const listing = await listAgain(scan, changed, options);
      const texts = await readTexts(
        folder,
        listing.walked.paths,
        (path) => options.overlay?.get(path) ?? (changed.has(path) ? undefined : snapshot.text(path)),
      );
      const stale = listing.walked.python.filter((path) => changed.has(path) || !snapshot.metrics.has(path));
      const again = (targets: readonly Target[]): Promise<Analysed> =>
        engine && targets.length <= fewFiles && targets.every(isSmall)
          ? analyse(targets, options, { here: analyserOf(engine, wanted) })
          : withCache(folder, async (cache) => {
              const analysed = await analyse(targets, options, { cache });
              await saveResults(analysed, cache);
              return analysed;
            });
      const fresh = await again(await targetsFor(folder, stale, options));
      const isKept = keptBy(listing, new Set(stale));
      const kept = [...scan.records].filter(([path]) => isKept({ path }));
      const analysed: Analysed = {
        ...fresh,
        records: new Map([...kept, ...fresh.records]),
        notes: [...scan.notes.filter(isKept), ...fresh.notes],
        failures: [...scan.failures.filter(isKept), ...fresh.failures],
      };
      const targets = await targetsOf(folder, listing, options);
      const inputs: ProjectInputs = { listing, texts, targets, trusted: options.trusted };
      return (await finish(folder, inputs, analysed, options, again)).scan;
    },
  };
}

interface Finished {
  readonly analysed: Analysed;
  readonly scan: ProjectScan;
  /** What the findings of the project were told of settings; undefined where not every file was told what is true. */
  readonly asked: SettingsAsked | undefined;
}

interface Looked extends ProjectFound {
  readonly whole: () => Promise<ProjectScan>;
}

const nothingYet: Analysed = { records: new Map(), notes: [], failures: [], crashes: [] };

function guessFrom(indexOf: () => Promise<ProjectIndex>): (question: string) => Promise<unknown> {
  let index: Promise<ProjectIndex> | undefined;
  return async (question) =>
    isShared(question) ? (await (index ??= indexOf())).answer('', question) : undefined;
}

async function openScanCache(
  { workerPath, version, cacheFolder }: ScannerOptions,
  root: string,
  wanted: Wanted,
): Promise<ResultCache | undefined> {
  return cacheFolder === undefined
    ? undefined
    : openCache({ folder: cacheFolder, root, wanted, build: buildOf(version, workerPath) });
}

/** In this thread, beside what else it has to do. */
function analyserOf(engine: Engine | undefined, wanted: Wanted): AnalyseOptions['here'] {
  return (
    engine &&
    (async (job) => {
      try {
        return await paced(analyseInSteps(engine, job, wanted));
      } catch (error) {
        return { failed: error instanceof Error ? error.message : String(error) };
      }
    })
  );
}
