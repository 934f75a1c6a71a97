// What a phase of `npm test` comes to, and how it is told. Plain data and text, no I/O.

/**
 * @typedef {{ name: string, detail: string }} Failure
 * @typedef {{ name: string, reason: string }} Skip
 * @typedef {{ passed: number, failed: Failure[], skipped: Skip[] }} Outcome
 */

/** @type {Outcome} */
export const nothing = { passed: 0, failed: [], skipped: [] };

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
export function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/**
 * On a build server everything can be had, so a test that was skipped is a test that is broken.
 * @param {Outcome} outcome @param {boolean} isCi @returns {Outcome}
 */
export function strict({ passed, failed, skipped }, isCi) {
  if (!isCi) return { passed, failed, skipped };
  const failures = skipped.map(({ name, reason }) => ({
    name,
    detail: `skipped, which CI does not allow: ${reason}`,
  }));
  return { passed, failed: [...failed, ...failures], skipped: [] };
}

/** The last line of a run. @param {Outcome} outcome */
export function totals({ passed, failed, skipped }) {
  const counts = `${passed} passed, ${failed.length} failed`;
  return skipped.length === 0 ? counts : `${counts}, ${skipped.length} skipped`;
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
