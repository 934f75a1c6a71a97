/**
 * Reads a whole project for the health engine: finds its files, analyses the Python ones in worker threads, loads the
 * texts that checks ask about. A rescan looks only at what has changed and returns another scan.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isShared, type Engine } from '../engine';
import type { ResolvedConfig } from '../engine/config';
import {
  buildFacts,
  createProjectIndex,
  type FileMetrics,
  type Placed,
  type ProjectIndex,
  type ProjectSnapshot,
} from '../engine/project';
import { createUnpacker, linesOf, type FileRecord, type PackedFindings } from '../engine/packed-records';
import { analyseBytes, type Wanted } from './analyse';
import { analyseFiles, type Analysed, type Note, type Target } from './analyse-files';
import { buildOf, openCache, type ResultCache } from './cache';
import type { ThreadHeaps } from './heap';
import type { RuleCrash } from './messages';
import { Pacer, rest } from './pacer';
import { createPool, type Pool } from './pool';
import { listProject, readTexts, type Listing } from './project-files';
import { withProject } from './project-findings';
import { readBytes, statIfAny } from './read';
import { settle } from './settle';
import { isPython, type Cancellation, type Walk } from './walk';

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

export interface ProjectScanner {
  /**
   * Rejects with `AbortError` when cancelled, and with a plain error when the folder cannot be read. `before` is an earlier
   * scan of the same folder, with which it shares what has not changed.
   */
  scan(folder: string, options: ScanOptions, before?: ProjectScan): Promise<ProjectScan>;
  /**
   * The same scan after `paths` were changed, created or deleted. With `engine`, a few files are analysed in this
   * thread, which is sooner done than starting workers.
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
/** Up to here, this thread analyses files itself: more of them, or larger ones, would hold the event loop. */
const fewFiles = 4;
const smallFile = 12 * 1024;

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

  async function analyse(
    folder: string,
    targets: readonly Target[],
    options: ScanOptions,
    { before, guess }: { before?: ProjectScan | undefined; guess?: (question: string) => unknown } = {},
  ): Promise<Analysed> {
    const { signal, onProgress } = options;
    clearTimeout(idle);
    running += 1;
    let cancelled = true;
    let cache: ResultCache | undefined;
    try {
      cache = await openScanCache(scanner, folder, wanted);
      const analysed = await analyseFiles(targets, {
        pool: workers,
        cache,
        // What a crashed rule left out is not worth keeping.
        before: before?.crashes.length === 0 ? before.records : undefined,
        guess,
        signal,
        onProgress,
      });
      cancelled = false;
      return analysed;
    } finally {
      cache?.close();
      running -= 1;
      // What still waits in the pool after a cancelled scan is of no use to anybody.
      if (running === 0 && cancelled) await close();
      else if (running === 0) idle = setTimeout(() => void close(), idleLimit).unref();
    }
  }

  /** The scan with its project: the index, what changes with it, and what is found in the project itself. */
  async function finish(
    folder: string,
    listing: Listing,
    first: Analysed,
    options: ScanOptions,
    known: (path: string) => string | undefined,
    again: (targets: readonly Target[]) => Promise<Analysed>,
  ): Promise<ProjectScan> {
    const alone = await assemble(folder, listing, first, options, known);
    const { snapshot } = alone;
    await rest();
    const targets = await targetsOf(folder, listing, options);
    const { analysed, index } = await settle(first, targets, () => buildFacts(snapshot), again);
    const scan =
      analysed === first
        ? alone
        : await assemble(folder, listing, analysed, options, (path) => snapshot.text(path) ?? known(path));
    await rest();
    return withProject(scan, index, options, wanted.fixes);
  }

  return {
    close,
    scan: async (folder, given, before) => {
      const { listing, options } = await listConfigured(folder, given);
      await rest();
      // What the project says besides its code answers some questions of the code already.
      const { snapshot } = await assemble(folder, listing, nothingYet, options, () => undefined);
      const first = await analyse(folder, await targetsOf(folder, listing, options), options, {
        before,
        guess: guessFrom(() => createProjectIndex(buildFacts(snapshot))),
      });
      await rest();
      return finish(
        folder,
        listing,
        first,
        options,
        (path) => snapshot.text(path),
        (targets) => analyse(folder, targets, options),
      );
    },
    rescan: async (scan, paths, options, engine) => {
      const { folder, snapshot } = scan;
      const changed = new Set(paths);
      const listing = await listAgain(scan, changed, options);
      const stale = listing.walked.python.filter((path) => changed.has(path) || !snapshot.metrics.has(path));
      const look = (targets: readonly Target[]): Promise<Analysed> =>
        engine && targets.length <= fewFiles && targets.every(isSmall)
          ? analyseHere(engine, targets, wanted)
          : analyse(folder, targets, options);
      const fresh = await look(stale.map((path) => targetOf(folder, path, options)));
      const isKept = keptBy(listing, new Set(stale));
      const kept = [...scan.records].filter(([path]) => isKept({ path }));
      const analysed: Analysed = {
        ...fresh,
        records: new Map([...kept, ...fresh.records]),
        notes: [...scan.notes.filter(isKept), ...fresh.notes],
        failures: [...scan.failures.filter(isKept), ...fresh.failures],
      };
      const known = (path: string): string | undefined =>
        changed.has(path) ? undefined : snapshot.text(path);
      return finish(folder, listing, analysed, options, known, look);
    },
  };
}

