/** Tests that check nothing. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { smoothedShare } from '../../model';

export default defineCheck({
  meta: {
    name: 'tests-assert',
    topic: 'testing',
    title: 'Tests check something',
    step: 'Give every test an assertion',
    kind: 'hygiene',
    why: 'A test without an assertion only fails when the code crashes, and looks like safety until then.',
    howToFix: 'Assert on the result, or state the expected exception with pytest.raises.',
    requires: ['test-functions'],
  },
  run(facts) {
    const { testFunctions: all, testsWithoutAssert: idle } = facts.inTests;
    if (all === 0) return notApplicable('no test functions');
    const reason =
      idle.count === 0
        ? `${all} tests, all with an assertion`
        : `${idle.count} of ${all} tests without an assertion`;
    return graded(1 - smoothedShare(idle.count, all), reason, evidence(idle, 'checks nothing'));
  },
});
