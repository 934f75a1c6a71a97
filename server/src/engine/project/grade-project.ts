/** Runs all checks on the facts and puts the report together. */
import type {
  CheckState,
  Grade,
  HealthCheck,
  HealthProblem,
  HealthReport,
  HealthTopic,
} from '../../protocol/health';
import { availableAction } from './actions';
import { finish, stepsOf, type Steps } from '../steps';
import { type Check, type Outcome } from './check';
import { checks as allChecks } from './checks/registry.generated';
import type { ProjectFacts } from './facts';
import { gradeOverall, gradeTopics, letterOf, type OverallGrade, type TopicGrade } from './grade';
import { modelVersion, topics } from './model';
import { nextSteps } from './next-steps';
import { capsGrade, resolveChecks, type RawResult, type Resolved, type ResolveSettings } from './resolve';
import { gradeStages } from './stage';

export interface GradeOptions {
  /** How to name the root in the report: the host decides whether that is a path or a folder name. */
  readonly root: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** Letters of the last grading with the same model, to keep them from flickering. */
  readonly previous?: Pick<HealthReport, 'model' | 'grade' | 'topics'>;
  /** For tests: other checks than the registered ones. */
  readonly checks?: readonly Check[];
}

export function gradeProject(facts: ProjectFacts, options: GradeOptions): HealthReport {
  return finish(gradeInSteps(facts, options));
}

/** Steps to what checks ask for, then one for each check and each offer of an action. */
export function* gradeInSteps(facts: ProjectFacts, options: GradeOptions): Steps<HealthReport> {
  yield* facts.prepare('all');
  const problems = [...facts.problems];
  const base = {
    schema: 1 as const,
    model: modelVersion,
    tool: options.tool,
    root: options.root,
    ...(facts.snapshot.truncated ? { truncated: facts.snapshot.truncated } : {}),
  };
  if (facts.empty) return { ...base, ...nothingToGrade(facts, problems) };

  const raw: RawResult[] = [];
  for (const check of options.checks ?? allChecks) {
    raw.push(yield* runContained(check, facts, problems));
    yield;
  }
  const disabledTopics = new Set(facts.options.disabledTopics ?? []);
  const settings: ResolveSettings = {
    acknowledgements: facts.options.acknowledgements ?? {},
    disabledTopics,
    tiny: facts.tiny,
  };
  const grade = (
    results: readonly RawResult[],
  ): { resolved: readonly Resolved[]; grades: readonly TopicGrade[]; overall: OverallGrade } => {
    const resolved = resolveChecks(results, settings);
    const grades = gradeTopics(resolved, disabledTopics, facts.tiny);
    return { resolved, grades, overall: gradeOverall(grades) };
  };
  const { resolved, grades, overall } = grade(raw);
  const stages = gradeStages(resolved);
  const stage = stages.filter((one) => one.reached).at(-1);
  const previous = options.previous?.model === modelVersion ? options.previous : undefined;
  const score = overall.score === null ? null : Math.round(overall.score);
  const gradeShown = score !== null && stage?.id !== 'script';
  const open = new Map(
    resolved
      .filter((one) => one.state === 'fail' || one.state === 'partial')
      .map((one) => [one.meta.name, one.meta.action]),
  );
  const actions = new Map<string, string | null>();
  for (const [name, action] of open) {
    actions.set(name, action === undefined ? null : yield* availableAction(action, facts));
    yield;
  }
  const topicReports = grades.map((one) =>
    topicReport(one, resolved, overall, {
      gradeShown,
      actions,
      previous: previous?.topics.find((topic) => topic.id === one.id)?.grade ?? undefined,
    }),
  );
  const next = yield* nextSteps({
    raw,
    resolved,
    overall,
    simulate: (results) => grade(results).overall,
    actionOf: (name) => actions.get(name) ?? null,
  });
  return {
    ...base,
    profile: facts.profile.profile,
    profileEvidence: facts.profile.evidence,
    overall: score,
    grade: score === null ? null : letterOf(score, previous?.grade ?? undefined),
    gradeShown,
    stage: stage?.id ?? null,
    stageTitle: stage?.title ?? null,
    stages,
    topics: topicReports,
    next,
    gates: resolved
      .filter(capsGrade)
      .map((one) => ({ check: one.meta.name, topic: one.meta.topic, reason: one.reason })),
    problems,
    counts: {
      pythonFiles: facts.snapshot.metrics.size,
      codeLines: facts.sources.codeLines,
      topicsScored: grades.filter((one) => one.status === 'scored').length,
      topicsApplicable: grades.filter((one) => one.status !== 'not-applicable' && one.status !== 'disabled')
        .length,
      states: countStates(resolved),
    },
  };
}

