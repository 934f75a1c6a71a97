/** The paths of a project as a set, made once for each list of them: there may be thousands, and several who want it. */
import { eachInSteps, type Steps } from '../steps';

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

export function pathSet(paths: readonly string[]): ReadonlySet<string> {
  let known = sets.get(paths);
  if (!known) sets.set(paths, (known = new Set(paths)));
  return known;
}

/** Makes the set in steps. */
export function* preparePaths(paths: readonly string[]): Steps<void> {
  if (sets.has(paths)) return;
  const made = new Set<string>();
  yield* eachInSteps(paths, (path) => {
    made.add(path);
  });
  sets.set(paths, made);
}
