/** The pipeline runs a linter or a type checker. */
import { defineCheck, fail, graded, notMeasured, pass, unlessBroken } from '../../check';
import { runsFormatter, runsLinter } from '../../facts/commands';

export default defineCheck({
  meta: {
    name: 'ci-runs-linters',
    topic: 'delivery',
    title: 'CI runs linter or type checker',
    step: 'Run the linter in CI',
    kind: 'practice',
    why: 'A linter that only some run leaves its findings to the others.',
    howToFix: 'Add a step such as ruff check to the pipeline, or run pre-commit there.',
    action: 'add-ci-lint',
    requires: ['ci-present'],
  },
  run(facts) {
    const found = facts.ci.commands.find(({ text }) => runsLinter(text));
    if (found)
      return pass(`runs a linter in ${found.path}`, [
        { path: found.path, line: found.line, text: 'runs a linter' },
      ]);
    const { configured, runInCi } = facts.tools.hooks;
    if (configured && runInCi) return pass(`${configured.path} has its hooks run in CI`, [configured]);
    const format = facts.ci.commands.find(({ text }) => runsFormatter(text));
    if (format)
      return graded(0.5, 'only the formatting is looked at', [
        { path: format.path, line: format.line, text: 'runs a formatter' },
      ]);
    const elsewhere = facts.ci.commands.find((one) =>
      /^-?\s*(?:uses:\s*[^.\s]\S*\/\.github\/workflows\/|include:|extends:)/.test(one.text),
    );
    if (elsewhere)
      return notMeasured('the pipeline includes another one, which is not read', [
        { path: elsewhere.path, line: elsewhere.line, text: 'included pipeline' },
      ]);
    return unlessBroken(facts.ci.broken, fail('no pipeline step runs a linter or type checker'));
  },
});
