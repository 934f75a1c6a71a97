// Gradings for the tests of the views.
import type {
  CheckState,
  HealthCheck,
  HealthReport,
  HealthStep,
  HealthTopic,
} from '../../server/src/protocol';

export function check(id: string, state: CheckState, more: Partial<HealthCheck> = {}): HealthCheck {
  return {
    id,
    title: `Title of ${id}`,
    kind: 'practice',
    state,
    score: state === 'pass' ? 100 : 0,
    weight: 5,
    evidence: [],
    action: null,
    reason: `reason of ${id}`,
    why: 'why',
    howToFix: 'how',
    ...more,
  };
}

export function topic(checks: readonly HealthCheck[], more: Partial<HealthTopic> = {}): HealthTopic {
  return {
    id: 'errors',
    title: 'Errors and logging',
    weight: 13,
    status: 'scored',
    score: 82.4,
    partialScore: null,
    counted: true,
    grade: 'B',
    gradeShown: true,
    coverage: 1,
    checks,
    ...more,
  };
}

export function step(id: string, more: Partial<HealthStep> = {}): HealthStep {
  return {
    check: id,
    title: `Do ${id}`,
    topic: 'testing',
    action: null,
    gain: 13.6,
    minutes: 10,
    reason: 'reason',
    howToFix: 'how',
    ...more,
  };
}

export function report(more: Partial<HealthReport> = {}): HealthReport {
  const stages = ['script', 'repeatable', 'linted', 'tested', 'observable', 'ready'] as const;
  return {
    schema: 1,
    model: 1,
    tool: { name: 'seaworthy', version: '0.0.0' },
    root: 'shop',
    profile: 'script',
    profileEvidence: [],
    overall: 65.6,
    grade: 'C',
    gradeShown: true,
    stage: 'linted',
    stageTitle: 'Linted',
    stages: stages.map((id) => ({ id, title: id, reached: false, missing: [] })),
    topics: [topic([check('a', 'pass')])],
    next: [step('tests')],
    gates: [],
    problems: [],
    counts: {
      pythonFiles: 1,
      codeLines: 10,
      topicsScored: 1,
      topicsApplicable: 1,
      states: { pass: 1, partial: 0, fail: 0, 'not-applicable': 0, 'not-measured': 0, acknowledged: 0 },
    },
    ...more,
  };
}
