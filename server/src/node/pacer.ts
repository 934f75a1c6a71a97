/** Keeps long work on the main thread from holding the event loop: what somebody types meanwhile is answered first. */

/**
 * In milliseconds, without the step that has begun just before. An answer takes several turns of the loop and waits so long
 * in each: twice this makes answers take twice as long, and scans no faster.
 */
const holdLimit = 1;

/** When this turn of the loop began, as far as it is known: all share its time, also what begins where other work ends. */
let turnBegan: number | undefined;

function isBegun(): boolean {
  if (turnBegan !== undefined) return true;
  turnBegan = performance.now();
  setImmediate(() => (turnBegan = undefined));
  return false;
}

export class Pacer {
  /** To be asked between pieces of work; `pause` when true. */
  get isDue(): boolean {
    return isBegun() && performance.now() - (turnBegan ?? 0) > holdLimit;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    // The first piece of work counts as the others do.
    isBegun();
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
