/** The test runner is configured in the project, not in heads. */
import { defineCheck, fail, graded, unlessBroken } from '../../check';

export default defineCheck({
  meta: {
    name: 'pytest-configured',
    topic: 'testing',
    title: 'Test runner configured',
    step: 'Configure pytest',
    kind: 'practice',
    why: 'With the configuration in the project, everybody runs the same tests the same way.',
    howToFix:
      'Add [tool.pytest.ini_options] with testpaths and addopts = ["--strict-markers", "--strict-config"].',
    action: 'add-pytest-config',
    requires: ['test-functions'],
  },
  run(facts) {
    const found = facts.tools.pytest;
    if (!found) {
      const { testTask } = facts.tools;
      if (testTask)
        return graded(ranOnly, `run in ${testTask.path}, without a configuration of pytest`, [
          { path: testTask.path, line: testTask.line, text: 'runs the tests' },
        ]);
      return unlessBroken(facts.tools.broken, fail('no configuration of a test runner'));
    }
    const missing = [
      ...(found.testPaths !== undefined ? [] : ['testpaths']),
      ...(found.strict ? [] : ['strict markers and configuration']),
    ];
    const reason =
      missing.length === 0
        ? `configured in ${found.path}`
        : `configured in ${found.path}, without ${missing.join(' and ')}`;
    return graded(1 - missing.length / 4, reason, [{ path: found.path, line: found.line, text: found.text }]);
  },
});

/** Everybody runs the same command, but its options are in heads. */
const ranOnly = 0.5;
