/** Something runs on each push. */
import { defineCheck, fail, notMeasured, pass, unlessBroken } from '../../check';

export default defineCheck({
  meta: {
    name: 'ci-present',
    topic: 'delivery',
    title: 'Continuous integration present',
    step: 'Add continuous integration',
    kind: 'practice',
    why: 'What is not run on each push is broken without anyone noticing.',
    howToFix:
      'Add a workflow of your host (.github/workflows/ci.yml, .gitlab-ci.yml) that installs the project and runs the tests.',
    action: 'add-ci',
  },
  run(facts) {
    const { files, broken } = facts.ci;
    const first = files[0];
    if (first)
      return pass(`${first.host}, ${files.length} ${files.length === 1 ? 'file' : 'files'}`, [
        { path: first.path, line: 1, text: first.host },
      ]);
    if (!facts.snapshot.git && broken.length === 0)
      return notMeasured('open the repository root to see its pipelines');
    return unlessBroken(broken, fail('no continuous integration'));
  },
});
