/** Continuous integration files and the commands they run, for the hosts that Python projects use. */
import type { HealthEvidence } from '../../../protocol/health';
import { filesAStep, type Steps } from '../../steps';
import { commandLines } from './commands';
import { asTable, type Documents } from './documents';

export interface CiFacts {
  readonly files: readonly { readonly path: string; readonly host: string }[];
  /** Lines that may hold a command, of the pipelines and of what they include from this repository. */
  readonly commands: readonly HealthEvidence[];
  readonly broken: readonly string[];
}

const hosts: readonly (readonly [RegExp, string])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'GitHub Actions'],
  [/^\.gitlab-ci\.ya?ml$/, 'GitLab CI'],
  [/^(?:azure-pipelines[\w.-]*|\.azure-pipelines\/[\w.-]+|\.azure\/[\w.-]+)\.ya?ml$/, 'Azure Pipelines'],
  [/^\.circleci\/config\.ya?ml$/, 'CircleCI'],
  [/^Jenkinsfile$/, 'Jenkins'],
  [/^\.travis\.ya?ml$/, 'Travis CI'],
  [/^bitbucket-pipelines\.ya?ml$/, 'Bitbucket Pipelines'],
  [/^\.(?:forgejo|gitea)\/workflows\/[^/]+\.ya?ml$/, 'Forgejo Actions'],
  [/^\.woodpecker(?:\/[^/]+)?\.ya?ml$/, 'Woodpecker CI'],
  [/^\.drone\.ya?ml$/, 'Drone'],
  [/^\.cirrus\.ya?ml$/, 'Cirrus CI'],
  [/^\.?appveyor\.ya?ml$/, 'AppVeyor'],
  [/^\.builds\/[^/]+\.ya?ml$/, 'builds.sr.ht'],
  [/^\.buildkite\/pipeline\.ya?ml$/, 'Buildkite'],
  [/^\.semaphore\/semaphore\.ya?ml$/, 'Semaphore'],
  [/^cloudbuild\.ya?ml$/, 'Cloud Build'],
  [/^buildspec\.ya?ml$/, 'CodeBuild'],
];

/** Parts that a pipeline takes from its own repository: they make no pipeline of their own. */
const included = /^(?:\.gitlab\/.+\.ya?ml|\.github\/actions\/[^/]+\/action\.ya?ml)$/;

export function ciHost(path: string): string | undefined {
  // Most files are neither, and this is asked about all of them.
  if (!path.endsWith('ml') && path !== 'Jenkinsfile') return undefined;
  return hosts.find(([pattern]) => pattern.test(path))?.[1];
}

/** `outer` holds the repository root's files when the project root lies below it. */
export function* collectCi(
  paths: readonly string[],
  documents: Documents,
  outer: readonly { readonly path: string; readonly shown: string; readonly text: string }[],
): Steps<CiFacts> {
  const files: { path: string; host: string }[] = [];
  const commands: HealthEvidence[] = [];
  const broken: string[] = [];
  for (const [at, path] of paths.entries()) {
    const host = ciHost(path);
    if (at % filesAStep === 0) yield;
    if (host === undefined) {
      const part = included.test(path) ? documents.plain(path) : undefined;
      if (part?.status === 'ok') commands.push(...commandLines(path, part.data));
      continue;
    }
    if (path !== 'Jenkinsfile') yield* documents.prepareYaml(path);
    const parsed = path === 'Jenkinsfile' ? documents.plain(path) : documents.yaml(path);
    if (parsed.status !== 'ok') {
      broken.push(path);
      continue;
    }
    if ((host === 'GitHub Actions' || host === 'Forgejo Actions') && !isPipeline(parsed.data)) continue;
    files.push({ path, host });
    commands.push(...commandLines(path, parsed.text));
  }
  for (const { path, shown, text } of outer) {
    yield;
    const host = ciHost(path);
    if (host !== undefined) files.push({ path: shown, host });
    if (host !== undefined || included.test(path)) commands.push(...commandLines(shown, text));
  }
  return { files, commands, broken };
}

/** A workflow that only labels issues or closes stale ones is automation, not integration: it has to run on code. */
function isPipeline(data: unknown): boolean {
  const workflow = asTable(Array.isArray(data) ? (data as unknown[])[0] : undefined);
  const triggers = workflow?.on ?? workflow?.true;
  const names =
    typeof triggers === 'string'
      ? [triggers]
      : Array.isArray(triggers)
        ? triggers.map(String)
        : Object.keys(asTable(triggers) ?? {});
  return (
    asTable(workflow?.jobs) !== undefined &&
    names.some((name) =>
      /^(?:push|pull_request|merge_group|workflow_call|workflow_dispatch|pull_request_target)$/.test(name),
    )
  );
}
