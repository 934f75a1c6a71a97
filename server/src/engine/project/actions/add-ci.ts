/** Adds a pipeline that installs the project and runs its linter, type checker and tests, on the host that it is for. */
import type { ProjectFacts } from '../facts';
import { asStrings, asTable } from '../facts/documents';
import { ciHostOf, projectCommands } from '../facts/toolchain';
import { runsLinter, runsTests } from '../facts/commands';
import { appendLines } from './append';
import type { Jobs } from './pipeline-commands';
import { azurePipeline, circlePipeline, githubWorkflow, gitlabJob, yaml } from './pipelines';
import { alreadyThere, type FileChange, type ProjectAction, type ProjectEdit, type Refusal } from './types';

export const addCi: ProjectAction = {
  name: 'add-ci',
  title: 'Add continuous integration',
  check: 'ci-present',
  run(facts) {
    if (facts.ci.files.length > 0) return alreadyThere;
    const elsewhere = outsideRepositoryRoot(facts);
    if (elsewhere) return elsewhere;
    const jobs = { lint: true, test: true };
    const change = newPipeline(facts, jobs);
    if (facts.paths.has(change.path))
      return { refused: `${change.path} is there already, and cannot be read` };
    const { test } = projectCommands(facts);
    return {
      label: 'Add continuous integration',
      files: [change],
      followUp:
        test === undefined
          ? 'There are no tests yet: add a first one, then a step that runs it.'
          : 'Commit it and look at the first run: it installs what the project declares.',
    };
  },
};

export const addCiTests: ProjectAction = {
  name: 'add-ci-tests',
  title: 'Run the tests in CI',
  check: 'ci-runs-tests',
  run(facts) {
    if (facts.ci.commands.some(({ text }) => runsTests(text))) return alreadyThere;
    if (projectCommands(facts).test === undefined) return { refused: 'there is no test to run yet' };
    return extend(facts, 'Tests', { lint: false, test: true });
  },
};

export const addCiLint: ProjectAction = {
  name: 'add-ci-lint',
  title: 'Run the linter in CI',
  check: 'ci-runs-linters',
  run(facts) {
    if (facts.ci.commands.some(({ text }) => runsLinter(text))) return alreadyThere;
    return extend(facts, 'Lint', { lint: true, test: false });
  },
};

function outsideRepositoryRoot(facts: ProjectFacts): Refusal | undefined {
  const below = facts.snapshot.git?.pathFromRepository ?? '';
  return below === '' ? undefined : { refused: 'pipelines belong to the repository root: open that folder' };
}

function newPipeline(facts: ProjectFacts, jobs: Jobs): { readonly path: string; readonly create: string } {
  switch (ciHostOf(facts)) {
    case 'gitlab':
      return { path: '.gitlab-ci.yml', create: yaml(gitlabJob(facts, 'checks', jobs)) };
    case 'azure':
      return { path: 'azure-pipelines.yml', create: azurePipeline(facts, jobs) };
    case 'circleci':
      return { path: '.circleci/config.yml', create: circlePipeline(facts, jobs) };
    case 'github':
      return { path: '.github/workflows/ci.yml', create: githubWorkflow(facts, 'CI', jobs) };
  }
}

/** Beside what is there: a workflow of its own on GitHub, a job at the end on GitLab. Others are not edited blindly. */
function extend(facts: ProjectFacts, name: string, jobs: Jobs): ProjectEdit | Refusal {
  const elsewhere = outsideRepositoryRoot(facts);
  if (elsewhere) return elsewhere;
  const change = extension(facts, name, jobs);
  if ('refused' in change) return change;
  return { label: `Add a job for ${name.toLowerCase()} to the pipeline`, files: [change] };
}

function extension(facts: ProjectFacts, name: string, jobs: Jobs): FileChange | Refusal {
  const host = facts.ci.files[0]?.host ?? '';
  if (host === 'GitHub Actions') {
    const path = `.github/workflows/${name.toLowerCase()}.yml`;
    if (facts.paths.has(path)) return { refused: `${path} is there already` };
    return { path, create: githubWorkflow(facts, name, jobs) };
  }
  if (host !== 'GitLab CI')
    return { refused: `add a step to ${facts.ci.files[0]?.path ?? 'the pipeline'} by hand` };
  const path = '.gitlab-ci.yml';
  const document = facts.documents.yaml(path);
  const data = document.status === 'ok' ? asTable(document.data[0]) : undefined;
  const job = `run-${name.toLowerCase()}`;
  if (document.status !== 'ok' || !data || document.data.length > 1 || data[job] !== undefined)
    return { refused: `add a job to ${path} by hand` };
  const stages = asStrings(data.stages);
  const stage = stages.length === 0 || stages.includes('test') ? undefined : stages[0];
  return { path, edits: [appendLines(document.text, gitlabJob(facts, job, jobs, stage))] };
}
