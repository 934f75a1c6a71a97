/** Small projects as plain records: makes snapshots of them, applies edits, grades. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import {
  buildFacts,
  collectMetrics,
  configFilePatterns,
  gradeProject,
  type FactsOptions,
  type FileMetrics,
  type GitSnapshot,
  type HealthCheck,
  type HealthReport,
  type ProjectEdit,
  type ProjectFacts,
  type ProjectSnapshot,
} from '../../../server/src/engine/project';
import { PythonParser } from '../../../server/src/engine/syntax/parser';
import { applyEdits } from '../../../server/src/engine/syntax/edits';

export type Files = Readonly<Record<string, string>>;

export interface SnapshotExtras {
  readonly git?: Partial<GitSnapshot> | false;
  readonly findings?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Lines of findings, where a host keeps them. */
  readonly lines?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly environments?: readonly string[];
  readonly unreadable?: readonly string[];
  readonly truncated?: { readonly graded: number; readonly total: number };
}

const grammar = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../grammars/${name}.wasm`, import.meta.url)));

export const parser = await PythonParser.load({
  runtime: grammar('web-tree-sitter'),
  python: grammar('tree-sitter-python'),
});

export function metricsOf(source: string): FileMetrics {
  const tree = parser.parse(source);
  try {
    return collectMetrics(tree.rootNode, source);
  } finally {
    parser.release(tree);
  }
}

const loaded = picomatch([...configFilePatterns], { dot: true });
const gitRoot: GitSnapshot = { pathFromRepository: '', repositoryFiles: new Map(), tracked: new Set() };

/** A git repository unless `git` is false; only files that a host would load have a text. */
export function snapshotOf(files: Files, extras: SnapshotExtras = {}): ProjectSnapshot {
  const metrics = new Map<string, FileMetrics>();
  for (const [path, text] of Object.entries(files))
    if (path.endsWith('.py')) metrics.set(path, metricsOf(text));
  const missing = new Set(extras.unreadable ?? []);
  return {
    paths: Object.keys(files).sort(),
    text: (path) => (loaded(path) && !missing.has(path) ? files[path] : undefined),
    unreadable: [...missing].map((path) => ({ path, reason: 'permission denied' })),
    trusted: true,
    metrics,
    findings: new Map(Object.entries(extras.findings ?? {})),
    ...(extras.lines ? { findingLines: (path, rule) => extras.lines?.[path]?.[rule] ?? [] } : {}),
    ...(extras.environments ? { environments: extras.environments } : {}),
    ...(extras.truncated ? { truncated: extras.truncated } : {}),
    ...(extras.git === false ? {} : { git: { ...gitRoot, ...extras.git } }),
  };
}

export function factsOf(files: Files, extras: SnapshotExtras = {}, options: FactsOptions = {}): ProjectFacts {
  return buildFacts(snapshotOf(files, extras), options);
}

export const naming = { root: 'sample', tool: { name: 'seaworthy', version: '0.0.0' } } as const;

export function gradeFiles(
  files: Files,
  extras: SnapshotExtras = {},
  options: FactsOptions = {},
): HealthReport {
  return gradeProject(factsOf(files, extras, options), naming);
}

export function checkIn(report: HealthReport, name: string): HealthCheck {
  const found = report.topics.flatMap((topic) => topic.checks).find((check) => check.id === name);
  if (!found) throw new Error(`no check ${name} in the report`);
  return found;
}

/** The files after an edit; refuses to overwrite, as every host must. */
export function applyProjectEdit(files: Files, edit: ProjectEdit): Files {
  const result: Record<string, string> = { ...files };
  for (const change of edit.files) {
    if ('create' in change) {
      if (change.path in result) throw new Error(`${change.path} would be overwritten`);
      result[change.path] = change.create;
    } else {
      const before = result[change.path];
      if (before === undefined) throw new Error(`${change.path} does not exist`);
      result[change.path] = applyEdits(before, change.edits);
    }
  }
  return result;
}
