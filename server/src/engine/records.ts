/**
 * Findings that need neither their text nor their tree any more: they cross threads, live in caches and become reports.
 * A place says its column twice, in UTF-16 code units as LSP counts and in code points as Ruff's output does.
 */
import type { Analysis } from './lint/analysis';
import type { Finding } from './lint/finding';
import { redacted, type FileOperation } from './lint/file-operations';
import type { Applicability, Fix } from './lint/fix';
import type { Rule, Severity } from './lint/rule';
import { unknownRules, type UnknownRule } from './unknown-rules';
import type { TextEdit } from './syntax/edits';
import type { SourceText } from './syntax/text';

/** All zero-based. */
export interface Place {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly column: number;
  /** The same column in Unicode code points. */
  readonly point: number;
}

export interface EditRecord {
  readonly start: Place;
  readonly end: Place;
  readonly newText: string;
}

export interface FixRecord {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly EditRecord[];
  /** Without secrets: records are kept in caches and printed. */
  readonly files?: readonly FileOperation[];
}

export interface FindingRecord {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: Place;
  readonly end: Place;
  /** Alternatives, preferred first; absent when nobody asked for them. */
  readonly fixes?: readonly FixRecord[];
}

export interface UnknownRuleRecord extends Pick<UnknownRule, 'name' | 'suggestion'> {
  readonly start: Place;
}

export function recordFindings(
  analysis: Analysis,
  { withFixes }: { readonly withFixes: boolean },
): FindingRecord[] {
  const { findings, source } = analysis;
  if (findings.length === 0) return [];
  const place = placer(source);
  return findings.map((finding) => {
    const { rule, messageId, severity, message } = finding;
    const range = { start: place(finding.start), end: place(finding.end) };
    const record = { rule, messageId, severity, message, ...range };
    return withFixes ? { ...record, fixes: recordFixes(analysis, finding, place) } : record;
  });
}

export function recordUnknownRules({ source, root }: Analysis, rules: readonly Rule[]): UnknownRuleRecord[] {
  const found = unknownRules(source, root, rules);
  if (found.length === 0) return [];
  const place = placer(source);
  return found.map(({ name, suggestion, start }) => ({
    name,
    start: place(start),
    ...(suggestion === undefined ? {} : { suggestion }),
  }));
}

function recordFixes(analysis: Analysis, finding: Finding, place: (offset: number) => Place): FixRecord[] {
  return analysis.fixes(finding).map(({ title, applicability, edits, files }: Fix) => ({
    title,
    applicability,
    edits: edits.map((edit) => recordEdit(edit, place)),
    ...(files ? { files: files.map(redacted) } : {}),
  }));
}

export function recordEdit({ start, end, newText }: TextEdit, place: (offset: number) => Place): EditRecord {
  return { start: place(start), end: place(end), newText };
}

export function placer(source: SourceText): (offset: number) => Place {
  const wide = /[\uD800-\uDBFF]/.test(source.text);
  return (offset) => {
    const { line, column } = source.positionAt(offset);
    if (!wide || column === 0) return { line, column, point: column };
    const start = source.lineStart(line);
    const pairs = source.slice(start, start + column).match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
    return { line, column, point: column - (pairs?.length ?? 0) };
  };
}
