/** Long work in steps, so that a host may do something else in between. The outcome is that of doing it at once. */
export type Steps<T> = Generator<undefined, T, void>;

/** Work that may be long enough for steps. */
export type MaybeSteps<T> = T | Steps<T>;

/** So many files make a step, where each takes microseconds. */
export const filesAStep = 64;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Other work is done without a step. */
export function* stepsOf<T>(work: MaybeSteps<T>): Steps<T> {
  return isSteps(work) ? yield* work : work;
}

export function isSteps<T>(work: MaybeSteps<T>): work is Steps<T> {
  return typeof work === 'object' && work !== null && 'next' in work;
}

/** Calls `visit` with each item, and steps between. */
export function* eachInSteps<T>(items: Iterable<T>, visit: (item: T) => void): Steps<void> {
  let at = 0;
  for (const item of items) {
    if (at++ % filesAStep === 0) yield;
    visit(item);
  }
}

export function* filterInSteps<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Steps<readonly T[]> {
  const found: T[] = [];
  yield* eachInSteps(items, (item) => {
    if (isWanted(item)) found.push(item);
  });
  return found;
}

/** The first item that is wanted. */
export function* findInSteps<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Steps<T | undefined> {
  let at = 0;
  for (const item of items) {
    if (at++ % filesAStep === 0) yield;
    if (isWanted(item)) return item;
  }
  return undefined;
}
