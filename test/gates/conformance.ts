/**
 * Agreement with Ruff, line by line, on real code: where a rule of ours names a code of Ruff's as its equivalent, both
 * should report the same lines. Where they do not, a checked-in reason has to explain it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import {
  settingsFor,
  type Analysis,
  type Engine,
  type LintSettings,
  type Rule,
} from '../../server/src/engine/index';
import type { Corpus } from '../harness/corpora';

export type Side = 'ours' | 'ruff';

/** A line that one side reports and the other does not. */
export interface Difference {
  readonly code: string;
  /** Who reports it. */
  readonly side: Side;
  /** `stdlib/json/tool.py`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly analysis: Analysis;
  /** Offset of the first character of the line that is no white space. */
  readonly offset: number;
}

/** Why a kind of difference is meant. */
export interface IntendedDifference {
  readonly codes: readonly string[];
  readonly side: Side;
  readonly reason: string;
  readonly explains: (difference: Difference) => boolean;
  /** Found only in corpora that the gate does not read: `npm run conformance` reads them all. */
  readonly isRare?: boolean;
}

export interface CodeTotals {
  both: number;
  ours: number;
  ruff: number;
  /** Lines of one side alone that no reason explains. */
  oursUnexplained: number;
  ruffUnexplained: number;
}

export interface ConformanceReport {
  files: number;
  readonly totals: ReadonlyMap<string, CodeTotals>;
  /** `file:line: code only by side: text`. */
  readonly unexplained: string[];
  /** How many differences each reason explained, in the order of the list. */
  readonly used: number[];
}

export interface ConformanceOptions {
  readonly engine: Engine;
  readonly corpora: readonly Corpus[];
  readonly codes: readonly string[];
  readonly intended: readonly IntendedDifference[];
  /** Only files whose name has this in it. */
  readonly filter?: string;
  /** Every n-th file of each corpus. */
  readonly every?: number;
  /** All rules run, and this sees each file too; otherwise only rules that stand for one of the codes run. */
  readonly onFile?: (analysis: Analysis, corpus: string) => void;
}

/** Not stable in Ruff yet. */
const previewCodes: ReadonlySet<string> = new Set(['PLW1514']);

/** Both linters, each set to the compared codes. */
interface Peers {
  readonly engine: Engine;
  readonly settings: LintSettings;
  /** Ruff knows some of the codes in preview mode only, and tells their names there. */
  readonly ruff: readonly Workspace[];
  readonly codeOfName: ReadonlyMap<string, string>;
  /** Codes of Ruff's that each rule of ours stands for. */
  readonly codesOf: ReadonlyMap<string, readonly string[]>;
}

export function runConformance(options: ConformanceOptions): ConformanceReport {
  const { corpora, codes, intended, filter = '', every = 1, onFile } = options;
  const peers = createPeers(options);
  const report: ConformanceReport = {
    files: 0,
    totals: new Map(codes.map((code) => [code, emptyTotals()])),
    unexplained: [],
    used: intended.map(() => 0),
  };
  for (const { name, folder, files } of corpora) {
    const wanted = files.filter((candidate) => `${name}/${candidate}`.includes(filter));
    for (const path of wanted.filter((_, index) => index % every === 0)) {
      report.files += 1;
      const analysis = peers.engine.open(path, readFileSync(join(folder, path), 'utf8'), peers.settings);
      try {
        compareFile(peers, analysis, `${name}/${path}`, intended, report);
        onFile?.(analysis, name);
      } finally {
        analysis.dispose();
      }
    }
  }
  return report;
}

function emptyTotals(): CodeTotals {
  return { both: 0, ours: 0, ruff: 0, oursUnexplained: 0, ruffUnexplained: 0 };
}

