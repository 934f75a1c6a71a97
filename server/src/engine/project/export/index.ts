/** A report as a file: JSON, Markdown, HTML, SARIF, badge. The same input always gives the same bytes. */
import type { HealthReport } from '../../../protocol/health';
import type { ExportFormat, HealthExport, HealthFinding } from '../../../protocol/findings';
import type { Rule } from '../../lint/rule';
import { renderMarkdown } from '../render-markdown';
import { renderBadge, renderShields } from './badge';
import { renderHtml } from './html';
import { renderSarif, type SarifBaseline } from './sarif';

export interface ExportContext {
  readonly rules: readonly Rule[];
  readonly baseline?: SarifBaseline;
}

export function exportHealth(
  report: HealthExport,
  format: ExportFormat,
  { rules, baseline }: ExportContext,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'markdown':
      return renderMarkdown(report);
    case 'html':
      return renderHtml(report);
    case 'sarif': {
      const texts = rules.map(({ meta: { name, summary, docs } }) => ({ name, summary, why: docs.why }));
      return renderSarif(report, texts, baseline);
    }
    case 'badge':
      return renderBadge(report);
    case 'shields':
      return renderShields(report);
  }
}

/** The name of the file that an export is saved as. */
export function exportFileName(format: ExportFormat): string {
  const names: Readonly<Record<ExportFormat, string>> = {
    json: 'seaworthy-health.json',
    markdown: 'seaworthy-health.md',
    html: 'seaworthy-health.html',
    sarif: 'seaworthy-health.sarif',
    badge: 'seaworthy-badge.svg',
    shields: 'seaworthy-badge.json',
  };
  return names[format];
}

export function withFindings(report: HealthReport, findings: readonly HealthFinding[]): HealthExport {
  return { ...report, findings, baseline: null };
}

/** `current` with their ages, told by whether the earlier text of the same file had them. */
export function markAges(
  current: readonly HealthFinding[],
  earlier: ReadonlySet<string>,
): readonly HealthFinding[] {
  return current.map((finding) => ({
    ...finding,
    age: earlier.has(finding.fingerprint) ? 'existing' : 'new',
  }));
}

export { compareWithBaseline, isWorse, readBaseline } from './baseline';
export { describeFindings, type FileFindings } from './describe';
export { renderFindingsSarif } from './findings-sarif';
export type { SarifBaseline } from './sarif';
