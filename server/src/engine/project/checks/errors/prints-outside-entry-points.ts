/** Prints in modules that are not run by hand. */
import { filterInSteps } from '../../../steps';
import { counted, defineCheck, graded, notApplicable } from '../../check';
import { evidence, sumInSteps } from '../../facts/totals';
import { densityCurves, onDensityCurve } from '../../model';

export default defineCheck({
  meta: {
    name: 'prints-outside-entry-points',
    topic: 'errors',
    title: 'Logging in place of prints',
    step: 'Replace prints by logging',
    kind: 'practice',
    why: 'Logging can be filtered, routed and timed; print cannot.',
    howToFix:
      'Create logger = logging.getLogger(__name__) in each module and use it; keep print for the output of commands.',
  },
  *run(facts) {
    const { code, codeLines } = facts.sources;
    const modules = yield* filterInSteps(code, (file) => !facts.entryFiles.has(file.path));
    if (modules.length === 0)
      return notApplicable('every module is an entry point, where printing is the job');
    if (codeLines === 0) return notApplicable('no code');
    const prints = yield* sumInSteps(
      modules,
      (metrics) => metrics.prints.inFunctions,
      (metrics) => metrics.prints.topLevel,
    );
    const density = (prints.count * 1000) / codeLines;
    const reason =
      prints.count === 0
        ? 'no prints outside entry points'
        : `${counted(prints.count, 'print')} outside entry points, ${density.toFixed(1)} per 1,000 lines`;
    return graded(
      onDensityCurve(densityCurves.printsPerThousandLines, density),
      reason,
      evidence(prints, 'print'),
    );
  },
});
