/** Texts of pipelines that install the project and run its own tools, for each host. */
import type { ProjectFacts } from '../facts';
import {
  highestMinor,
  lowestMinor,
  projectCommands,
  testedVersions,
  type PackageManager,
} from '../facts/toolchain';
import { commands, setupOf, type Jobs } from './pipeline-commands';
import { githubActions, usualMinor } from './versions';

const managedCaches: ReadonlySet<PackageManager> = new Set(['poetry', 'pipenv']);

/** Linters look at the same text whatever runs them: one version of Python is enough. Tests run on each. */
export function githubWorkflow(facts: ProjectFacts, name: string, jobs: Jobs): string {
  const { prefix } = setupOf(facts);
  const hasTests = jobs.test && projectCommands(facts).test !== undefined;
  return yaml([
    `name: ${name}`,
    '',
    'on:',
    '  push:',
    '    branches: [main, master]',
    '  pull_request:',
    '',
    'permissions:',
    '  contents: read',
    '',
    'concurrency:',
    '  group: ${{ github.workflow }}-${{ github.ref }}',
    '  cancel-in-progress: true',
    '',
    'jobs:',
    ...(jobs.lint
      ? [
          '  lint:',
          '    runs-on: ubuntu-latest',
          '    timeout-minutes: 15',
          '    steps:',
          ...githubSetup(
            facts,
            `"3.${Math.max(lowestMinor(facts), Math.min(usualMinor, highestMinor(facts)))}"`,
          ),
          ...githubSteps(commands(facts, { lint: true, test: false }, prefix)),
        ]
      : []),
    ...(jobs.lint && hasTests ? [''] : []),
    ...(hasTests
      ? [
          '  test:',
          '    runs-on: ubuntu-latest',
          '    timeout-minutes: 15',
          '    strategy:',
          '      fail-fast: false',
          '      matrix:',
          `        python: [${testedVersions(facts)
            .map((version) => `"${version}"`)
            .join(', ')}]`,
          '    steps:',
          ...githubSetup(facts, '${{ matrix.python }}'),
          ...githubSteps(commands(facts, { lint: false, test: true }, prefix)),
        ]
      : []),
  ]);
}

function githubSteps(steps: readonly { readonly name: string; readonly run: string }[]): readonly string[] {
  return steps.flatMap(({ name, run }) => [`      - name: ${name}`, `        run: ${run}`]);
}

/** Checks the project out and installs it, its manager and its tools. */
function githubSetup(facts: ProjectFacts, version: string): readonly string[] {
  const { manager, install } = setupOf(facts);
  const cache = managedCaches.has(manager) ? manager : 'pip';
  const canCache = manager !== 'pdm' && (cache !== 'pip' || facts.find(cacheKeys).length > 0);
  const python =
    manager === 'uv'
      ? [
          `      - uses: ${githubActions.setupUv}`,
          '        with:',
          `          python-version: ${version}`,
          '          enable-cache: true',
        ]
      : [
          // The cache of poetry and pipenv asks them where it is: they have to be there first.
          ...(managedCaches.has(manager) ? [`      - run: pipx install ${manager}`] : []),
          `      - uses: ${githubActions.setupPython}`,
          '        with:',
          `          python-version: ${version}`,
          ...(canCache ? [`          cache: ${cache}`] : []),
          ...(canCache && cache === 'pip'
            ? ['          cache-dependency-path: "**/*requirements*.txt\\n**/pyproject.toml\\n**/setup.py"']
            : []),
        ];
  const installed = managedCaches.has(manager) ? install.slice(1) : install;
  return [
    `      - uses: ${githubActions.checkout}`,
    '        with:',
    '          persist-credentials: false',
    ...python,
    ...githubSteps(installed.map((run) => ({ name: 'Install', run }))),
  ];
}

const cacheKeys = /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.txt|pyproject\.toml|setup\.py)$/;

/** One job; `stage` where the pipeline names its stages. */
export function gitlabJob(facts: ProjectFacts, name: string, jobs: Jobs, stage?: string): readonly string[] {
  const { manager, install, prefix } = setupOf(facts);
  const versions = testedVersions(facts).map((version) => `"${version}"`);
  const ready = manager === 'uv' ? ['python -m pip install uv', ...install] : install;
  return [
    `${name}:`,
    ...(stage === undefined ? [] : [`  stage: ${stage}`]),
    '  image: "python:${PYTHON}-slim"',
    '  parallel:',
    '    matrix:',
    `      - PYTHON: [${versions.join(', ')}]`,
    '  variables:',
    '    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.cache/pip"',
    '  cache:',
    '    key: "pip-$PYTHON"',
    '    paths: [.cache/pip]',
    '  script:',
    ...[...ready, ...commands(facts, jobs, prefix).map(({ run }) => run)].map((run) => `    - ${run}`),
  ];
}

export function azurePipeline(facts: ProjectFacts, jobs: Jobs): string {
  const { manager, install, prefix } = setupOf(facts);
  const ready = manager === 'uv' ? ['python -m pip install uv', ...install] : install;
  return yaml([
    'trigger: [main, master]',
    'pr: [main, master]',
    '',
    'pool:',
    '  vmImage: ubuntu-latest',
    '',
    'variables:',
    '  PIP_CACHE_DIR: $(Pipeline.Workspace)/.pip',
    '',
    'strategy:',
    '  matrix:',
    ...testedVersions(facts).flatMap((version) => [
      `    python${version.replace('.', '')}:`,
      `      python: "${version}"`,
    ]),
    '',
    'steps:',
    '  - checkout: self',
    '    persistCredentials: false',
    '  - task: UsePythonVersion@0',
    '    inputs:',
    '      versionSpec: $(python)',
    '  - task: Cache@2',
    '    inputs:',
    '      key: \'pip | "$(python)" | "$(Agent.OS)"\'',
    '      path: $(PIP_CACHE_DIR)',
    ...ready.flatMap((run) => [`  - script: ${run}`, '    displayName: Install']),
    ...commands(facts, jobs, prefix).flatMap(({ name, run }) => [
      `  - script: ${run}`,
      `    displayName: ${name}`,
    ]),
  ]);
}

export function circlePipeline(facts: ProjectFacts, jobs: Jobs): string {
  const { manager, install, prefix } = setupOf(facts);
  const ready = manager === 'uv' ? ['python -m pip install uv', ...install] : install;
  return yaml([
    'version: 2.1',
    '',
    'jobs:',
    '  checks:',
    '    parameters:',
    '      python:',
    '        type: string',
    '    docker:',
    '      - image: cimg/python:<< parameters.python >>',
    '    steps:',
    '      - checkout',
    '      - restore_cache:',
    '          keys: [pip-<< parameters.python >>-v1]',
    ...ready.flatMap((run) => ['      - run:', '          name: Install', `          command: ${run}`]),
    '      - save_cache:',
    '          key: pip-<< parameters.python >>-v1',
    '          paths: [~/.cache/pip]',
    ...commands(facts, jobs, prefix).flatMap(({ name, run }) => [
      '      - run:',
      `          name: ${name}`,
      `          command: ${run}`,
    ]),
    '',
    'workflows:',
    '  main:',
    '    jobs:',
    '      - checks:',
    '          matrix:',
    '            parameters:',
    `              python: [${testedVersions(facts)
      .map((version) => `"${version}"`)
      .join(', ')}]`,
  ]);
}

export function yaml(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
