/** The report as Markdown, for a pull request or a README. The same report always gives the same text. */
import type { CheckState, HealthCheck, HealthReport, HealthTopic } from '../../protocol/health';
import { stepEffort } from './export/words';

const stateWords: Readonly<Record<CheckState, string>> = {
  pass: 'pass',
  partial: 'partly',
  fail: 'missing',
  'not-applicable': 'not applicable',
  'not-measured': 'not measured',
  acknowledged: 'acknowledged',
};

export function renderMarkdown(report: HealthReport): string {
  const lines = [`# Project health: ${cell(report.root)}`, ''];
  if (report.overall === null && report.topics.length === 0) {
    lines.push('Nothing to grade yet: there is no Python file.', '');
    return [...lines, ...problemLines(report)].join('\n');
  }
  const score =
    report.overall === null
      ? 'no score yet'
      : report.gradeShown
        ? `**${report.grade} ${report.overall}**`
        : `**${report.overall} of 100**`;
  lines.push(
    `${score} · stage **${report.stageTitle ?? ''}** · ${report.profile} · ${report.counts.topicsScored} of ${report.counts.topicsApplicable} topics graded · model ${report.model}`,
    '',
  );
  if (report.truncated)
    lines.push(`Graded ${report.truncated.graded} of ${report.truncated.total} files.`, '');
  for (const gate of report.gates) lines.push(`> **Capped:** ${cell(gate.reason)}`, '');
  lines.push(
    '| Topic | Grade | Score | What counts most |',
    '|---|---|---|---|',
    ...report.topics.filter((topic) => topic.status !== 'disabled').map(topicRow),
    '',
  );
  if (report.next.length > 0) {
    lines.push('## Next steps', '');
    for (const [index, step] of report.next.entries()) {
      lines.push(
        `${index + 1}. **${cell(step.title)}** (${stepEffort(report, step)}): ${cell(step.reason)}. ${cell(step.howToFix)}`,
      );
    }
    lines.push('');
  }
  for (const topic of report.topics) lines.push(...topicSection(topic));
  return [...lines, ...problemLines(report)].join('\n');
}

function topicRow(topic: HealthTopic): string {
  const grade = topic.gradeShown ? (topic.grade ?? '') : '';
  const score = topic.score === null ? statusWord(topic) : String(topic.score);
  const worst = topic.checks
    .filter((check) => check.state === 'fail' || check.state === 'partial')
    .sort((a, b) => lost(b) - lost(a) || (a.id < b.id ? -1 : 1))[0];
  const shown = worst ?? topic.checks.find((check) => check.state === 'pass');
  return `| ${cell(topic.title)} | ${grade} | ${score} | ${shown ? cell(shown.reason) : ''} |`;
}

function statusWord(topic: HealthTopic): string {
  if (topic.status === 'clean') return 'clean';
  return topic.status === 'not-measured' ? '?' : 'not applicable';
}

function lost(check: HealthCheck): number {
  return check.weight * (100 - (check.score ?? 100));
}

function topicSection(topic: HealthTopic): readonly string[] {
  const shown = topic.checks.filter((check) => check.state !== 'not-applicable');
  if (shown.length === 0) return [];
  const hidden = topic.checks.length - shown.length;
  const lines = [`## ${topic.title}`, ''];
  for (const check of shown) {
    const note = check.acknowledgement
      ? ` (${check.acknowledgement.reason}${check.acknowledgement.note === '' ? '' : `: ${cell(check.acknowledgement.note)}`})`
      : '';
    lines.push(`- **${cell(check.title)}**: ${stateWords[check.state]}${note}. ${cell(check.reason)}`);
    for (const one of check.evidence)
      lines.push(
        `  - ${code(one.path === '' ? one.text : `${one.path}:${one.line}`)}${one.path === '' || one.text === '' ? '' : ` ${cell(one.text)}`}`,
      );
  }
  if (hidden > 0) lines.push(`- ${hidden} not applicable`);
  return [...lines, ''];
}

function problemLines(report: HealthReport): readonly string[] {
  if (report.problems.length === 0) return [];
  const lines = report.problems.map((problem) =>
    problem.path === ''
      ? `- check ${code(problem.check ?? '')}: ${cell(problem.message)}`
      : `- ${code(`${problem.path}:${problem.line}:${problem.column}`)} ${cell(problem.message)}`,
  );
  return ['## Problems', '', ...lines, ''];
}

/** Keeps text from breaking out of a table cell, a list item, or into markup. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<>*_`[\]]/g, (character) => `\\${character}`);
}

function code(text: string): string {
  const bare = text.replace(/\s+/g, ' ');
  return bare.includes('`') ? `\`\` ${bare} \`\`` : `\`${bare}\``;
}
