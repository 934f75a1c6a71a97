/**
 * Worker processes that take one job at a time. A job that takes too long ends its worker, is named, and the work goes
 * on in a new one; so does a worker that dies.
 */
import { fork, type ChildProcess } from 'node:child_process';

export interface PoolOptions<Job, Result> {
  /** The worker's file; it answers every message with one. */
  readonly worker: string;
  readonly jobs: readonly Job[];
  readonly workers: number;
  readonly limitMs: number;
  readonly done: (job: Job, result: Result) => void;
  /** The job ended its worker. */
  readonly lost: (job: Job, reason: string) => void;
}

export async function runPool<Job, Result>(options: PoolOptions<Job, Result>): Promise<void> {
  const queue = [...options.jobs];
  await Promise.all(Array.from({ length: options.workers }, () => runWorker(options, queue)));
}

async function runWorker<Job, Result>(options: PoolOptions<Job, Result>, queue: Job[]): Promise<void> {
  let child: ChildProcess | undefined;
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      child ??= fork(options.worker, {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      const answer = await ask<Job, Result>(child, job, options.limitMs);
      if ('result' in answer) {
        options.done(job, answer.result);
        continue;
      }
      child.kill('SIGKILL');
      child = undefined;
      options.lost(job, answer.lost);
    }
  } finally {
    child?.kill();
  }
}

type Answer<Result> = { readonly result: Result } | { readonly lost: string };

function ask<Job, Result>(child: ChildProcess, job: Job, limitMs: number): Promise<Answer<Result>> {
  return new Promise((resolve) => {
    const finish = (answer: Answer<Result>): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (result: unknown): void => finish({ result: result as Result });
    const onExit = (code: number | null): void =>
      finish({ lost: `the worker ended with ${code ?? 'a signal'}` });
    const timer = setTimeout(() => finish({ lost: `it took more than ${limitMs / 1000} s` }), limitMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(job as object);
  });
}
