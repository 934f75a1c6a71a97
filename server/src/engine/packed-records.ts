/**
 * Records as text: so they cross threads, lie in caches, and wait for somebody to ask. A project of ten thousand files
 * has more findings than source lines to look at at once; as objects they would take five times the memory.
 */
import { emptyMetrics } from './project/metrics';
import type { FileMetrics } from './project/metrics/types';
import type { FindingRecord, FixRecord, Place, UnknownRuleRecord } from './records';

declare const packed: unique symbol;

/** The findings of one file, '' for none. Equal findings make equal texts. */
export type PackedFindings = string & { readonly [packed]: 'findings' };

/** Questions about the project, each with a print of the answer that was given. */
export type Asks = readonly (readonly [question: string, print: string])[];

export type Counts = Readonly<Record<string, number>>;

/** What is kept of one file after its analysis. */
export interface FileRecord {
  readonly findings: PackedFindings;
  /** Findings by rule. */
  readonly counts: Counts;
  readonly metrics?: FileMetrics | undefined;
  readonly asks?: Asks | undefined;
  /** The same as text, where it is at hand. */
  readonly packedAsks?: string;
  /** Names in comments that silence nothing. */
  readonly unknownRules?: readonly UnknownRuleRecord[] | undefined;
  /** What it depends on, where somebody wants to know whether it still holds. */
  readonly key?: string | undefined;
}

/** The same as text: JSON, '' for what is not there. */
export interface PackedRecord {
  readonly findings: PackedFindings;
  readonly metrics: string;
  readonly asks: string;
  readonly unknownRules: string;
}

/** What the analysis of one file has found. */
export interface Found {
  readonly findings: readonly FindingRecord[];
  readonly metrics?: FileMetrics | undefined;
  readonly asks?: Asks;
  readonly unknownRules?: readonly UnknownRuleRecord[];
}

/** What several findings of a file may have in common. */
type Head = readonly [rule: string, severity: FindingRecord['severity'], message: string, messageId: string];

interface Layout {
  readonly heads: readonly Head[];
  /** Of each finding: number of its head, start line, start column, end line, end column. */
  readonly places: readonly number[];
  /** Of each finding, its columns in code points; absent where they are those in code units. */
  readonly points?: readonly (readonly [start: number, end: number])[];
  readonly fixes?: readonly (readonly FixRecord[] | null)[];
}

const placeLength = 5;

export const noFindings = '' as PackedFindings;

export function packFindings(findings: readonly FindingRecord[]): PackedFindings {
  if (findings.length === 0) return noFindings;
  const heads: Head[] = [];
  const numbers = new Map<string, number>();
  const places: number[] = [];
  for (const { rule, messageId, severity, message, start, end } of findings) {
    const key = `${rule}\n${messageId}\n${severity}\n${message}`;
    const number = numbers.get(key) ?? numbers.size;
    if (number === numbers.size) {
      numbers.set(key, number);
      heads.push([rule, severity, message, messageId]);
    }
    places.push(number, start.line, start.column, end.line, end.column);
  }
  const isWide = findings.some(({ start, end }) => start.point !== start.column || end.point !== end.column);
  return JSON.stringify({
    heads,
    places,
    ...(isWide ? { points: findings.map(({ start, end }) => [start.point, end.point] as const) } : {}),
    ...(findings.some(({ fixes }) => fixes) ? { fixes: findings.map(({ fixes }) => fixes ?? null) } : {}),
  } satisfies Layout) as PackedFindings;
}

export function unpackFindings(findings: PackedFindings): readonly FindingRecord[] {
  const { heads, places, points, fixes } = layoutOf(findings);
  return Array.from({ length: places.length / placeLength }, (_, index): FindingRecord => {
    const at = index * placeLength;
    const [rule, severity, message, messageId] = heads[places[at] ?? 0] ?? noHead;
    const own = points?.[index];
    const start = placeOf(places[at + 1], places[at + 2], own?.[0]);
    const end = placeOf(places[at + 3], places[at + 4], own?.[1]);
    const offered = fixes?.[index];
    return { rule, messageId, severity, message, start, end, ...(offered ? { fixes: offered } : {}) };
  });
}

/** Lines, 1-based, in which a rule found something. */
export function linesOf(findings: PackedFindings | undefined, rule: string): readonly number[] {
  if (!findings) return [];
  const { heads, places } = outlineOf(findings);
  const lines: number[] = [];
  for (let at = 0; at < places.length; at += placeLength)
    if (heads[places[at] ?? 0]?.[0] === rule) lines.push((places[at + 1] ?? 0) + 1);
  return lines;
}

