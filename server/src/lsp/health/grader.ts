/**
 * Grades the projects of one workspace folder: scans it once, then keeps the grades up to date by looking again only at
 * what changed. A folder with a manifest of its own is a project; where there is none, the workspace folder is the only one.
 * Callers that ask while a scan runs share it; it is given up when all of them have cancelled, or the folder is gone.
 */
import type { WorkspaceFolder } from 'vscode-languageserver';
import type { ResolvedConfig } from '../../engine/config';
import { gradeInSteps, type HealthReport, type ProjectFacts } from '../../engine/project';
import type { PackedFindings } from '../../engine/packed-records';
import type { ActionResult, FolderHealth, WorkspaceHealth } from '../../protocol';
import type { Scan, ScanControl, ScanRequest } from '../host';
import type { Session } from '../session';
import { pathBelow, uriKey } from '../uri';
import { checkFile, type CheckedFile } from './check-file';
import { FolderGrades } from './folder-grades';
import { OpenFiles } from './open-files';
import { previewAction, type Proposal } from './preview-action';
import { findInProject } from './project-findings';
import { ScannedFolder } from './scanned-folder';

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
  readonly #grades: FolderGrades;
  readonly #open: OpenFiles;
  readonly #waiting = new Set<ScanControl>();
  /** Undefined while there is nothing to show: never graded, cancelled, or failed. */
  #scanned: ScannedFolder | undefined;
  /** Scans and updates run one after another. */
  #last: Promise<void> = Promise.resolve();
  #scanning: Promise<void> | undefined;
  #isActive = false;
  #isDisposed = false;

  constructor(session: Session, folder: WorkspaceFolder, onChange: (health: WorkspaceHealth) => void) {
    this.folder = folder;
    this.#session = session;
    this.#grades = new FolderGrades(folder, onChange);
    this.#open = new OpenFiles(session, folder.uri);
  }

  get projects(): readonly FolderHealth[] {
    return this.#grades.projects;
  }

  /** False until somebody asked for a grade: until then nothing is kept up to date. */
  get isActive(): boolean {
    return this.#isActive;
  }

  get isGraded(): boolean {
    return this.#scanned !== undefined;
  }

  knows(path: string): boolean {
    return this.#scanned?.paths.has(path) === true;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#grades.close();
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
      if (this.#scanned && !this.#isDisposed) await this.#updateOnce(this.#scanned, paths);
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
    if (!this.#scanned) await this.grade(control);
    if (!this.#scanned) return undefined;
    const { scan, findings } = this.#scanned;
    return { pythonFiles: [...scan.snapshot.metrics.keys()], findings };
  }

  async #preview(root: string, proposal: Proposal): Promise<ActionResult> {
    const scanned = await this.#scannedOnce();
    if (!scanned?.roots.includes(root))
      return { refused: this.projects[0]?.message ?? 'The folder has not been graded.' };
    return previewAction(
      proposal,
      this.#grades.uriOf(root),
      {
        readText: (uri) => this.#open.readText(uri),
        isWritable: (uri) => this.#session.host.isWritable(uri),
      },
      () => this.#factsOf(this.#scanned ?? scanned, root),
      (paths) => this.update(paths.map((path) => (root === '' ? path : `${root}/${path}`))),
    );
  }

  async #graded(root: string): Promise<Graded | undefined> {
    const scanned = await this.#scannedOnce();
    const config = await this.#config();
    const facts = scanned?.roots.includes(root) ? await this.#factsOf(scanned, root) : undefined;
    const report = this.#grades.reportOf(root);
    if (!scanned || !facts || !report) return undefined;
    const { findings, roots } = scanned;
    return { report, facts, config, findings, workspaceFolder: this.folder.uri, root, roots };
  }

  /** Graded first if nobody has asked yet. */
  async #scannedOnce(): Promise<ScannedFolder | undefined> {
    if (!this.#scanned) await this.grade();
    return this.#scanned;
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
    this.#grades.setState({ state: 'scanning' });
    try {
      const config = await this.#config();
      if (!config.enable) return this.#switchOff();
      const request = await this.#request(config);
      const scan = await (this.#scanned?.scan.again(request) ?? host.scanProject(this.folder.uri, request));
      if (scan) await this.#accept(scan);
      else this.#grades.setState({ state: this.projects.some(({ report }) => report) ? 'graded' : 'idle' });
    } catch (error) {
      log.error(`${this.folder.name} could not be graded`, error);
      const message = error instanceof Error ? error.message : String(error);
      this.#grades.setState({ state: 'failed', message });
    }
  }

  async #updateOnce(scanned: ScannedFolder, paths: readonly string[]): Promise<void> {
    const { host } = this.#session;
    const config = await this.#config();
    const others: string[] = [];
    let isChanged = false;
    for (const path of paths) {
      const checked = await this.#checkOpen(scanned, config, path);
      await host.pause();
      if (checked) isChanged = scanned.edit(path, checked) || isChanged;
      else others.push(path);
    }
    if (others.length > 0) {
      const changed = [...others, ...scanned.editedPaths];
      const next = await scanned.scan.rescan(changed, await this.#request(config));
      if (next) await this.#accept(next);
    } else if (isChanged) {
      await this.#regrade(scanned);
      await this.#share(scanned, config);
    }
  }

  /** Of the folder, and of each file that the last scan found in it. */
  #config(): Promise<ResolvedConfig> {
    return this.#session.configuration.forFiles(this.folder.uri, this.#scanned?.paths ?? []);
  }

  async #request(config: ResolvedConfig): Promise<ScanRequest> {
    return {
      config,
      configFor: (paths) => this.#session.configuration.forFiles(this.folder.uri, paths),
      trusted: this.#session.trusted,
      texts: this.#open.texts(),
      engine: await this.#session.engine(),
      isCancelled: () => this.#isCancelled(),
      onProgress: (done, total) => this.#waiting.forEach((control) => control.onProgress(done, total)),
    };
  }

  async #accept(scan: Scan): Promise<void> {
    for (const { rule, message } of scan.crashes) {
      this.#session.log.error(`Rule '${rule}' failed while ${this.folder.name} was scanned: ${message}`);
    }
    const { host } = this.#session;
    await host.pause();
    const scanned = (this.#scanned = new ScannedFolder(scan));
    await host.pause();
    await this.#regrade(scanned);
    await host.pause();
    const config = await this.#config();
    await host.inSteps(scanned.buildIndex(config, this.#session.trusted));
    await host.pause();
    await this.#share(scanned, config);
  }

  /** Tells the session what is known of the project now; open documents take it from there. */
  async #share({ index, scan }: ScannedFolder, config: ResolvedConfig): Promise<void> {
    if (!index || this.#isDisposed) return;
    const open = this.#open.texts();
    const textOf = (path: string): string | undefined => open.get(path) ?? scan.snapshot.text(path);
    const findings = await findInProject(this.#session, index, config, textOf);
    this.#session.projects.set(this.folder.uri, { index, findings });
  }

  /** The open document's own analysis, where it runs under the settings of the scan. */
  async #checkOpen(
    { scan }: ScannedFolder,
    config: ResolvedConfig,
    path: string,
  ): Promise<CheckedFile | undefined> {
    const settings = config.lintFor(path);
    const uri = this.#open.uris().get(path);
    if (!settings || uri === undefined || !scan.snapshot.metrics.has(path)) return undefined;
    const checked = (await this.#session.current(uri))?.checked;
    return checked?.settings === settings ? checkFile(checked.analysis) : undefined;
  }

  async #regrade(scanned: ScannedFolder): Promise<void> {
    const tool = { name: 'seaworthy', version: this.#session.host.version };
    const projects = new Map<string, Pick<FolderHealth, 'state' | 'report' | 'pythonFiles'>>();
    for (const path of scanned.roots) {
      const previous = this.#grades.reportOf(path);
      const root = path === '' ? this.folder.name : `${this.folder.name}/${path}`;
      const facts = await this.#factsOf(scanned, path);
      await this.#session.host.pause();
      const steps = gradeInSteps(facts, { root, tool, ...(previous ? { previous } : {}) });
      const report = await this.#session.host.inSteps(steps);
      projects.set(path, { state: 'graded', report, pythonFiles: report.counts.pythonFiles });
    }
    this.#grades.replace(projects);
  }

  /** Of one project, with its own settings. */
  async #factsOf(scanned: ScannedFolder, root: string): Promise<ProjectFacts> {
    const { configuration, trusted } = this.#session;
    const { config } = await configuration.forProject(this.#grades.uriOf(root), this.folder.uri);
    return scanned.facts(root, config, trusted);
  }

  #switchOff(): void {
    this.#scanned = undefined;
    this.#session.projects.set(this.folder.uri, undefined);
    const message = 'Seaworthy is switched off for this folder.';
    this.#grades.replace(new Map([['', { state: 'idle', message, pythonFiles: 0 }]]));
  }
}
