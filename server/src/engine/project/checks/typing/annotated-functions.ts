/** Public functions say what they take and give. */
import type { HealthEvidence } from '../../../../protocol/health';
import { defineCheck, graded, notApplicable } from '../../check';
import { total } from '../../facts/totals';
import { curves, onCurve } from '../../model';

export default defineCheck({
  meta: {
    name: 'annotated-functions',
    topic: 'typing',
    title: 'Public functions annotated',
    step: 'Annotate the public functions',
    kind: 'practice',
    why: 'A signature with types is documentation that a tool can check.',
    howToFix: 'Annotate parameters and result, starting with the functions that other modules call.',
  },
  *run(facts) {
    const { code } = facts.sources;
    const all = total(code, (metrics) => metrics.functions.total);
    if (all === 0) return notApplicable('no public functions');
    yield;
    const annotated = total(code, (metrics) => metrics.functions.annotated);
    yield;
    const examples: HealthEvidence[] = [];
    for (const { path, metrics } of code) {
      if (examples.length >= 5) break;
      for (const line of metrics.functions.unannotatedLines.slice(0, 2))
        examples.push({ path, line, text: 'without annotations' });
    }
    return graded(
      onCurve(curves.annotated, annotated / all),
      `${annotated} of ${all} public functions annotated`,
      examples.slice(0, 5),
    );
  },
});