/** Findings by rule, as the health engine counts them. */
export function countByRule(findings: PackedFindings): Counts {
  const counts: Record<string, number> = {};
  const { heads, places } = outlineOf(findings);
  for (let at = 0; at < places.length; at += placeLength) {
    const [rule] = heads[places[at] ?? 0] ?? noHead;
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

/** Without the findings of these rules. */
export function withoutRules(record: FileRecord, rules: ReadonlySet<string>): FileRecord {
  if (rules.size === 0) return record;
  const findings = packFindings(unpackFindings(record.findings).filter(({ rule }) => !rules.has(rule)));
  return { ...record, findings, counts: countByRule(findings) };
}

const noHead: Head = ['', 'hint', '', ''];

function layoutOf(findings: PackedFindings): Layout {
  return findings === '' ? { heads: [], places: [] } : (JSON.parse(findings) as Layout);
}

/** Without the fixes, which are most of the text and come last in it. Inside of strings a quote has a backslash before it. */
function outlineOf(findings: PackedFindings): Pick<Layout, 'heads' | 'places'> {
  const end = findings.indexOf(',"fixes":');
  return layoutOf(end < 0 ? findings : (`${findings.slice(0, end)}}` as PackedFindings));
}

function placeOf(line = 0, column = 0, point = column): Place {
  return { line, column, point };
}

export function packRecord({ findings, metrics, asks = [], unknownRules = [] }: Found): PackedRecord {
  return {
    findings: packFindings(findings),
    metrics: metrics ? JSON.stringify(differing(plain(metrics), plain(emptyMetrics)) ?? {}) : '',
    asks: listOf(asks),
    unknownRules: listOf(unknownRules),
  };
}

export type Unpack = (record: PackedRecord, key?: string) => FileRecord;

export function createUnpacker(): Unpack {
  const asksOf = createAsksReader();
  return ({ findings, metrics, asks, unknownRules }, key) => ({
    findings,
    counts: countByRule(findings),
    ...(key === undefined ? {} : { key }),
    ...(metrics === '' ? {} : { metrics: unpackMetrics(metrics) }),
    ...(asks === '' ? {} : { asks: asksOf(asks) }),
    ...(unknownRules === '' ? {} : { unknownRules: readUnknownRules(unknownRules) }),
  });
}

/** Records that are read when somebody asks, and hold their text until they go: for a run that needs few of them whole. */
export function createLateUnpacker(): Unpack {
  const asksOf = createAsksReader();
  return (packed, key) => {
    const { findings, asks, unknownRules } = packed;
    let counts: Counts | undefined;
    let metrics: FileMetrics | undefined;
    return {
      findings,
      key,
      packedAsks: asks,
      get counts() {
        return (counts ??= countByRule(findings));
      },
      get metrics() {
        return (metrics ??= packed.metrics === '' ? undefined : unpackMetrics(packed.metrics));
      },
      get asks() {
        return asks === '' ? undefined : asksOf(asks);
      },
      get unknownRules() {
        return unknownRules === '' ? undefined : readUnknownRules(unknownRules);
      },
    };
  };
}

/** Equal for records that asked the same and were told the same. */
export function asksAsText(record: FileRecord): string {
  return record.packedAsks ?? listOf(record.asks ?? []);
}

function listOf(items: readonly unknown[]): string {
  return items.length > 0 ? JSON.stringify(items) : '';
}

/** Files often ask the same: records of one unpacker share what they asked. */
function createAsksReader(): (text: string) => Asks {
  const known = new Map<string, Asks>();
  return (text) => {
    const asks = known.get(text) ?? (JSON.parse(text) as Asks);
    known.set(text, asks);
    return asks;
  };
}

function readUnknownRules(text: string): readonly UnknownRuleRecord[] {
  return JSON.parse(text) as UnknownRuleRecord[];
}

/** What a file has nothing of, it shares with all others: most counts of most files are zero. */
function unpackMetrics(text: string): FileMetrics {
  return filled(JSON.parse(text) as Plain, plain(emptyMetrics)) as unknown as FileMetrics;
}

type Plain = Readonly<Record<string, unknown>>;

const plain = (value: object): Plain => value as Plain;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The part of `value` that is not as in `usual`; undefined where all of it is. */
function differing(value: Plain, usual: Plain): Plain | undefined {
  let part: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const own = differingValue(value[key], usual[key]);
    if (own !== undefined) (part ??= {})[key] = own;
  }
  return part;
}

function differingValue(value: unknown, usual: unknown): unknown {
  if (isPlain(value) && isPlain(usual)) return differing(value, usual);
  const isEmpty = Array.isArray(value) && value.length === 0 && Array.isArray(usual) && usual.length === 0;
  return value === usual || isEmpty ? undefined : value;
}

function filled(part: Plain, usual: Plain): Plain {
  const whole: Record<string, unknown> = { ...usual };
  for (const key of Object.keys(part)) {
    const [own, base] = [part[key], usual[key]];
    whole[key] = isPlain(own) && isPlain(base) ? filled(own, base) : own;
  }
  return whole;
}
