/**
 * A server lives beside an editor: it had better be small than collect garbage seldom, and each collection holds the event
 * loop. V8 by default lets a heap grow to several times of what is in use, and its young generation to 32 MB. Where the server
 * was not started with `serverProcessArguments`, what is done here mostly does: V8 allows growth again whenever it makes a
 * thread's heap, and a collection may come before this is noticed.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { ResourceLimits, Worker } from 'node:worker_threads';

const megabyte = 1024 * 1024;

/** Of each half of the young generation. With half of it, twice as many objects would survive their first collection. */
const youngHalf = 4;

/** The heaps of worker threads. */
export interface ThreadHeaps {
  readonly limits: ResourceLimits;
  /** To be called with a thread that has been made just now. */
  readonly starting: (thread: Worker) => void;
}

/** As small as that of this thread. */
export const smallHeaps: ThreadHeaps = {
  // Two halves, and room for objects that survive.
  limits: { maxYoungGenerationSizeMb: 3 * youngHalf },
  // V8 takes the flag back when it makes a heap, at some time before the thread is online.
  starting: (thread) => {
    const timer = setInterval(holdYoung, 1).unref();
    const isMade = (): void => {
      clearInterval(timer);
      holdYoung();
    };
    thread.once('online', isMade);
    thread.once('exit', isMade);
  },
};

/** Of this thread; to be called once, early. */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=40');
  setFlagsFromString(`--min-semi-space-size=${youngHalf}`);
  if (holdYoung()) return;
  const observer = new PerformanceObserver(() => {
    if (holdYoung()) observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}

/** This heap is there already: its young generation can only be kept from growing, once it is large enough. */
function holdYoung(): boolean {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  const isLarge = (young?.space_size ?? 0) >= 2 * youngHalf * megabyte;
  if (isLarge) setFlagsFromString('--semi-space-growth-factor=1');
  return isLarge;
}
