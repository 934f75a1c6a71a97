/**
 * What other linters report, compared with what a rule reports: one line of code should not be underlined twice for
 * the same habit, and whoever finds the other one's message should find our fix there.
 */
import type { Equivalent, RuleMeta } from './rule';

export const linters = ['ruff', 'flake8', 'pylint', 'bandit', 'pylance', 'sonar'] as const;
export type Linter = (typeof linters)[number];

/** A diagnostic of somebody else, as editors have it. */
export interface OtherDiagnostic {
  readonly source: string;
  readonly code: string;
}

const bySource: readonly (readonly [RegExp, Linter])[] = [
  [/^ruff\b/i, 'ruff'],
  // Servers that run several linters name the one that spoke, or the plugin of flake8 that did.
  [/^(?:flake8|pycodestyle|pyflakes|flake8-.*)$/i, 'flake8'],
  [/^pylint$/i, 'pylint'],
  [/^bandit$/i, 'bandit'],
  [/^(?:pylance|pyright|basedpyright)$/i, 'pylance'],
  [/^sonar/i, 'sonar'],
];

/** The linter behind the source of a diagnostic; undefined for those that this extension knows nothing of. */
export function linterOf(source: string): Linter | undefined {
  return bySource.find(([pattern]) => pattern.test(source))?.[1];
}

/** Whose codes a linter uses: Ruff took over those of flake8 and its plugins, and bandit's have an `S` there. */
const spoken: Readonly<Record<Linter, readonly Equivalent['tool'][]>> = {
  ruff: ['ruff'],
  flake8: ['ruff'],
  pylint: ['pylint'],
  bandit: ['bandit'],
  pylance: ['pyright'],
  sonar: ['sonar'],
};

/** The rule's codes elsewhere for what it found with this message. */
export function equivalentsOf({ equivalents }: RuleMeta, messageId: string): readonly Equivalent[] {
  return equivalents.filter(({ messages }) => messages?.includes(messageId) ?? true);
}

/** True where a diagnostic of another linter is about the habit that the rule found with this message. */
export function isSameHabit(meta: RuleMeta, messageId: string, { source, code }: OtherDiagnostic): boolean {
  const linter = linterOf(source);
  if (linter === undefined) return false;
  // Pylint writes `W0702:bare-except`, Sonar `python:S2068`, and Ruff the name in place of the code in preview mode.
  const words = code.split(':');
  return equivalentsOf(meta, messageId).some(
    ({ tool, code: own, name }) =>
      spoken[linter].includes(tool) &&
      (words.includes(own) || (name !== undefined && linter !== 'flake8' && words.includes(name))),
  );
}
