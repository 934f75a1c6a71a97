/** Tasks and coroutines that nobody holds or awaits. */
import { counted, defineCheck, graded, notApplicable } from '../../check';
import { evidence, sum, total } from '../../facts/totals';

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
    const { code } = facts.sources;
    if (total(code, (metrics) => metrics.async.functions) === 0) return notApplicable('no async code');
    const lost = sum(code, (metrics) => metrics.lostTasks);
    return graded(
      lost.count === 0 ? 1 : 0,
      lost.count === 0
        ? 'no task is dropped'
        : `${counted(lost.count, 'task or coroutine is', 'tasks or coroutines are')} dropped`,
      evidence(lost, 'nobody waits for it'),
    );
  },
});
