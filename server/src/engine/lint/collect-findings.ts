/** The findings of a text as others see them: put together from its units, each said once, without those that are silenced. */
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import { shifted, type Finding, type LocalFinding } from './finding';
import { milder } from './rule';
import type { RuleSet } from './rule-set';
import { saidOnce, spokenForOnce } from './shared-findings';
import { Suppressions } from './suppression';
import type { Unit } from './unit-list';

/** In the order of the text. `ofFile`: what rules found that look at the file as a whole. */
export function collectFindings(
  units: readonly Unit[],
  ofFile: readonly LocalFinding[],
  source: SourceText,
  root: SyntaxNode,
  { rules, settings }: RuleSet,
  disabled: ReadonlySet<string>,
): Finding[] {
  const suppressions = new Suppressions(
    source,
    rules,
    (offset) => root.descendantForIndex(offset, offset + 1)?.type,
  );
  const findings: Finding[] = [];
  const add = (local: LocalFinding, origin: number): void => {
    const severity = settings.severities.get(local.rule);
    // A crash after this finding was made switches its rule off everywhere.
    if (!severity || disabled.has(local.rule)) return;
    findings.push({ ...shifted(local, origin), severity: milder(severity, local.atMost) });
  };
  for (const unit of units) for (const finding of unit.findings) add(finding, unit.start);
  for (const finding of ofFile) add(finding, 0);
  findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1));
  // A comment that silences a finding silences all that it speaks for.
  return saidOnce(spokenForOnce(findings, rules)).filter((finding) => !suppressions.covers(finding));
}
