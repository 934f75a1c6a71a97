/** Runs one block of a rule's tests: what it expects, then everything that has to hold for any code. */
import {
  applyFix,
  settingsFor,
  type Analysis,
  type Applicability,
  type Fix,
  type LintSettings,
  type Rule,
} from '../../server/src/engine/index';
import type { RuleOptions } from '../../server/src/engine/lint/settings';
import { defaultOptions } from '../../server/src/engine/index';
import type { ProjectIndex } from '../../server/src/engine/project';
import type { TestEngine } from './engine';
import { projectOf } from './project';
import type { CompileQueue } from './python';
import { seedOf } from './random';
import { Problems, describeFinding, textDiff } from './report';
import { checkIncremental, checkTruncation } from './robustness';
import type { BlockSettings, ExpectedText, PythonBlock } from './rule-file';
import { analysed, checkAlternatives, checkFindings, checkFixAll, fixedText, type Subject } from './subject';
import { checkVariants } from './variants';

const editsPerBlock = 24;

export interface RuleBench {
  readonly rule: Rule;
  readonly tested: TestEngine;
  readonly queue: CompileQueue;
  /** Applicabilities that the rule's fixes were seen to have. */
  readonly offered: Set<Applicability>;
  /** Message ids that findings were seen to have. */
  readonly reported: Set<string>;
}

/** Throws, naming `where`, when anything about the block and the rule alone is not as it has to be. */
export function checkBlock(bench: RuleBench, block: PythonBlock, where: string): void {
  const { rule, tested, queue } = bench;
  const own = subjectOf(bench, block, [rule]);
  const compared = block.allRules ? subjectOf(bench, block, tested.engine.rules) : own;
  guarded(bench, where, (problems) => {
    analysed(own, block.code, (analysis) => {
      checkOffer(bench, block, analysis, checkFindings(analysis, problems), problems);
    });
    // Malformed edits cannot be applied, so nothing after this could be told.
    if (problems.count > 0) return;
    const isBroken = analysed(compared, block.code, (analysis) => {
      compareFindings(analysis, block, problems);
      return analysis.hasSyntaxErrors;
    });
    for (const text of block.texts) checkText(compared, block, text, problems);
    if (!isBroken && !block.invalid) queue.addOriginal(where, block.code);
    analysed(own, block.code, (analysis) => {
      for (const text of checkAlternatives(own, analysis, problems)) queue.addFixed(where, text, block.code);
    });
    queue.addFixed(where, checkFixAll(own, block.code, 'safe', problems), block.code);
    queue.addFixed(where, checkFixAll(own, block.code, 'unsafe', problems), block.code);
    checkVariants(own, problems);
    checkTruncation(own, problems);
    checkIncremental(own, { seed: seedOf(block.code), edits: editsPerBlock }, problems);
  });
}

/** The same code with every registered rule on: they must not crash, fight each other or break the code together. */
export function checkTogether(bench: RuleBench, block: PythonBlock, where: string): void {
  const all = subjectOf(bench, block, bench.tested.engine.rules);
  guarded(bench, `${where}, with all rules`, (problems) => {
    analysed(all, block.code, (analysis) => checkFindings(analysis, problems));
    if (problems.count > 0) return;
    const fixed = checkFixAll(all, block.code, 'unsafe', problems);
    bench.queue.addFixed(`${where}, with all rules`, fixed, block.code);
    checkTruncation(all, problems);
    checkIncremental(all, { seed: seedOf(block.code), edits: editsPerBlock }, problems);
  });
}

