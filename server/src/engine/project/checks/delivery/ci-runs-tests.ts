/** The pipeline runs the tests. */
import { defineCheck, fail, notMeasured, pass, unlessBroken } from '../../check';
import { runsTests } from '../../facts/commands';

export default defineCheck({
  meta: {
    name: 'ci-runs-tests',
    topic: 'delivery',
    title: 'CI runs the tests',
    step: 'Run the tests in CI',
    kind: 'practice',
    why: 'Tests protect a project only when they run without anyone thinking of it.',
    howToFix: 'Add a step that runs pytest to the pipeline.',
    action: 'add-ci-tests',
    requires: ['ci-present'],
  },
  run(facts) {
    const found = facts.ci.commands.find(({ text }) => runsTests(text));
    if (found)
      return pass(`runs the tests in ${found.path}`, [
        { path: found.path, line: found.line, text: 'runs the tests' },
      ]);
    const elsewhere = facts.ci.commands.find((one) =>
      /^-?\s*(?:uses:\s*[^.\s]\S*\/\.github\/workflows\/|include:|extends:)/.test(one.text),
    );
    if (elsewhere)
      return notMeasured('the pipeline includes another one, which is not read', [
        { path: elsewhere.path, line: elsewhere.line, text: 'included pipeline' },
      ]);
    return unlessBroken(facts.ci.broken, fail('no pipeline step runs the tests'));
  },
});
