/**
 * Grades the projects of one workspace folder: scans it once, then keeps the grades up to date by looking again only at
 * what changed. A folder with a manifest of its own is a project; where there is none, the workspace folder is the only one.
 * Callers that ask while a scan runs share it; it is given up when all of them have cancelled, or the folder is gone.
 */
import type { WorkspaceFolder } from 'vscode-languageserver';
import type { ResolvedConfig } from '../../engine/config';
import {
  buildFacts,
  createProjectIndex,
  factsOptions,
  findRoots,
  gradeInSteps,
  snapshotAt,
  type HealthReport,
  type ProjectFacts,
  type ProjectIndex,
  type ProjectSnapshot,
} from '../../engine/project';
import { linesOf, noFindings, type PackedFindings } from '../../engine/packed-records';
import type { ActionResult, FolderHealth, WorkspaceHealth } from '../../protocol';
import type { Scan, ScanControl, ScanRequest } from '../host';
import type { Session } from '../session';
import { joinUri, pathBelow, uriKey } from '../uri';
import { checkFile, type CheckedFile } from './check-file';
import { previewAction, type Proposal } from './preview-action';
import { findInProject } from './project-findings';

const background: ScanControl = { isCancelled: () => false, onProgress: () => undefined };

/** What the present grade was made of. */
export interface Graded {
  readonly report: HealthReport;
  readonly facts: ProjectFacts;
  /** Settings of the workspace folder and of each file in it, which they were checked with. */
  readonly config: ResolvedConfig;
  /** Of Python files of the workspace folder that have findings, by path in that. */
  readonly findings: ReadonlyMap<string, PackedFindings>;
  readonly workspaceFolder: string;
  /** Path of the project in the workspace folder, '' for that itself, among those of all projects. */
  readonly root: string;
  readonly roots: readonly string[];
}

/** A workspace folder with all its projects. */
export interface CheckedFolder extends Pick<Graded, 'findings'> {
  readonly pythonFiles: readonly string[];
}

/** One project of a workspace folder. */
export interface Project {
  /** Graded first if nobody has asked yet; undefined where that failed. */
  readonly graded: () => Promise<Graded | undefined>;
  readonly preview: (proposal: Proposal) => Promise<ActionResult>;
}

export class Grader {
  readonly folder: WorkspaceFolder;
  readonly #session: Session;
  readonly #onChange: (health: WorkspaceHealth) => void;
  readonly #waiting = new Set<ScanControl>();
  #projects: readonly FolderHealth[];
  #sent: string;
  #scan: Scan | undefined;
  #index: ProjectIndex | undefined;
  #paths: ReadonlySet<string> = new Set();
  #roots: readonly string[] = [''];
  /** Open documents that have changed since the scan. */
  #edited = new Map<string, CheckedFile>();
  /** Scans and updates run one after another. */
  #last: Promise<void> = Promise.resolve();
  #scanning: Promise<void> | undefined;
  #isActive = false;
  #isDisposed = false;

  constructor(session: Session, folder: WorkspaceFolder, onChange: (health: WorkspaceHealth) => void) {
    this.folder = folder;
    this.#session = session;
    this.#onChange = onChange;
    this.#projects = [this.#named('', { state: 'idle', pythonFiles: 0 })];
    this.#sent = JSON.stringify(this.#projects);
  }

  get projects(): readonly FolderHealth[] {
    return this.#projects;
  }

  /** False until somebody asked for a grade: until then nothing is kept up to date. */
  get isActive(): boolean {
    return this.#isActive;
  }

  /** False while there is nothing to show: never graded, cancelled, or failed. */
  get isGraded(): boolean {
    return this.#scan !== undefined;
  }

  knows(path: string): boolean {
    return this.#paths.has(path);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#session.projects.set(this.folder.uri, undefined);
  }

  /** Scans the folder and grades it. Never throws: a failure is a state. */
  async grade(control: ScanControl = background): Promise<void> {
    this.#isActive = true;
    this.#waiting.add(control);
    try {
      this.#scanning ??= this.#enqueue(() => this.#scanOnce()).finally(() => (this.#scanning = undefined));
      await this.#scanning;
    } finally {
      this.#waiting.delete(control);
    }
  }

