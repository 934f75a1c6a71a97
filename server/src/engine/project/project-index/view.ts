/** What project rules see, from the index and the project's facts. */
import type { Fix } from '../../lint/fix';
import type { ModuleView, ProjectView } from '../../lint/project-rule';
import { eachInSteps, filesAStep, finish, type Steps } from '../../steps';
import { runAction } from '../actions';
import { outcomeOf } from '../check';
import { checks } from '../checks/registry.generated';
import type { ProjectFacts } from '../facts';
import { fileRole, moduleName } from '../facts/roles';
import type { FileMetrics } from '../metrics/types';
import type { ProjectIndex } from './index';
import { operationsOf } from './operations';

/** What project rules ask of all files. */
export interface Survey {
  readonly modules: readonly ModuleView[];
  readonly hasTests: boolean;
}

/** `survey`: where it was made already. */
export function projectView(index: ProjectIndex, survey?: Survey): ProjectView {
  const { facts } = index;
  const surveyed = (): Survey => (survey ??= finish(surveyFiles(index)));
  const { snapshot } = facts;
  const { git } = snapshot;
  return {
    paths: facts.paths,
    text: (path) => snapshot.text(path),
    get profile() {
      return facts.profile.profile;
    },
    get isTiny() {
      return facts.tiny;
    },
    git: git && {
      isIgnored: (path) => facts.ignores.ignores(path),
      isTracked: (path) => git.tracked?.has(path),
    },
    get requirements() {
      return facts.dependencies.declared;
    },
    get lockFiles() {
      return facts.dependencies.lockFiles;
    },
    get hasBrokenDeclarations() {
      return facts.dependencies.broken.length > 0;
    },
    get modules() {
      return surveyed().modules;
    },
    get hasTests() {
      return surveyed().hasTests;
    },
    failed: (name) => {
      const check = checks.find(({ meta }) => meta.name === name);
      const outcome = check && outcomeOf(check, facts);
      if (!check || outcome?.state !== 'fail') return undefined;
      const { action } = check.meta;
      const [evidence] = outcome.evidence;
      return {
        reason: outcome.reason,
        ...(evidence ? { path: evidence.path, line: evidence.line } : {}),
        fix: () => (action === undefined ? undefined : actionFix(action, facts)),
      };
    },
  };
}

/** A one-click action as a fix. What it writes configures tools and changes no code. */
function actionFix(action: string, facts: ProjectFacts): Fix | undefined {
  const result = runAction(action, facts);
  if ('refused' in result) return undefined;
  const files = operationsOf(result.files, facts);
  return files && { title: result.label, applicability: 'safe', edits: [], files };
}

export function* surveyFiles(index: ProjectIndex): Steps<Survey> {
  const tested = yield* testedFiles(index);
  const modules: ModuleView[] = [];
  let hasTests = false;
  yield* eachInSteps(index.files, ([path, metrics]) => {
    const role = fileRole(path);
    if (role === 'code') modules.push(moduleView(path, metrics, tested.has(path)));
    hasTests ||= role === 'test' && metrics.tests.functions > 0;
  });
  yield;
  return { modules: modules.sort((a, b) => (a.path < b.path ? -1 : 1)), hasTests };
}

function moduleView(path: string, { publicFunctions }: FileMetrics, isTested: boolean): ModuleView {
  return { path, module: moduleName(path), functions: publicFunctions, isTested };
}

/** Files that tests import; a package stands for what its `__init__.py` takes its names from. */
function* testedFiles({ files, modules }: ProjectIndex): Steps<ReadonlySet<string>> {
  const tested = new Set<string>();
  const addTested = (imports: FileMetrics['imports'], from: string): void => {
    for (const { module, names = [] } of imports) {
      const located = modules.locate(module, from);
      if (!located) continue;
      for (const found of [located, ...names.map((name) => modules.submodule(located, name))])
        if (found?.kind === 'module') tested.add(found.path);
    }
  };
  let at = 0;
  for (const [path, { imports }] of files) {
    const isTest = fileRole(path) === 'test';
    if (isTest || at++ % filesAStep === 0) yield;
    if (!isTest) continue;
    addTested(imports, path);
  }
  for (const path of tested) {
    const reexported = path.endsWith('__init__.py')
      ? files.get(path)?.imports.filter(({ module, names }) => names?.length && module.startsWith('.'))
      : undefined;
    if (reexported) addTested(reexported, path);
  }
  return tested;
}
