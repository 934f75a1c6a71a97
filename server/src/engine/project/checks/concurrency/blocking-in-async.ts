/** Calls that hold up the event loop inside async functions. */
import { counted, defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';
import { curves, onCurve, smoothedShare } from '../../model';

export default defineCheck({
  meta: {
    name: 'blocking-in-async',
    topic: 'concurrency',
    title: 'No blocking calls in async code',
    step: 'Take blocking calls out of async code',
    kind: 'hygiene',
    why: 'One blocking call in an async function stops every request of the process.',
    howToFix: 'Await an async client, or run the call with asyncio.to_thread(...).',
  },
  run(facts) {
    const { asyncFunctions: functions, blockingInAsync: blocking } = facts.inCode;
    if (functions === 0) return notApplicable('no async code');
    const reason =
      blocking.count === 0
        ? `${counted(functions, 'async function')}, none blocks`
        : `${counted(blocking.count, 'blocking call')} in ${counted(functions, 'async function')}`;
    return graded(
      onCurve(curves.blockingInAsync, smoothedShare(blocking.count, functions)),
      reason,
      evidence(blocking, 'blocks the event loop'),
    );
  },
});
