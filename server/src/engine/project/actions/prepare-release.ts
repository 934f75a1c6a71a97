/** An image for a service that does not run as root, or a workflow that publishes a library without stored passwords. */
import { findInSteps, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { computedName } from '../facts/dependencies';
import { ciHostOf, highestMinor, lowestMinor, packageManager, pipTargets } from '../facts/toolchain';
import { findEntry } from './entry';
import { yaml } from './pipelines';
import { alreadyThere, type FileChange, type ProjectAction, type ProjectEdit, type Refusal } from './types';
import { githubActions, usualMinor } from './versions';

export const prepareRelease: ProjectAction = {
  name: 'prepare-release',
  title: 'Prepare the release',
  check: 'release-prepared',
  *run(facts) {
    const { profile } = facts.profile;
    if (profile === 'service') return yield* image(facts);
    if (profile === 'library') return publishing(facts);
    return { refused: 'neither a service nor a library' };
  },
};

function* image(facts: ProjectFacts): Steps<ProjectEdit | Refusal> {
  const hasImage = [...facts.paths].some((path) =>
    /(?:^|\/)(?:Dockerfile|Containerfile)$|\.dockerfile$/i.test(path),
  );
  const hasIgnore = facts.paths.has('.dockerignore');
  const command = yield* startCommand(facts);
  if (!hasImage && !command) return { refused: 'no application that a server could load was found' };
  const files: FileChange[] = [
    ...(hasImage || !command ? [] : [{ path: 'Dockerfile', create: dockerfile(facts, command) }]),
    ...(hasIgnore ? [] : [{ path: '.dockerignore', create: dockerignore }]),
  ];
  if (files.length === 0) return alreadyThere;
  return {
    label: files.length === 2 ? 'Add a Dockerfile and .dockerignore' : `Add ${files[0]?.path ?? ''}`,
    files,
    followUp:
      'Build it with docker build -t app . and run it with docker run --rm -p 8000:8000 --env-file .env app.',
  };
}

interface StartCommand {
  readonly server: string;
  readonly words: readonly string[];
}

const asgi = /^(?:FastAPI|Starlette|Quart|Litestar|BlackSheep)$/;
const wsgi = /^(?:Flask|Bottle|Falcon|Connexion)$/;

function* startCommand(facts: ProjectFacts): Steps<StartCommand | undefined> {
  const wsgiModule = yield* findInSteps(facts.sources.code, ({ path }) => /(?:^|\/)wsgi\.py$/.test(path));
  if (facts.paths.has('manage.py') && wsgiModule) return gunicorn(`${moduleOf(wsgiModule.path)}:application`);
  const entry = yield* findEntry(facts);
  const application = entry?.file.metrics.webApplications.find(({ variable }) => variable !== undefined);
  if (!entry || application?.variable === undefined) return undefined;
  const target = `${moduleOf(entry.file.path)}:${application.variable}`;
  if (asgi.test(application.framework))
    return { server: 'uvicorn', words: ['uvicorn', target, '--host', '0.0.0.0', '--port', '8000'] };
  return wsgi.test(application.framework) ? gunicorn(target) : undefined;
}

function gunicorn(target: string): StartCommand {
  return { server: 'gunicorn', words: ['gunicorn', target, '--bind', '0.0.0.0:8000'] };
}

function moduleOf(path: string): string {
  return path
    .replace(/^src\//, '')
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

function dockerfile(facts: ProjectFacts, { server, words }: StartCommand): string {
  const minor = Math.min(highestMinor(facts), Math.max(lowestMinor(facts), usualMinor));
  const isDeclared = facts.dependencies.declared.some(({ name }) => name === server);
  const usesSource = [...facts.paths].some((path) => path.startsWith('src/') && path.endsWith('.py'));
  return yaml([
    `FROM python:3.${minor}-slim`,
    '',
    'ENV PYTHONDONTWRITEBYTECODE=1 \\',
    '    PYTHONUNBUFFERED=1',
    ...(usesSource ? ['ENV PYTHONPATH=/app/src'] : []),
    '',
    'WORKDIR /app',
    '',
    ...installLines(facts, isDeclared ? undefined : server),
    '',
    'RUN useradd --create-home --uid 1000 app',
    'USER app',
    '',
    'EXPOSE 8000',
    `CMD [${words.map((word) => `"${word}"`).join(', ')}]`,
  ]);
}

/** Dependencies first: they change less often than the code, and their layer is kept. */
function installLines(facts: ProjectFacts, server: string | undefined): readonly string[] {
  const extra = server === undefined ? '' : ` ${server}`;
  const { paths } = facts;
  switch (packageManager(facts)) {
    case 'uv':
      return [
        'RUN pip install --no-cache-dir uv',
        'COPY pyproject.toml uv.lock* ./',
        `RUN uv sync${paths.has('uv.lock') ? ' --locked' : ''} --no-dev --no-install-project`,
        'ENV PATH="/app/.venv/bin:$PATH"',
        ...(server === undefined ? [] : [`RUN uv pip install${extra}`]),
        'COPY . .',
      ];
    case 'poetry':
      return [
        'RUN pip install --no-cache-dir poetry && poetry config virtualenvs.create false',
        'COPY pyproject.toml poetry.lock* ./',
        'RUN poetry install --only main --no-root',
        ...(server === undefined ? [] : [`RUN pip install --no-cache-dir${extra}`]),
        'COPY . .',
      ];
    case 'pdm':
      return [
        'RUN pip install --no-cache-dir pdm',
        'COPY pyproject.toml pdm.lock* ./',
        'RUN pdm install --prod --no-self',
        'ENV PATH="/app/.venv/bin:$PATH"',
        ...(server === undefined
          ? []
          : [`RUN pdm run python -m ensurepip && pdm run python -m pip install${extra}`]),
        'COPY . .',
      ];
    case 'pipenv':
      return [
        'RUN pip install --no-cache-dir pipenv',
        'COPY Pipfile Pipfile.lock* ./',
        `RUN pipenv install --system ${paths.has('Pipfile.lock') ? '--deploy' : '--skip-lock'}`,
        ...(server === undefined ? [] : [`RUN pip install --no-cache-dir${extra}`]),
        'COPY . .',
      ];
    case 'pip': {
      const files = pipTargets(facts).filter(
        (target) => target.startsWith('-r ') && !/dev|test|lint|doc/i.test(target),
      );
      if (files.length > 0) {
        const names = files.map((target) => target.slice(3));
        return [
          ...names.map((name) => `COPY ${name} ${name}`),
          `RUN pip install --no-cache-dir ${files.join(' ')}${extra}`,
          'COPY . .',
        ];
      }
      const names = facts.dependencies.declared
        .filter(({ development, name }) => !development && name !== computedName)
        .map(({ name }) => name);
      const isBuilt = pipTargets(facts).includes('-e .');
      if (isBuilt) return ['COPY . .', `RUN pip install --no-cache-dir .${extra}`];
      const wanted = [...new Set(names), ...(server === undefined ? [] : [server])];
      return [
        ...(wanted.length > 0 ? [`RUN pip install --no-cache-dir ${wanted.join(' ')}`] : []),
        'COPY . .',
      ];
    }
  }
}

const dockerignore = `.git
.github
.venv
venv
.env
.env.*
!.env.example
__pycache__
*.py[cod]
.pytest_cache
.mypy_cache
.ruff_cache
htmlcov
tests
`;

function publishing(facts: ProjectFacts): ProjectEdit | Refusal {
  const path = '.github/workflows/publish.yml';
  if (
    facts.ci.commands.some(({ text }) =>
      /gh-action-pypi-publish|\b(?:twine\s+upload|\w+\s+publish)\b/.test(text),
    )
  )
    return alreadyThere;
  if ((facts.snapshot.git?.pathFromRepository ?? '') !== '')
    return { refused: 'workflows belong to the repository root: open that folder' };
  if (ciHostOf(facts) !== 'github')
    return { refused: 'a workflow for trusted publishing is only known for GitHub' };
  if (facts.paths.has(path)) return { refused: `${path} is there already` };
  return {
    label: 'Add a workflow that publishes releases',
    files: [{ path, create: publishWorkflow }],
    followUp:
      'Name this workflow as a trusted publisher in the settings of the project on PyPI; no password is needed.',
  };
}

const publishWorkflow = `name: Publish

on:
  release:
    types: [published]

permissions:
  contents: read

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: ${githubActions.checkout}
        with:
          persist-credentials: false
      - uses: ${githubActions.setupPython}
        with:
          python-version: "3.${usualMinor}"
      - name: Build
        run: python -m pip install build && python -m build
      - uses: ${githubActions.uploadArtifact}
        with:
          name: dist
          path: dist/

  # Alone, so that nothing which the build runs can publish.
  publish:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: ${githubActions.downloadArtifact}
        with:
          name: dist
          path: dist/
      - uses: ${githubActions.publish}
`;
