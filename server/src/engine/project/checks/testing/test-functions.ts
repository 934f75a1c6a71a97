/** There are tests: functions that a runner collects, not a folder. */
import { filterInSteps } from '../../../steps';
import { defineCheck, fail, notApplicable, notMeasured, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'test-functions',
    topic: 'testing',
    title: 'Tests present',
    step: 'Add a first test',
    kind: 'practice',
    why: 'The first test is what makes every later change safe to try.',
    howToFix:
      'Write tests/test_<module>.py with one function test_... for what would hurt most when it breaks.',
    action: 'add-first-test',
    fromFirstLine: true,
  },
  *run(facts) {
    const { testFunctions: count } = facts.inTests;
    if (count > 0) {
      const files = yield* filterInSteps(facts.sources.tests, ({ metrics }) => metrics.tests.functions > 0);
      const reason = `${count} test ${count === 1 ? 'function' : 'functions'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
      return pass(
        reason,
        files.slice(0, 3).map(({ path, metrics }) => ({
          path,
          line: 1,
          text: `${metrics.tests.functions} tests`,
        })),
      );
    }
    if (facts.snapshot.truncated) return notMeasured('only a part of the files was read');
    if (facts.sources.code.length === 0) return notApplicable('no modules to test');
    return fail('no test function');
  },
});
