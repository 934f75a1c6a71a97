/** What is known of a workspace folder: its last scan, and in place of that what open documents hold since. */
import type { ResolvedConfig } from '../../engine/config';
import {
  buildFacts,
  factsOptions,
  findRoots,
  indexInSteps,
  pathSet,
  snapshotAt,
  type ProjectFacts,
  type ProjectIndex,
  type ProjectSnapshot,
  type Steps,
} from '../../engine/project';
import { linesOf, noFindings, type PackedFindings } from '../../engine/packed-records';
import type { Scan } from '../host';
import type { CheckedFile } from './check-file';
import { laidOver } from './layered-map';

export class ScannedFolder {
  readonly scan: Scan;
  readonly paths: ReadonlySet<string>;
  /** Paths of the projects, '' for the folder itself. */
  readonly roots: readonly string[];
  /** Open documents that have changed since the scan. */
  readonly #edited = new Map<string, CheckedFile>();
  #index: ProjectIndex | undefined;

  constructor(scan: Scan) {
    this.scan = scan;
    this.paths = pathSet(scan.snapshot.paths);
    const roots = findRoots(scan.snapshot.paths);
    this.roots = roots.length > 0 ? roots : [''];
  }

  /** Of the whole folder; undefined until `buildIndex`. */
  get index(): ProjectIndex | undefined {
    return this.#index;
  }

  get editedPaths(): Iterable<string> {
    return this.#edited.keys();
  }

  /** Of Python files that have findings, by path. */
  get findings(): ReadonlyMap<string, PackedFindings> {
    return laidOver(
      this.scan.findings,
      new Map([...this.#edited].map(([path, { records }]) => [path, records])),
    );
  }

  *buildIndex(config: ResolvedConfig, trusted: boolean): Steps<void> {
    const facts = buildFacts(this.#snapshot(trusted), factsOptions(config));
    this.#index = yield* indexInSteps(facts);
  }

  /** Takes what an open document holds now. True when it makes a difference. */
  edit(path: string, checked: CheckedFile): boolean {
    const { snapshot, findings } = this.scan;
    const before = this.#edited.get(path) ?? {
      metrics: snapshot.metrics.get(path),
      findings: snapshot.findings.get(path) ?? {},
      records: findings.get(path) ?? noFindings,
    };
    this.#edited.set(path, checked);
    this.#index?.replace(path, checked.metrics);
    return JSON.stringify(before) !== JSON.stringify(checked);
  }

  /** Of one project, under its own settings. */
  facts(root: string, config: ResolvedConfig, trusted: boolean): ProjectFacts {
    const all = this.#snapshot(trusted);
    return buildFacts(
      this.roots.length === 1 && root === '' ? all : snapshotAt(all, root, this.roots),
      factsOptions(config),
    );
  }

  #snapshot(trusted: boolean): ProjectSnapshot {
    const { snapshot, findings } = this.scan;
    const edited = [...this.#edited];
    return {
      ...snapshot,
      text: (path: string) => snapshot.text(path),
      findingLines: (path: string, rule: string) =>
        linesOf(this.#edited.get(path)?.records ?? findings.get(path), rule),
      trusted,
      metrics: laidOver(snapshot.metrics, new Map(edited.map(([path, { metrics }]) => [path, metrics]))),
      findings: laidOver(
        snapshot.findings,
        new Map(edited.map(([path, { findings: counts }]) => [path, counts])),
      ),
    };
  }
}
