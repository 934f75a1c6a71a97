/** Log records are data, not sentences. */
import { defineCheck, fail, notApplicable, pass } from '../../check';
import { evidence } from '../../facts/totals';

export default defineCheck({
  meta: {
    name: 'structured-logging',
    topic: 'observability',
    title: 'Structured log records',
    step: 'Write log records as JSON',
    kind: 'practice',
    why: 'A log store can search and count fields; in sentences it can only look for words.',
    howToFix: 'Use structlog, a JSON formatter, or serialize=True of loguru where the service starts.',
    action: 'add-json-logging',
  },
  run(facts) {
    if (facts.profile.profile !== 'service') return notApplicable('not a service');
    const { structuredLogging: found } = facts.inCode;
    return found.count > 0
      ? pass('log records are structured', evidence(found, 'structured records'))
      : fail('log records are plain text');
  },
});
