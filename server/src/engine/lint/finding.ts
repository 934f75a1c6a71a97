/** Findings: plain data in UTF-16 offsets. */
import type { TextRange } from '../syntax/text';
import type { Report } from './context';
import type { Rule, Severity } from './rule';

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

/** What `rule` reports, relative to `origin`. */
export function localFinding(rule: Rule, report: Report<unknown>, origin: number): LocalFinding {
  const { node, message, range, about, once } = report;
  const template = rule.meta.messages[message];
  if (template === undefined) throw new Error(`rule ${rule.meta.name} has no message '${message}'`);
  const start = node.startIndex;
  const end = node.endIndex;
  return {
    rule: rule.meta.name,
    messageId: message,
    message: fill(template, report.values ?? {}),
    start: (range?.start ?? start) - origin,
    end: (range?.end ?? end) - origin,
    anchor: { start: start - origin, end: end - origin, kind: node.type },
    data: report.data,
    ...(report.atMost ? { atMost: report.atMost } : {}),
    ...(once === undefined ? {} : { once }),
    ...(about ? { about: { start: about.startIndex - origin, end: about.endIndex - origin } } : {}),
  };
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
