/** The project health engine's only public file: snapshot in, report, actions and Markdown out. All pure. */
export { collectMetrics, summarize } from './metrics';
export { metricsVersion } from './metrics/types';
export type { FileMetrics } from './metrics/types';
export { configFilePatterns, repositoryFilePatterns } from './snapshot';
export type { GitSnapshot, ProjectSnapshot } from './snapshot';
export { pathSet, preparePaths } from './paths';
export { buildFacts, factsOptions } from './facts';
export type { FactsOptions, ProjectFacts } from './facts';
export { createProjectIndex, indexInSteps } from './project-index';
export type { ProjectIndex } from './project-index';
export { checkInSteps, checkProject, fixesOf, placeFindings, placeInSteps } from './project-rules';
export type { Placed, ProjectFinding, ProjectRun } from './project-rules';
export { gradeInSteps, gradeProject } from './grade-project';
export type { Steps } from '../steps';
export { findRoots, gradeRoots, pathInRoot, snapshotAt, summarizeRoot } from './roots';
export type { RootGrade } from './roots';
export type { GradeOptions } from './grade-project';
export { actionNames, actionSources, actionTitle, runAction } from './actions';
export { acknowledge } from './actions/acknowledge';
export type { FileChange, ProjectEdit, Refusal } from './actions/types';
export { renderMarkdown } from './render-markdown';
export { stepEffort } from './export/words';
export {
  compareWithBaseline,
  describeFindings,
  exportFileName,
  exportHealth,
  isWorse,
  markAges,
  readBaseline,
  renderFindingsSarif,
  withFindings,
} from './export';
export type { FileFindings, SarifBaseline } from './export';
export { checks } from './checks/registry.generated';
export type { Check, CheckMeta, Outcome } from './check';
export type * from '../../protocol/findings';
export type * from '../../protocol/health';
