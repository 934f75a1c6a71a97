/** Logging is used, and configured once where the program starts. */
import { defineCheck, fail, graded, notApplicable, pass } from '../../check';
import { evidence } from '../../facts/totals';
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
  run(facts) {
    const { codeLines } = facts.sources;
    const { loggers, logCalls: calls, rootLogCalls: roots } = facts.inCode;
    const isLibrary = facts.profile.profile === 'library';
    const setup = isLibrary ? facts.inCode.loggingConfigurationOnImport : facts.inCode.loggingConfiguration;
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
      const where = loggers.count > 0 ? evidence(loggers, 'logger') : evidence(roots, 'root logger');
      return graded(0.5, 'loggers are used but never configured', where);
    }
    // Django logs requests and errors itself: configuring it is using it.
    return used || facts.paths.has('manage.py')
      ? pass('loggers used and configured', evidence(setup, 'configures logging'))
      : graded(0.5, 'logging is configured but not used', evidence(setup, 'configures logging'));
  },
});
