/** A scan, put together from the files of a project, their texts, and what the analysis found in each. */
import type { FileMetrics, ProjectSnapshot } from '../engine/project';
import { linesOf, type PackedFindings } from '../engine/packed-records';
import type { Analysed, Note } from './analyse-files';
import { Pacer } from './pacer';
import type { ProjectScan, ScanOptions } from './project';
import type { Listing, Texts } from './project-files';
import type { Walk } from './walk';

/** Without what the project's own rules find. */
export async function assemble(
  folder: string,
  { walked, git }: Listing,
  { texts, unreadable }: Texts,
  { records, notes, failures, crashes }: Analysed,
  { config, trusted }: ScanOptions,
): Promise<ProjectScan> {
  const metrics = new Map<string, FileMetrics>();
  const counts = new Map<string, Readonly<Record<string, number>>>();
  const findings = new Map<string, PackedFindings>();
  const pacer = new Pacer();
  for (const path of walked.python) {
    if (pacer.isDue) await pacer.pause();
    const record = records.get(path);
    if (!record) continue;
    if (record.metrics) metrics.set(path, record.metrics);
    if (record.findings === '') continue;
    counts.set(path, record.counts);
    findings.set(path, record.findings);
  }
  const skipped = [...unreadable, ...notes, ...failures].map(({ path, message }) => ({
    path,
    reason: message,
  }));
  const listed = walked.unreadable.filter(({ path }) => !skipped.some((other) => other.path === path));
  const isTruncated = walked.total > walked.python.length;
  const snapshot: ProjectSnapshot = {
    paths: walked.paths,
    text: lookupIn(texts),
    unreadable: byPath([...listed, ...skipped]),
    ...(isTruncated ? { truncated: { graded: metrics.size, total: walked.total } } : {}),
    environments: walked.environments,
    ...(git ? { git } : {}),
    trusted,
    metrics,
    findings: counts,
    findingLines: linesIn(findings),
  };
  return {
    folder,
    snapshot,
    records,
    findings,
    projectFindings: [],
    notes: notesOf(walked, notes, config),
    failures: byPath(failures),
    crashes,
  };
}

/** Files that were skipped or left out, and why. */
export function notesOf(
  { total, python }: Walk,
  notes: readonly Note[],
  { maxFiles }: ScanOptions['config'],
): readonly Note[] {
  const left = total - python.length;
  const message = `${left} Python files were left out: analysis.maxFiles is ${maxFiles}`;
  return [...(left > 0 ? [{ path: '', message }] : []), ...byPath(notes)];
}

/**
 * What a scan keeps as functions is made out here: a function holds on to all variables around it that any function uses
 * there, and so one scan would keep the scan before it.
 */
function lookupIn(texts: ReadonlyMap<string, string>): (path: string) => string | undefined {
  return (path) => texts.get(path);
}

function linesIn(
  findings: ReadonlyMap<string, PackedFindings>,
): NonNullable<ProjectSnapshot['findingLines']> {
  return (path, rule) => linesOf(findings.get(path), rule);
}

function byPath<T extends { readonly path: string }>(entries: readonly T[]): readonly T[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
