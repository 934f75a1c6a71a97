/** One piece of code under test, with the engine and settings that it is analysed with. */
import {
  applyFix,
  fixAll,
  type Analysis,
  type Engine,
  type Finding,
  type Fix,
  type LintSettings,
  type ProjectSource,
} from '../../server/src/engine/index';
import { overlaps } from '../../server/src/engine/syntax/edits';
import { describeFinding, textDiff, type Problems } from './report';

export interface Subject {
  readonly engine: Engine;
  readonly settings: LintSettings;
  readonly path: string;
  readonly code: string;
  /** The rule whose fixes are meant; undefined for all of `settings`. */
  readonly rule?: string;
  /** The project around it; without one, nothing can be told of other files. */
  readonly project?: ProjectSource | undefined;
}

/** Runs `look` on an open analysis and disposes of it. */
export function analysed<T>(
  { engine, path, settings, project }: Subject,
  code: string,
  look: (analysis: Analysis) => T,
): T {
  const analysis = engine.open(path, code, settings, { project });
  try {
    return look(analysis);
  } finally {
    analysis.dispose();
  }
}

export function findingsOf(subject: Subject, code = subject.code): readonly Finding[] {
  return analysed(subject, code, (analysis) => analysis.findings);
}

/** The text after every first fix, until nothing changes. */
export function fixedText(subject: Subject, code = subject.code, upTo: 'safe' | 'unsafe' = 'unsafe'): string {
  return fixedResult(subject, code, upTo).text;
}

export function fixedResult(
  { engine, path, settings, rule, project }: Subject,
  code: string,
  upTo: 'safe' | 'unsafe',
): ReturnType<typeof fixAll> {
  return fixAll(engine, path, code, settings, { upTo, project, ...(rule === undefined ? {} : { rule }) });
}

/** What holds for every finding and each of its fixes, whatever the rule. Returns the fixes of each finding. */
export function checkFindings(analysis: Analysis, problems: Problems): readonly (readonly Fix[])[] {
  const { source, findings } = analysis;
  const seen = new Set<string>();
  findings.forEach((finding, index) => {
    const name = describeFinding(finding, source);
    const inside = finding.start >= 0 && finding.start < finding.end && finding.end <= source.length;
    if (!inside)
      problems.add(`the range ${finding.start}-${finding.end} is empty or outside the text: ${name}`);
    if (seen.has(name)) problems.add(`reported twice: ${name}`);
    seen.add(name);
    const previous = findings[index - 1];
    if (previous && previous.start > finding.start) problems.add(`not in the order of the text: ${name}`);
    if (/\{\w+\}/.test(finding.message)) problems.add(`a placeholder of the message is not filled: ${name}`);
  });
  return findings.map((finding) => {
    const fixes = analysis.fixes(finding);
    for (const fix of fixes) checkFix(analysis, finding, fix, problems);
    return fixes;
  });
}

function checkFix(analysis: Analysis, finding: Finding, fix: Fix, problems: Problems): void {
  const { source } = analysis;
  const name = `fix "${fix.title}" of ${describeFinding(finding, source)}`;
  if (fix.title.trim() === '') problems.add(`no title: ${name}`);
  const here = fix.edits;
  if (here.length === 0 && !fix.files) problems.add(`no edits: ${name}`);
  for (const { path } of fix.files ?? []) {
    if (/^$|^\/|\\|(?:^|\/)\.\.?(?:\/|$)/.test(path))
      problems.add(`no path inside the project: ${path} of ${name}`);
  }
  if (here.some(({ start, end }) => start < 0 || end < start || end > source.length)) {
    problems.add(`an edit lies outside the text: ${name}`);
    return;
  }
  const overlapping = here.some((edit, index) =>
    here.slice(index + 1).some((other) => overlaps(edit, other)),
  );
  if (overlapping) {
    problems.add(`edits overlap: ${name}`);
    return;
  }
  if (here.length > 0 && applyFix(source.text, fix) === source.text)
    problems.add(`it changes nothing: ${name}`);
}

/** Fixes end, the second run is a no-op, the result parses. Returns the fixed text. */
export function checkFixAll(
  subject: Subject,
  code: string,
  upTo: 'safe' | 'unsafe',
  problems: Problems,
): string {
  const first = fixedResult(subject, code, upTo);
  if (first.gaveUp) problems.add(`${upTo} fixes do not come to an end; after the last round:\n${first.text}`);
  if (first.text === code) return code;
  const second = fixedText(subject, first.text, upTo);
  if (!first.gaveUp && second !== first.text)
    problems.add(`a second run changes more:\n${textDiff(first.text, second)}`);
  const broke = analysed(subject, first.text, (analysis) => analysis.hasSyntaxErrors);
  const wasBroken = analysed(subject, code, (analysis) => analysis.hasSyntaxErrors);
  if (broke && !wasBroken) problems.add(`${upTo} fixes break the syntax:\n${first.text}`);
  return first.text;
}

/** Applies each alternative of each finding alone: the finding is gone, the text parses. Returns the texts. */
export function checkAlternatives(subject: Subject, analysis: Analysis, problems: Problems): string[] {
  const before = analysis.findings.map((finding) => finding.rule);
  return analysis.findings.flatMap((finding) =>
    analysis.fixes(finding).flatMap((fix) => {
      if (fix.applicability === 'display' || fix.edits.length === 0) return [];
      const text = applyFix(analysis.source.text, fix);
      analysed(subject, text, (after) => {
        const name = `fix "${fix.title}" of ${describeFinding(finding, analysis.source)}`;
        if (after.hasSyntaxErrors && !analysis.hasSyntaxErrors)
          problems.add(`it breaks the syntax: ${name}\n${text}`);
        const left = after.findings.filter((other) => other.rule === finding.rule).length;
        if (left >= before.filter((rule) => rule === finding.rule).length) {
          problems.add(`the finding is still there: ${name}\n${text}`);
        }
      });
      return [text];
    }),
  );
}
