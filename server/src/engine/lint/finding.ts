/** Findings: plain data in UTF-16 offsets. */
import type { Severity } from './rule';
import type { TextRange } from '../syntax/text';

/** A finding relative to the start of its unit, so that edits elsewhere leave it as it is. */
export interface LocalFinding extends TextRange {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  /** The reported node, to be found again when a fix is asked for. */
  readonly anchor: TextRange & { readonly kind: string };
  readonly data: unknown;
  /** The finding is no graver than this, whatever the rule's severity is. */
  readonly atMost?: Severity;
  /** Of the rule's findings with the same text here, only the first of the file is shown. */
  readonly once?: string;
  /** What the finding is about, when that is more than the reported node: rules that share it can share a finding. */
  readonly about?: TextRange;
}

/** A finding in offsets of the file. */
export interface Finding extends LocalFinding {
  readonly severity: Severity;
  /** What other rules found in the same place, and leave to this one. */
  readonly covers?: readonly Finding[];
}

export function shifted<F extends LocalFinding>(finding: F, by: number): F {
  const { anchor, about } = finding;
  return {
    ...finding,
    start: finding.start + by,
    end: finding.end + by,
    anchor: { ...anchor, start: anchor.start + by, end: anchor.end + by },
    ...(about ? { about: { start: about.start + by, end: about.end + by } } : {}),
  };
}
