/** Small statistics of repeated measurements, in milliseconds. */

export interface Summary {
  readonly runs: number;
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/** Nearest-rank percentile of an unsorted sample; `share` between 0 and 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function summarize(values: readonly number[]): Summary {
  return {
    runs: values.length,
    median: median(values),
    p95: percentile(values, 0.95),
    min: percentile(values, 0),
    max: percentile(values, 1),
  };
}

/** Wall clock and CPU time of one piece of work. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

export interface Compared {
  /** Medians, one for each piece of work. */
  readonly costs: readonly Cost[];
  /** Of the first piece against each, by pairs of one round: [1, first / second, …]. */
  readonly wallRatios: readonly number[];
  readonly cpuRatios: readonly number[];
}

/** Runs pieces of work in turn, A B C A B C, so that a machine that slows down slows all. The first round warms up. */
export async function inTurn(
  runs: number,
  works: readonly (() => Promise<Cost> | Cost)[],
  { warmUp = true } = {},
): Promise<Compared> {
  const rounds: Cost[][] = [];
  for (let round = warmUp ? -1 : 0; round < runs; round += 1) {
    const costs: Cost[] = [];
    for (const work of works) costs.push(await work());
    if (round >= 0) rounds.push(costs);
  }
  const medianOf = (read: (costs: readonly Cost[]) => number): number => median(rounds.map(read));
  const ratios = (key: keyof Cost): number[] =>
    works.map((_, index) => medianOf((costs) => (costs[0]?.[key] ?? 0) / (costs[index]?.[key] ?? 0)));
  return {
    costs: works.map((_, index) => ({
      wall: medianOf((costs) => costs[index]?.wall ?? 0),
      cpu: medianOf((costs) => costs[index]?.cpu ?? 0),
    })),
    wallRatios: ratios('wall'),
    cpuRatios: ratios('cpu'),
  };
}

/** What work in this process costs. */
export async function timed(work: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

/** A repeatable stream of numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
