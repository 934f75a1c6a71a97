/** The one owner of the gradings that views, status bar and commands show. */
import * as vscode from 'vscode';
import type { HistoryStore } from './history-store';
import {
  healthGet,
  type FolderHealth,
  type HealthGetParams,
  type WorkspaceHealth,
} from '../../../../server/src/protocol';
import type { Server } from '../server';

/** State of the whole workspace, for welcome texts and the status bar. */
export type WorkspaceState =
  'no-folder' | 'no-python' | 'starting' | 'scanning' | 'graded' | 'failed' | 'off' | 'idle';

export class HealthStore implements vscode.Disposable {
  readonly #server: Server;
  readonly #log: vscode.LogOutputChannel;
  readonly #history: HistoryStore;
  /** Projects by the workspace folder that they lie in. */
  readonly #folders = new Map<string, readonly FolderHealth[]>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #failure: string | undefined;
  #note: string | undefined;
  #loaded = false;

  constructor(server: Server, log: vscode.LogOutputChannel, history: HistoryStore) {
    this.#server = server;
    this.#log = log;
    this.#history = history;
    this.#publish();
  }

  /** Every project, in the order of the Explorer. */
  get folders(): readonly FolderHealth[] {
    // A folder just removed may still have a late answer.
    return (vscode.workspace.workspaceFolders ?? []).flatMap(
      (folder) => this.#folders.get(folder.uri.toString()) ?? [],
    );
  }

  get(folder: string): FolderHealth | undefined {
    return [...this.#folders.values()].flat().find((health) => health.folder === folder);
  }

  /** The project in this workspace folder, or the first of them where several lie in it. */
  firstIn(workspaceFolder: string): FolderHealth | undefined {
    return this.get(workspaceFolder) ?? this.#folders.get(workspaceFolder)?.[0];
  }

  get state(): WorkspaceState {
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) return 'no-folder';
    if (this.#failure !== undefined) return 'failed';
    const { folders } = this;
    if (!this.#loaded && folders.length === 0) return 'starting';
    if (folders.some((folder) => folder.report && folder.pythonFiles > 0)) return 'graded';
    if (folders.some((folder) => folder.state === 'scanning')) return 'scanning';
    if (folders.some((folder) => folder.state === 'failed')) return 'failed';
    // A folder that is left alone comes with the reason; one that nobody has asked about has none.
    const idle = folders.filter((folder) => folder.state === 'idle');
    if (idle.some((folder) => folder.message !== undefined)) return 'off';
    return idle.length > 0 ? 'idle' : 'no-python';
  }

  /** Takes what the server says of one workspace folder. */
  accept({ folder, projects }: WorkspaceHealth): void {
    this.#folders.set(folder, projects);
    for (const health of projects) this.#history.accept(health);
    this.#publish();
  }

  /** Something that is shown with the gradings has changed. */
  changed(): void {
    this.#publish();
  }

  /** What the last one-click action leaves to do by hand; it stands above the steps until the next action. */
  get lastNote(): string | undefined {
    return this.#note;
  }

  note(text: string | undefined): void {
    this.#note = text;
    this.#publish();
  }

  fail(message: string): void {
    this.#failure = message;
    this.#publish();
  }

  /** Asks for every folder's health; `params.refresh` names folders to grade again from scratch. */
  async load(params: HealthGetParams = {}, token?: vscode.CancellationToken): Promise<void> {
    try {
      const found: FolderHealth[] = await this.#server.sendRequest(healthGet, params, token);
      this.#loaded = true;
      this.#failure = undefined;
      this.#folders.clear();
      for (const health of found) {
        const { workspaceFolder } = health;
        this.#folders.set(workspaceFolder, [...(this.#folders.get(workspaceFolder) ?? []), health]);
        this.#history.accept(health);
      }
    } catch (error) {
      if (token?.isCancellationRequested) return;
      this.#log.error(`Could not grade the workspace: ${String(error)}`);
      this.#failure = String(error);
    }
    this.#publish();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #publish(): void {
    void vscode.commands.executeCommand('setContext', 'seaworthy.state', this.state);
    this.#changed.fire();
  }
}
