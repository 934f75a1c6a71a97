/** Public functions say what they take and give. */
import { filterInSteps } from '../../../steps';
import { defineCheck, graded, notApplicable } from '../../check';
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
    const { publicFunctions: all, annotatedFunctions: annotated } = facts.inCode;
    if (all === 0) return notApplicable('no public functions');
    const open = yield* filterInSteps(
      facts.sources.code,
      ({ metrics }) => metrics.functions.unannotatedLines.length > 0,
    );
    const examples = open
      .slice(0, 5)
      .flatMap(({ path, metrics }) =>
        metrics.functions.unannotatedLines
          .slice(0, 2)
          .map((line) => ({ path, line, text: 'without annotations' })),
      );
    return graded(
      onCurve(curves.annotated, annotated / all),
      `${annotated} of ${all} public functions annotated`,
      examples.slice(0, 5),
    );
  },
});
