/** Logging is used, and configured once where the program starts. */
import { defineCheck, fail, graded, notApplicable, pass } from '../../check';
import { evidence, sum, total, type SourceFile } from '../../facts/totals';
import { thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'logging-configured',
    topic: 'errors',
    title: 'Logging set up',
    step: 'Set up logging',
    kind: 'practice',
    why: 'Without a configured log, what happened in production is gone.',
    howToFix:
      'Call logging.basicConfig(...) or dictConfig(...) once where the program starts, and use module loggers.',
    action: 'add-logging',
  },
  *run(facts) {
    const { code, codeLines } = facts.sources;
    const loggers = sum(code, (metrics) => metrics.logging.loggers);
    yield;
    const isLibrary = facts.profile.profile === 'library';
    const setup = sum(
      isLibrary ? code.filter((file) => !isDemonstration(file)) : code,
      (metrics) => metrics.logging.configuration,
    );
    yield;
    const calls = total(code, (metrics) => metrics.logging.calls);
    const used = loggers.count > 0 || calls > 0;
    if (!used && setup.count === 0 && isLibrary) return notApplicable('a library need not log');
    if (!used && setup.count === 0) {
      return codeLines < thresholds.smallProject
        ? notApplicable(`fewer than ${thresholds.smallProject} lines`)
        : fail('nothing is logged');
    }
    if (isLibrary) {
      if (setup.count === 0)
        return pass('loggers without configuration, as a library should', evidence(loggers, 'logger'));
      return graded(
        0.5,
        'a library leaves the configuration to the program',
        evidence(setup, 'configures logging'),
      );
    }
    if (setup.count === 0) {
      yield;
      const roots = sum(code, (metrics) => metrics.logging.rootCalls);
      const where = loggers.count > 0 ? evidence(loggers, 'logger') : evidence(roots, 'root logger');
      return graded(0.5, 'loggers are used but never configured', where);
    }
    // Django logs requests and errors itself: configuring it is using it.
    return used || facts.paths.has('manage.py')
      ? pass('loggers used and configured', evidence(setup, 'configures logging'))
      : graded(0.5, 'logging is configured but not used', evidence(setup, 'configures logging'));
  },
});

/** What runs when the module is started by hand configures a program, not the library. */
function isDemonstration({ path, metrics }: SourceFile): boolean {
  const { lines, count } = metrics.logging.configuration;
  if (path.endsWith('/__main__.py')) return true;
  const guard = metrics.mainGuardLine ?? Number.POSITIVE_INFINITY;
  return count <= lines.length && lines.every((line) => line > guard);
}
