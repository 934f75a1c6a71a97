/** The only module that makes LSP positions from the engine's UTF-16 offsets, and offsets from LSP positions. */
import {
  DiagnosticSeverity,
  type Diagnostic,
  type Position as LspPosition,
  type Range,
  type TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import {
  describeUnknownRule,
  ruleUrl,
  type Finding,
  type Severity,
  type SourceText,
  type TextEdit,
  type TextRange,
  type UnknownRule,
} from '../engine';
import type { FindingRecord } from '../engine/records';

export const diagnosticSource = 'seaworthy';

/** What a diagnostic carries back to the server when code actions are asked for. */
export interface DiagnosticData {
  readonly rule: string;
  readonly messageId: string;
}

const severityCodes: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toPosition(source: SourceText, offset: number): LspPosition {
  const { line, column } = source.positionAt(offset);
  return { line, character: column };
}

export function toRange(source: SourceText, { start, end }: TextRange): Range {
  return { start: toPosition(source, start), end: toPosition(source, end) };
}

/** Positions outside the text are clamped to it; a range the wrong way round is turned. */
export function toOffsets(source: SourceText, range: Range): TextRange {
  const start = toOffset(source, range.start);
  const end = toOffset(source, range.end);
  return start <= end ? { start, end } : { start: end, end: start };
}

export function toOffset(source: SourceText, { line, character }: LspPosition): number {
  return source.offsetAt({ line, column: character });
}

export function toTextEdit(source: SourceText, edit: TextEdit): LspTextEdit {
  return { range: toRange(source, edit), newText: edit.newText };
}

export function toDiagnostic(source: SourceText, finding: Finding): Diagnostic {
  return diagnostic(finding, toRange(source, firstLine(source, finding)));
}

/** A comment of ours that names no rule. */
export function toUnknownRuleDiagnostic(source: SourceText, unknown: UnknownRule): Diagnostic {
  return {
    range: toRange(source, unknown),
    severity: DiagnosticSeverity.Information,
    code: 'unknown-rule',
    source: diagnosticSource,
    message: describeUnknownRule(unknown),
  };
}

/** Of a finding that has places already. */
export function toPlacedDiagnostic(record: FindingRecord): Diagnostic {
  const { start, end } = record;
  const range = {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
  return diagnostic(record, range);
}

function diagnostic(
  { rule, messageId, severity, message }: Pick<Finding, 'rule' | 'messageId' | 'severity' | 'message'>,
  range: Range,
): Diagnostic {
  return {
    range,
    severity: severityCodes[severity],
    code: rule,
    codeDescription: { href: ruleUrl(rule) },
    source: diagnosticSource,
    message,
    data: { rule, messageId } satisfies DiagnosticData,
  };
}

/** What spans several lines is underlined on its first: squiggles below a whole suite, indentation included, shout. */
function firstLine(source: SourceText, { start, end }: TextRange): TextRange {
  const lineEnd = source.lineEnd(source.lineAt(start));
  if (end <= lineEnd) return { start, end };
  return { start, end: start + source.slice(start, lineEnd).trimEnd().length };
}