const nothingYet: Analysed = { records: new Map(), notes: [], failures: [], crashes: [] };

function guessFrom(indexOf: () => ProjectIndex): (question: string) => unknown {
  let index: ProjectIndex | undefined;
  return (question) => (isShared(question) ? (index ??= indexOf()).answer('', question) : undefined);
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

function targetOf(folder: string, path: string, { config, overlay }: ScanOptions): Target {
  return { path, file: join(folder, path), settings: config.lintForNamed(path), text: overlay?.get(path) };
}

async function targetsOf(
  folder: string,
  { walked }: Listing,
  options: ScanOptions,
): Promise<readonly Target[]> {
  const below: Target[] = [];
  const pacer = new Pacer();
  for (const path of walked.python) {
    if (pacer.isDue) await pacer.pause();
    below.push(targetOf(folder, path, options));
  }
  const known = new Set(walked.python);
  return [...below, ...(options.named ?? []).filter(({ path }) => !known.has(path))];
}

/** Another configuration may leave out other files: with one, they are listed once more. */
async function listConfigured(
  folder: string,
  options: ScanOptions,
): Promise<{ readonly listing: Listing; readonly options: ScanOptions }> {
  const { signal, configFor, walked } = options;
  const listing = await listProject(folder, options.config, signal, walked);
  const config = (await configFor?.(listing.walked.paths)) ?? options.config;
  if (config === options.config) return { listing, options };
  return { listing: await listProject(folder, config, signal), options: { ...options, config } };
}

/** Only a new or deleted file, or another `.gitignore`, changes the list. */
async function listAgain(
  { folder, snapshot }: ProjectScan,
  changed: ReadonlySet<string>,
  { config, signal }: ScanOptions,
): Promise<Listing> {
  const known = new Set(snapshot.paths);
  const isSame = [...changed].every(
    (path) => known.has(path) && !path.endsWith('.gitignore') && existsSync(join(folder, path)),
  );
  if (!isSame) return listProject(folder, config, signal);
  const python = snapshot.paths.filter(
    (path) => isPython(path) && (snapshot.metrics.has(path) || changed.has(path)),
  );
  const unreadable = snapshot.unreadable.filter(({ path }) => !changed.has(path));
  const total = snapshot.truncated?.total ?? python.length;
  const environments = snapshot.environments ?? [];
  return { walked: { python, paths: snapshot.paths, unreadable, total, environments }, git: snapshot.git };
}

/** What is known of a file stays, unless the file was looked at again or is gone. */
function keptBy(
  { walked }: Listing,
  again: ReadonlySet<string>,
): (file: { readonly path: string }) => boolean {
  const present = new Set(walked.paths);
  return ({ path }) => present.has(path) && !again.has(path);
}

function isSmall({ file, text }: Target): boolean {
  return (text?.length ?? statIfAny(file)?.size ?? 0) <= smallFile;
}

/** As `analyseFiles`, in this thread. */
async function analyseHere(engine: Engine, targets: readonly Target[], wanted: Wanted): Promise<Analysed> {
  const pacer = new Pacer();
  const records = new Map<string, FileRecord>();
  const notes: Note[] = [];
  const unpack = createUnpacker();
  for (const { path, file, settings, text, answers } of targets) {
    if (pacer.isDue) await pacer.pause();
    const bytes = text === undefined ? readBytes(file) : Buffer.from(text);
    const outcome =
      bytes instanceof Uint8Array ? analyseBytes(engine, { path, bytes, settings, answers }, wanted) : bytes;
    if ('record' in outcome) records.set(path, unpack(outcome.record));
    else if ('skipped' in outcome) notes.push({ path, message: outcome.skipped });
  }
  return { records, notes, failures: [], crashes: [] };
}

async function assemble(
  folder: string,
  { walked, git }: Listing,
  { records, notes, failures, crashes }: Analysed,
  { config, overlay, trusted }: ScanOptions,
  known: (path: string) => string | undefined,
): Promise<ProjectScan> {
  const metrics = new Map<string, FileMetrics>();
  const counts = new Map<string, Readonly<Record<string, number>>>();
  const findings = new Map<string, PackedFindings>();
  for (const path of walked.python) {
    const record = records.get(path);
    if (!record) continue;
    if (record.metrics) metrics.set(path, record.metrics);
    if (record.findings === '') continue;
    counts.set(path, record.counts);
    findings.set(path, record.findings);
  }
  const { texts, unreadable } = await readTexts(
    folder,
    walked.paths,
    (path) => overlay?.get(path) ?? known(path),
  );
  const skipped = [...unreadable, ...notes, ...failures].map(({ path, message }) => ({
    path,
    reason: message,
  }));
  const listed = walked.unreadable.filter(({ path }) => !skipped.some((other) => other.path === path));
  const isTruncated = walked.total > walked.python.length;
  const snapshot: ProjectSnapshot = {
    paths: walked.paths,
    text: lookupIn(texts),
    unreadable: byPath([...listed, ...skipped]),
    ...(isTruncated ? { truncated: { graded: metrics.size, total: walked.total } } : {}),
    environments: walked.environments,
    ...(git ? { git } : {}),
    trusted,
    metrics,
    findings: counts,
    findingLines: linesIn(findings),
  };
  const left = isTruncated
    ? [
        {
          path: '',
          message: `${walked.total - walked.python.length} Python files were left out: analysis.maxFiles is ${config.maxFiles}`,
        },
      ]
    : [];
  return {
    folder,
    snapshot,
    records,
    findings,
    projectFindings: [],
    notes: [...left, ...byPath(notes)],
    failures: byPath(failures),
    crashes,
  };
}

/**
 * What a scan keeps as functions is made out here: a function holds on to all variables around it that any function uses
 * there, and so one scan would keep the scan before it.
 */
function lookupIn(texts: ReadonlyMap<string, string>): (path: string) => string | undefined {
  return (path) => texts.get(path);
}

function linesIn(
  findings: ReadonlyMap<string, PackedFindings>,
): NonNullable<ProjectSnapshot['findingLines']> {
  return (path, rule) => linesOf(findings.get(path), rule);
}

function byPath<T extends { readonly path: string }>(entries: readonly T[]): readonly T[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
