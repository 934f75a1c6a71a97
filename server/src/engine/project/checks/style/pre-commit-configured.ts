/** Hooks run the tools before each commit. */
import { defineCheck, fail, notMeasured, pass, unlessBroken } from '../../check';

export default defineCheck({
  meta: {
    name: 'pre-commit-configured',
    topic: 'style',
    title: 'Commit hooks configured',
    step: 'Configure commit hooks',
    kind: 'practice',
    why: 'A hook finds the problem while you still know what you changed.',
    howToFix: 'Add .pre-commit-config.yaml with the hooks of your linter and formatter.',
    action: 'add-pre-commit',
  },
  run(facts) {
    const { configured, empty } = facts.tools.hooks;
    if (configured) return pass(`${configured.text} in ${configured.path}`, [configured]);
    if (empty !== undefined)
      return fail(`${empty} has no hooks`, [{ path: empty, line: 1, text: 'no hooks' }]);
    const broken = facts.tools.broken.filter((path) => /pre-commit|prek|lefthook/.test(path));
    if (!facts.snapshot.git && broken.length === 0)
      return notMeasured('not a git repository, or the repository root is not open');
    return unlessBroken(broken, fail('no commit hooks'));
  },
});
