/** What project rules see, from the index and the project's facts. */
import type { Fix } from '../../lint/fix';
import type { ModuleView, ProjectView } from '../../lint/project-rule';
import { filesAStep, finish, type Steps } from '../../steps';
import { runAction } from '../actions';
import { outcomeOf } from '../check';
import { checks } from '../checks/registry.generated';
import type { ProjectFacts } from '../facts';
import { fileRole, moduleName } from '../facts/roles';
import type { FileMetrics } from '../metrics/types';
import type { ProjectIndex } from './index';
import { operationsOf } from './operations';

/** `modules`: where they are known already. */
export function projectView(index: ProjectIndex, modules?: readonly ModuleView[]): ProjectView {
  const { facts, files } = index;
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
    modules: () => modules ?? finish(codeModules(index)),
    testFiles: () =>
      [...files]
        .filter(([path, { tests }]) => tests.functions > 0 && fileRole(path) === 'test')
        .map(([path]) => path)
        .sort(),
    failed: (name) => {
      const check = checks.find(({ meta }) => meta.name === name);
      const outcome = check && outcomeOf(check, facts);
      if (!check || outcome?.state !== 'fail') return undefined;
      const [evidence] = outcome.evidence;
      const fix = check.meta.action === undefined ? undefined : actionFix(check.meta.action, facts);
      return {
        reason: outcome.reason,
        ...(evidence ? { path: evidence.path, line: evidence.line } : {}),
        ...(fix ? { fix } : {}),
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

export function* codeModules(index: ProjectIndex): Steps<readonly ModuleView[]> {
  const { files } = index;
  const tested = yield* testedFiles(index);
  const modules: ModuleView[] = [];
  let at = 0;
  for (const [path, metrics] of files) {
    if (at++ % filesAStep === 0) yield;
    if (fileRole(path) === 'code') modules.push(moduleView(path, metrics, tested.has(path)));
  }
  return modules.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function moduleView(path: string, metrics: FileMetrics, isTested: boolean): ModuleView {
  const names = [
    ...metrics.publicFunctions.map(({ name, line }) => ({ name, line, kind: 'function' as const })),
    ...metrics.publicClasses.map(({ name, line }) => ({ name, line, kind: 'class' as const })),
  ];
  return { path, module: moduleName(path), publicNames: names.sort((a, b) => a.line - b.line), isTested };
}

/** Files that tests import; a package stands for what its `__init__.py` takes its names from. */
function* testedFiles({ files, modules }: ProjectIndex): Steps<ReadonlySet<string>> {
  const tested = new Set<string>();
  let at = 0;
  for (const [path, { imports }] of files) {
    if (at++ % filesAStep === 0) yield;
    if (fileRole(path) !== 'test') continue;
    for (const { module, names = [] } of imports) {
      const separator = module.endsWith('.') ? '' : '.';
      for (const name of [module, ...names.map((one) => module + separator + one)]) {
        const located = modules.locate(name, path);
        if (located?.kind === 'module') tested.add(located.path);
      }
    }
  }
  for (const path of tested) {
    if (!path.endsWith('__init__.py')) continue;
    for (const { module, names = [] } of files.get(path)?.imports ?? []) {
      if (!names.length || !module.startsWith('.')) continue;
      const separator = module.endsWith('.') ? '' : '.';
      for (const name of [module, ...names.map((one) => module + separator + one)]) {
        const located = modules.locate(name, path);
        if (located?.kind === 'module') tested.add(located.path);
      }
    }
  }
  return tested;
}
