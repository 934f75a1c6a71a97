/** Runs the rules about the project over the files of one section, and compares with what its markers ask for. */
import { resolveFiles, settingsFor, type FileOperation } from '../../server/src/engine/index';
import { checkProject, placeFindings, type ProjectIndex } from '../../server/src/engine/project';
import { projectView } from '../../server/src/engine/project/project-index/view';
import type { RuleBench } from './block';
import { projectOf } from './project';
import { applyEdits } from '../../server/src/engine/syntax/edits';
import { Problems, textDiff } from './report';
import type { ExpectedFinding, Section } from './rule-file';
import { analysed } from './subject';

/** Throws, naming `where`, where findings differ. Sections of rules that look at single files alone have none. */
export function checkSection(bench: RuleBench, section: Section, where: string): void {
  const { rule } = bench;
  const problems = new Problems(where);
  const texts: Record<string, string> = {};
  const wanted: { readonly path: string; readonly line: number; readonly finding: ExpectedFinding }[] = [];
  for (const [path, { text, findings, line }] of Object.entries(section.files)) {
    texts[path] = text;
    for (const finding of findings) wanted.push({ path, line, finding });
  }
  for (const { path, code } of section.blocks) texts[path] = code;
  const index = projectOf(bench.tested.engine, texts, section.settings.project);
  const found = projectFindings(bench, index, texts, problems);
  checkAfter(bench, section, index, texts, found, problems);
  for (const { path, line, finding } of wanted) {
    const at = found.findIndex(
      ({ path: other, record }) =>
        other === path &&
        record.start.line === finding.line &&
        record.message.includes(finding.message ?? ''),
    );
    if (at < 0) problems.add(`expected [${finding.rule}] on line ${finding.line + 1} of ${path}`, line);
    else found.splice(at, 1);
  }
  for (const { path, record } of found)
    problems.add(
      `unexpected ${path}:${record.start.line + 1} [${rule.meta.name}] ${record.message}`,
      section.line,
    );
  problems.throwAny();
}

export function projectFindings(
  bench: Pick<RuleBench, 'rule' | 'reported' | 'offered'>,
  index: ProjectIndex,
  texts: Readonly<Record<string, string>>,
  problems: Problems,
): ReturnType<typeof placeFindings>[number][] {
  const { rule, reported } = bench;
  const settings = settingsFor([rule]);
  const found = checkProject(index, {
    rules: [rule],
    settingsOf: () => settings,
    onCrash: (name, error) =>
      problems.add(`rule ${name} crashed: ${error instanceof Error ? error.stack : String(error)}`),
  });
  for (const { report, message } of found) {
    reported.add(report.message);
    if (/\{\w+\}/.test(message)) problems.add(`a placeholder of the message is not filled: ${message}`);
    if (texts[report.path] === undefined)
      problems.add(`a finding on a file that is not there: ${report.path}`);
  }
  for (const { report } of found) {
    const fixes = rule.fixProject?.(report, projectView(index)) ?? [];
    for (const { applicability } of fixes) bench.offered.add(applicability);
  }
  const placed = placeFindings(found, index, (path) => texts[path], { withFixes: true });
  return [...placed];
}

/**
 * The texts of files after the first fix that changes files, of the project's findings or else of the blocks'; the block
 * that the fix is for is one of them.
 */
function checkAfter(
  bench: RuleBench,
  section: Section,
  index: ProjectIndex,
  texts: Readonly<Record<string, string>>,
  found: readonly ReturnType<typeof projectFindings>[number][],
  problems: Problems,
): void {
  if (section.after.length === 0) return;
  const inBlocks = firstOf(found) ? undefined : firstInBlocks(bench, section, index);
  const wanted = firstOf(found) ?? inBlocks?.files;
  if (!wanted) {
    problems.add('no fix changes another file', section.line);
    return;
  }
  const resolution = resolveFiles(wanted, (path) => texts[path]);
  if ('refused' in resolution) {
    problems.add(`the fix is refused: ${resolution.refused}`, section.line);
    return;
  }
  const after = new Map<string, string>(inBlocks && [inBlocks.own]);
  for (const file of resolution.files) {
    if (file.does === 'create') after.set(file.path, file.text);
    if (file.does === 'create' && file.path.endsWith('.py'))
      bench.queue.addOriginal(`${section.title}, ${file.path}`, file.text);
    if (file.does === 'edit') after.set(file.path, applyEdits(texts[file.path] ?? '', file.edits));
    if (file.does === 'rename') after.set(file.to, texts[file.path] ?? '');
  }
  for (const { path, text, line } of section.after) {
    const actual = after.get(path);
    if (actual === undefined)
      problems.add(`the fix leaves ${path} alone; it changes ${[...after.keys()].join(', ')}`, line);
    else if (actual !== text) problems.add(`${path} is not as expected:\n${textDiff(text, actual)}`, line);
  }
}

function firstOf(
  found: readonly ReturnType<typeof projectFindings>[number][],
): readonly FileOperation[] | undefined {
  return found.map(({ record }) => record.fixes?.[0]?.files).find((files) => files !== undefined);
}

function firstInBlocks(
  { rule, tested }: RuleBench,
  { blocks }: Section,
  project: ProjectIndex,
): { readonly files: readonly FileOperation[]; readonly own: readonly [string, string] } | undefined {
  for (const { path, code } of blocks) {
    const subject = { engine: tested.engine, settings: settingsFor([rule]), path, code, project };
    const fix = analysed(subject, code, (analysis) =>
      analysis.findings.flatMap((finding) => analysis.fixes(finding)).find((one) => one.files !== undefined),
    );
    if (fix?.files) return { files: fix.files, own: [path, applyEdits(code, fix.edits)] };
  }
  return undefined;
}
