/** Type errors that are silenced without saying which. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { smoothedShare, thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'type-ignores-coded',
    topic: 'typing',
    title: 'Type ignores name their error',
    step: 'Name the error in each type: ignore',
    kind: 'hygiene',
    why: 'A bare ignore also hides the next error on the same line.',
    howToFix: 'Write # type: ignore[code] with the code that the type checker prints.',
  },
  run(facts) {
    const { typeIgnores: all, bareTypeIgnores: bare } = facts.inCode;
    if (all < thresholds.fewIgnores) return notApplicable(`fewer than ${thresholds.fewIgnores} type ignores`);
    const reason =
      bare.count === 0
        ? `${all} type ignores, all with a code`
        : `${bare.count} of ${all} type ignores without a code`;
    return graded(1 - smoothedShare(bare.count, all), reason, evidence(bare, 'silences every error'));
  },
});
