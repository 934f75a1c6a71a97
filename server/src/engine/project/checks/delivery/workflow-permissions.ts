/** Workflows may do no more than they need, and run nothing that a stranger wrote. */
import type { HealthEvidence } from '../../../../protocol/health';
import { counted, defineCheck, graded, notApplicable, unlessBroken } from '../../check';
import { dangersIn, isLimited, lineOfText, stepsOf, type Workflow } from '../../facts/workflows';

export default defineCheck({
  meta: {
    name: 'workflow-permissions',
    topic: 'delivery',
    title: 'Workflows with least permissions',
    step: 'Limit what the workflows may do',
    kind: 'gate',
    why: 'A workflow that puts text of an issue into a shell hands your tokens to whoever writes the issue.',
    howToFix:
      'Add permissions: contents: read to each workflow, name actions by version or commit, and pass text of events through env.',
    requires: ['ci-present'],
    action: 'limit-permissions',
  },
  run(facts) {
    const { workflows } = facts;
    if (workflows.length === 0) return notApplicable('no GitHub workflows');
    const dangers = workflows.flatMap(dangersIn);
    if (dangers.length > 0)
      return {
        state: 'fail',
        score: 0,
        caps: true,
        evidence: dangers.slice(0, 5),
        reason: `${dangers.length} ${dangers.length === 1 ? 'place lets' : 'places let'} strangers run code in a workflow`,
      };
    const open = workflows.filter((workflow) => !isLimited(workflow));
    const moving = workflows.flatMap(movingActions);
    const missing = [
      ...(open.length > 0 ? [`${open.length} of ${workflows.length} workflows without permissions`] : []),
      ...(moving.length > 0 ? [`${counted(moving.length, 'action')} of a branch`] : []),
    ];
    const score = 1 - (open.length / workflows.length) * 0.5 - (moving.length > 0 ? 0.5 : 0);
    const shown = [...open.map(({ path }) => ({ path, line: 1, text: 'no permissions' })), ...moving];
    return unlessBroken(
      facts.ci.broken,
      graded(score, missing.length === 0 ? 'permissions are limited' : missing.join(', '), shown.slice(0, 5)),
    );
  },
});

function movingActions(workflow: Workflow): readonly HealthEvidence[] {
  return stepsOf(workflow).flatMap(({ uses }) =>
    uses !== undefined && /@(?:main|master|HEAD|develop|dev|latest)$/.test(uses)
      ? [{ path: workflow.path, line: lineOfText(workflow.text, uses), text: uses }]
      : [],
  );
}
