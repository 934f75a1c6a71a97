/** What analysis needs to know beyond the text: which rules run at which severity, and facts about the project. */
import type { Rule, Severity } from './rule';

export interface RuleOptions {
  /** Seconds that the fix of `missing-timeout` writes. */
  readonly timeoutSeconds: number;
  /** Qualified names of functions that report an exception, besides logging, loguru, structlog and sentry. */
  readonly errorReporters: readonly string[];
}

export interface LintSettings {
  /** Severity of each rule that is on; rules not named are off. */
  readonly severities: ReadonlyMap<string, Severity>;
  readonly options: RuleOptions;
  /** Lowest Python version that the code must run on, as [major, minor]. */
  readonly targetVersion: readonly [number, number];
}

export const defaultOptions: RuleOptions = { timeoutSeconds: 10, errorReporters: [] };

/** Assumed when nothing declares `requires-python`: the oldest version that still got fixes in 2025. */
export const defaultTargetVersion: readonly [number, number] = [3, 9];

/** Settings that run `rules` at their own severities. */
export function settingsFor(rules: readonly Rule[], changes: Partial<LintSettings> = {}): LintSettings {
  return {
    severities: new Map(rules.map((rule) => [rule.meta.name, rule.meta.severity])),
    options: defaultOptions,
    targetVersion: defaultTargetVersion,
    ...changes,
  };
}
