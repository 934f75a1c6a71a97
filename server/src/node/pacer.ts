/** Keeps long work on the main thread from holding the event loop: what somebody types meanwhile is answered first. */

/**
 * Together with one piece of work that begins just before, the loop is held for less than ten milliseconds. An answer takes
 * several turns of the loop, each of which waits so long.
 */
const holdLimit = 2;

export class Pacer {
  #since = performance.now();

  /** To be asked between pieces of work; `pause` when true. */
  get isDue(): boolean {
    return performance.now() - this.#since > holdLimit;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}

/** Runs work that the engine offers in steps. */
export async function paced<T>(steps: Iterator<void, T>): Promise<T> {
  const pacer = new Pacer();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (pacer.isDue) await pacer.pause();
  }
}
