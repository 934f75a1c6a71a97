/** Log calls that lose information: formatted too early, on the root logger, or without the traceback. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { smoothedShare } from '../../model';

export default defineCheck({
  meta: {
    name: 'log-call-quality',
    topic: 'observability',
    title: 'Log calls keep their information',
    step: 'Improve the log calls',
    kind: 'hygiene',
    why: 'Log calls with arguments can be grouped and searched; preformatted text cannot.',
    howToFix: 'Pass values as arguments, use module loggers, and logger.exception(...) inside handlers.',
    topicUnlessService: 'errors',
  },
  run(facts) {
    const { logCalls: calls, lossyLogCalls: lossy, rootLogCalls: root } = facts.inCode;
    if (calls === 0) return notApplicable('no log calls');
    const score = 1 - smoothedShare(lossy.count, calls) / 2 - smoothedShare(root.count, calls) / 2;
    const reason =
      lossy.count + root.count === 0
        ? `${calls} log calls`
        : `of ${calls} log calls, ${lossy.count} lose information and ${root.count} use the root logger`;
    return graded(
      score,
      reason,
      [...evidence(lossy, 'loses information'), ...evidence(root, 'root logger')].slice(0, 5),
    );
  },
});
