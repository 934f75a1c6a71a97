/**
 * Findings whose habit another linter underlines already, on the same lines: they get no second underline, and their
 * fixes are offered on the other one's diagnostic.
 */
import type { Diagnostic } from 'vscode-languageserver';
import {
  isSameHabit,
  linterOf,
  type Engine,
  type Finding,
  type OtherDiagnostic,
  type RuleMeta,
  type SourceText,
  type TextEdit,
  type TextRange,
} from '../engine';
import { diagnosticSource, toOffsets } from './convert';

/** A diagnostic of another linter, in offsets of the text. */
export interface Underlined extends OtherDiagnostic, TextRange {}

/** Where the others' underlines are after an edit; those that it replaced as a whole are gone. */
export function moved(
  others: readonly Underlined[],
  { start, end, newText }: TextEdit,
): readonly Underlined[] {
  const by = newText.length - (end - start);
  return others.flatMap((one) => {
    if (end <= one.start) return { ...one, start: one.start + by, end: one.end + by };
    if (start >= one.end) return one;
    if (start <= one.start && end >= one.end) return [];
    return { ...one, start: Math.min(start, one.start), end: Math.max(start + newText.length, one.end + by) };
  });
}

/** Without the findings that are left to `linters`. */
export function undeferred(
  findings: readonly Finding[],
  underlined: { readonly source: SourceText; readonly others: readonly Underlined[] },
  linters: readonly string[],
  engine: Engine,
): readonly Finding[] {
  const others = underlined.others.filter(({ source }) => linters.includes(linterOf(source) ?? ''));
  if (others.length === 0) return findings;
  const metas = metasOf(engine);
  return findings.filter((finding) => {
    const meta = metas.get(finding.rule);
    return (
      !meta ||
      !others.some(
        (other) => isOn(finding, other, underlined.source) && isSameHabit(meta, finding.messageId, other),
      )
    );
  });
}

/**
 * Which of the diagnostics that a client names are another linter's about the same habit, or about one that the finding
 * speaks for.
 */
export function sameElsewhere(
  finding: Finding,
  diagnostics: readonly Diagnostic[],
  source: SourceText,
  engine: Engine,
): Diagnostic[] {
  if (diagnostics.length === 0) return [];
  const metas = metasOf(engine);
  return diagnostics.filter((one) => {
    if (one.source === undefined || one.source === diagnosticSource || one.code === undefined) return false;
    const other = { source: one.source, code: String(one.code) };
    const range = toOffsets(source, one.range);
    return [finding, ...(finding.covers ?? [])].some((said) => {
      const meta = metas.get(said.rule);
      return meta !== undefined && isSameHabit(meta, said.messageId, other) && isOn(said, range, source);
    });
  });
}

/** On a line that the finding is on: linters differ in how much of a line they underline. */
function isOn(finding: TextRange, other: TextRange, source: SourceText): boolean {
  return (
    source.lineAt(other.start) <= source.lineAt(finding.end) &&
    source.lineAt(finding.start) <= source.lineAt(other.end)
  );
}

function metasOf({ rules }: Engine): ReadonlyMap<string, RuleMeta> {
  return new Map(rules.map(({ meta }) => [meta.name, meta]));
}
