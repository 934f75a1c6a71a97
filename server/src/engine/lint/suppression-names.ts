/** Which rules the names in a comment mean: our own, and the codes and names of other linters. */
import type { Rule } from './rule';

export function names(list: string): string[] {
  return list.split(/[\s,]+/).filter((name) => name !== '');
}

/** Codes match as linters match them: `S` and `S1` cover `S110`. Rule names of Ruff and bandit count too. */
export function matchesCode(list: string, rule: Rule): boolean {
  return names(list).some((wanted) => {
    const code = wanted.toUpperCase();
    return rule.meta.equivalents.some(
      (equivalent) =>
        equivalent.code === code ||
        (/^[A-Z]+\d*$/.test(code) && equivalent.tool === 'ruff' && isCodePrefix(code, equivalent.code)) ||
        equivalent.name === wanted.toLowerCase(),
    );
  });
}

export function isCodePrefix(prefix: string, code: string): boolean {
  if (!code.startsWith(prefix)) return false;
  // `S` must not cover `SIM105`: the letters have to be the whole family.
  return /\d/.test(prefix) || /^\d/.test(code.slice(prefix.length));
}

export function matchesPylint(list: string, rule: Rule): boolean {
  const wanted = names(list);
  return rule.meta.equivalents.some(
    ({ tool, code, name }) =>
      tool === 'pylint' &&
      (wanted.includes('all') || wanted.includes(code) || (name !== undefined && wanted.includes(name))),
  );
}

export function hasTool(rule: Rule, tool: string): boolean {
  return rule.meta.equivalents.some((equivalent) => equivalent.tool === tool);
}
