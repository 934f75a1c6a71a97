/** There is one declared way to start the program. */
import { filterInSteps, findInSteps } from '../../../steps';
import { defineCheck, fail, notApplicable, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'entry-point-declared',
    topic: 'packaging',
    title: 'Entry point declared',
    step: 'Declare how the program starts',
    kind: 'practice',
    why: 'A program that starts on import cannot be tested, and nobody else knows which file to run.',
    howToFix:
      'Put the start into main() behind if __name__ == "__main__", and name it under [project.scripts].',
    action: 'add-entry-point',
  },
  *run(facts) {
    const { profile } = facts.profile;
    if (profile === 'library') return notApplicable('a library is imported, not started');
    if (profile === 'notebook') return notApplicable('notebooks are started cell by cell');
    const { declared } = facts.entryPoints;
    if (declared) return pass('console script declared', [declared]);
    const main = yield* findInSteps(
      facts.sources.code,
      ({ path, metrics }) => /(?:^|\/)(?:__main__|manage)\.py$/.test(path) || metrics.mainGuardLine !== null,
    );
    if (main)
      return pass(main.path, [
        { path: main.path, line: main.metrics.mainGuardLine ?? 1, text: 'starts the program' },
      ]);
    const served = yield* filterInSteps(
      facts.sources.code,
      ({ metrics }) => metrics.webApplications.length > 0,
    );
    for (const { path, metrics } of served) {
      const application = metrics.webApplications.find((one) => one.variable !== undefined);
      if (application)
        return pass(`${application.variable ?? ''} in ${path}, for a server to load`, [
          { path, line: application.line, text: 'application' },
        ]);
    }
    if (facts.sources.code.length === 0) return notApplicable('no modules');
    return fail('no main guard, no __main__.py and no declared script');
  },
});
