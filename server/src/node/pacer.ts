/** Keeps long work on the main thread from holding the event loop: what somebody types meanwhile is answered first. */

/**
 * In milliseconds, without the step that has begun just before. An answer takes several turns of the loop and waits so long
 * in each: twice this makes answers take twice as long, and scans no faster.
 */
const holdLimit = 1;

/** When somebody first asked in this turn of the loop: all share its time, also what begins where other work ends. */
let turnBegan: number | undefined;

export class Pacer {
  /** To be asked between pieces of work; `pause` when true. */
  get isDue(): boolean {
    if (turnBegan === undefined) {
      turnBegan = performance.now();
      setImmediate(() => (turnBegan = undefined));
      return false;
    }
    return performance.now() - turnBegan > holdLimit;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const pacer = new Pacer();

/** Between two parts of long work. */
export async function rest(): Promise<void> {
  if (pacer.isDue) await pacer.pause();
}

/** Runs work that the engine offers in steps. */
export async function paced<T>(steps: Iterator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (pacer.isDue) await pacer.pause();
    if (step.done) return step.value;
  }
}
