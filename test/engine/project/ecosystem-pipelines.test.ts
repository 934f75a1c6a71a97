/** Which hosts run pipelines, and by which commands they test and lint; commit hooks, updates, coverage. */
import { ecosystem, type Case } from './ecosystem-table';

const P = 'pass',
  F = 'fail',
  A = 'partial';
const gh = (run: string) => ({
  '.github/workflows/ci.yml': `name: CI\non: [push]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${run}\n`,
});

const cases: readonly Case[] = [
  ...(
    [
      [
        '.github/workflows/ci.yml',
        'on: push\njobs:\n  t:\n    steps:\n      - run: pytest\n      - run: ruff check\n',
      ],
      [
        '.github/workflows/ci.yaml',
        'on:\n  pull_request:\njobs:\n  t:\n    steps:\n      - run: |\n          uv run pytest\n          uvx ruff check\n',
      ],
      ['.gitlab-ci.yml', 't:\n  script:\n    - pytest\n    - flake8\n'],
      ['azure-pipelines.yml', 'steps:\n  - script: pytest\n  - script: pylint app\n'],
      ['.azure-pipelines/ci.yml', 'steps:\n  - script: pytest\n  - script: pylint app\n'],
      ['.azure/azure-pipelines.yml', 'steps:\n  - script: pytest\n  - script: pylint app\n'],
      ['.circleci/config.yml', 'jobs:\n  t:\n    steps:\n      - run: pytest\n      - run: mypy app\n'],
      ['Jenkinsfile', 'pipeline {\n stages { stage("t") { steps { sh "pytest"\n sh "ruff check ." } } } }\n'],
      ['.travis.yml', 'script:\n  - pytest\n  - flake8\n'],
      [
        'bitbucket-pipelines.yml',
        'pipelines:\n  default:\n    - step:\n        script:\n          - pytest\n          - ruff check\n',
      ],
      ['.drone.yml', 'steps:\n- commands:\n  - pytest\n  - ruff check\n'],
      ['.woodpecker.yml', 'steps:\n  t:\n    commands:\n      - pytest\n      - ruff check .\n'],
      ['.woodpecker/ci.yml', 'steps:\n  t:\n    commands:\n      - pytest\n      - ruff check .\n'],
      [
        '.forgejo/workflows/ci.yml',
        'on: push\njobs:\n  t:\n    steps:\n      - run: pytest\n      - run: ruff check\n',
      ],
      [
        '.gitea/workflows/ci.yml',
        'on: push\njobs:\n  t:\n    steps:\n      - run: pytest\n      - run: ruff check\n',
      ],
      ['appveyor.yml', 'test_script:\n  - pytest\n  - ruff check\n'],
      ['.cirrus.yml', 't_task:\n  script:\n    - pytest\n    - ruff check .\n'],
      ['.builds/x.yml', 'tasks:\n  - t: |\n      pytest\n      ruff check\n'],
      [
        '.semaphore/semaphore.yml',
        'blocks:\n  - task:\n      jobs:\n        - commands:\n            - pytest\n            - ruff check .\n',
      ],
      [
        'cloudbuild.yaml',
        'steps:\n  - name: python\n    args: ["pytest"]\n  - name: b\n    script: ruff check .\n',
      ],
      ['buildspec.yml', 'phases:\n  build:\n    commands:\n      - pytest\n      - ruff check .\n'],
    ] as const
  ).map(
    ([p, t]) =>
      [`CI ${p}`, { [p]: t }, { 'ci-present': P, 'ci-runs-tests': P, 'ci-runs-linters': P }] as Case,
  ),
  ...[
    'tox',
    'tox -e py311',
    'nox',
    'nox -s tests',
    'make test',
    'make tests',
    'make check',
    'just test',
    'just check',
    'task test',
    'hatch test',
    'hatch run test',
    'hatch run test:test',
    'uv run pytest -q',
    'uvx nox -s test',
    'poetry run pytest',
    'pdm run test',
    'pdm run pytest',
    'pipenv run pytest',
    'python -m pytest',
    'python -m unittest',
    'python manage.py test',
    'coverage run -m pytest',
    'python -Wd -m pytest',
    'pixi run test',
    'poe test',
    'inv test',
    'invoke test',
    'rye test',
    './scripts/test',
    './run_tests.sh',
    'bash ./ci/test.sh',
    'python setup.py test',
    'python runtests.py',
    'tox run -e py',
    'green',
    'stestr run',
    'uv run --no-sync pytest',
    'python -m nox',
    'python -m tox',
  ].map((r) => [`CI test: ${r}`, gh(r), { 'ci-runs-tests': P }] as Case),
  ...[
    'ruff check',
    'ruff .',
    'uvx ruff check',
    'ruff check --output-format=github',
    'pre-commit run --all-files',
    'prek run -a',
    'uvx prek run --all-files',
    'make lint',
    'just lint',
    'tox -e lint',
    'nox -s lint',
    'hatch fmt --check',
    'hatch run lint:all',
    'uv run mypy .',
    'poetry run flake8',
    'pdm lint',
    'pdm run lint',
    'pixi run lint',
    'poe lint',
    'task lint',
    'python -m ruff check',
    'python -m pylint app',
    'python -m flake8',
    'pyright',
    'ty check',
    'pyrefly check',
    'hatch run types:check',
    'tox -e mypy',
    'tox -e pep8',
    'tox -e style',
    'nox -s typecheck',
    'make typecheck',
    'make style',
    'pycodestyle app',
  ].map((r) => [`CI lint: ${r}`, gh(r), { 'ci-runs-linters': P }] as Case),
  ['not test: name', gh('echo "contest"'), { 'ci-runs-tests': F, 'ci-runs-linters': F }],
  [
    'not test: pip install pytest',
    gh('pip install pytest tox flake8'),
    { 'ci-runs-tests': F, 'ci-runs-linters': F },
  ],
  [
    'not test: cache key',
    {
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  t:\n    steps:\n      - uses: actions/cache@v4\n        with:\n          path: .mypy_cache\n          key: pytest-${{ hashFiles("tox.ini") }}\n      - run: echo hi\n',
    },
    { 'ci-runs-tests': F, 'ci-runs-linters': F },
  ],
  ['only formatting in CI', gh('black --check .'), { 'ci-runs-linters': A }],
  [
    'installed and run on one line',
    gh('pip install pytest && pytest'),
    { 'ci-runs-tests': P, 'ci-runs-linters': F },
  ],
  [
    'installed over several lines',
    gh('|\n          pip install \\\n            pytest \\\n            flake8'),
    { 'ci-runs-tests': F, 'ci-runs-linters': F },
  ],
  [
    'a part of the pipeline',
    {
      '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    steps:\n      - uses: ./.github/actions/test\n',
      '.github/actions/test/action.yml':
        'runs:\n  using: composite\n  steps:\n    - run: pytest\n      shell: bash\n',
    },
    { 'ci-runs-tests': P },
  ],
  [
    'included by GitLab',
    {
      '.gitlab-ci.yml': 'include:\n  - local: .gitlab/ci/test.yml\n',
      '.gitlab/ci/test.yml': 't:\n  script:\n    - tox\n',
    },
    { 'ci-runs-tests': P },
  ],
  [
    'codeql',
    {
      '.github/workflows/codeql.yml':
        'on: push\njobs:\n  t:\n    steps:\n      - uses: github/codeql-action/analyze@v3\n',
    },
    { 'ci-present': P, 'ci-runs-tests': F },
  ],
  [
    'ruff action',
    {
      '.github/workflows/l.yml':
        'on: push\njobs:\n  t:\n    steps:\n      - uses: astral-sh/ruff-action@v3\n',
    },
    { 'ci-runs-linters': P },
  ],
  [
    'pre-commit.ci',
    {
      '.pre-commit-config.yaml':
        'ci:\n  autofix_prs: true\nrepos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: ruff\n',
      ...gh('pytest'),
    },
    { 'ci-runs-linters': P },
  ],
  [
    'pre-commit',
    { '.pre-commit-config.yaml': 'repos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: x\n' },
    { 'pre-commit-configured': P },
  ],
  [
    'lefthook',
    { 'lefthook.yml': 'pre-commit:\n  commands:\n    a:\n      run: b\n' },
    { 'pre-commit-configured': P },
  ],
  [
    'lefthook.toml',
    { 'lefthook.toml': '[pre-commit.commands.a]\nrun="b"\n' },
    { 'pre-commit-configured': P },
  ],
  ['lefthook empty', { 'lefthook.yml': '# nothing\n' }, { 'pre-commit-configured': F }],
  [
    'prek',
    { 'prek.toml': '[[repos]]\nrepo="a"\nrev="v1"\nhooks=[{id="x"}]\n' },
    { 'pre-commit-configured': P },
  ],
  ['prek empty', { 'prek.toml': '' }, { 'pre-commit-configured': F }],
  ['husky', { '.husky/pre-commit': 'ruff check\n' }, { 'pre-commit-configured': P }],
  [
    'dependabot',
    { ...gh('pytest'), '.github/dependabot.yml': 'version: 2\nupdates: []\n' },
    { 'dependency-updates': P },
  ],
  [
    'renovate in package.json5',
    { ...gh('pytest'), '.github/renovate.json5': '{}' },
    { 'dependency-updates': P },
  ],
  [
    'coverage pyproject',
    { 'pyproject.toml': '[tool.coverage.run]\nbranch=true\n' },
    { 'coverage-configured': P },
  ],
  ['coverage .coveragerc', { '.coveragerc': '[run]\n' }, { 'coverage-configured': P }],
  [
    'coverage noxfile',
    {
      'noxfile.py':
        'import nox\n@nox.session\ndef t(session):\n    session.run("coverage","run","-m","pytest")\n',
    },
    { 'coverage-configured': P },
  ],
];

ecosystem('pipelines, hooks and coverage', cases);
