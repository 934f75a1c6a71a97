/** What a pipeline runs to install the project and its tools, and to lint, check and test it. */
import type { ProjectFacts } from '../facts';
import { computedName } from '../facts/dependencies';
import {
  developmentGroups,
  packageManager,
  pipTargets,
  projectCommands,
  type PackageManager,
} from '../facts/toolchain';

export interface Jobs {
  readonly lint: boolean;
  readonly test: boolean;
}

export interface Setup {
  readonly manager: PackageManager;
  /** Commands that install manager, project and tools. */
  readonly install: readonly string[];
  /** In front of each command. */
  readonly prefix: string;
}

export function setupOf(facts: ProjectFacts): Setup {
  const manager = packageManager(facts);
  const { tools } = projectCommands(facts);
  const declared = new Set(facts.dependencies.declared.map(({ name }) => name));
  const missing = tools.filter((tool) => !declared.has(tool));
  const isLocked = facts.paths.has('uv.lock');
  const hasExtras = developmentGroups(facts, tools).extras.length > 0;
  const extra = missing.length === 0 ? [] : [missing.join(' ')];
  switch (manager) {
    case 'uv':
      return {
        manager,
        install: [
          `uv sync${isLocked ? ' --locked' : ''} --all-groups${hasExtras ? ' --all-extras' : ''}`,
          ...extra.map((names) => `uv pip install ${names}`),
        ],
        prefix: 'uv run --no-sync ',
      };
    case 'poetry':
      return {
        manager,
        install: [
          'python -m pip install poetry',
          `poetry install${hasExtras ? ' --all-extras' : ''}`,
          ...extra.map((names) => `poetry run pip install ${names}`),
        ],
        prefix: 'poetry run ',
      };
    case 'pdm':
      return {
        manager,
        install: [
          'python -m pip install pdm',
          `pdm install${hasExtras ? ' -G :all' : ''}`,
          ...extra.map((names) => `pdm run python -m ensurepip && pdm run python -m pip install ${names}`),
        ],
        prefix: 'pdm run ',
      };
    case 'pipenv':
      return {
        manager,
        install: [
          'python -m pip install pipenv',
          `pipenv ${facts.paths.has('Pipfile.lock') ? 'sync' : 'install'} --dev`,
          ...extra.map((names) => `pipenv run pip install ${names}`),
        ],
        prefix: 'pipenv run ',
      };
    case 'pip':
      return { manager, install: pipCommands(facts, tools), prefix: '' };
  }
}

/** Project, files of requirements and groups, then by name whatever tool none of them brings. */
function pipCommands(facts: ProjectFacts, tools: readonly string[]): readonly string[] {
  const { declared } = facts.dependencies;
  const known = declared.map(({ name }) => name).filter((name) => name !== computedName);
  const targets = pipTargets(facts);
  // Without a build and without files of requirements, only the names are left to install.
  if (targets.length === 0) {
    const wanted = [...new Set([...known, ...tools])];
    return wanted.length === 0 ? [] : [`python -m pip install ${wanted.join(' ')}`];
  }
  const isBuilt = targets.includes('-e .');
  const { extras, groups, names } = developmentGroups(facts, tools);
  const brought = new Set([
    ...declared
      .filter(({ path, development }) => isRequirements(path) || (isBuilt && !development))
      .map(({ name }) => name),
    ...(isBuilt ? names : []),
  ]);
  const project = extras.length > 0 ? `-e ".[${extras.join(',')}]"` : '-e .';
  const wanted = [
    ...targets.map((target) => (target === '-e .' ? project : target)),
    ...(isBuilt ? groups.map((group) => `--group ${group}`) : []),
    ...tools.filter((tool) => !brought.has(tool)),
  ];
  return [
    // Groups are newer than the pip that comes with some versions of Python.
    ...(isBuilt && groups.length > 0 ? ['python -m pip install --upgrade pip'] : []),
    `python -m pip install ${wanted.join(' ')}`,
  ];
}

const isRequirements = (path: string) => path.endsWith('.txt');

export function commands(
  facts: ProjectFacts,
  jobs: Jobs,
  prefix: string,
): readonly { name: string; run: string }[] {
  const { lint, types, test } = projectCommands(facts);
  return [
    ...(jobs.lint ? lint.map((run) => ({ name: /format|black/.test(run) ? 'Format' : 'Lint', run })) : []),
    ...(jobs.lint && types !== undefined ? [{ name: 'Type check', run: types }] : []),
    ...(jobs.test && test !== undefined ? [{ name: 'Test', run: test }] : []),
  ].map(({ name, run }) => ({ name, run: prefix + run }));
}
