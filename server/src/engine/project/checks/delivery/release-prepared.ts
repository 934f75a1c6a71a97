/** The way from the repository to where it runs: a careful image for a service, trusted publishing for a library. */
import type { HealthEvidence } from '../../../../protocol/health';
import { defineCheck, fail, graded, notApplicable, notMeasured, type Outcome } from '../../check';
import type { ProjectFacts } from '../../facts';
import { asString } from '../../facts/documents';
import { stepsOf } from '../../facts/workflows';

export default defineCheck({
  meta: {
    name: 'release-prepared',
    topic: 'delivery',
    title: 'Release prepared',
    step: 'Prepare the release',
    kind: 'practice',
    why: 'What is released by hand is released differently each time, and an image that runs as root gives away the host.',
    howToFix:
      'Service: a Dockerfile with a pinned base image and a user that is not root, and a .dockerignore. Library: a workflow with trusted publishing.',
    action: 'prepare-release',
  },
  run(facts) {
    const { profile } = facts.profile;
    if (profile === 'service') return image(facts);
    if (profile === 'library') return publishing(facts);
    return notApplicable('neither a service nor a library');
  },
});

const dockerfile =
  /^(?:(?:docker|deploy|deployment)\/(?:[\w-]+\/)*)?(?:Dockerfile|Containerfile)$|^[\w.-]+\.[dD]ockerfile$/;
const otherPlatform =
  /^(?:Procfile|app\.ya?ml|fly\.toml|render\.ya?ml|railway\.json|serverless\.ya?ml|template\.ya?ml|zappa_settings\.json)$/;

function image(facts: ProjectFacts): Outcome {
  const path = [...facts.paths].find((one) => dockerfile.test(one));
  if (path === undefined) {
    const other = facts.find(otherPlatform)[0];
    return other === undefined ? fail('no Dockerfile') : notApplicable(`deployed with ${other}`);
  }
  const file = facts.documents.plain(path);
  if (file.status !== 'ok') return notMeasured(`${path} cannot be read`);
  const lines = file.data.split(/\r\n|\n/);
  const from = lastLine(lines, /^\s*FROM\s/i);
  const user = lastLine(lines, /^\s*USER\s/i);
  const isRoot = user < from || /^\s*USER\s+(?:root|0)\b/i.test(lines[user] ?? '');
  const isMoving = /^\s*FROM\s+(?:--\S+\s+)?(?:[\w./-]+(?::latest)?)(?:\s|$)/i.test(lines[from] ?? '');
  const missing = [
    ...(isRoot ? ['runs as root'] : []),
    ...(isMoving && !isStage(lines, from) ? ['base image without a version'] : []),
    ...(facts.find(/^(?:.*\/)?(?:\.dockerignore|[\w.-]*[dD]ockerfile\.dockerignore)$/).length === 0
      ? ['no .dockerignore']
      : []),
  ];
  return graded(1 - missing.length / 3, missing.length === 0 ? `${path} is careful` : missing.join(', '), [
    { path, line: Math.max(from, 0) + 1, text: 'image' },
  ]);
}

function lastLine(lines: readonly string[], pattern: RegExp): number {
  return lines.reduce((last, line, index) => (pattern.test(line) ? index : last), -1);
}

/** `FROM build` goes on from a stage of the same file. */
function isStage(lines: readonly string[], from: number): boolean {
  const name = /^\s*FROM\s+(?:--\S+\s+)?(\S+)/i.exec(lines[from] ?? '')?.[1] ?? '';
  return lines.some((line) =>
    new RegExp(`^\\s*FROM\\s+.*\\sAS\\s+${name.replace(/[^\w-]/g, '.')}\\s*$`, 'i').test(line),
  );
}

function publishing(facts: ProjectFacts): Outcome {
  if (facts.ci.files.length === 0) return notApplicable('no pipeline that could publish');
  for (const workflow of facts.workflows) {
    for (const { uses, run, inputs } of stepsOf(workflow)) {
      const isAction = uses?.startsWith('pypa/gh-action-pypi-publish') ?? false;
      if (!isAction && !publishCommand.test(run ?? '')) continue;
      const line = workflow.text
        .slice(0, workflow.text.indexOf(isAction ? (uses ?? '') : 'publish'))
        .split('\n').length;
      const where: HealthEvidence[] = [{ path: workflow.path, line, text: 'publishes' }];
      const isTrusted =
        /\bid-token\s*:\s*write\b/.test(workflow.text) && asString(inputs.password) === undefined;
      return isTrusted
        ? graded(1, 'trusted publishing', where)
        : graded(2 / 3, 'published with a stored password or token', where);
    }
  }
  const command = facts.ci.commands.find((one) => publishCommand.test(one.text));
  if (command)
    return graded(2 / 3, `published in ${command.path}`, [
      { path: command.path, line: command.line, text: 'publishes' },
    ]);
  return fail('no pipeline publishes the package');
}

const publishCommand =
  /\b(?:twine\s+upload|(?:uv|poetry|pdm|hatch|flit)\s+publish|maturin\s+(?:publish|upload))\b/;
