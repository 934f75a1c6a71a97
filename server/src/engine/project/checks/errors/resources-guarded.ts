/** Files that are closed whatever happens, and requests that end. */
import { defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { smoothedShare } from '../../model';

export default defineCheck({
  meta: {
    name: 'resources-guarded',
    topic: 'errors',
    title: 'Files closed, requests with timeouts',
    step: 'Close files and give requests a timeout',
    kind: 'hygiene',
    why: 'An open file loses data when the program dies, and a request without a timeout waits for ever.',
    howToFix: 'Open files in a with statement, and pass timeout= to every HTTP request.',
  },
  run(facts) {
    const { resources: all, unguardedResources: open } = facts.inCode;
    if (all === 0) return notApplicable('no files opened and no HTTP requests');
    const reason =
      open.count === 0
        ? `${all} files and requests, all guarded`
        : `${open.count} of ${all} files and requests without with or timeout`;
    return graded(1 - smoothedShare(open.count, all), reason, evidence(open, 'no with, or no timeout'));
  },
});
