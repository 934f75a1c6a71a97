/** Runs a table of cases against one check alone: small project in, state (and score) out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeOf } from '../../server/src/engine/project/check';
import { checks, type FactsOptions, type Outcome } from '../../server/src/engine/project';
import { factsOf, type Files, type SnapshotExtras } from '../engine/project/support';

export interface Case {
  readonly when: string;
  readonly files: Files;
  readonly extras?: SnapshotExtras;
  readonly options?: FactsOptions;
  readonly state: Outcome['state'];
  readonly score?: number;
  readonly reason?: RegExp;
  /** `path:line` of the first piece of evidence. */
  readonly at?: string;
}

export function checkTable(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    const check = checks.find((one) => one.meta.name === name);
    for (const { when, files, extras, options, state, score, reason, at } of cases) {
      it(`${state}: ${when}`, () => {
        assert.ok(check, `${name} is not registered`);
        const outcome = outcomeOf(check, factsOf(files, extras, options));
        assert.equal(outcome.state, state, outcome.reason);
        if (score !== undefined)
          assert.ok(Math.abs((outcome.score ?? -1) - score) < 0.005, `score ${outcome.score}`);
        if (reason) assert.match(outcome.reason, reason);
        const first = outcome.evidence[0];
        if (at !== undefined) assert.equal(first && `${first.path}:${first.line}`, at);
        assert.equal(outcome.score === null, state === 'not-applicable' || state === 'not-measured');
      });
    }
  });
}

/** `count` lines of plain code, to reach a size without anything to judge. */
export function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `value_${index} = ${index}`).join('\n') + '\n';
}
