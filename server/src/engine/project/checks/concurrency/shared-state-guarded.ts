/** Threads and processes that share or leak something. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';

export default defineCheck({
  meta: {
    name: 'shared-state-guarded',
    topic: 'concurrency',
    title: 'Threads and processes under control',
    step: 'Guard what threads share and close executors',
    kind: 'hygiene',
    why: 'Two threads that change one global lose updates, rarely enough that no test sees it.',
    howToFix:
      'Hold a lock around shared changes, use executors in a with statement, and start processes behind the main guard.',
  },
  run(facts) {
    const { parallelFiles, sharedState: found } = facts.inCode;
    if (parallelFiles === 0) return notApplicable('no threads and no processes');
    return graded(
      1 - found.count / allLost,
      found.count === 0
        ? 'no unguarded global, open executor or process started on import'
        : `${found.count} ${found.count === 1 ? 'place' : 'places'}`,
      evidence(found, 'unguarded global, open executor or process started on import'),
    );
  },
});

/** As many places leave nothing of the check. */
const allLost = 3;
