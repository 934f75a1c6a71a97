/** What `check` found as SARIF 2.1.0, each finding with the fixes that stay in its file. */
import type { FindingRecord, FixRecord, Place } from '../../records';
import type { Rule } from '../../lint/rule';
import { describeEach, type FileFindings } from './describe';
import { artifact, findingResult, ruleDescriptor, sarifLog, type Json } from './sarif-log';

export function renderFindingsSarif(
  files: readonly FileFindings[],
  rules: readonly Rule[],
  version: string,
): string {
  const described = describeEach(files, rules);
  const used = new Set(described.map(({ finding }) => finding.rule));
  return sarifLog({
    version,
    run: 'check',
    base: 'The folder in which the command ran.',
    descriptors: rules
      .filter(({ meta }) => used.has(meta.name))
      .map(({ meta: { name, summary, docs } }) => ruleDescriptor({ name, summary, why: docs.why })),
    results: described.map(({ finding, record }) => {
      const fixes = fixesOf(record, finding.path);
      return { ...findingResult(finding), ...(fixes.length > 0 ? { fixes } : {}) };
    }),
  });
}

/** A fix of several files is left out: SARIF can neither create nor move a file. */
function fixesOf({ fixes }: FindingRecord, path: string): Json[] {
  return (fixes ?? []).filter(({ files }) => !files).map((fix) => fixOf(fix, path));
}

function fixOf({ title, applicability, edits }: FixRecord, path: string): Json {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: artifact(path),
        replacements: edits.map(({ start, end, newText }) => ({
          deletedRegion: region(start, end),
          insertedContent: { text: newText },
        })),
      },
    ],
    properties: { applicability },
  };
}

function region(start: Place, end: Place): Json {
  return {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
