/** `health` for people: the grade, a line a topic, and what to do next. */
import { stepEffort, type HealthExport, type HealthReport, type HealthTopic } from '../engine/project';
import { count, type Paint } from './output';

export function renderHealth(report: HealthExport, paint: Paint): string {
  const lines = [`${paint.bold('Project health')} of ${report.root}`, ''];
  if (report.overall === null && report.topics.length === 0) {
    return [...lines, 'Nothing to grade yet: there is no Python file.', ...problemLines(report), ''].join(
      '\n',
    );
  }
  lines.push(...headLines(report, paint), ...baselineLines(report, paint), '');
  lines.push(
    ...report.topics.filter(({ status }) => status !== 'disabled').map((topic) => topicLine(topic, paint)),
    '',
  );
  if (report.next.length > 0) lines.push(paint.bold('Next steps'));
  for (const [index, step] of report.next.entries()) {
    lines.push(
      `${index + 1}. ${step.title}  ${paint.faint(stepEffort(report, step))}`,
      `   ${step.howToFix}`,
    );
  }
  return [...lines, ...problemLines(report), ''].join('\n');
}

function headLines(report: HealthReport, paint: Paint): string[] {
  const { overall, grade, gradeShown, stageTitle, profile, counts, truncated, gates } = report;
  const score =
    overall === null ? 'no score yet' : gradeShown ? `${grade} ${overall} of 100` : `${overall} of 100`;
  return [
    `${paint.bold(score)}, stage ${stageTitle ?? 'none'}, ${profile}; ${counts.topicsScored} of ${counts.topicsApplicable} topics graded`,
    ...(truncated ? [`Only ${truncated.graded} of ${truncated.total} Python files were graded.`] : []),
    ...gates.map((gate) => paint.red(`Capped: ${gate.reason}`)),
    ...rootLines(report),
  ];
}

/** Each project of the folder, graded where it lies: `seaworthy health FOLDER/path` has its details. */
function rootLines({ roots }: HealthReport): string[] {
  return (roots ?? []).map(({ path, overall, grade, gradeShown }) => {
    const score = overall === null ? 'no score yet' : `${gradeShown ? `${grade} ` : ''}${overall}`;
    return `  project ${path === '' ? '.' : path}: ${score}`;
  });
}

function baselineLines({ baseline, overall }: HealthExport, paint: Paint): string[] {
  if (!baseline) return [];
  const { newFindings, fixedFindings, worse, comparable } = baseline;
  const was = baseline.overall ?? 'no score';
  const score = comparable ? `${was} -> ${overall ?? 'no score'}` : 'graded by another model, not comparable';
  const line = `Since the baseline: ${score}; ${count(newFindings, 'new finding')}, ${fixedFindings} fixed`;
  if (!comparable || worse.length === 0) return [line];
  return [line, paint.red(`Worse than in the baseline: ${worse.join(', ')}`)];
}

function topicLine(topic: HealthTopic, paint: Paint): string {
  const { score, grade, gradeShown } = topic;
  const letter = gradeShown && grade !== null ? grade : ' ';
  const value = score === null ? topic.status.replace('-', ' ') : String(Math.round(score));
  const open = topic.checks.filter(({ state }) => state === 'fail' || state === 'partial');
  const worst = open.sort((a, b) => b.weight * (100 - (b.score ?? 0)) - a.weight * (100 - (a.score ?? 0)))[0];
  const reason = worst ? paint.faint(`${worst.title}: ${worst.reason}`) : '';
  return `  ${paint.bold(letter)} ${value.padStart(score === null ? 0 : 3)}  ${topic.title.padEnd(24)} ${reason}`.trimEnd();
}

function problemLines({ problems }: HealthReport): string[] {
  return problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);
}
