/** Long work in steps, so that a host may do something else in between. The outcome is that of doing it at once. */
export type Steps<T> = Generator<void, T, void>;

/** So many files make a step, where each takes microseconds. */
export const filesAStep = 64;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