function nothingToGrade(
  facts: ProjectFacts,
  problems: readonly HealthProblem[],
): Omit<HealthReport, 'schema' | 'model' | 'tool' | 'root'> {
  return {
    profile: facts.options.profile ?? 'script',
    profileEvidence: ['no Python file'],
    overall: null,
    grade: null,
    gradeShown: false,
    stage: null,
    stageTitle: null,
    stages: [],
    topics: [],
    next: [],
    gates: [],
    problems,
    counts: { pythonFiles: 0, codeLines: 0, topicsScored: 0, topicsApplicable: 0, states: countStates([]) },
  };
}

/** A check that throws is named and left out; everything else goes on. */
function* runContained(check: Check, facts: ProjectFacts, problems: HealthProblem[]): Steps<RawResult> {
  const elsewhere = check.meta.topicUnlessService;
  const meta =
    elsewhere && facts.profile.profile !== 'service' ? { ...check.meta, topic: elsewhere } : check.meta;
  try {
    return { meta, outcome: yield* stepsOf(check.run(facts)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ path: '', line: 1, column: 1, message, key: 'check-failed', check: meta.name });
    const outcome: Outcome = {
      state: 'not-measured',
      score: null,
      evidence: [],
      reason: `the check itself failed: ${message}`,
    };
    return { meta, outcome };
  }
}

interface TopicContext {
  readonly gradeShown: boolean;
  readonly actions: ReadonlyMap<string, string | null>;
  readonly previous: Grade | undefined;
}

function topicReport(
  one: TopicGrade,
  resolved: readonly Resolved[],
  overall: OverallGrade,
  context: TopicContext,
): HealthTopic {
  const rounded = one.score === null ? null : Math.round(one.score);
  const score = one.status === 'scored' ? rounded : null;
  return {
    id: one.id,
    title: topics.find((topic) => topic.id === one.id)?.title ?? one.id,
    weight: one.weight,
    status: one.status,
    score,
    partialScore: one.status === 'not-measured' ? rounded : null,
    counted: overall.counted.has(one.id),
    grade: score === null ? null : letterOf(score, context.previous),
    gradeShown: score !== null && (context.gradeShown || score >= 40),
    coverage: one.coverage === null ? null : Math.round(one.coverage * 100) / 100,
    checks: resolved
      .filter((result) => result.meta.topic === one.id)
      .map((result) => checkReport(result, context.actions.get(result.meta.name) ?? null)),
  };
}

function checkReport(result: Resolved, action: string | null): HealthCheck {
  const { meta, outcome } = result;
  const shown = result.state !== 'not-applicable' && result.skippedBy === undefined;
  return {
    id: meta.name,
    title: meta.title,
    kind: meta.kind,
    state: result.state,
    score: result.counted === null ? null : Math.round(result.counted * 100),
    weight: meta.weight,
    evidence: shown ? outcome.evidence : [],
    action,
    reason: result.reason,
    why: meta.why,
    howToFix: meta.howToFix,
    ...(result.skippedBy === undefined ? {} : { skippedBy: result.skippedBy }),
    ...(result.acknowledgement === undefined ? {} : { acknowledgement: result.acknowledgement }),
  };
}

function countStates(resolved: readonly Resolved[]): Record<CheckState, number> {
  const counts: Record<CheckState, number> = {
    pass: 0,
    partial: 0,
    fail: 0,
    'not-applicable': 0,
    'not-measured': 0,
    acknowledged: 0,
  };
  for (const one of resolved) counts[one.state] += 1;
  return counts;
}
