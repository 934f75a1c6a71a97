/** What Python projects use for dependencies, linting, formatting, types and test runs: a small project for each. */
import { code, ecosystem, type Case } from './ecosystem-table';

const P = 'pass',
  F = 'fail',
  A = 'partial';
const env = (d: string, l?: string, r?: string, i?: string) => ({
  ...(d ? { 'dependencies-declared': d } : {}),
  ...(l ? { 'dependencies-locked': l } : {}),
  ...(r ? { 'requires-python': r } : {}),
  ...(i ? { 'imports-declared': i } : {}),
});
const cases: readonly Case[] = [
  [
    'PEP 621',
    {
      'pyproject.toml':
        '[project]\nname="a"\nversion="1"\nrequires-python=">=3.11"\ndependencies=["requests","pyyaml"]\n',
    },
    env(P, F, P, P),
  ],
  [
    'tox and nox',
    {
      'app/core.py': code,
      'tests/test_core.py': 'import pytest\n\n\ndef test_one():\n    assert pytest\n',
      'tox.ini': '[testenv]\ndeps =\n    -r more.txt\n    py39: mock\n    pytest>=8\n',
      'noxfile.py': 'import nox\n\n\ndef lint(session):\n    session.install("flake8", "-e", ".")\n',
    },
    env(P),
  ],
  [
    'PEP 621 inline',
    {
      'pyproject.toml':
        'project = { name = "a", version = "1", requires-python = ">=3.11", dependencies = ["requests", "pyyaml"] }\n',
    },
    env(P, F, P, P),
  ],
  [
    'PEP 735 groups include',
    {
      'pyproject.toml':
        '[project]\nname="a"\nversion="1"\ndependencies=["requests","pyyaml"]\n[dependency-groups]\ntest=["pytest"]\ndev=[{include-group="test"}]\n',
    },
    env(P),
  ],
  [
    'Poetry 1',
    {
      'pyproject.toml':
        '[tool.poetry]\nname="a"\nversion="1"\n[tool.poetry.dependencies]\npython="^3.11"\nrequests="^2"\nPyYAML={version="6"}\n',
    },
    env(P, undefined, P, P),
  ],
  [
    'Poetry 2',
    {
      'pyproject.toml':
        '[project]\nname="a"\nversion="1"\nrequires-python=">=3.11"\ndynamic=["dependencies"]\n[tool.poetry.dependencies]\nrequests="^2"\npyyaml="^6"\n',
      'poetry.lock': '',
    },
    env(P, P, P, P),
  ],
  [
    'Poetry ~3.9 EOL',
    {
      'pyproject.toml':
        '[tool.poetry]\nname="a"\n[tool.poetry.dependencies]\npython="~3.9"\nrequests="^2"\npyyaml="*"\n',
    },
    env(P, undefined, A, P),
  ],
  [
    'PDM',
    {
      'pyproject.toml':
        '[project]\nname="a"\nrequires-python=">=3.11"\ndependencies=["requests","pyyaml"]\n[tool.pdm.dev-dependencies]\ntest=["pytest"]\n[build-system]\nrequires=["pdm-backend"]\nbuild-backend="pdm.backend"\n',
      'pdm.lock': '',
    },
    { ...env(P, P, P, P), 'build-system': P },
  ],
  [
    'Hatch',
    {
      'pyproject.toml':
        '[project]\nname="a"\nrequires-python=">=3.11"\ndependencies=["requests","pyyaml"]\n[tool.hatch.envs.test]\ndependencies=["pytest"]\n[tool.hatch.envs.test.scripts]\ntest="pytest"\nlint="ruff check ."\nfmt = "ruff format ."\ntypes = "mypy app"\n[build-system]\nrequires=["hatchling"]\nbuild-backend="hatchling.build"\n',
    },
    {
      ...env(P, undefined, P, P),
      'build-system': P,
      'linter-configured': P,
      'type-checker-configured': P,
      'formatter-configured': P,
      'pytest-configured': A,
    },
  ],
  [
    'hatch.toml',
    {
      'pyproject.toml': '[project]\nname="a"\n',
      'hatch.toml':
        '[envs.default]\ndependencies=["requests","pyyaml"]\n[envs.default.scripts]\ntest="pytest"\nlint="ruff check ."\n',
    },
    { ...env(P), 'linter-configured': P },
  ],
  [
    'uv',
    {
      'pyproject.toml':
        '[project]\nname="a"\nrequires-python=">=3.11"\ndependencies=["requests","pyyaml"]\n[tool.uv]\ndev-dependencies=["pytest"]\n',
      'uv.lock': '',
    },
    env(P, P, P, P),
  ],
  [
    'setuptools setup.cfg',
    {
      'setup.cfg':
        '[metadata]\nname = a\nversion = 1\n[options]\npython_requires = >=3.11\ninstall_requires =\n    requests\n    PyYAML>=5\n',
      'setup.py': 'from setuptools import setup\nsetup()\n',
    },
    { ...env(P, undefined, P, P), 'pyproject-present': A },
  ],
  [
    'setuptools setup.py',
    {
      'setup.py':
        'from setuptools import setup\nsetup(name="a", python_requires=">=3.11", install_requires=["requests", "PyYAML"])\n',
    },
    env(P, undefined, P, P),
  ],
  [
    'setup.py extras brackets',
    {
      'setup.py':
        'from setuptools import setup\nsetup(name="a", python_requires=">=3.11", install_requires=["requests[socks]>=2", "PyYAML"])\n',
    },
    env(P, undefined, P, P),
  ],
  [
    'setup.py variable',
    {
      'setup.py':
        'from setuptools import setup\nREQUIRED = [\n    "requests",\n    "PyYAML",\n]\nsetup(name="a", install_requires=REQUIRED)\n',
    },
    env(P),
  ],
  [
    'setuptools dynamic file',
    {
      'pyproject.toml':
        '[project]\nname="a"\ndynamic=["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["reqs/base.txt"]}\n[build-system]\nrequires=["setuptools"]\nbuild-backend="setuptools.build_meta"\n',
      'reqs/base.txt': 'requests\npyyaml\n',
    },
    env(P, undefined, undefined),
  ],
  [
    'requirements pinned',
    { 'requirements.txt': 'requests==2.31.0\npyyaml==6.0.1 ; python_version > "3"\n' },
    env(P, P, F, P),
  ],
  [
    'requirements hashes',
    {
      'requirements.txt':
        'requests==2.31.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\npyyaml==6.0.1 \\\n    --hash=sha256:bb\n',
    },
    env(P, P, F, P),
  ],
  [
    'requirements.in + txt',
    { 'requirements.in': 'requests\npyyaml\n', 'requirements.txt': 'requests==2.31.0\npyyaml==6.0\n' },
    env(P, P, F, P),
  ],
  [
    'requirements folder',
    {
      'requirements/base.txt': 'requests==2.31.0\npyyaml==6.0\n',
      'requirements/dev.txt': '-r base.txt\npytest\n',
    },
    env(P, P, F, P),
  ],
  [
    'requirements-prod',
    { 'requirements-prod.txt': 'requests\npyyaml\n', 'dev-requirements.txt': 'pytest\n' },
    env(P, F, F, P),
  ],
  [
    'requirements UTF-16 BOM',
    { 'requirements.txt': '\uFEFFrequests==2.0\r\npyyaml==6.0\r\n' },
    env(P, P, F, P),
  ],
  [
    'requirements url/editable',
    {
      'requirements.txt':
        '-e git+https://github.com/psf/requests@abcdef1234#egg=requests\npyyaml @ https://x.org/pyyaml-6.tar.gz\n',
    },
    env(P, undefined, F, P),
  ],
  [
    'Pipfile',
    {
      Pipfile:
        '[packages]\nrequests="*"\npyyaml={version="==6"}\n[dev-packages]\npytest="*"\n[requires]\npython_version="3.11"\n',
      'Pipfile.lock': '{}',
    },
    env(P, P, P, P),
  ],
  [
    'conda',
    {
      'environment.yml':
        'name: a\ndependencies:\n  - python=3.11\n  - conda-forge::requests=2.31\n  - pip\n  - pip:\n      - pyyaml==6.0\n',
    },
    env(P, P, P, P),
  ],
  [
    'conda-env other name',
    { 'environment-dev.yml': 'name: a\ndependencies:\n  - python=3.11\n  - requests=2.31\n  - pyyaml=6\n' },
    env(P),
  ],
  [
    'conda dir',
    {
      'conda/environment.yaml': 'name: a\ndependencies:\n  - python=3.11\n  - requests=2.31\n  - pyyaml=6\n',
    },
    env(P),
  ],
  [
    'pixi',
    {
      'pixi.toml':
        '[project]\nname="a"\nchannels=["conda-forge"]\nplatforms=["linux-64"]\n[dependencies]\npython=">=3.11"\nrequests="*"\npyyaml="*"\n[tasks]\ntest="pytest"\nlint="ruff check ."\n',
      'pixi.lock': '',
    },
    { ...env(P, P, P, P), 'linter-configured': P },
  ],
  [
    'pixi in pyproject',
    {
      'pyproject.toml':
        '[project]\nname="a"\nrequires-python=">=3.11"\n[tool.pixi.workspace]\nchannels=["conda-forge"]\n[tool.pixi.dependencies]\nrequests="*"\npyyaml="*"\n',
      'pixi.lock': '',
    },
    env(P, P, P, P),
  ],
  [
    'pylock',
    {
      'pyproject.toml': '[project]\nname="a"\nrequires-python=">=3.11"\ndependencies=["requests","pyyaml"]\n',
      'pylock.toml': '',
    },
    env(P, P, P, P),
  ],
  ['.python-version', { '.python-version': '3.12\n', 'requirements.txt': 'requests\n' }, env(P, F, P)],
  [
    '.tool-versions',
    { '.tool-versions': 'nodejs 20\npython 3.12.1\n', 'requirements.txt': 'requests\n' },
    env(P, F, P),
  ],
  ['runtime.txt', { 'runtime.txt': 'python-3.12.1\n', 'requirements.txt': 'requests\n' }, env(P, F, P)],
  [
    'mise.toml',
    { 'mise.toml': '[tools]\npython = "3.12"\n', 'requirements.txt': 'requests\n' },
    env(P, F, P),
  ],
  [
    'PEP 723',
    {
      'app/core.py': `# /// script\n# requires-python = ">=3.11"\n# dependencies = ["requests", "pyyaml"]\n# ///\nimport requests\nimport yaml\n\n\n${code}`,
    },
    env(P),
  ],
  // linters
  ...(
    [
      ['ruff.toml', 'line-length=88\n'],
      ['.ruff.toml', 'line-length=88\n'],
      ['.flake8', '[flake8]\n'],
      ['setup.cfg', '[flake8]\nmax-line-length=88\n'],
      ['tox.ini', '[flake8]\nx=1\n'],
      ['.pylintrc', '[MAIN]\n'],
      ['pylintrc', '[MAIN]\n'],
      ['setup.cfg', '[pylint.MASTER]\nx=1\n'],
      ['pyproject.toml', '[tool.pylint.main]\nx=1\n'],
      ['pyproject.toml', '[tool.ruff]\nx=1\n'],
      ['pyproject.toml', '[tool.ruff.lint]\nselect=["E"]\n'],
      ['pyproject.toml', '[tool.flake8]\nx=1\n'],
      [
        '.pre-commit-config.yaml',
        'repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v1\n    hooks:\n      - id: ruff-check\n',
      ],
      ['Makefile', 'lint:\n\truff check .\n'],
      ['makefile', 'lint:\n\truff check .\n'],
      ['GNUmakefile', 'lint:\n\truff check .\n'],
      ['justfile', 'lint:\n    ruff check .\n'],
      ['Justfile', 'lint:\n    ruff check .\n'],
      ['.justfile', 'lint:\n    uvx ruff check\n'],
      ['Taskfile.yml', 'version: 3\ntasks:\n  lint:\n    cmds:\n      - ruff check .\n'],
      ['tox.ini', '[testenv:lint]\ncommands = ruff check .\n'],
      ['tox.toml', '[env.lint]\ncommands = [["ruff", "check", "."]]\n'],
      ['pyproject.toml', '[tool.tox.env.lint]\ncommands = [["ruff", "check", "."]]\n'],
      [
        'noxfile.py',
        'import nox\n@nox.session\ndef lint(session):\n    session.install("ruff")\n    session.run("ruff", "check", ".")\n',
      ],
      ['noxfile.py', 'import nox\n@nox.session\ndef lint(session):\n    session.run("flake8")\n'],
      ['tasks.py', 'from invoke import task\n@task\ndef lint(c):\n    c.run("ruff check .")\n'],
      ['pyproject.toml', '[tool.poe.tasks]\nlint="ruff check ."\n'],
      ['pyproject.toml', '[tool.taskipy.tasks]\nlint="ruff check ."\n'],
      ['scripts/lint', '#!/bin/sh\nruff check .\n'],
      ['lefthook.yml', 'pre-commit:\n  commands:\n    lint:\n      run: uv run ruff check {staged_files}\n'],
      ['lefthook.toml', '[pre-commit.commands.lint]\nrun = "ruff check {staged_files}"\n'],
      [
        'prek.toml',
        '[[repos]]\nrepo="https://github.com/astral-sh/ruff-pre-commit"\nrev="v1"\nhooks=[{id="ruff"}]\n',
      ],
      ['.gitlab-ci.yml', 'lint:\n  script:\n    - ruff check .\n'],
      ['package.json', '{"lint-staged":{"*.py":"ruff check"}}'],
    ] as const
  ).map(([p, t]) => [`linter in ${p} ${t.slice(0, 30)}`, { [p]: t }, { 'linter-configured': P }] as Case),
  // formatters
  ...(
    [
      ['pyproject.toml', '[tool.black]\nline-length=88\n'],
      ['pyproject.toml', '[tool.ruff.format]\nquote-style="double"\n'],
      ['pyproject.toml', '[tool.yapf]\nx=1\n'],
      ['.style.yapf', '[style]\nbased_on_style = pep8\n'],
      ['setup.cfg', '[yapf]\nx=1\n'],
      ['.pre-commit-config.yaml', 'repos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: ruff-format\n'],
      ['.pre-commit-config.yaml', 'repos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: black\n'],
      ['Makefile', 'fmt:\n\tblack .\n'],
      [
        'noxfile.py',
        'import nox\n@nox.session\ndef lint(session):\n    session.run("ruff", "format", ".")\n',
      ],
      ['tox.toml', '[env.lint]\ncommands = [["black", "."]]\n'],
      ['lefthook.yml', 'pre-commit:\n  commands:\n    f:\n      run: ruff format\n'],
      ['.gitlab-ci.yml', 'lint:\n  script:\n    - ruff format --check .\n'],
      ['.github/workflows/l.yml', 'on: push\njobs:\n  l:\n    steps:\n      - uses: psf/black@stable\n'],
    ] as const
  ).map(
    ([p, t]) => [`formatter in ${p} ${t.slice(0, 30)}`, { [p]: t }, { 'formatter-configured': P }] as Case,
  ),
  // type checkers
  ...(
    [
      ['mypy.ini', '[mypy]\n'],
      ['.mypy.ini', '[mypy]\n'],
      ['setup.cfg', '[mypy]\nstrict=True\n'],
      ['pyproject.toml', '[tool.mypy]\nstrict=true\n'],
      ['pyproject.toml', '[[tool.mypy.overrides]]\nmodule="x"\n'],
      ['pyproject.toml', '[tool.pyright]\ntypeCheckingMode="strict"\n'],
      ['pyproject.toml', '[tool.basedpyright]\nx=1\n'],
      ['pyrightconfig.json', '{ // c\n "strict": ["app"], }\n'],
      ['basedpyrightconfig.json', '{}'],
      ['pyproject.toml', '[tool.ty.rules]\nx="warn"\n'],
      ['ty.toml', '[rules]\n'],
      ['pyproject.toml', '[tool.pyrefly]\nproject-includes=["app"]\n'],
      ['pyrefly.toml', 'project-includes=["app"]\n'],
      ['.pre-commit-config.yaml', 'repos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: mypy\n'],
      ['Makefile', 'types:\n\tmypy app\n'],
      ['noxfile.py', 'import nox\n@nox.session\ndef t(session):\n    session.run("mypy", "app")\n'],
      ['noxfile.py', 'import nox\n@nox.session\ndef t(session):\n    session.run("ty", "check")\n'],
      ['.github/workflows/l.yml', 'on: push\njobs:\n  l:\n    steps:\n      - run: uvx ty check\n'],
      ['.github/workflows/l.yml', 'on: push\njobs:\n  l:\n    steps:\n      - run: npx basedpyright\n'],
      ['pyproject.toml', '[tool.pyre]\nx=1\n'],
      ['.pyre_configuration', '{}'],
      ['pytype.toml', '[tool.pytype]\n'],
    ] as const
  ).map(
    ([p, t]) => [`types in ${p} ${t.slice(0, 34)}`, { [p]: t }, { 'type-checker-configured': P }] as Case,
  ),
  // test config
  ...(
    [
      ['pytest.ini', '[pytest]\ntestpaths=tests\naddopts=--strict-markers\n', P],
      ['pyproject.toml', '[tool.pytest]\ntestpaths=["tests"]\nstrict=true\n', P],
      [
        'pyproject.toml',
        '[tool.pytest.ini_options]\ntestpaths=["tests"]\naddopts="-ra --strict-markers"\n',
        P,
      ],
      ['pyproject.toml', '[tool.pytest.ini_options]\ntestpaths="tests"\nstrict_markers=true\n', P],
      ['pytest.toml', '[pytest]\ntestpaths=["tests"]\nstrict=true\n', P],
      ['setup.cfg', '[tool:pytest]\ntestpaths=tests\nxfail_strict=true\n', P],
      ['tox.ini', '[pytest]\ntestpaths=tests\nstrict=true\n', P],
      ['tox.ini', '[testenv]\ncommands=python -m unittest discover\n', A],
      ['noxfile.py', 'import nox\n@nox.session\ndef t(session):\n    session.run("pytest")\n', A],
      ['Makefile', 'test:\n\tpython -m unittest\n', A],
      ['tox.toml', '[env_run_base]\ncommands = [["pytest"]]\n', A],
      ['conftest.py', 'import pytest\n', F],
    ] as const
  ).map(([p, t, w]) => [`pytest in ${p} ${t.slice(0, 34)}`, { [p]: t }, { 'pytest-configured': w }] as Case),
  // CI
];

ecosystem('dependencies and tools', cases);
