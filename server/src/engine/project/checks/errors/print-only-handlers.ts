/** Handlers whose only reaction is a print. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { curves, onCurve, smoothedShare } from '../../model';

export default defineCheck({
  meta: {
    name: 'print-only-handlers',
    topic: 'errors',
    title: 'Failures logged, not printed',
    step: 'Log failures in place of printing them',
    kind: 'hygiene',
    why: 'A printed error has no time, no level and no traceback, and nobody reads the terminal of a server.',
    howToFix: 'Use logger.exception(...) in the handler.',
  },
  run(facts) {
    const { handlers, printingHandlers: printing } = facts.inCode;
    if (handlers === 0) return notApplicable('no exception handlers');
    const reason =
      printing.count === 0
        ? 'no handler only prints'
        : `${printing.count} of ${handlers} handlers only print`;
    return graded(
      onCurve(curves.badHandlers, smoothedShare(printing.count, handlers)),
      reason,
      evidence(printing, 'only prints'),
    );
  },
});
