/**
 * Worker threads that analyse files. Results do not depend on the number of workers. A worker that crashes or hangs is
 * replaced: the file it had in hand is reported as failed, the others of its batch are analysed again.
 */
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LintSettings } from '../engine';
import type { Job, Outcome, Wanted } from './analyse';
import type { ThreadHeaps } from './heap';
import type { Batch, BatchResult, RuleCrash, WorkerInput } from './messages';

export interface PoolOptions {
  /** The built worker bundle. */
  readonly workerPath: string;
  readonly wanted: Wanted;
  /** Default: one less than the machine has cores. */
  readonly jobs?: number | undefined;
  /** A file may take this long; then its worker is given up. */
  readonly timeLimit?: number;
  /** By default, V8 decides. */
  readonly heap?: ThreadHeaps | undefined;
}

export interface Pool {
  analyse(job: Job): Promise<Outcome>;
  /** Resolves when more work should be handed in: not everything at once, because waiting jobs hold their bytes. */
  ready(): Promise<void>;
  readonly crashes: readonly RuleCrash[];
  close(): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly current: Int32Array;
  readonly known: Set<number>;
  batch: readonly Waiting[];
  timer: NodeJS.Timeout | undefined;
}

/** A batch is about this many bytes: long enough to hide the message, short enough to share work evenly. */
const batchBytes = 48 * 1024;
const batchFiles = 32;
const queueBytes = 4 * 1024 * 1024;
const defaultTimeLimit = 60_000;

export function createPool(options: PoolOptions): Pool {
  const size = Math.max(1, options.jobs ?? availableParallelism() - 1);
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  const crashes: RuleCrash[] = [];
  const settingsNumbers = new Map<LintSettings, number>();
  const waitingForRoom: (() => void)[] = [];
  let queued = 0;
  let scheduled = false;
  let closed = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      pump();
    });
  }

  function pump(): void {
    if (closed) return;
    for (const thread of threads) if (thread.batch.length === 0) send(thread);
    while (queue.length > 0 && threads.size < size) send(start());
    if (queued < queueBytes) for (const resume of waitingForRoom.splice(0)) resume();
  }

  function start(): Thread {
    const current = new SharedArrayBuffer(4);
    const { workerPath, wanted, heap } = options;
    const workerData: WorkerInput = { wanted, grammarFrom: dirname(workerPath), current };
    const worker = new Worker(workerPath, { workerData, ...(heap ? { resourceLimits: heap.limits } : {}) });
    heap?.starting(worker);
    const thread: Thread = {
      worker,
      current: new Int32Array(current),
      known: new Set(),
      batch: [],
      timer: undefined,
    };
    threads.add(thread);
    worker.on('message', (result: BatchResult) => {
      finish(thread, result);
    });
    worker.on('error', (error) => {
      giveUp(thread, error.message);
    });
    worker.on('exit', () => {
      giveUp(thread, 'the worker thread ended');
    });
    return thread;
  }

  function send(thread: Thread): void {
    const batch = take();
    if (batch.length === 0) return;
    thread.batch = batch;
    const settings: [number, LintSettings][] = [];
    const files = batch.map(({ job: { path, bytes, settings: own, answers, expected } }) => {
      const number = settingsNumber(own);
      if (!thread.known.has(number)) settings.push([number, own]);
      thread.known.add(number);
      return { path, bytes, settings: number, answers, expected };
    });
    thread.timer = setTimeout(
      () => {
        giveUp(thread, 'it took too long');
      },
      (options.timeLimit ?? defaultTimeLimit) + batch.length * 100,
    );
    thread.worker.postMessage({ files, settings } satisfies Batch);
  }

  function settingsNumber(settings: LintSettings): number {
    const number = settingsNumbers.get(settings) ?? settingsNumbers.size;
    settingsNumbers.set(settings, number);
    return number;
  }

  function take(): Waiting[] {
    const batch: Waiting[] = [];
    for (let bytes = 0; bytes < batchBytes && batch.length < batchFiles;) {
      const next = queue.shift();
      if (!next) break;
      batch.push(next);
      bytes += next.job.bytes.length;
      queued -= next.job.bytes.length;
    }
    return batch;
  }

  function finish(thread: Thread, { outcomes, crashes: found }: BatchResult): void {
    clearTimeout(thread.timer);
    const batch = thread.batch;
    thread.batch = [];
    crashes.push(...found);
    // The next batch goes first: handling results must not keep the worker waiting.
    pump();
    batch.forEach((waiting, index) => {
      waiting.resolve(outcomes[index] ?? { failed: 'the worker gave no answer' });
    });
  }

  function giveUp(thread: Thread, reason: string): void {
    if (!threads.delete(thread)) return;
    clearTimeout(thread.timer);
    void thread.worker.terminate();
    const culprit = Atomics.load(thread.current, 0);
    thread.batch.forEach((waiting, index) => {
      if (index === culprit || closed) waiting.resolve({ failed: reason });
    });
    const others = thread.batch.filter((_, index) => index !== culprit);
    thread.batch = [];
    if (closed) return;
    queue.unshift(...others);
    queued += others.reduce((sum, { job }) => sum + job.bytes.length, 0);
    pump();
  }

  return {
    crashes,
    analyse: (job) =>
      new Promise((resolve) => {
        queue.push({ job, resolve });
        queued += job.bytes.length;
        if (queued >= batchBytes && threads.size < size) pump();
        else schedule();
      }),
    ready: async () => {
      if (queued < queueBytes) return;
      await new Promise<void>((resolve) => waitingForRoom.push(resolve));
    },
    close: async () => {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.resolve({ failed: 'the run was ended' });
      const ended = [...threads].map((thread) => thread.worker.terminate());
      for (const thread of [...threads]) giveUp(thread, 'the run was ended');
      await Promise.all(ended);
    },
  };
}
