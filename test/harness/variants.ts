/** The same code written differently: findings and fixes have to be the same, written as differently. */
import type { Finding } from '../../server/src/engine/index';
import { SourceText } from '../../server/src/engine/syntax/text';
import { describeAll, textDiff, type Problems } from './report';
import { findingsOf, fixedText, type Subject } from './subject';

export function checkVariants(subject: Subject, problems: Problems): void {
  checkCrlf(subject, problems);
  checkTabs(subject, problems);
  checkNonBmp(subject, problems);
  checkFinalNewline(subject, problems);
}

const toCrlf = (text: string): string => text.replaceAll('\n', '\r\n');
const toTabs = (text: string): string =>
  text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));

function checkCrlf(subject: Subject, problems: Problems): void {
  const { code } = subject;
  const crlf = toCrlf(code);
  const expected = describeAll(findingsOf(subject), new SourceText(code));
  const actual = describeAll(findingsOf(subject, crlf), new SourceText(crlf));
  if (actual !== expected) {
    problems.add(`with CRLF the findings differ:\n${textDiff(expected, actual)}`);
    return;
  }
  const fixed = fixedText(subject, crlf);
  if (/(?<!\r)\n/.test(fixed))
    problems.add(`in a CRLF text a fix writes a lone \\n:\n${fixed.replaceAll('\r', '␍')}`);
  const wanted = toCrlf(fixedText(subject));
  if (fixed !== wanted) problems.add(`with CRLF the fixed text differs:\n${textDiff(wanted, fixed)}`);
}

function checkTabs(subject: Subject, problems: Problems): void {
  const { code } = subject;
  // Two-space code does not turn into tabs level by level.
  if (/^ {1,3}\S/m.test(code) || !/^ {4}/m.test(code)) return;
  const tabs = toTabs(code);
  const byLine = (findings: readonly Finding[], text: string): string => {
    const source = new SourceText(text);
    return findings
      .map((finding) => `line ${source.lineAt(finding.start) + 1} ${finding.message}\n`)
      .join('');
  };
  const expected = byLine(findingsOf(subject), code);
  const actual = byLine(findingsOf(subject, tabs), tabs);
  if (actual !== expected) {
    problems.add(`with tabs the findings differ:\n${textDiff(expected, actual)}`);
    return;
  }
  const fixed = fixedText(subject, tabs);
  const wanted = toTabs(fixedText(subject));
  if (toTabs(fixed) !== wanted)
    problems.add(`with tabs the fixed text differs:\n${textDiff(wanted, toTabs(fixed))}`);
  else if (fixed !== wanted)
    problems.add(`in a text with tabs a fix indents with spaces:\n${textDiff(wanted, fixed)}`);
}

/** Characters outside the Basic Multilingual Plane are two UTF-16 units: offsets shift by units, not by characters. */
function checkNonBmp(subject: Subject, problems: Problems): void {
  const { code } = subject;
  const head = /^(?:#!.*\n)?(?:#.*coding[:=].*\n)?/.exec(code)?.[0].length ?? 0;
  const added = '# 🚢 🛟\n"🚢"\n';
  const shiftedCode = `${code.slice(0, head)}${added}${code.slice(head)}`;
  const key = (finding: Finding, by: number): string =>
    `${finding.start + by}-${finding.end + by} [${finding.rule}] ${finding.message}\n`;
  const expected = findingsOf(subject).map((finding) =>
    key(finding, finding.start >= head ? added.length : 0),
  );
  const actual = findingsOf(subject, shiftedCode).map((finding) => key(finding, 0));
  if (actual.join('') !== expected.join('')) {
    problems.add(
      `after a comment and a string with non-BMP characters the offsets are not those plus ${added.length}:\n` +
        textDiff(expected.join(''), actual.join('')),
    );
  }
}

function checkFinalNewline(subject: Subject, problems: Problems): void {
  const { code } = subject;
  if (!/\S\n$/.test(code)) return;
  const cut = code.slice(0, -1);
  const expected = describeAll(findingsOf(subject), new SourceText(code));
  const actual = describeAll(findingsOf(subject, cut), new SourceText(cut));
  if (actual !== expected) {
    problems.add(`without the last line break the findings differ:\n${textDiff(expected, actual)}`);
    return;
  }
  const wanted = fixedText(subject).trimEnd();
  const fixed = fixedText(subject, cut).trimEnd();
  if (fixed !== wanted)
    problems.add(`without the last line break the fixed text differs:\n${textDiff(wanted, fixed)}`);
}
