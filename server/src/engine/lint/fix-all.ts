/** Applies fixes to one text until nothing more can be fixed, at most ten rounds. */
import { applyEdits } from '../syntax/edits';
import type { Analysis, AnalysisOptions } from './analysis';
import type { Finding } from './finding';
import { mergeFixes, type Applicability, type Fix } from './fix';
import type { ProjectSource } from './project-queries';
import type { LintSettings } from './settings';

export interface FixAllOptions {
  /** `safe`: safe fixes only; `unsafe`: those that may change behaviour too. */
  readonly upTo: Exclude<Applicability, 'display'>;
  /** Only findings of this rule. */
  readonly rule?: string;
  /** What is known of the project around the file. */
  readonly project?: ProjectSource | undefined;
}

/** The part of the engine that is needed here. */
export interface Opener {
  open(path: string, text: string, settings: LintSettings, options?: AnalysisOptions): Analysis;
}

export interface FixAllResult {
  readonly text: string;
  /** How many fixes of each rule were applied. */
  readonly applied: ReadonlyMap<string, number>;
  /** True when the last round still changed something: two fixes fight each other. */
  readonly gaveUp: boolean;
}

export const maxRounds = 10;

export function fixAll(
  engine: Opener,
  path: string,
  text: string,
  settings: LintSettings,
  options: FixAllOptions,
): FixAllResult {
  const analysis = engine.open(path, text, settings, { project: options.project });
  const applied = new Map<string, number>();
  try {
    for (let round = 0; round < maxRounds; round += 1) {
      const candidates = fixable(analysis, options);
      const merged = mergeFixes(candidates.map(({ fix }) => fix));
      if (merged.edits.length === 0) return { text: analysis.source.text, applied, gaveUp: false };
      for (const index of merged.applied) {
        const rule = candidates[index]?.finding.rule ?? '';
        applied.set(rule, (applied.get(rule) ?? 0) + 1);
      }
      const before = analysis.source.text;
      analysis.update([{ start: 0, end: before.length, newText: applyEdits(before, merged.edits) }]);
    }
    return { text: analysis.source.text, applied, gaveUp: true };
  } finally {
    analysis.dispose();
  }
}

/** The first applicable alternative of each finding; a file that does not parse is left alone. */
function fixable(analysis: Analysis, { upTo, rule }: FixAllOptions): { finding: Finding; fix: Fix }[] {
  if (analysis.hasSyntaxErrors) return [];
  return analysis.findings.flatMap((finding) => {
    if (rule !== undefined && finding.rule !== rule) return [];
    const fix = analysis.fixes(finding).find((candidate) => isApplicable(candidate, upTo));
    return fix ? [{ finding, fix }] : [];
  });
}

function isApplicable({ applicability, files }: Fix, upTo: FixAllOptions['upTo']): boolean {
  const allowed = applicability === 'safe' || (upTo === 'unsafe' && applicability === 'unsafe');
  return allowed && !files;
}
