/** There are tests: functions that a runner collects, not a folder. */
import { defineCheck, fail, notApplicable, notMeasured, pass } from '../../check';
import { total } from '../../facts/totals';

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
  run(facts) {
    const files = facts.sources.tests.filter((file) => file.metrics.tests.functions > 0);
    const count = total(files, (metrics) => metrics.tests.functions);
    if (count > 0) {
      const reason = `${count} test ${count === 1 ? 'function' : 'functions'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
      return pass(
        reason,
        files
          .slice(0, 3)
          .map((file) => ({ path: file.path, line: 1, text: `${file.metrics.tests.functions} tests` })),
      );
    }
    if (facts.snapshot.truncated) return notMeasured('only a part of the files was read');
    if (facts.sources.code.length === 0) return notApplicable('no modules to test');
    return fail('no test function');
  },
});
