/** The actions for metadata, pipelines and releases: what they write where. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import { after, edit, refusal } from './action-support';
import { library } from './samples';
import type { Files } from './support';

describe('add-ci', () => {
  const tested: Files = {
    'a.py': '',
    'tests/test_a.py': 'def test_a():\n    assert 1\n',
    'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.10,<3.13"\ndependencies = ["httpx"]\n',
  };
  const pipeline = (files: Files, remote: string) => {
    const { files: changes } = edit('add-ci', { ...tested, ...files }, { git: { remote } });
    const change = changes[0];
    assert.ok(change && 'create' in change);
    return { path: change.path, text: change.create, data: parseDocument(change.create).toJS() as unknown };
  };

  it('goes to the host of the remote, or of the pipelines that are there', () => {
    assert.equal(pipeline({}, 'github.com').path, '.github/workflows/ci.yml');
    assert.equal(pipeline({}, 'gitlab.example.org').path, '.gitlab-ci.yml');
    assert.equal(pipeline({}, 'dev.azure.com').path, 'azure-pipelines.yml');
    assert.equal(pipeline({ '.circleci/README.md': '' }, 'github.com').path, '.circleci/config.yml');
  });

  it('tests the Python versions of the project, with its package manager, and may only read', () => {
    const plain = pipeline({}, 'github.com');
    assert.match(plain.text, /python: \["3\.10", "3\.11", "3\.12"\]/);
    assert.match(plain.text, /pip install httpx ruff pytest/);
    assert.match(plain.text, /^permissions:\n {2}contents: read$/m);
    assert.match(pipeline({ 'uv.lock': '' }, 'github.com').text, /uv sync[\s\S]*uv run --no-sync pytest/);
    assert.match(
      pipeline({ 'poetry.lock': '' }, 'gitlab.com').text,
      /poetry install[\s\S]*poetry run pytest/,
    );
    assert.match(pipeline({ 'pdm.lock': '' }, 'dev.azure.com').text, /pdm run pytest/);
    assert.match(pipeline({ Pipfile: '' }, 'github.com').text, /cache: pipenv/);
  });

  it('installs the groups that hold the tools, and lints once', () => {
    const built = `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n${tested['pyproject.toml']}`;
    const extras = `${built}[project.optional-dependencies]\ntest = ["pytest>=8"]\n`;
    assert.match(pipeline({ 'pyproject.toml': extras }, 'github.com').text, /install -e "\.\[test\]" ruff\n/);
    const groups = `${built}[dependency-groups]\ndev = ["pytest", "respx"]\ndocs = ["sphinx"]\n`;
    const { text } = pipeline({ 'pyproject.toml': groups }, 'github.com');
    assert.match(text, /install --upgrade pip\n[\s\S]*install -e \. --group dev ruff\n/);
    assert.match(text, /^ {2}lint:[\s\S]*python-version: "3\.12"[\s\S]*^ {2}test:[\s\S]*matrix\.python/m);
    assert.equal(text.match(/ruff check/g)?.length, 1);
    assert.match(pipeline({ 'pyproject.toml': extras, 'uv.lock': '' }, 'github.com').text, /--all-extras/);
    assert.match(pipeline({ 'uv.lock': '' }, 'github.com').text, /uv sync --locked --all-groups\n/);
  });

  it('runs the tools of the project', () => {
    const text = pipeline({ '.flake8': '[flake8]\n', 'mypy.ini': '[mypy]\n' }, 'github.com').text;
    assert.match(text, /run: flake8[\s\S]*run: mypy[\s\S]*run: pytest/);
    assert.doesNotMatch(text, /ruff/);
  });

  it('does not write outside the folder, and not over a pipeline', () => {
    const below = { git: { pathFromRepository: 'server', repositoryFiles: new Map() } };
    assert.match(refusal('add-ci', tested, below), /repository root/);
    assert.equal(refusal('add-ci', { ...tested, Jenkinsfile: 'pipeline {}' }), 'already there');
    assert.match(
      refusal(
        'add-ci-tests',
        { ...tested, 'azure-pipelines.yml': 'steps: []\n' },
        { git: { remote: 'dev.azure.com' } },
      ),
      /azure-pipelines\.yml by hand/,
    );
  });
});

describe('add-pyproject', () => {
  const text = (files: Files) =>
    after('add-pyproject', { 'a.py': 'import rich\n', ...files })['pyproject.toml'] ?? '';

  it('takes over what other files declare', () => {
    const { dependencies } = parseToml(text({ 'requirements.txt': 'rich>=13  # pretty\n-e .\n' }))
      .project as unknown as { readonly dependencies: readonly string[] };
    assert.deepEqual(dependencies, ['rich>=13']);
    assert.match(
      text({ Pipfile: '[packages]\nrich = ">=13"\n[dev-packages]\npytest = "*"\n' }),
      /"rich",[\s\S]*"pytest"/,
    );
    assert.match(
      text({ 'environment.yml': 'dependencies:\n  - python=3.12\n  - rich\n' }),
      />=3\.12"[\s\S]*"rich"/,
    );
  });

  it('goes on building with setuptools only where something says how', () => {
    assert.match(text({ 'setup.cfg': '[metadata]\nname = a\n' }), /setuptools\.build_meta/);
    assert.match(text({ 'setup.cfg': '[flake8]\n' }), /^\[project\]/);
  });
});

describe('prepare-release', () => {
  it('builds and publishes in two jobs, of which only the second may', () => {
    const changed = after('prepare-release', {
      ...library,
      '.github/workflows/ci.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: make\n',
    });
    const { permissions, jobs } = parseDocument(changed['.github/workflows/publish.yml'] ?? '').toJS() as {
      readonly permissions: unknown;
      readonly jobs: Readonly<Record<string, { readonly permissions?: unknown }>>;
    };
    assert.deepEqual(permissions, { contents: 'read' });
    assert.equal(jobs['build']?.permissions, undefined);
    assert.deepEqual(jobs['publish']?.permissions, { 'id-token': 'write' });
  });
});

describe('limit-permissions', () => {
  const workflow = (step: string) => ({
    'a.py': '',
    '.github/workflows/a.yml': `# Builds.\non: push\njobs: # all\n  a:\n    steps:\n      - ${step}\n`,
  });

  it('adds the key above the jobs and keeps the comments', () => {
    assert.match(
      after('limit-permissions', workflow('run: make'))['.github/workflows/a.yml'] ?? '',
      /^# Builds\.\non: push\npermissions:\n {2}contents: read\n\njobs: # all\n/,
    );
  });

  it('does not break what has to write, nor hide what is dangerous', () => {
    assert.match(refusal('limit-permissions', workflow('run: git push')), /more than reading/);
    assert.match(refusal('limit-permissions', workflow('run: echo ${{ github.head_ref }}')), /strangers/);
  });
});