/** Runs `check`, then looks for crashed rules and forgotten trees, and throws what was found. */
function guarded({ tested }: RuleBench, where: string, check: (problems: Problems) => void): void {
  const { engine, crashes } = tested;
  const problems = new Problems(where);
  const treesBefore = engine.parser.liveTrees;
  const crashesBefore = crashes.length;
  check(problems);
  for (const { rule, error } of crashes.slice(crashesBefore)) {
    problems.add(`rule ${rule} crashed: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const left = engine.parser.liveTrees - treesBefore;
  if (left !== 0) problems.add(`${left} trees are left alive`);
  problems.throwAny();
}

function subjectOf({ rule, tested }: RuleBench, block: PythonBlock, rules: readonly Rule[]): Subject {
  const isOwn = rules.length === 1 && rules[0] === rule;
  return {
    engine: tested.engine,
    settings: blockSettings(rules, block.settings),
    project: projectAround(tested, block),
    path: block.path,
    code: block.code,
    ...(isOwn ? { rule: rule.meta.name } : {}),
  };
}

/** Undefined for a file that stands alone. */
export function projectAround(
  { engine }: TestEngine,
  { files, path, code, settings }: PythonBlock,
): ProjectIndex | undefined {
  const others = Object.entries(files).map(([name, file]) => [name, file.text] as const);
  if (others.length === 0) return undefined;
  return projectOf(engine, { ...Object.fromEntries(others), [path]: code }, settings.project);
}

function blockSettings(rules: readonly Rule[], { targetVersion, options }: BlockSettings): LintSettings {
  return settingsFor(rules, {
    ...(targetVersion ? { targetVersion } : {}),
    ...(options ? { options: { ...defaultOptions, ...(options as Partial<RuleOptions>) } } : {}),
  });
}

function compareFindings(analysis: Analysis, block: PythonBlock, problems: Problems): void {
  const open = analysis.findings.map((finding) => ({ finding, line: analysis.source.lineAt(finding.start) }));
  const markdownLine = (line: number): number => block.lines[line] ?? block.line;
  for (const wanted of block.findings) {
    const candidates = open.filter(
      ({ finding, line }) => line === wanted.line && finding.rule === wanted.rule,
    );
    const match = candidates.find(({ finding }) => finding.message.includes(wanted.message ?? ''));
    if (match) {
      open.splice(open.indexOf(match), 1);
      continue;
    }
    const instead = candidates.map(({ finding }) => `"${finding.message}"`).join(', ') || 'nothing';
    const message = wanted.message === undefined ? '' : ` with "${wanted.message}"`;
    problems.add(`expected [${wanted.rule}]${message}, found ${instead}`, markdownLine(wanted.line));
    if (candidates[0]) open.splice(open.indexOf(candidates[0]), 1);
  }
  for (const { finding, line } of open) {
    problems.add(`unexpected ${describeFinding(finding, analysis.source)}`, markdownLine(line));
  }
}

function checkText(subject: Subject, block: PythonBlock, expected: ExpectedText, problems: Problems): void {
  const { code } = block;
  if (expected.kind !== 'alternative') {
    const actual = fixedText(subject, code, expected.kind === 'safe' ? 'safe' : 'unsafe');
    reportText(expected, actual, problems);
    return;
  }
  analysed(subject, code, (analysis) => {
    const finding = analysis.findings[0];
    const fixes = finding ? analysis.fixes(finding) : [];
    const fix = fixes[expected.alternative - 1];
    if (fix) reportText(expected, applyFix(code, fix), problems);
    else problems.add(`there is no alternative ${expected.alternative}, only ${fixes.length}`, expected.line);
  });
}

function reportText(
  { kind, alternative, text, line }: ExpectedText,
  actual: string,
  problems: Problems,
): void {
  if (actual === text) return;
  const name = kind === 'alternative' ? `fixed=${alternative}` : kind;
  problems.add(`the text after fixes is not that of \`${name}\`:\n${textDiff(text, actual)}`, line);
}

const ranks: Readonly<Record<Applicability | 'none', number>> = { none: 0, display: 1, unsafe: 2, safe: 3 };

function checkOffer(
  { rule, offered, reported }: RuleBench,
  block: PythonBlock,
  analysis: Analysis,
  fixes: readonly (readonly Fix[])[],
  problems: Problems,
): void {
  for (const finding of analysis.findings) reported.add(finding.messageId);
  for (const { applicability, title } of fixes.flat()) {
    offered.add(applicability);
    if (ranks[applicability] > ranks[rule.meta.fix]) {
      problems.add(`fix "${title}" is ${applicability}; the rule's metadata says ${rule.meta.fix} at best`);
    }
  }
  const expectsFix = block.texts.some(({ kind }) => kind !== 'safe') && rule.meta.fix !== 'none';
  if (expectsFix && analysis.findings.length > 0 && fixes.every((list) => list.length === 0)) {
    problems.add('no finding offers a fix');
  }
}
