/** Analyses many files: from the cache where it knows them, in worker threads where it does not. */
import type { LintSettings } from '../engine';
import { createUnpacker, withoutRules, type FileRecord, type Unpack } from '../engine/packed-records';
import type { Answers, Job, Outcome } from './analyse';
import type { ResultCache } from './cache';
import type { RuleCrash } from './messages';
import { Pacer } from './pacer';
import type { Pool } from './pool';
import { createScratch, maxFileSize, readBytes } from './read';
import { Cancelled, type Cancellation } from './walk';

export interface Target {
  /** Relative to the project, with `/`. */
  readonly path: string;
  /** Where to read it. */
  readonly file: string;
  readonly settings: LintSettings;
  /** The text of an open document, in place of the file. */
  readonly text?: string | undefined;
  /** Answers to what the file asked when it was looked at before; what the cache holds was told something else. */
  readonly answers?: Answers | undefined;
}

/** So many files of so many bytes are sooner done in this thread than a worker thread starts; more would hold the event loop. */
export const fewFiles = 4;
export const smallFile = 12 * 1024;

export interface AnalyseOptions {
  /** Called when a file is not in the cache; the caller closes the pool. */
  readonly pool: () => Pool;
  /** Analyses in this thread: asked for a few small files before the pool is. */
  readonly here?: ((job: Job) => Promise<Outcome>) | undefined;
  /** The caller saves it, and closes it. */
  readonly cache?: ResultCache | undefined;
  /** How records are made of their text; as objects at once unless given. */
  readonly unpack?: Unpack | undefined;
  /** Records of the scan before: those of unchanged files are taken as they are, which makes no second copy of them. */
  readonly before?: ReadonlyMap<string, FileRecord> | undefined;
  /**
   * The likely answer to a question that files ask about the project, before the project is known. A wrong one costs a
   * second look at the file, none costs it for every file that asks.
   */
  readonly guess?: ((question: string) => Promise<unknown>) | undefined;
  readonly signal?: Cancellation | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Note {
  readonly path: string;
  readonly message: string;
}

export interface Analysed {
  /** In the order of the targets; files without a record are in `notes` or `failures`. */
  readonly records: ReadonlyMap<string, FileRecord>;
  /** Files that were skipped, and why. */
  readonly notes: readonly Note[];
  /** Files on which the analysis broke down. */
  readonly failures: readonly Note[];
  readonly crashes: readonly RuleCrash[];
}

export async function analyseFiles(targets: readonly Target[], options: AnalyseOptions): Promise<Analysed> {
  const { here, cache, before, guess, signal, onProgress, unpack = createUnpacker() } = options;
  const { expected, expect, expectations } = createExpectations(guess);
  const known: (FileRecord | undefined)[] = [];
  const notes: Note[] = [];
  const failures: Note[] = [];
  const running: Promise<void>[] = [];
  // Of a file that the cache knows, nobody needs the bytes any longer than for its key.
  const scratch = cache && createScratch();
  let pool: Pool | undefined;
  let done = 0;
  let doneHere = 0;
  const pacer = new Pacer();
  const recordOf = (path: string, key: string | undefined): FileRecord | undefined => {
    if (key === undefined) return undefined;
    const same = before?.get(path);
    if (same?.key === key && cache?.keep(path, key)) return same;
    const packed = cache?.get(path, key);
    return packed && unpack(packed, key);
  };
  const stop = (): boolean => signal?.aborted === true;
  for (const [index, target] of targets.entries()) {
    if (pacer.isDue) {
      await pacer.pause();
      onProgress?.(done, targets.length);
    }
    if (stop()) break;
    const bytes =
      target.text === undefined ? readBytes(target.file, maxFileSize, scratch) : Buffer.from(target.text);
    if (!(bytes instanceof Uint8Array)) {
      notes.push({ path: target.path, message: bytes.skipped });
      done += 1;
      continue;
    }
    const key = cache?.key(target.path, bytes, target.settings);
    const hit = target.answers ? undefined : recordOf(target.path, key);
    if (hit) {
      known[index] = hit;
      done += 1;
      continue;
    }
    const { path, settings, answers } = target;
    const finish = (outcome: Outcome): void => {
      done += 1;
      onProgress?.(done, targets.length);
      if ('record' in outcome) {
        const record = unpack(outcome.record, key);
        known[index] = record;
        for (const [question] of record.asks ?? []) expect(question);
        if (key !== undefined) cache?.set(path, key, outcome.record);
      } else if ('skipped' in outcome) notes.push({ path, message: outcome.skipped });
      else failures.push({ path, message: outcome.failed });
    };
    if (here && doneHere < fewFiles && bytes.length <= smallFile) {
      doneHere += 1;
      finish(await here({ path, bytes, settings, answers, expected }));
      await expectations();
      continue;
    }
    pool ??= options.pool();
    const own = scratch && target.text === undefined ? bytes.slice() : bytes;
    running.push(pool.analyse({ path, bytes: own, settings, answers, expected }).then(finish));
    await pool.ready();
  }
  if (!(await settled(running, stop)) || !(await settled([expectations()], stop)))
    throw new Cancelled('the scan was cancelled');
  const crashes = pool?.crashes ?? [];
  const records = await collect(targets, known, new Set(crashes.map((crash) => crash.rule)));
  return { records, notes: sorted(notes), failures: sorted(failures), crashes };
}

interface Expectations {
  /** Answers by question, as far as they are there: whoever holds this sees those that come later. */
  readonly expected: Readonly<Record<string, unknown>>;
  readonly expect: (question: string) => void;
  /** Resolves when all of them are there. */
  readonly expectations: () => Promise<void>;
}

function createExpectations(guess: AnalyseOptions['guess']): Expectations {
  const expected: Record<string, unknown> = {};
  const asked = new Set<string>();
  const running: Promise<void>[] = [];
  return {
    expected,
    expect: (question) => {
      if (!guess || asked.has(question)) return;
      asked.add(question);
      const answered = guess(question).then((answer) => {
        expected[question] = answer;
      });
      // Of a scan that is given up, nobody waits for it.
      answered.catch(() => undefined);
      running.push(answered);
    },
    expectations: async () => void (await Promise.all(running)),
  };
}

/** What a crashed rule left out is not worth keeping. */
export async function saveResults(
  { crashes }: Pick<Analysed, 'crashes'>,
  cache: ResultCache | undefined,
): Promise<void> {
  if (crashes.length === 0) await cache?.save();
}

/** False when it was cancelled while waiting. */
async function settled(running: readonly Promise<void>[], stop: () => boolean): Promise<boolean> {
  const all = Promise.all(running).then(() => true);
  for (;;) {
    if (stop()) return false;
    let timer: NodeJS.Timeout | undefined;
    const tick = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, 100, false);
    });
    const finished = await Promise.race([all, tick]);
    clearTimeout(timer);
    if (finished) return !stop();
  }
}

/** A rule that crashed in one worker went on in another: its findings are left out, so that chance decides nothing. */
async function collect(
  targets: readonly Target[],
  known: readonly (FileRecord | undefined)[],
  crashed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FileRecord>> {
  const records = new Map<string, FileRecord>();
  const pacer = new Pacer();
  for (const [index, { path }] of targets.entries()) {
    if (pacer.isDue) await pacer.pause();
    const record = known[index];
    if (record) records.set(path, withoutRules(record, crashed));
  }
  return records;
}

function sorted(notes: readonly Note[]): readonly Note[] {
  return [...notes].sort((a, b) => (a.path < b.path ? -1 : 1));
}
