/** How the rules are meant to relate to Ruff's: what `npm run conformance` and the gate hold each pair to. */

/**
 * `equal`: both report the same lines; `subset`: what we report, Ruff reports; `superset`: what Ruff reports, we report;
 * `own`: another idea of the same habit, compared for information.
 */
export type Relation = 'equal' | 'subset' | 'superset' | 'own';

export interface Expectation {
  readonly rule: string;
  readonly codes: readonly string[];
  readonly relation: Relation;
  /** Files that count, by path; all when absent. */
  readonly where?: RegExp;
}

export const leastRecall = 0.95;
export const leastPrecision = 0.98;
/** print-instead-of-logging has to leave most prints alone. */
export const mostOfPrints = 0.25;
/** Findings that carry a fix. */
export const leastFixable = 0.85;
/** Findings of warning level on 1,000 lines of code that is in production, recommended profile. */
export const mostWarnings = 0.5;
/** The same on code as tutorials have it, which newcomers write. */
export const mostTutorialWarnings = 5;

export const expectations: readonly Expectation[] = [
  { rule: 'bare-except', codes: ['E722'], relation: 'equal' },
  { rule: 'blind-except', codes: ['BLE001'], relation: 'subset' },
  { rule: 'try-except-pass', codes: ['S110'], relation: 'superset' },
  { rule: 'try-except-continue', codes: ['S112'], relation: 'superset' },
  { rule: 'raise-without-from', codes: ['B904'], relation: 'subset' },
  { rule: 'raise-vanilla-class', codes: ['TRY002'], relation: 'own' },
  { rule: 'verbose-raise', codes: ['TRY201'], relation: 'own' },
  { rule: 'useless-try-except', codes: ['TRY203'], relation: 'own' },
  { rule: 'assert-for-validation', codes: ['S101'], relation: 'own' },
  { rule: 'debugger-statement', codes: ['T100'], relation: 'own' },
  { rule: 'print-instead-of-logging', codes: ['T201'], relation: 'subset' },
  { rule: 'root-logger-call', codes: ['LOG015'], relation: 'equal' },
  { rule: 'logging-f-string', codes: ['G001', 'G002', 'G003', 'G004'], relation: 'own' },
  { rule: 'error-instead-of-exception', codes: ['TRY400'], relation: 'subset' },
  { rule: 'verbose-log-message', codes: ['TRY401'], relation: 'subset' },
  { rule: 'open-without-context-manager', codes: ['SIM115'], relation: 'subset' },
  { rule: 'hardcoded-secret', codes: ['S105', 'S106', 'S107'], relation: 'own' },
  // A host argument that serves every network, and settings that Ruff does not know; no comparison, no list of addresses.
  { rule: 'permissive-hosts', codes: ['S104'], relation: 'own' },
  // Flags go to env-flag-truthiness.
  { rule: 'invalid-envvar-default', codes: ['PLW1508'], relation: 'subset' },
  { rule: 'missing-timeout', codes: ['S113'], relation: 'superset' },
  { rule: 'blocking-sleep-in-async', codes: ['ASYNC251'], relation: 'superset' },
  { rule: 'blocking-http-call-in-async', codes: ['ASYNC210', 'ASYNC212'], relation: 'superset' },
  {
    rule: 'blocking-io-call-in-async',
    codes: ['ASYNC220', 'ASYNC221', 'ASYNC222', 'ASYNC230'],
    relation: 'superset',
  },
  { rule: 'asyncio-dangling-task', codes: ['RUF006'], relation: 'equal' },
  { rule: 'mutable-default-argument', codes: ['B006'], relation: 'equal' },
  {
    rule: 'missing-return-annotation',
    codes: ['ANN201', 'ANN202', 'ANN204', 'ANN205', 'ANN206'],
    relation: 'own',
  },
  { rule: 'missing-parameter-annotation', codes: ['ANN001'], relation: 'own' },
  { rule: 'implicit-optional', codes: ['RUF013'], relation: 'superset' },
  { rule: 'naive-datetime', codes: ['DTZ003', 'DTZ005'], relation: 'own' },
  { rule: 'assert-tuple', codes: ['F631', 'PLW0129'], relation: 'equal' },
  { rule: 'pytest-raises-too-broad', codes: ['B017', 'PT011'], relation: 'subset' },
  { rule: 'assert-in-except', codes: ['PT017'], relation: 'subset' },
  { rule: 'wildcard-import', codes: ['F403'], relation: 'subset' },
];
