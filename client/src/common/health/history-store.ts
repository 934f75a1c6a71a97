/** Keeps past gradings in the workspace's storage, which leaves no file in the project. */
import type * as vscode from 'vscode';
import type { FolderHealth } from '../../../../server/src/protocol';
import { noHistory, pointOf, withGrading, type FolderHistory } from './history';

const version = 1;

interface Stored extends Omit<FolderHistory, 'session'> {
  readonly version: number;
}

export class HistoryStore {
  readonly #memento: vscode.Memento;
  readonly #now: () => number;
  readonly #known = new Map<string, FolderHistory>();

  constructor(memento: vscode.Memento, now: () => number = Date.now) {
    this.#memento = memento;
    this.#now = now;
  }

  get(folder: string): FolderHistory {
    let history = this.#known.get(folder);
    if (!history) {
      history = this.#load(folder);
      this.#known.set(folder, history);
    }
    return history;
  }

  /** Adds a finished grading. */
  accept({ folder, state, report }: FolderHealth): void {
    if (state !== 'graded' || !report) return;
    const before = this.get(folder);
    this.#keep(folder, before, withGrading(before, report, this.#now()));
  }

  /** Trends are told against what is graded now; without a report, against the earlier session again. */
  setBaseline({ folder, report }: FolderHealth, wanted: boolean): void {
    const before = this.get(folder);
    const baseline = wanted && report ? pointOf(report, this.#now()) : undefined;
    this.#keep(folder, before, { ...before, baseline });
  }

  #keep(folder: string, before: FolderHistory, after: FolderHistory): void {
    if (after === before) return;
    this.#known.set(folder, after);
    const { gradings, last, baseline } = after;
    const stored: Stored = { version, gradings, last, baseline };
    void this.#memento.update(key(folder), stored);
  }

  #load(folder: string): FolderHistory {
    const stored = this.#memento.get<Stored>(key(folder));
    if (stored?.version !== version) return noHistory;
    const { gradings, last, baseline } = stored;
    return { gradings, last, baseline, session: last };
  }
}

function key(folder: string): string {
  return `seaworthy.history:${folder}`;
}