function createPeers({ engine, codes, onFile }: ConformanceOptions): Peers {
  const codesOf = codesByRule(engine.rules, codes);
  const rules = onFile ? engine.rules : engine.rules.filter((rule) => codesOf.has(rule.meta.name));
  const settings = settingsFor(rules);
  const workspace = (select: readonly string[], preview: boolean): Workspace =>
    new Workspace(
      { lint: { select: [...select], preview }, 'target-version': 'py39' },
      PositionEncoding.Utf16,
    );
  const previewed = codes.filter((code) => previewCodes.has(code));
  const stable = codes.filter((code) => !previewCodes.has(code));
  const ruff = [workspace(stable, false), ...(previewed.length > 0 ? [workspace(previewed, true)] : [])];
  const equivalents = engine.rules.flatMap(({ meta }) => meta.equivalents);
  const codeOfName = new Map(
    equivalents.flatMap(({ tool, code, name }): [string, string][] =>
      tool === 'ruff' && name !== undefined ? [[name, code]] : [],
    ),
  );
  return { engine, settings, ruff, codesOf, codeOfName };
}

function codesByRule(rules: readonly Rule[], codes: readonly string[]): Map<string, readonly string[]> {
  const found = rules.map(({ meta }): [string, string[]] => [
    meta.name,
    meta.equivalents
      .filter(({ tool, code }) => tool === 'ruff' && codes.includes(code))
      .map(({ code }) => code),
  ]);
  return new Map(found.filter(([, own]) => own.length > 0));
}

function compareFile(
  peers: Peers,
  analysis: Analysis,
  file: string,
  intended: readonly IntendedDifference[],
  report: ConformanceReport,
): void {
  const theirs = ruffLines(peers, analysis.source.text);
  const ours = ourLines(peers, analysis, theirs);
  for (const key of new Set([...ours, ...theirs])) {
    const [code = '', row = '0'] = key.split(':');
    const total = report.totals.get(code);
    // A syntax error of Ruff's has no code of ours.
    if (!total) continue;
    if (ours.has(key) && theirs.has(key)) {
      total.both += 1;
      continue;
    }
    const difference = describe(analysis, {
      code,
      side: ours.has(key) ? 'ours' : 'ruff',
      file,
      line: Number(row),
    });
    total[difference.side] += 1;
    const index = intended.findIndex(
      (entry) => entry.side === difference.side && entry.codes.includes(code) && entry.explains(difference),
    );
    if (index >= 0) {
      report.used[index] = (report.used[index] ?? 0) + 1;
    } else {
      total[difference.side === 'ours' ? 'oursUnexplained' : 'ruffUnexplained'] += 1;
      report.unexplained.push(
        `${file}:${row}: ${code} only by ${difference.side}: ${difference.text.trim()}`,
      );
    }
  }
}

/**
 * `code:row` of each finding. A rule that stands for several codes is taken for the ones that Ruff reports on the line,
 * for the first where it reports none of them.
 */
function ourLines(
  { codesOf }: Peers,
  { findings, source }: Analysis,
  theirs: ReadonlySet<string>,
): Set<string> {
  // What one finding says for several rules counts for each of them.
  const all = findings.flatMap((finding) => [finding, ...(finding.covers ?? [])]);
  const keys = all.flatMap(({ rule, start }) => {
    const own = (codesOf.get(rule) ?? []).map((code) => `${code}:${source.lineAt(start) + 1}`);
    const shared = own.filter((key) => theirs.has(key));
    return shared.length > 0 ? shared : own.slice(0, 1);
  });
  return new Set(keys);
}

function ruffLines({ ruff, codeOfName }: Peers, text: string): Set<string> {
  const found = ruff.flatMap((workspace) => workspace.check(text) as Diagnostic[]);
  return new Set(
    found.map(({ code, start_location: { row } }) => `${codeOfName.get(code ?? '') ?? code}:${row}`),
  );
}

function describe(
  analysis: Analysis,
  place: Pick<Difference, 'code' | 'side' | 'file' | 'line'>,
): Difference {
  const { source } = analysis;
  const text = source.lineText(place.line - 1);
  const offset = source.lineStart(place.line - 1) + (text.length - text.trimStart().length);
  return { ...place, text, analysis, offset };
}
