/** Keeps long work on the main thread from holding the event loop: what somebody types meanwhile is answered first. */

/**
 * In milliseconds, without the step that has begun just before. An answer takes several turns of the loop and waits so long
 * in each: twice this makes answers take twice as long, and scans no faster.
 */
const holdLimit = 1;

/**
 * In milliseconds: an answer takes several turns of the loop, and is there sooner when nobody works in between. Long enough for
 * most, and short enough for long work to go on while somebody types.
 */
const standBackTime = 4;

let standBackUntil = 0;

/** Somebody has asked for something: for a moment, long work leaves the loop to that. */
export function standBack(): void {
  standBackUntil = performance.now() + standBackTime;
}

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
    if (!isBegun()) return false;
    const now = performance.now();
    return now - (turnBegan ?? 0) > holdLimit || now < standBackUntil;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    // However fast questions come, there is a step now and then.
    const longest = performance.now() + 2 * standBackTime;
    while (performance.now() < Math.min(standBackUntil, longest))
      await new Promise((resolve) => setTimeout(resolve, 1));
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
