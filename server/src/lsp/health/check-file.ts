/** What the project health wants to know of one Python file. */
import type { Analysis } from '../../engine';
import { summarize, type FileMetrics } from '../../engine/project';
import { countByRule, packFindings, type PackedFindings } from '../../engine/packed-records';
import { recordFindings } from '../../engine/records';

export interface CheckedFile {
  readonly metrics: FileMetrics;
  /** Finding counts by rule name. */
  readonly findings: Readonly<Record<string, number>>;
  readonly records: PackedFindings;
}

export function checkFile(analysis: Analysis): CheckedFile {
  const records = packFindings(recordFindings(analysis, { withFixes: false }));
  const { root, source } = analysis;
  return {
    metrics: summarize(root, source.text, analysis.nodes()),
    findings: countByRule(records),
    records,
  };
}
