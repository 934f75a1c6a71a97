/** Figures of all rules on real code, without any peer: findings, fixes, warnings of the recommended profile. */
import type { Analysis, Rule } from '../../server/src/engine/index';

export interface RuleFigures {
  findings: number;
  /** Findings with at least one alternative, shown ones included. */
  fixable: number;
  warnings: number;
}

export interface CorpusFigures {
  files: number;
  lines: number;
  /** Of warning level, from rules of the recommended profile. */
  warnings: number;
}

export interface Figures {
  readonly rules: Map<string, RuleFigures>;
  readonly corpora: Map<string, CorpusFigures>;
}

export function emptyFigures(): Figures {
  return { rules: new Map(), corpora: new Map() };
}

/** Adds one file. `recommended` are the rules of that profile. */
export function measure(
  figures: Figures,
  corpus: string,
  analysis: Analysis,
  recommended: ReadonlySet<string>,
): void {
  const total = figures.corpora.get(corpus) ?? { files: 0, lines: 0, warnings: 0 };
  figures.corpora.set(corpus, total);
  total.files += 1;
  total.lines += analysis.source.lineCount;
  for (const finding of analysis.findings) {
    const rule = figures.rules.get(finding.rule) ?? { findings: 0, fixable: 0, warnings: 0 };
    figures.rules.set(finding.rule, rule);
    rule.findings += 1;
    if (analysis.fixes(finding).length > 0) rule.fixable += 1;
    const isWarning = finding.severity === 'warning' || finding.severity === 'error';
    if (!isWarning || !recommended.has(finding.rule)) continue;
    rule.warnings += 1;
    total.warnings += 1;
  }
}

export function recommendedRules(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.filter(({ meta }) => meta.profile === 'recommended').map(({ meta }) => meta.name));
}

/** Warnings on 1,000 lines. */
export function density({ lines, warnings }: CorpusFigures): number {
  return lines === 0 ? 0 : (warnings * 1000) / lines;
}