  /** Works files that were changed, created or deleted (paths relative to the folder) into the grade. */
  async update(paths: readonly string[]): Promise<void> {
    await this.#enqueue(async () => {
      if (this.#scan && !this.#isDisposed) await this.#updateOnce(this.#scan, paths);
    });
  }

  /** The project in this folder; undefined for a URI outside of this workspace folder. */
  project(folder: string): Project | undefined {
    const isAll = uriKey(folder) === uriKey(this.folder.uri);
    const root = isAll ? '' : pathBelow(this.folder.uri, folder);
    if (root === undefined) return undefined;
    return { graded: () => this.#graded(root), preview: (proposal) => this.#preview(root, proposal) };
  }

  /** What was found in the whole folder, graded first if nobody has asked yet; undefined where that failed. */
  async checked(control: ScanControl): Promise<CheckedFolder | undefined> {
    if (!this.#scan) await this.grade(control);
    if (!this.#scan) return undefined;
    return { pythonFiles: [...this.#scan.snapshot.metrics.keys()], findings: this.#findings(this.#scan) };
  }

  #findings({ findings }: Scan): Graded['findings'] {
    const edited = [...this.#edited].map(([path, { records }]) => [path, records] as const);
    return new Map([...findings, ...edited]);
  }

  async #preview(root: string, proposal: Proposal): Promise<ActionResult> {
    if (!this.#scan) await this.grade();
    if (!this.#scan || !this.#roots.includes(root))
      return { refused: this.#projects[0]?.message ?? 'The folder has not been graded.' };
    return previewAction(
      proposal,
      this.#uriOf(root),
      {
        readText: (uri) => this.#readText(uri),
        isWritable: (uri) => this.#session.host.isWritable(uri),
      },
      () => this.#factsOf(root),
      (paths) => this.update(paths.map((path) => (root === '' ? path : `${root}/${path}`))),
    );
  }

  async #graded(root: string): Promise<Graded | undefined> {
    if (!this.#scan) await this.grade();
    const config = await this.#config();
    const facts = this.#scan && this.#roots.includes(root) ? await this.#factsOf(root) : undefined;
    const report = this.#projects.find(({ folder }) => folder === this.#uriOf(root))?.report;
    if (!this.#scan || !facts || !report) return undefined;
    const findings = this.#findings(this.#scan);
    const workspaceFolder = this.folder.uri;
    return { report, facts, config, findings, workspaceFolder, root, roots: this.#roots };
  }

  #uriOf(root: string): string {
    return root === '' ? this.folder.uri : joinUri(this.folder.uri, root);
  }

  #named(
    root: string,
    health: Pick<FolderHealth, 'state' | 'message' | 'report' | 'pythonFiles'>,
  ): FolderHealth {
    const name = root === '' ? this.folder.name : root;
    return { folder: this.#uriOf(root), workspaceFolder: this.folder.uri, name, ...health };
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }

  #isCancelled(): boolean {
    if (this.#isDisposed) return true;
    return this.#waiting.size > 0 && [...this.#waiting].every((control) => control.isCancelled());
  }

  async #scanOnce(): Promise<void> {
    const { host, log } = this.#session;
    this.#publish({ state: 'scanning' });
    try {
      const config = await this.#config();
      if (!config.enable) return this.#switchOff();
      const request = await this.#request(config);
      const scan = await (this.#scan?.again(request) ?? host.scanProject(this.folder.uri, request));
      if (scan) await this.#accept(scan);
      else this.#publish({ state: this.#projects.some(({ report }) => report) ? 'graded' : 'idle' });
    } catch (error) {
      log.error(`${this.folder.name} could not be graded`, error);
      this.#publish({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #updateOnce(scan: Scan, paths: readonly string[]): Promise<void> {
    const config = await this.#config();
    const others: string[] = [];
    let isChanged = false;
    for (const path of paths) {
      const checked = await this.#checkOpen(config, path);
      if (checked) isChanged = this.#edit(path, checked) || isChanged;
      else others.push(path);
    }
    if (others.length > 0) {
      const next = await scan.rescan([...others, ...this.#edited.keys()], await this.#request(config));
      if (next) await this.#accept(next);
    } else if (isChanged) {
      await this.#regrade();
      await this.#share(config);
    }
  }

  /** Of the folder, and of each file that the last scan found in it. */
  #config(): Promise<ResolvedConfig> {
    return this.#session.configuration.forFiles(this.folder.uri, this.#paths);
  }

  async #request(config: ResolvedConfig): Promise<ScanRequest> {
    return {
      config,
      configFor: (paths) => this.#session.configuration.forFiles(this.folder.uri, paths),
      trusted: this.#session.trusted,
      texts: this.#openTexts(),
      engine: await this.#session.engine(),
      isCancelled: () => this.#isCancelled(),
      onProgress: (done, total) => this.#waiting.forEach((control) => control.onProgress(done, total)),
    };
  }

  async #accept(scan: Scan): Promise<void> {
    for (const { rule, message } of scan.crashes) {
      this.#session.log.error(`Rule '${rule}' failed while ${this.folder.name} was scanned: ${message}`);
    }
    this.#scan = scan;
    this.#paths = new Set(scan.snapshot.paths);
    this.#edited = new Map();
    const roots = findRoots(scan.snapshot.paths);
    this.#roots = roots.length > 0 ? roots : [''];
    await this.#regrade();
    await this.#session.host.pause();
    const config = await this.#config();
    this.#index = createProjectIndex(buildFacts(this.#snapshot(), factsOptions(config)));
    await this.#session.host.pause();
    await this.#share(config);
  }

  /** Tells the session what is known of the project now; open documents take it from there. */
  async #share(config: ResolvedConfig): Promise<void> {
    const index = this.#index;
    if (!index || this.#isDisposed) return;
    const open = this.#openTexts();
    const textOf = (path: string): string | undefined => open.get(path) ?? this.#scan?.snapshot.text(path);
    const findings = await findInProject(this.#session, index, config, textOf);
    this.#session.projects.set(this.folder.uri, { index, findings });
  }

  /** The open document's own analysis, where it runs under the folder's settings. */
  async #checkOpen(config: ResolvedConfig, path: string): Promise<CheckedFile | undefined> {
    const settings = config.lintFor(path);
    const uri = this.#openDocuments().get(path);
    if (!settings || uri === undefined || !this.#scan?.snapshot.metrics.has(path)) return undefined;
    const checked = (await this.#session.current(uri))?.checked;
    return checked?.settings === settings ? checkFile(checked.analysis) : undefined;
  }

  /** True when it makes a difference. */
  #edit(path: string, checked: CheckedFile): boolean {
    const snapshot = this.#scan?.snapshot;
    const before = this.#edited.get(path) ?? {
      metrics: snapshot?.metrics.get(path),
      findings: snapshot?.findings.get(path) ?? {},
      records: this.#scan?.findings.get(path) ?? noFindings,
    };
    this.#edited.set(path, checked);
    this.#index?.replace(path, checked.metrics);
    return JSON.stringify(before) !== JSON.stringify(checked);
  }

  async #regrade(): Promise<void> {
    const tool = { name: 'seaworthy', version: this.#session.host.version };
    const projects: FolderHealth[] = [];
    for (const path of this.#roots) {
      const previous = this.#projects.find(({ folder }) => folder === this.#uriOf(path))?.report;
      const root = path === '' ? this.folder.name : `${this.folder.name}/${path}`;
      const facts = await this.#factsOf(path);
      const steps = gradeInSteps(facts, { root, tool, ...(previous ? { previous } : {}) });
      const report = await this.#session.inSteps(steps);
      const { pythonFiles } = report.counts;
      projects.push(this.#named(path, { state: 'graded', report, pythonFiles }));
    }
    this.#replace(projects);
  }

  /** Of one project, with its own settings. */
  async #factsOf(root: string): Promise<ProjectFacts> {
    const { config } = await this.#session.configuration.forProject(this.#uriOf(root), this.folder.uri);
    const all = this.#snapshot();
    return buildFacts(
      this.#roots.length === 1 && root === '' ? all : snapshotAt(all, root, this.#roots),
      factsOptions(config),
    );
  }

  /** The last scan with what open documents hold now. */
  #snapshot(): ProjectSnapshot {
    if (!this.#scan) throw new Error('facts were asked for before the first scan');
    const { snapshot, findings } = this.#scan;
    const edited = [...this.#edited];
    return {
      ...snapshot,
      text: (path: string) => snapshot.text(path),
      findingLines: (path: string, rule: string) =>
        linesOf(this.#edited.get(path)?.records ?? findings.get(path), rule),
      trusted: this.#session.trusted,
      metrics: new Map([
        ...snapshot.metrics,
        ...edited.map(([path, { metrics }]) => [path, metrics] as const),
      ]),
      findings: new Map([
        ...snapshot.findings,
        ...edited.map(([path, { findings }]) => [path, findings] as const),
      ]),
    };
  }

  #switchOff(): void {
    this.#scan = undefined;
    this.#index = undefined;
    this.#session.projects.set(this.folder.uri, undefined);
    this.#paths = new Set();
    this.#roots = [''];
    const message = 'Seaworthy is switched off for this folder.';
    this.#replace([this.#named('', { state: 'idle', message, pythonFiles: 0 })]);
  }

  /** URIs of open Python files by path below the folder. */
  #openDocuments(): ReadonlyMap<string, string> {
    const open = new Map<string, string>();
    for (const { uri, languageId } of this.#session.documents.values()) {
      const path = languageId === 'python' ? pathBelow(this.folder.uri, uri) : undefined;
      if (path !== undefined && !path.includes('#')) open.set(path, uri);
    }
    return open;
  }

  /** What an editor shows of a Python file, else what is on disk. */
  async #readText(uri: string): Promise<string | undefined> {
    const isOpen = [...this.#openDocuments().values()].includes(uri);
    const text = isOpen ? this.#session.documents.get(uri)?.source.text : undefined;
    return text ?? (await this.#session.host.readText(uri));
  }

  #openTexts(): ReadonlyMap<string, string> {
    const { documents } = this.#session;
    return new Map(
      [...this.#openDocuments()].map(([path, uri]) => [path, documents.get(uri)?.source.text ?? '']),
    );
  }

  /** Another state with the reports of before. */
  #publish(change: Pick<FolderHealth, 'state' | 'message'>): void {
    this.#replace(
      this.#projects.map(({ folder, workspaceFolder, name, report, pythonFiles }) => ({
        ...{ folder, workspaceFolder, name, pythonFiles },
        ...(report ? { report } : {}),
        ...change,
      })),
    );
  }

  #replace(projects: readonly FolderHealth[]): void {
    this.#projects = projects;
    const text = JSON.stringify(projects);
    if (this.#isDisposed || text === this.#sent) return;
    this.#sent = text;
    this.#onChange({ folder: this.folder.uri, projects });
  }
}
