/** Broad handlers that do nothing about the exception, and I/O without any handler. */
import { defineCheck, fail, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { curves, onCurve, smoothedShare, thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'swallowed-exceptions',
    topic: 'errors',
    title: 'Exceptions handled, not swallowed',
    step: 'Handle the swallowed exceptions',
    kind: 'hygiene',
    why: 'A swallowed exception turns a clear failure now into a riddle later.',
    howToFix: 'Name the exceptions you expect, and log or re-raise all others.',
  },
  run(facts) {
    const { handlers, ioCalls: calls, swallowingHandlers: swallowed } = facts.inCode;
    if (handlers === 0) {
      if (calls.count < thresholds.fewCalls)
        return notApplicable('no exception handlers, and little that could fail');
      return fail(
        `${calls.count} calls that can fail (files, network, processes) and no handler anywhere`,
        evidence(calls, 'can fail'),
      );
    }
    const reason =
      swallowed.count === 0
        ? `${handlers} ${handlers === 1 ? 'handler' : 'handlers'}, none swallows`
        : `${swallowed.count} of ${handlers} handlers swallow the exception`;
    return graded(
      onCurve(curves.badHandlers, smoothedShare(swallowed.count, handlers)),
      reason,
      evidence(swallowed, 'swallows the exception'),
    );
  },
});
