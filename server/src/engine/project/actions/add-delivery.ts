/** Least permissions for workflows, and updates of dependencies. */
import { SourceText } from '../../syntax/text';
import type { ProjectFacts } from '../facts';
import { ciHostOf, packageManager } from '../facts/toolchain';
import { dangersIn, isLimited, type Workflow } from '../facts/workflows';
import { yaml } from './pipelines';
import { alreadyThere, type FileChange, type ProjectAction } from './types';

/** Steps that need more than reading: a limit would break them. */
const writes =
  /gh-action-pypi-publish|action-gh-release|create-release|actions-gh-pages|deploy-pages|attest-build|\bgit\s+push\b|\bgh\s+(?:release|pr|issue|api)\b|GITHUB_TOKEN|codeql-action|docker\/login-action|actions\/(?:stale|labeler)|peter-evans\//;

export const limitPermissions: ProjectAction = {
  name: 'limit-permissions',
  title: 'Limit what the workflows may do',
  check: 'workflow-permissions',
  run(facts) {
    const own = facts.workflows.filter(({ path }) => !path.startsWith('../'));
    if (own.some((workflow) => dangersIn(workflow).length > 0))
      return { refused: 'a workflow lets strangers run code: repair that by hand first' };
    const open = own.filter((workflow) => !isLimited(workflow));
    if (open.length === 0) return alreadyThere;
    const safe = open.filter(({ text }) => !writes.test(text));
    const files = safe.flatMap(limited);
    const left = open.filter(({ path }) => !files.some((file) => file.path === path)).map(({ path }) => path);
    if (files.length === 0)
      return { refused: `${left.join(', ')}: these need more than reading, which permissions has to name` };
    return {
      label: 'Limit the workflows to reading',
      files,
      ...(left.length > 0
        ? { followUp: `${left.join(', ')} may need to write: name its permissions by hand.` }
        : {}),
    };
  },
};

function limited({ path, text }: Workflow): readonly FileChange[] {
  const jobs = /^jobs\s*:/m.exec(text);
  if (!jobs) return [];
  const { eol } = new SourceText(text);
  const newText = ['permissions:', '  contents: read', '', ''].join(eol);
  return [{ path, edits: [{ start: jobs.index, end: jobs.index, newText }] }];
}

export const addDependabot: ProjectAction = {
  name: 'add-dependabot',
  title: 'Automate dependency updates',
  check: 'dependency-updates',
  run(facts) {
    if (
      facts.find(/^(?:\.github\/dependabot\.ya?ml|(?:\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc)/)
        .length > 0
    )
      return alreadyThere;
    if ((facts.snapshot.git?.pathFromRepository ?? '') !== '')
      return { refused: 'updates are configured at the repository root: open that folder' };
    return ciHostOf(facts) === 'github'
      ? { label: 'Add Dependabot', files: [{ path: '.github/dependabot.yml', create: dependabot(facts) }] }
      : {
          label: 'Add Renovate',
          files: [{ path: 'renovate.json', create: renovate }],
          followUp: 'Renovate has to be switched on for the repository.',
        };
  },
};

function dependabot(facts: ProjectFacts): string {
  const hasImage = [...facts.paths].some((path) => /(?:^|\/)Dockerfile$/.test(path));
  const ecosystems = [
    packageManager(facts) === 'uv' ? 'uv' : 'pip',
    'github-actions',
    ...(hasImage ? ['docker'] : []),
  ];
  return yaml([
    'version: 2',
    'updates:',
    ...ecosystems.flatMap((ecosystem) => [
      `  - package-ecosystem: ${ecosystem}`,
      '    directory: /',
      '    schedule:',
      '      interval: weekly',
      '    groups:',
      `      ${ecosystem}:`,
      '        patterns: ["*"]',
    ]),
  ]);
}

const renovate = `{
  "$schema": "https://docs.renovatebot.com/renovate-schema.json",
  "extends": ["config:recommended", "group:allNonMajor", "schedule:weekly"]
}
`;
