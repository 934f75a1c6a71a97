/**
 * Loaded into a measured server before its own code (`--require`): tells over the IPC channel what only the process
 * itself can see, its memory and how long its event loop was held.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { mainThreadCpu } from './processes';
import { memoryFigures, watchWasm, type MemoryFigures } from '../harness/memory';

export type { MemoryFigures } from '../harness/memory';

export type Question = 'memory' | 'start-delays' | 'delays';

export interface Delays {
  /** Milliseconds that the loop came late, without the timer's own resolution. */
  readonly p99: number;
  readonly max: number;
  /** The most CPU time that the main thread took before it came back to the loop; NaN where the system does not tell. */
  readonly maxCpu: number;
}

const resolutionMs = 1;

/** Watches from timer to timer how much work the loop does in one go. */
function watchCpu(): { readonly max: () => number; readonly reset: () => void } {
  let last = mainThreadCpu('self');
  let max = Number.isNaN(last) ? Number.NaN : 0;
  const tick = (): void => {
    const now = mainThreadCpu('self');
    max = Math.max(max, now - last);
    last = now;
    setTimeout(tick, resolutionMs).unref();
  };
  return {
    max: () => max,
    reset: () => {
      last = mainThreadCpu('self');
      max = 0;
      tick();
    },
  };
}

function answerer(): (question: Question) => MemoryFigures | Delays | null {
  const cpu = watchCpu();
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  return (question) => {
    switch (question) {
      case 'memory':
        return memoryFigures();
      case 'start-delays':
        histogram.enable();
        histogram.reset();
        cpu.reset();
        return null;
      case 'delays':
        return { p99: late(histogram.percentile(99)), max: late(histogram.max), maxCpu: cpu.max() };
    }
  };
}

if (process.send && isMainThread) {
  watchWasm();
  const answer = answerer();
  process.on('message', (question: Question) => process.send?.(answer(question)));
  // A server must end with its client, not with the bench.
  process.channel?.unref();
}
