/** The grades of a workspace folder's projects as clients see them; they are told what has changed. */
import type { WorkspaceFolder } from 'vscode-languageserver';
import type { HealthReport } from '../../engine/project';
import type { FolderHealth, WorkspaceHealth } from '../../protocol';
import { joinUri } from '../uri';

type Health = Pick<FolderHealth, 'state' | 'message' | 'report' | 'pythonFiles'>;

export class FolderGrades {
  readonly #folder: WorkspaceFolder;
  readonly #onChange: (health: WorkspaceHealth) => void;
  #projects: readonly FolderHealth[];
  #sent: string;
  #isClosed = false;

  constructor(folder: WorkspaceFolder, onChange: (health: WorkspaceHealth) => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#projects = [this.#named('', { state: 'idle', pythonFiles: 0 })];
    this.#sent = this.#projects.map(textOf).join('\n');
  }

  get projects(): readonly FolderHealth[] {
    return this.#projects;
  }

  /** Nobody is told any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** URI of the project at this path, '' for the workspace folder itself. */
  uriOf(root: string): string {
    return root === '' ? this.#folder.uri : joinUri(this.#folder.uri, root);
  }

  reportOf(root: string): HealthReport | undefined {
    return this.#projects.find(({ folder }) => folder === this.uriOf(root))?.report;
  }

  /** Other projects, by path. */
  replace(healths: ReadonlyMap<string, Health>): void {
    this.#show([...healths].map(([root, health]) => this.#named(root, health)));
  }

  /** Another state with the reports of before. */
  setState(change: Pick<FolderHealth, 'state' | 'message'>): void {
    this.#show(
      this.#projects.map(({ folder, workspaceFolder, name, report, pythonFiles }) => ({
        ...{ folder, workspaceFolder, name, pythonFiles },
        ...(report ? { report } : {}),
        ...change,
      })),
    );
  }

  #named(root: string, health: Health): FolderHealth {
    const name = root === '' ? this.#folder.name : root;
    return { folder: this.uriOf(root), workspaceFolder: this.#folder.uri, name, ...health };
  }

  #show(projects: readonly FolderHealth[]): void {
    this.#projects = projects;
    const text = projects.map(textOf).join('\n');
    if (this.#isClosed || text === this.#sent) return;
    this.#sent = text;
    this.#onChange({ folder: this.#folder.uri, projects });
  }
}

/** Of each report, made once: a report is a long text, and does not change. */
const reportTexts = new WeakMap<HealthReport, string>();

/** Equal texts say the same. */
function textOf({ report, ...others }: FolderHealth): string {
  if (!report) return JSON.stringify(others);
  let text = reportTexts.get(report);
  if (text === undefined) reportTexts.set(report, (text = JSON.stringify(report)));
  return JSON.stringify(others) + text;
}
