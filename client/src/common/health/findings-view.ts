/** The Findings view: what the rules found in all files, new findings apart from those that are committed already. */
import * as vscode from 'vscode';
import { findingsGet, type FolderFindings, type HealthFinding } from '../../../../server/src/protocol';
import {
  ageNodes,
  findingChildren,
  noFilter,
  type FindingNode,
  type FindingsFilter,
  type Grouping,
} from './findings-model';
import type { HealthStore } from './store';
import { relativeFile } from './relative-file';
import { findingItem, findingTooltip } from './finding-item';
import type { Server } from '../server';

const { l10n } = vscode;
const viewId = 'seaworthy.findings';

export class FindingsView implements vscode.TreeDataProvider<FindingNode>, vscode.Disposable {
  readonly #server: Server;
  readonly #store: HealthStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<FindingNode>;
  readonly #subscriptions: vscode.Disposable[];
  #folders: readonly FolderFindings[] = [];
  #filter: FindingsFilter = noFilter;
  #grouping: Grouping = 'topic';
  #onlyActiveFile = false;
  #isStale = true;
  #loading: Promise<void> | undefined;

  constructor(server: Server, store: HealthStore) {
    this.#server = server;
    this.#store = store;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const command = vscode.commands.registerCommand;
    this.#subscriptions = [
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#refresh()),
      store.onDidChange(() => {
        this.#isStale = true;
        this.#refresh();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#onlyActiveFile && this.#apply({})),
      command('seaworthy.showNewFindings', () => this.#apply({ newOnly: true })),
      command('seaworthy.showAllFindings', () => this.#apply({ newOnly: false })),
      command('seaworthy.filterFindings', () => this.#pickFilter()),
      command('seaworthy.groupFindings', () => this.#pickGrouping()),
    ];
    this.#apply({});
  }

  getTreeItem(node: FindingNode): vscode.TreeItem {
    return findingItem(node, this.#store.folders.length > 1);
  }

  resolveTreeItem(item: vscode.TreeItem, node: FindingNode): vscode.TreeItem {
    const tooltip = findingTooltip(node);
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  getChildren(parent?: FindingNode): FindingNode[] {
    if (!parent) return ageNodes(this.#folders, this.#filter);
    return findingChildren(parent, this.#grouping, (id) => this.#topicTitle(id));
  }

  /** Findings of a file with their age, as far as they are known without asking; undefined where they are not. */
  known(folder: string, path: string): readonly HealthFinding[] | undefined {
    if (this.#isStale) return undefined;
    const found = this.#folders.find((one) => one.folder === folder);
    return found?.findings.filter((finding) => finding.path === path);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #topicTitle(id: string): string {
    const titles = this.#store.folders.flatMap(({ report }) => report?.topics ?? []);
    return titles.find((topic) => topic.id === id)?.title ?? id;
  }

  /** Findings are asked for only while somebody sees them. */
  #refresh(): void {
    if (!this.#view.visible || !this.#isStale || this.#loading) return;
    this.#isStale = false;
    const work = (): Promise<void> => this.#load();
    this.#loading = Promise.resolve(vscode.window.withProgress({ location: { viewId } }, work)).finally(
      () => {
        this.#loading = undefined;
        this.#refresh();
      },
    );
  }

  async #load(): Promise<void> {
    const graded = this.#store.folders.filter(({ state, report }) => state === 'graded' && report);
    const found: FolderFindings[] = [];
    for (const { folder } of graded) {
      const findings: FolderFindings | null = await this.#server
        .sendRequest<FolderFindings | null>(findingsGet, { folder })
        .catch(() => null);
      if (findings) found.push(findings);
    }
    this.#folders = found;
    this.#apply({});
  }

  #apply(change: Partial<FindingsFilter>): void {
    const file = this.#onlyActiveFile ? relativeFile(this.#store.folders) : undefined;
    this.#filter = { ...this.#filter, ...change, file };
    void vscode.commands.executeCommand('setContext', 'seaworthy.newFindingsOnly', this.#filter.newOnly);
    const all = this.#folders.flatMap(({ findings }) => findings);
    const fresh = all.filter(({ age }) => age === 'new').length;
    this.#view.description = fresh > 0 ? l10n.t('{0} new', fresh) : '';
    this.#view.message = this.#message(all.length);
    this.#changed.fire();
  }

  #message(count: number): string {
    if (count === 0) return this.#isStale ? '' : l10n.t('No findings in the graded files.');
    const parts = [
      ...(this.#filter.fixableOnly ? [l10n.t('fixable only')] : []),
      ...(this.#onlyActiveFile ? [l10n.t('current file only')] : []),
    ];
    return parts.length === 0 ? '' : l10n.t('Filter: {0}', parts.join(', '));
  }

  async #pickFilter(): Promise<void> {
    const choices = [
      { key: 'newOnly', label: l10n.t('New since HEAD only'), picked: this.#filter.newOnly },
      { key: 'fixableOnly', label: l10n.t('With a fix only'), picked: this.#filter.fixableOnly },
      { key: 'file', label: l10n.t('Current file only'), picked: this.#onlyActiveFile },
    ] as const;
    const picked = await vscode.window.showQuickPick([...choices], {
      canPickMany: true,
      title: l10n.t('Findings to show'),
      placeHolder: l10n.t('Nothing ticked: all of them'),
    });
    if (!picked) return;
    const has = (key: string): boolean => picked.some((choice) => choice.key === key);
    this.#onlyActiveFile = has('file');
    this.#apply({ newOnly: has('newOnly'), fixableOnly: has('fixableOnly') });
  }

  async #pickGrouping(): Promise<void> {
    const choices = [
      { grouping: 'topic', label: l10n.t('Topic') },
      { grouping: 'rule', label: l10n.t('Rule') },
      { grouping: 'file', label: l10n.t('File') },
    ] as const;
    const picked = await vscode.window.showQuickPick([...choices], {
      placeHolder: l10n.t('Group findings by'),
    });
    if (!picked) return;
    this.#grouping = picked.grouping;
    this.#apply({});
  }
}
