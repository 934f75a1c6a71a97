/** pyproject.toml exists and parses. */
import { defineCheck, fail, graded, notMeasured, pass } from '../../check';
import { setupFile } from '../../facts/toolchain';

export default defineCheck({
  meta: {
    name: 'pyproject-present',
    topic: 'packaging',
    title: 'pyproject.toml present',
    step: 'Add a pyproject.toml',
    kind: 'practice',
    why: 'One file that every tool reads replaces a folder full of tool-specific ones.',
    howToFix:
      'Create pyproject.toml with a [project] table: name, version, requires-python and dependencies.',
    action: 'add-pyproject',
  },
  run(facts) {
    const { pyproject } = facts;
    if (pyproject.status === 'ok')
      return pass('pyproject.toml parses', [{ path: 'pyproject.toml', line: 1, text: 'parses' }]);
    if (pyproject.status === 'broken') {
      const { path, line, message } = pyproject.problem;
      return notMeasured(`pyproject.toml cannot be read (line ${line}): fix it first`, [
        { path, line, text: message },
      ]);
    }
    if (facts.tools.broken.includes('setup.cfg'))
      return notMeasured('setup.cfg cannot be read: fix it first');
    const older = setupFile(facts);
    return older === undefined
      ? fail('no pyproject.toml')
      : graded(0.5, `only ${older}`, [{ path: older, line: 1, text: 'older format' }]);
  },
});
