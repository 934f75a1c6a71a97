/** How much test code there is for the code. */
import { defineCheck, graded, notApplicable, notMeasured } from '../../check';
import { curves, onCurve } from '../../model';

export default defineCheck({
  meta: {
    name: 'test-volume',
    topic: 'testing',
    title: 'Enough tests for the code',
    step: 'Test more of the code',
    kind: 'practice',
    why: 'Lines of tests per line of code tell tested projects from untested ones better than any other count.',
    howToFix: 'Add tests for the biggest module that has none.',
  },
  run(facts) {
    const { codeLines } = facts.sources;
    if (codeLines === 0) return notApplicable('no code');
    if (facts.snapshot.truncated) return notMeasured('only a part of the files was read');
    const { testLines: lines } = facts.inTests;
    const ratio = lines / codeLines;
    return graded(
      onCurve(curves.testVolume, ratio),
      `${lines} lines of tests for ${codeLines} lines of code`,
    );
  },
});
