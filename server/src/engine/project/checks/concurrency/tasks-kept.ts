/** Tasks and coroutines that nobody holds or awaits. */
import { counted, defineCheck, graded, notApplicable } from '../../check';
import { evidence } from '../../facts/totals';

export default defineCheck({
  meta: {
    name: 'tasks-kept',
    topic: 'concurrency',
    title: 'Tasks kept and coroutines awaited',
    step: 'Keep the tasks and await the coroutines',
    kind: 'hygiene',
    why: 'A task without a reference may be collected before it is done, and its exception goes unseen.',
    howToFix:
      'Keep the result of create_task, use asyncio.TaskGroup, and await every coroutine that is called.',
  },
  run(facts) {
    const { asyncFunctions, lostTasks: lost } = facts.inCode;
    if (asyncFunctions === 0) return notApplicable('no async code');
    return graded(
      lost.count === 0 ? 1 : 0,
      lost.count === 0
        ? 'no task is dropped'
        : `${counted(lost.count, 'task or coroutine is', 'tasks or coroutines are')} dropped`,
      evidence(lost, 'nobody waits for it'),
    );
  },
});
