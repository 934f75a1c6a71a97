/** Coverage is measured; where a report is on disk, it says how far the tests reach. */
import { defineCheck, fail, graded, pass, unlessBroken } from '../../check';
import { curves, onCurve } from '../../model';

export default defineCheck({
  meta: {
    name: 'coverage-configured',
    topic: 'testing',
    title: 'Coverage measured',
    step: 'Measure the test coverage',
    kind: 'practice',
    why: 'Coverage does not say that tests are good, but it shows where there are none.',
    howToFix:
      'Add [tool.coverage.run] with branch = true and your source to pyproject.toml, and run pytest --cov.',
    requires: ['test-functions'],
    action: 'add-coverage-config',
  },
  run(facts) {
    const { configured, reported } = facts.coverage;
    if (reported)
      return graded(
        (configured ? 0.5 : 0) + onCurve(curves.coverage, reported.share) / 2,
        `${reported.text} covered by the last report`,
        configured ? [reported, configured] : [reported],
      );
    // Without a report, only the configuration can be judged.
    if (configured) return pass(`configured in ${configured.path}`, [configured]);
    return unlessBroken([...facts.tools.broken, ...facts.ci.broken], fail('coverage is not measured'));
  },
});
