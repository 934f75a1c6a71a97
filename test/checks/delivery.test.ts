/** Cases of the checks on delivery and style. */
import { checkTable, lines } from './table';

const workflow = (step: string, on = 'push') => ({
  'a.py': '',
  '.github/workflows/ci.yml': `on: ${on}\njobs:\n  a:\n    steps:\n      - ${step}\n`,
});

checkTable('ci-present', [
  { when: 'GitHub', files: workflow('run: make'), state: 'pass', at: '.github/workflows/ci.yml:1' },
  { when: 'a workflow that never runs on code', files: workflow('run: stale', 'schedule'), state: 'fail' },
  {
    when: 'GitLab with its own tags',
    files: { 'a.py': '', '.gitlab-ci.yml': 'a:\n  script:\n    - !reference [.b, script]\n' },
    state: 'pass',
  },
  { when: 'Jenkins', files: { 'a.py': '', Jenkinsfile: 'pipeline {}\n' }, state: 'pass' },
  {
    when: 'at the repository root',
    files: { 'a.py': '' },
    extras: {
      git: {
        pathFromRepository: 'server',
        repositoryFiles: new Map([['.github/workflows/ci.yml', 'on: push\njobs: {}\n']]),
      },
    },
    state: 'pass',
    at: '../.github/workflows/ci.yml:1',
  },
  { when: 'nothing', files: { 'a.py': '' }, state: 'fail' },
  { when: 'root unknown', files: { 'a.py': '' }, extras: { git: false }, state: 'not-measured' },
  {
    when: 'broken file',
    files: { 'a.py': '', '.github/workflows/ci.yml': 'on: [push\njobs: }\n' },
    state: 'not-measured',
  },
]);

checkTable('ci-runs-tests', [
  {
    when: 'pytest',
    files: workflow('run: uv run pytest -q'),
    state: 'pass',
    at: '.github/workflows/ci.yml:5',
  },
  { when: 'through tox', files: workflow('run: tox -e py'), state: 'pass' },
  { when: 'only in a comment', files: workflow('run: make # pytest'), state: 'fail' },
  { when: 'only in a name', files: workflow('name: pytest later'), state: 'fail' },
  {
    when: 'a pipeline elsewhere',
    files: workflow('uses: org/shared/.github/workflows/test.yml@v1'),
    state: 'not-measured',
  },
  { when: 'nothing', files: workflow('run: echo latest'), state: 'fail' },
]);

checkTable('ci-runs-linters', [
  { when: 'ruff', files: workflow('run: ruff check .'), state: 'pass' },
  { when: 'action', files: workflow('uses: astral-sh/ruff-action@v3'), state: 'pass' },
  { when: 'type checker', files: workflow('run: mypy .'), state: 'pass' },
  {
    when: 'a pipeline elsewhere',
    files: workflow('uses: org/shared/.github/workflows/lint.yml@v1'),
    state: 'not-measured',
  },
  { when: 'nothing', files: workflow('run: pytest'), state: 'fail' },
]);

const hooks = (id: string) => ({
  'a.py': '',
  '.pre-commit-config.yaml': `repos:\n  - repo: x\n    hooks:\n      - id: ${id}\n`,
});

checkTable('linter-configured', [
  {
    when: 'pyproject',
    files: { 'a.py': '', 'pyproject.toml': '[tool.black]\n\n[tool.ruff.lint]\nselect = []\n' },
    state: 'pass',
    at: 'pyproject.toml:3',
  },
  { when: 'ruff.toml', files: { 'a.py': '', 'ruff.toml': '' }, state: 'pass' },
  {
    when: 'setup.cfg',
    files: { 'a.py': '', 'setup.cfg': '[flake8]\nmax-line-length = 100\n' },
    state: 'pass',
    at: 'setup.cfg:1',
  },
  { when: 'hook', files: hooks('ruff'), state: 'pass' },
  { when: 'pipeline', files: workflow('run: flake8'), state: 'pass', at: '.github/workflows/ci.yml:5' },
  {
    when: 'Makefile',
    files: { 'a.py': '', Makefile: 'lint:\n\tflake8 src\n' },
    state: 'pass',
    at: 'Makefile:2',
  },
  { when: 'only a formatter', files: { 'a.py': '', 'pyproject.toml': '[tool.black]\n' }, state: 'fail' },
  {
    when: 'broken pyproject',
    files: { 'a.py': '', 'pyproject.toml': '[tool.ruff\n' },
    state: 'not-measured',
  },
]);

