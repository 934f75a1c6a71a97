/** What is left of tutorial habits, per 1,000 lines. */
import { eachInSteps } from '../../../steps';
import { defineCheck, graded, notApplicable } from '../../check';
import type { FileMetrics } from '../../metrics/types';
import { densityCurves, onDensityCurve, thresholds } from '../../model';

export default defineCheck({
  meta: {
    name: 'finding-density',
    topic: 'style',
    title: 'Few findings left',
    step: 'Fix the most frequent findings',
    kind: 'hygiene',
    why: 'Each finding is a habit that costs more the longer it stays.',
    howToFix: 'Apply the safe fixes first, then go through the rule with the most findings.',
  },
  *run(facts) {
    const counts = new Map<string, number>();
    const files: { path: string; count: number }[] = [];
    let codeLines = 0;
    yield* eachInSteps(facts.sources.code, ({ path, metrics }) => {
      const found = Object.entries(facts.snapshot.findings.get(path) ?? {});
      // A table of data holds no habits, and does not thin out those of the code beside it.
      if (found.length > 0 || hasStatements(metrics)) codeLines += metrics.codeLines;
      const count = countInto(counts, found);
      if (count > 0) files.push({ path, count });
    });
    if (codeLines < thresholds.fewLines)
      return notApplicable(`fewer than ${thresholds.fewLines} lines that could hold any`);
    const all = files.reduce((sum, file) => sum + file.count, 0);
    const density = (all * 1000) / codeLines;
    const worst = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    const reason = worst
      ? `${density.toFixed(1)} findings per 1,000 lines, most of ${worst[0]} (${worst[1]})`
      : 'no findings';
    const examples = files.sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1)).slice(0, 3);
    return graded(
      onDensityCurve(densityCurves.findingsPerThousandLines, density),
      reason,
      examples.map((file) => ({ path: file.path, line: 1, text: `${file.count} findings` })),
    );
  },
});

/** Adds the findings of a file, by rule, to those of others. Their number. */
function countInto(counts: Map<string, number>, found: readonly (readonly [string, number])[]): number {
  let count = 0;
  for (const [rule, times] of found) {
    if (judgedElsewhere.has(rule)) continue;
    counts.set(rule, (counts.get(rule) ?? 0) + times);
    count += times;
  }
  return count;
}

function hasStatements({
  imports,
  callGraph,
  functions,
  publicClasses,
  handlers,
  importEffects,
}: FileMetrics): boolean {
  return (
    imports.length + callGraph.length + functions.total + publicClasses.length > 0 ||
    handlers.total + importEffects.count > 0
  );
}

/** Rules that a check of their own judges: counting them here again would punish the same habit twice. */
const judgedElsewhere: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'provider-secret-literal',
  'credentials-in-url',
  'hardcoded-connection-url',
  'env-file-not-ignored',
  'bare-except',
  'blind-except',
  'try-except-pass',
  'try-except-continue',
  'exception-swallowed-by-return',
  'print-in-except',
  'print-instead-of-logging',
  'logging-f-string',
  'root-logger-call',
  'error-instead-of-exception',
  'logging-not-configured',
  'missing-return-annotation',
  'missing-parameter-annotation',
  'blocking-sleep-in-async',
  'blocking-http-call-in-async',
  'blocking-io-call-in-async',
  'blocking-call-via-helper',
  'missing-health-endpoint',
  'undeclared-dependency',
  'module-without-tests',
  'missing-project-metadata',
  'missing-quality-gates',
]);
