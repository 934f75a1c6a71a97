/** Broken and changing code: cut anywhere nothing throws, and after any edits the analysis equals a fresh one. */
import type { Analysis, Finding } from '../../server/src/engine/index';
import { inverse, randomEvent, type EditEvent } from './edit-events';
import { seedOf, seeded, type Random } from './random';
import { describeAll, textDiff, type Problems } from './report';
import { probePrefix } from './probe';
import { analysed, type Subject } from './subject';

const randomCuts = 40;
const comparedFixes = 10;

/** Cuts the code at every line end and at pseudo-random characters. */
export function checkTruncation(subject: Subject, problems: Problems): void {
  const { code } = subject;
  const random = seeded(seedOf(code));
  const cuts = new Set<number>([0]);
  for (let index = code.indexOf('\n'); index >= 0; index = code.indexOf('\n', index + 1))
    cuts.add(index).add(index + 1);
  for (let count = 0; count < randomCuts; count += 1) cuts.add(random.below(code.length));
  for (const cut of cuts) {
    try {
      analysed(subject, code.slice(0, cut), (analysis) => {
        for (const finding of analysis.findings) analysis.fixes(finding);
      });
    } catch (error) {
      problems.add(`cut after character ${cut} it throws: ${String(error)}`);
      return;
    }
  }
}

export interface EditRun {
  readonly seed: number;
  readonly edits: number;
}

/** How many of the compared texts parsed, and how often each kind of event happened. */
export interface EditStates {
  sound: number;
  broken: number;
  /** Texts whose tree the parser itself gives otherwise after edits than from scratch: it is asked to renew them. */
  recoveredOtherwise: number;
  readonly events: Map<string, number>;
}

/** Edits an open analysis and compares it with a fresh one after each step. Stops at the first difference. */
export function checkIncremental(subject: Subject, run: EditRun, problems: Problems): EditStates {
  const states: EditStates = { sound: 0, broken: 0, recoveredOtherwise: 0, events: new Map() };
  const random = seeded(run.seed);
  const undo: EditEvent[] = [];
  analysed(subject, subject.code, (analysis) => {
    for (let step = 0; step < run.edits; step += 1) {
      const event = nextEvent(subject, analysis, undo, random);
      analysis.update(event.edits);
      states[analysis.hasSyntaxErrors ? 'broken' : 'sound'] += 1;
      states.events.set(event.name, (states.events.get(event.name) ?? 0) + 1);
      const sample = random.below(1_000);
      const difference = analysed(subject, analysis.source.text, (fresh) => {
        if (isSame(fresh, analysis, sample)) return undefined;
        if (!analysis.dependsOnEdits) return describeDifference(fresh, analysis);
        states.recoveredOtherwise += 1;
        if (!analysis.renew()) return `it says that nothing changes\n${describeDifference(fresh, analysis)}`;
        return isSame(fresh, analysis, sample) ? undefined : describeDifference(fresh, analysis);
      });
      if (difference === undefined) continue;
      problems.add(
        `after edit ${step + 1} (seed ${run.seed}, ${event.name}) ${JSON.stringify(event.edits).slice(0, 2_000)} the ` +
          `analysis is not what a fresh one is:\n${difference}`,
      );
      return;
    }
  });
  return states;
}

/** Broken code is mostly mended again: what rules do happens in code that parses. */
function nextEvent({ code }: Subject, analysis: Analysis, undo: EditEvent[], random: Random): EditEvent {
  const takesBack = random.below(analysis.hasSyntaxErrors ? 4 : 16) < 3;
  const back = takesBack ? undo.pop() : undefined;
  if (back) return back;
  const { text } = analysis.source;
  const event = randomEvent(text, random, code.length);
  undo.push(inverse(text, event));
  return event;
}

function describeDifference(fresh: Analysis, edited: Analysis): string {
  const difference = textDiff(outcomeOf(fresh), outcomeOf(edited));
  return `${difference}in the text\n${excerpt(edited.source.text)}`;
}

/** Everything that a host can see of two analyses: state, findings, and of many findings the fixes of some. */
function isSame(fresh: Analysis, edited: Analysis, sample: number): boolean {
  if (fresh.hasSyntaxErrors !== edited.hasSyntaxErrors) return false;
  if (fresh.findings.length !== edited.findings.length) return false;
  const step = Math.max(1, Math.floor(fresh.findings.length / comparedFixes));
  return fresh.findings.every((finding, index) => {
    const other = edited.findings[index];
    if (!other || print(finding) !== print(other)) return false;
    const hasFixesCompared = !finding.rule.startsWith(probePrefix) || index % step === sample % step;
    return !hasFixesCompared || fixesPrint(fresh, finding) === fixesPrint(edited, other);
  });
}

function print({ rule, messageId, severity, message, start, end }: Finding): string {
  return `${start} ${end} ${rule} ${messageId} ${severity} ${message}`;
}

function fixesPrint(analysis: Analysis, finding: Finding): string {
  return JSON.stringify(analysis.fixes(finding));
}

function outcomeOf(analysis: Analysis): string {
  const { findings, source } = analysis;
  const fixes = findings.map((finding) => `${print(finding)} ${fixesPrint(analysis, finding)}\n`);
  return `${analysis.hasSyntaxErrors ? 'broken' : 'sound'}\n${describeAll(findings, source)}${fixes.join('')}`;
}

/** Long texts say nothing in a terminal; seed and step bring them back. */
function excerpt(text: string): string {
  return text.length <= 4_000 ? text : `(${text.length} characters)`;
}
