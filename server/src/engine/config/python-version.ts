/** The lowest Python version that a version specifier lets in. */

export type Version = readonly [number, number];

/** A plain version: `3.11`, `3.11.4`, `3`. */
export function parseVersion(text: string): Version | undefined {
  const match = /^\s*(\d{1,2})(?:\.(\d{1,3}))?(?:\.\d+)?\s*$/.exec(text);
  return match?.[1] === undefined ? undefined : [Number(match[1]), Number(match[2] ?? 0)];
}

/**
 * Lower bound of `requires-python` (`>=3.9,<4`), of Poetry's caret and tilde forms, and of alternatives (`||`).
 * Undefined when nothing bounds it from below.
 */
export function lowerBound(specifier: string): Version | undefined {
  const alternatives = specifier.split('||').map(boundOfAll);
  let lowest: Version | undefined;
  for (const bound of alternatives) {
    if (!bound) return undefined;
    if (!lowest || compare(bound, lowest) < 0) lowest = bound;
  }
  return lowest;
}

function boundOfAll(specifier: string): Version | undefined {
  let highest: Version | undefined;
  const clauses = specifier.matchAll(
    /(>=|~=|===?|\^|~|>|<=|<|!=)?\s*v?(\d{1,2})(?:\.(\d{1,3}|\*))?(\.[\w.*]+)?/g,
  );
  for (const [, operator = '==', major = '', minor = '0', patch] of clauses) {
    if (operator === '<' || operator === '<=' || operator === '!=') continue;
    const version: Version = [Number(major), minor === '*' ? 0 : Number(minor)];
    // `>3.8` excludes all of 3.8 (PEP 440 compares it with 3.8.0 and post releases); `>3.8.1` does not.
    const bound: Version = operator === '>' && patch === undefined ? [version[0], version[1] + 1] : version;
    if (!highest || compare(bound, highest) > 0) highest = bound;
  }
  return highest;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1];
}
