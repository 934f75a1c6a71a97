/** What project rules see, from the index and the project's facts. */
import type { Fix } from '../../lint/fix';
import type { ModuleView, ProjectView } from '../../lint/project-rule';
import { runAction } from '../actions';
import { checks } from '../checks/registry.generated';
import type { ProjectFacts } from '../facts';
import { fileRole, moduleName } from '../facts/roles';
import type { ProjectIndex } from './index';
import { operationsOf } from './operations';

export function projectView(index: ProjectIndex): ProjectView {
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
    modules: () => codeModules(index),
    testFiles: () =>
      [...files]
        .filter(([path, { tests }]) => tests.functions > 0 && fileRole(path) === 'test')
        .map(([path]) => path)
        .sort(),
    failed: (name) => {
      const check = checks.find(({ meta }) => meta.name === name);
      const outcome = check?.run(facts);
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

function codeModules(index: ProjectIndex): readonly ModuleView[] {
  const { files } = index;
  const tested = testedFiles(index);
  return [...files]
    .filter(([path]) => fileRole(path) === 'code')
    .map(([path, metrics]) => ({
      path,
      module: moduleName(path),
      publicNames: [
        ...metrics.publicFunctions.map(({ name, line }) => ({ name, line, kind: 'function' as const })),
        ...metrics.publicClasses.map(({ name, line }) => ({ name, line, kind: 'class' as const })),
      ].sort((a, b) => a.line - b.line),
      isTested: tested.has(path),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files that tests import; a package stands for what its `__init__.py` takes its names from. */
function testedFiles({ files, modules }: ProjectIndex): ReadonlySet<string> {
  const tested = new Set<string>();
  for (const [path, { imports }] of files) {
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
