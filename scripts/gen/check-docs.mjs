// docs/checks/: a page for each check of the project's health from its metadata, and an index by topic.
import { loadEngine } from './load-engine.mjs';
import { code, page, prose, table } from './markdown.mjs';

const folder = 'docs/checks';
const kinds = {
  practice: 'a practice: meeting it earns points',
  hygiene: 'hygiene: missing it takes points away',
  gate: 'a gate: failing it also caps the grade',
};

/** @param {string} root @returns {Promise<import('./index.mjs').Generated>} */
export async function checkDocs(root) {
  const { checks, topics } = await loadEngine(root);
  const files = new Map(checks.map((check) => [`${folder}/${check.meta.name}.md`, checkPage(check)]));
  const used = topics.filter(({ id }) => checks.some(({ meta }) => meta.topic === id));
  const sections = used.flatMap(({ id, title, weight }) => [
    `## ${title} (\`${id}\`)`,
    `Weight ${weight} of ${topics.reduce((sum, topic) => sum + topic.weight, 0)}.`,
    table(
      ['check', 'met when', 'kind', 'weight', 'minutes'],
      checks
        .filter(({ meta }) => meta.topic === id)
        .map(({ meta }) => [
          `[${meta.name}](${meta.name}.md)`,
          meta.title,
          meta.kind,
          String(meta.weight),
          String(meta.minutes),
        ]),
    ),
  ]);
  const intro = `${checks.length} checks in ${used.length} topics. What cannot be told is not measured, and never lowers a grade.`;
  files.set(
    `${folder}/README.md`,
    page('server/src/engine/project/checks', ['# Project checks', intro, ...sections]),
  );
  return { files, owns: [folder] };
}

/** @param {import('../../server/src/engine/project/check').Check} check */
function checkPage({ meta }) {
  const after = meta.requires ?? [];
  return page(`server/src/engine/project/checks/${meta.topic}/${meta.name}.ts`, [
    `# ${meta.name}`,
    prose(`${meta.title}.`),
    table(
      ['topic', 'kind', 'weight', 'minutes', 'action'],
      [
        [
          code(meta.topic),
          meta.kind,
          String(meta.weight),
          String(meta.minutes),
          meta.action === undefined ? '' : code(meta.action),
        ],
      ],
    ),
    `It is ${kinds[meta.kind]}.`,
    '## Why it matters',
    prose(meta.why),
    `## ${meta.step}`,
    prose(meta.howToFix),
    after.length === 0
      ? ''
      : `It is looked at once ${after.map((name) => `[${name}](${name}.md)`).join(' and ')} passes.`,
    meta.topicUnlessService === undefined
      ? ''
      : `In a project that is not a service it counts in ${code(meta.topicUnlessService)}.`,
    meta.fromFirstLine ? 'It applies from the first file on.' : '',
  ]);
}