checkTable('formatter-configured', [
  { when: 'black', files: { 'a.py': '', 'pyproject.toml': '[tool.black]\n' }, state: 'pass' },
  { when: 'hook', files: hooks('ruff-format'), state: 'pass' },
  { when: 'pipeline', files: workflow('run: ruff format --check'), state: 'pass' },
  {
    when: 'a linter formats nothing',
    files: { 'a.py': '', 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' },
    state: 'fail',
  },
  {
    when: 'broken hooks',
    files: { 'a.py': '', '.pre-commit-config.yaml': 'repos: [\n' },
    state: 'not-measured',
  },
]);

checkTable('pre-commit-configured', [
  { when: 'hooks', files: hooks('ruff'), state: 'pass' },
  {
    when: 'Lefthook',
    files: { 'a.py': '', 'lefthook.yml': 'pre-commit:\n  commands:\n    lint:\n      run: ruff check\n' },
    state: 'pass',
  },
  {
    when: 'no hooks in it',
    files: { 'a.py': '', '.pre-commit-config.yaml': 'repos: []\n' },
    state: 'fail',
    reason: /no hooks/,
  },
  { when: 'nothing', files: { 'a.py': '' }, state: 'fail' },
  { when: 'no repository', files: { 'a.py': '' }, extras: { git: false }, state: 'not-measured' },
]);

checkTable('finding-density', [
  {
    when: 'too short',
    files: { 'a.py': lines(10) },
    extras: { findings: { 'a.py': { habit: 9 } } },
    state: 'not-applicable',
  },
  { when: 'clean', files: { 'a.py': `import os\n${lines(100)}` }, state: 'pass' },
  { when: 'only a table of data', files: { 'a.py': lines(100) }, state: 'not-applicable' },
  {
    when: '12 in 1,000 lines',
    files: { 'a.py': lines(1000) },
    extras: { findings: { 'a.py': { habit: 12 } } },
    state: 'fail',
    at: 'a.py:1',
  },
  {
    when: 'half way on the scale',
    files: { 'a.py': lines(10000) },
    extras: { findings: { 'a.py': { habit: 30, other: 8 } } },
    state: 'partial',
    score: 0.5,
    reason: /3\.8 .*habit \(30\)/,
  },
  {
    when: 'judged elsewhere',
    files: { 'a.py': lines(100) },
    extras: { findings: { 'a.py': { 'hardcoded-secret': 3 } } },
    state: 'pass',
  },
]);

const jobs = 'jobs:\n  a:\n    steps:\n';
const permitted = 'on: push\npermissions:\n  contents: read\n';
const flow = (text: string) => ({ 'a.py': '', '.github/workflows/ci.yml': text });

checkTable('workflow-permissions', [
  { when: 'limited', files: flow(`${permitted}${jobs}      - uses: actions/checkout@v4\n`), state: 'pass' },
  {
    when: 'limited by job',
    files: flow('on: push\njobs:\n  a:\n    permissions: {}\n    steps: []\n'),
    state: 'pass',
  },
  { when: 'not limited', files: flow(`on: push\n${jobs}      - run: make\n`), state: 'partial', score: 0.5 },
  {
    when: 'an action of a branch',
    files: flow(`${permitted}${jobs}      - uses: a/b@main\n`),
    state: 'partial',
    score: 0.5,
    at: '.github/workflows/ci.yml:7',
  },
  {
    when: 'a title in a shell',
    files: flow(`${permitted}${jobs}      - run: |\n          echo "\${{ github.event.issue.title }}"\n`),
    state: 'fail',
    at: '.github/workflows/ci.yml:8',
  },
  {
    when: 'code of strangers with secrets',
    files: flow(
      `on: pull_request_target\npermissions: {}\n${jobs}      - uses: actions/checkout@v4\n        with:\n          ref: \${{ github.event.pull_request.head.sha }}\n`,
    ),
    state: 'fail',
  },
  {
    when: 'text of an event in the environment',
    files: flow(
      `${permitted}${jobs}      - run: echo "$T"\n        env:\n          T: \${{ github.event.issue.title }}\n`,
    ),
    state: 'pass',
  },
  { when: 'GitLab', files: { 'a.py': '', '.gitlab-ci.yml': 'a:\n  script: b\n' }, state: 'not-applicable' },
]);

checkTable('dependency-updates', [
  { when: 'Dependabot', files: { 'a.py': '', '.github/dependabot.yml': 'version: 2\n' }, state: 'pass' },
  { when: 'Renovate', files: { 'a.py': '', 'renovate.json': '{}' }, state: 'pass' },
  {
    when: 'of the repository',
    files: { 'a.py': '' },
    extras: { git: { pathFromRepository: 'x', repositoryFiles: new Map([['.github/dependabot.yml', '']]) } },
    state: 'pass',
    at: '../.github/dependabot.yml:1',
  },
  { when: 'nothing', files: { 'a.py': '' }, state: 'fail' },
  { when: 'no repository', files: { 'a.py': '' }, extras: { git: false }, state: 'not-measured' },
]);

const application = { 'a.py': 'import flask\napp = flask.Flask("a")\n' };
const publish = (step: string, permissions = 'id-token: write') =>
  flow(`on: push\njobs:\n  a:\n    permissions:\n      ${permissions}\n    steps:\n      - ${step}\n`);

checkTable('release-prepared', [
  {
    when: 'a careful image',
    files: {
      ...application,
      '.dockerignore': '',
      Dockerfile: 'FROM python:3.12-slim AS build\nFROM build\nUSER app\nCMD x\n',
    },
    state: 'pass',
    at: 'Dockerfile:2',
  },
  {
    when: 'root, latest, everything copied',
    files: { ...application, Dockerfile: 'FROM python\nCOPY . .\n' },
    state: 'fail',
    reason: /runs as root, base image without a version, no \.dockerignore/,
  },
  { when: 'no image', files: application, state: 'fail' },
  { when: 'another platform', files: { ...application, Procfile: 'web: x\n' }, state: 'not-applicable' },
  {
    when: 'trusted publishing',
    files: publish('uses: pypa/gh-action-pypi-publish@release/v1'),
    options: { profile: 'library' },
    state: 'pass',
    at: '.github/workflows/ci.yml:7',
  },
  {
    when: 'a stored token',
    files: publish('run: twine upload dist/*', 'contents: read'),
    options: { profile: 'library' },
    state: 'partial',
    score: 2 / 3,
  },
  { when: 'nothing publishes', files: publish('run: make'), options: { profile: 'library' }, state: 'fail' },
  { when: 'a script', files: { 'a.py': '' }, state: 'not-applicable' },
]);

checkTable('pre-commit-configured', [
  {
    when: 'prek',
    files: { 'a.py': '', 'prek.toml': '[[repos]]\nrepo = "builtin"\nhooks = [{ id = "check-yaml" }]\n' },
    state: 'pass',
  },
  {
    when: 'prek that does not parse',
    files: { 'a.py': '', 'prek.toml': '[[repos\n' },
    state: 'not-measured',
  },
]);
