/**
 * The report as one HTML file for teachers and reviewers: inline style, no script, nothing loaded from anywhere, light
 * and dark, fit for print. The same report always gives the same bytes.
 */
import type { HealthCheck, HealthEvidence, HealthReport, HealthTopic } from '../../../protocol/health';
import type { HealthExport, HealthFinding } from '../../../protocol/findings';
import { escapeXml as text } from './badge';
import { style } from './html-style';
import { overallWords, placeOf, stateWords, stepEffort, topicWords, worstCheck } from './words';

const mostFindings = 200;

export function renderHtml(report: HealthExport): string {
  const body =
    report.overall === null && report.topics.length === 0
      ? ['<p>Nothing to grade yet: there is no Python file.</p>', ...problems(report)]
      : [
          ...summary(report),
          ...steps(report),
          ...topicTable(report),
          ...report.topics.flatMap(topicSection),
          ...findings(report.findings),
          ...problems(report),
        ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Project health: ${text(report.root)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>Project health: ${text(report.root)}</h1>`,
    ...body,
    `<footer>${text(report.tool.name)} ${text(report.tool.version)}, grading model ${report.model}</footer>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function summary(report: HealthReport): string[] {
  const { counts, truncated, profile, profileEvidence } = report;
  const because = profileEvidence.length > 0 ? ` (${profileEvidence.join('; ')})` : '';
  return [
    '<section class="summary" aria-label="Summary">',
    `<p class="score grade-${report.gradeShown ? (report.grade ?? 'none') : 'none'}">${text(overallWords(report))}</p>`,
    '<div>',
    ladder(report),
    `<p>${text(profile)}${text(because)} · ${counts.topicsScored} of ${counts.topicsApplicable} topics graded · ${counts.pythonFiles} Python files, ${counts.codeLines} lines</p>`,
    ...(truncated ? [`<p>Only ${truncated.graded} of ${truncated.total} Python files were graded.</p>`] : []),
    '</div>',
    '</section>',
    ...report.gates.map((gate) => `<p class="gate"><strong>Capped:</strong> ${text(gate.reason)}</p>`),
    ...baseline(report as HealthExport),
  ];
}

function ladder({ stages, stage }: HealthReport): string {
  const steps = stages.map(({ id, title, reached, missing }) => {
    const here = id === stage;
    const left = reached || missing.length === 0 ? '' : ` title="still open: ${text(missing.join(', '))}"`;
    const word = here ? ' <span class="unseen">(reached, the project is here)</span>' : '';
    return `<li class="${reached ? 'reached' : 'open'}"${here ? ' aria-current="step"' : ''}${left}>${text(title)}${word}</li>`;
  });
  return `<ol class="ladder" aria-label="Stages">${steps.join('')}</ol>`;
}

function baseline({ baseline: before, overall }: HealthExport): string[] {
  if (!before) return [];
  if (!before.comparable)
    return ['<p>The baseline was graded by another model: scores are not comparable.</p>'];
  const was = before.overall === null ? 'no score' : String(before.overall);
  return [
    `<p>Compared with the baseline: score ${was} before, ${overall ?? 'none'} now; ${before.newFindings} new findings, ${before.fixedFindings} fixed.</p>`,
  ];
}

function steps(report: HealthReport): string[] {
  const { next } = report;
  if (next.length === 0) return [];
  const items = next.map(
    (step) =>
      `<li><strong>${text(step.title)}</strong> <span class="note">${stepEffort(report, step)}</span><br>${text(step.reason)}. ${text(step.howToFix)}</li>`,
  );
  return ['<h2>Next steps</h2>', `<ol>${items.join('')}</ol>`];
}

function topicTable({ topics }: HealthReport): string[] {
  const rows = topics
    .filter(({ status }) => status !== 'disabled')
    .map((topic) => {
      const worst = worstCheck(topic);
      return [
        '<tr>',
        `<th scope="row">${text(topic.title)}</th>`,
        `<td class="letter">${topic.gradeShown ? (topic.grade ?? '') : ''}</td>`,
        `<td class="number">${text(topicWords(topic))}</td>`,
        `<td>${bar(topic)}</td>`,
        `<td>${worst ? text(worst.reason) : ''}</td>`,
        '</tr>',
      ].join('');
    });
  return [
    '<h2>Topics</h2>',
    '<table>',
    '<thead><tr><th scope="col">Topic</th><th scope="col">Grade</th><th scope="col">Score</th><th scope="col"><span class="unseen">Bar</span></th><th scope="col">What counts most</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody>`,
    '</table>',
  ];
}

/** Decoration: the number beside it says the same. */
function bar({ score }: HealthTopic): string {
  if (score === null) return '';
  return `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="value" width="${score}" height="8"/></svg>`;
}

function topicSection(topic: HealthTopic): string[] {
  const shown = topic.checks.filter(({ state }) => state !== 'not-applicable');
  if (shown.length === 0 || topic.status === 'disabled') return [];
  const hidden = topic.checks.filter(({ state }) => state === 'not-applicable');
  return [
    '<section class="topic">',
    `<h3>${text(topic.title)}</h3>`,
    `<ul>${shown.map(checkItem).join('')}</ul>`,
    ...(hidden.length > 0
      ? [`<p class="note">Not applicable: ${text(hidden.map(({ title }) => title).join(', '))}</p>`]
      : []),
    '</section>',
  ];
}

function checkItem(check: HealthCheck): string {
  const { acknowledgement } = check;
  const note = acknowledgement
    ? ` (${[acknowledgement.reason, acknowledgement.note].filter((part) => part !== '').join(': ')})`
    : '';
  const evidence = check.evidence.map(evidenceItem).join('');
  return [
    `<li class="state-${check.state}"><strong>${text(check.title)}</strong>: `,
    `<span class="state">${stateWords[check.state]}${text(note)}</span>. ${text(check.reason)}`,
    evidence === '' ? '' : `<ul class="evidence">${evidence}</ul>`,
    '</li>',
  ].join('');
}

function evidenceItem(evidence: HealthEvidence): string {
  const place = placeOf(evidence);
  return `<li>${place === '' ? '' : `<code>${text(place)}</code> `}${text(evidence.text)}</li>`;
}

function findings(all: readonly HealthFinding[]): string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, mostFindings)
    .map(
      (one) =>
        `<tr><td><code>${text(placeOf(one))}</code></td><td>${text(one.rule)}</td><td>${text(one.message)}</td><td>${one.age === 'new' ? 'new' : ''}</td></tr>`,
    );
  const left = all.length - rows.length;
  return [
    `<h2>Findings (${all.length})</h2>`,
    '<table class="findings">',
    '<thead><tr><th scope="col">Place</th><th scope="col">Rule</th><th scope="col">What was found</th><th scope="col"><span class="unseen">New</span></th></tr></thead>',
    `<tbody>${rows.join('')}</tbody>`,
    '</table>',
    ...(left > 0 ? [`<p class="note">${left} more are in the JSON export.</p>`] : []),
  ];
}

function problems({ problems: all }: HealthReport): string[] {
  if (all.length === 0) return [];
  const items = all.map(({ path, line, column, message, check }) => {
    const place = path === '' ? `check ${check ?? ''}` : `${path}:${line}:${column}`;
    return `<li><code>${text(place)}</code> ${text(message)}</li>`;
  });
  return ['<h2>Problems</h2>', `<ul>${items.join('')}</ul>`];
}
