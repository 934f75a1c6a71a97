/** The one-click actions by name. Each returns edits for a preview, or says why it has nothing to offer. */
import { finish, stepsOf, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { addCi, addCiLint, addCiTests } from './add-ci';
import { addDependabot, limitPermissions } from './add-delivery';
import { addEntryPoint } from './add-entry-point';
import { addEnvExample } from './add-env-example';
import { addFirstTest } from './add-first-test';
import { addGitignore } from './add-gitignore';
import { addHealthEndpoint } from './add-health-endpoint';
import { addJsonLogging, addLogging } from './add-logging';
import { addPyproject } from './add-pyproject';
import {
  addCoverageConfig,
  addPreCommit,
  addPytestConfig,
  addPyTyped,
  addTypeChecker,
  stricterTypes,
} from './add-quality-tools';
import { addRuffConfig } from './add-ruff-config';
import { addSettings } from './add-settings';
import { addBuildSystem, addReadme, completeMetadata, declarePython } from './complete-metadata';
import { declareDependencies } from './declare-dependencies';
import { prepareRelease } from './prepare-release';
import type { ProjectAction, ProjectEdit, Refusal, Sources } from './types';

const actions: readonly ProjectAction[] = [
  declareDependencies,
  addPyproject,
  declarePython,
  addGitignore,
  addBuildSystem,
  completeMetadata,
  addEntryPoint,
  addReadme,
  addLogging,
  addSettings,
  addEnvExample,
  addFirstTest,
  addPytestConfig,
  addCoverageConfig,
  addTypeChecker,
  stricterTypes,
  addPyTyped,
  addJsonLogging,
  addHealthEndpoint,
  addRuffConfig,
  addPreCommit,
  addCi,
  addCiTests,
  addCiLint,
  limitPermissions,
  addDependabot,
  prepareRelease,
];

export const actionNames: readonly string[] = actions.map((action) => action.name);

const noSources: Sources = () => undefined;

/** Python files whose texts `runAction` has to be given: a snapshot does not hold them. */
export function actionSources(name: string, facts: ProjectFacts): readonly string[] {
  const action = actions.find((one) => one.name === name);
  return (action?.reads?.(facts) ?? []).filter((path) => facts.paths.has(path));
}

export function runAction(
  name: string,
  facts: ProjectFacts,
  sources: Sources = noSources,
): ProjectEdit | Refusal {
  const action = actions.find((one) => one.name === name);
  return action ? finish(stepsOf(action.run(facts, sources))) : { refused: `there is no action ${name}` };
}

/** The action's name when it would change something now, null otherwise: no view offers a button that refuses. */
export function* availableAction(name: string, facts: ProjectFacts): Steps<string | null> {
  const action = actions.find((one) => one.name === name);
  if (!action) return null;
  const refusal = yield* stepsOf<ProjectEdit | Refusal | undefined>(
    action.refusal ? action.refusal(facts) : action.run(facts, noSources),
  );
  return refusal && 'refused' in refusal ? null : name;
}

/** What a preview or a menu calls it. */
export function actionTitle(name: string): string {
  return actions.find((one) => one.name === name)?.title ?? name;
}
