/** The two trees of the sidebar: Next steps and Topics. */
import * as vscode from 'vscode';
import type { HealthReport } from '../../../../server/src/protocol';
import { overallTrend, topicTrend, type Trend } from './history';
import type { HistoryStore } from './history-store';
import {
  childNodes,
  deltaText,
  nextStageText,
  overallText,
  rootNodes,
  stageText,
  type HealthNode,
  type TopicFilter,
  type View,
} from './model';
import type { HealthStore } from './store';
import { tooltip, treeItem } from './tree-item';

const { l10n } = vscode;

class HealthTree implements vscode.TreeDataProvider<HealthNode> {
  readonly #store: HealthStore;
  readonly #history: HistoryStore;
  readonly #view: View;
  filter: TopicFilter = 'all';
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parents = new Map<string, HealthNode>();
  #shown = '';

  constructor(store: HealthStore, history: HistoryStore, view: View) {
    this.#store = store;
    this.#history = history;
    this.#view = view;
  }

  /** Does nothing when the rows stay as they are: a row that is replaced loses a click that is under way. */
  refresh(): void {
    const roots = this.#roots(this.filter);
    // The trend of a folder's topics is worked out when it is unfolded.
    const below = roots.flatMap((node) => (node.kind === 'folder' ? childNodes(node) : []));
    const shown = JSON.stringify([roots, below]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#parents.clear();
    this.#changed.fire();
  }

  getTreeItem(node: HealthNode): vscode.TreeItem {
    return treeItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: HealthNode): vscode.TreeItem {
    const text = tooltip(node);
    if (text) item.tooltip = text;
    return item;
  }

  getChildren(parent?: HealthNode): HealthNode[] {
    const children = parent ? childNodes(parent) : this.#roots(this.filter);
    if (parent) for (const child of children) this.#parents.set(child.id, parent);
    return children;
  }

  #roots(filter: TopicFilter): HealthNode[] {
    return rootNodes(this.#store.folders, this.#view, {
      filter,
      delta: ({ folder, report }, topic) =>
        report && topicTrend(this.#history.get(folder), report, topic)?.delta,
    });
  }

  getParent(node: HealthNode): HealthNode | undefined {
    return this.#parents.get(node.id);
  }

  /** The row of one check, with the rows above it. */
  find(folder: string, check: string): HealthNode | undefined {
    const queue = this.getChildren();
    for (let node = queue.shift(); node; node = queue.shift()) {
      if (node.kind === 'check' && node.folder === folder && node.check.id === check) return node;
      if (node.kind === 'folder' || node.kind === 'topic' || node.kind === 'group')
        queue.push(...this.getChildren(node));
    }
    return undefined;
  }
}

export function registerHealthViews(store: HealthStore, history: HistoryStore): vscode.Disposable[] {
  const steps = new HealthTree(store, history, 'steps');
  const topics = new HealthTree(store, history, 'topics');
  const stepsView = vscode.window.createTreeView('seaworthy.nextSteps', { treeDataProvider: steps });
  const topicsView = vscode.window.createTreeView('seaworthy.topics', {
    treeDataProvider: topics,
    showCollapseAll: true,
  });
  const update = (): void => {
    steps.refresh();
    topics.refresh();
    describeSteps(store, history, stepsView);
    topicsView.message = topics.filter === 'all' ? '' : l10n.t('Filter: {0}', filterText(topics.filter));
  };
  const setFilter = (filter: TopicFilter): void => {
    topics.filter = filter;
    update();
  };
  const showProgress = progressShower(store);
  update();
  showProgress();
  return [
    stepsView,
    topicsView,
    store.onDidChange(update),
    store.onDidChange(showProgress),
    vscode.commands.registerCommand('seaworthy.revealCheck', async (folder: string, check: string) => {
      // A row that the filter hides cannot be shown.
      if (!topics.find(folder, check)) setFilter('all');
      const node = topics.find(folder, check);
      if (node) await topicsView.reveal(node, { expand: true, focus: true, select: true });
    }),
    vscode.commands.registerCommand('seaworthy.filterTopics', async () => {
      const filters: readonly TopicFilter[] = ['all', 'open', 'one-click'];
      const picked = await vscode.window.showQuickPick(
        filters.map((filter) => ({ label: filterText(filter), filter, picked: filter === topics.filter })),
        { placeHolder: l10n.t('Checks to show') },
      );
      if (picked) setFilter(picked.filter);
    }),
  ];
}

/** The bar above the steps moves while folders are graded. */
function progressShower(store: HealthStore): () => void {
  let end: (() => void) | undefined;
  return () => {
    const { state, folders } = store;
    const isBusy =
      state === 'starting' || (state !== 'failed' && folders.some((folder) => folder.state === 'scanning'));
    if (isBusy === (end !== undefined)) return;
    if (!isBusy) {
      end?.();
      end = undefined;
      return;
    }
    const work = new Promise<void>((resolve) => (end = resolve));
    void vscode.window.withProgress({ location: { viewId: 'seaworthy.nextSteps' } }, () => work);
  };
}

function filterText(filter: TopicFilter): string {
  switch (filter) {
    case 'all':
      return l10n.t('all checks');
    case 'open':
      return l10n.t('what is open or not measured');
    case 'one-click':
      return l10n.t('what one click can do');
  }
}

/** The line above the steps, and a badge for failed gates only: ordinary findings never badge. */
function describeSteps(store: HealthStore, history: HistoryStore, view: vscode.TreeView<HealthNode>): void {
  const graded = store.folders.flatMap(({ folder, report }) =>
    report && report.overall !== null ? [{ folder, report }] : [],
  );
  const [only] = graded;
  const scanning = store.folders.some(({ state }) => state === 'scanning');
  const note = store.lastNote ?? '';
  const parts = only && graded.length === 1 ? standing(only.report, history, only.folder, note === '') : [];
  if (!vscode.workspace.isTrusted) parts.push(l10n.t('Restricted Mode: graded without running anything'));
  if (scanning) parts.push(l10n.t('grading…'));
  const lines = [parts.join(' · '), note].filter((line) => line !== '');
  view.message = lines.join(' — ');
  const gates = graded.flatMap(({ report }) => report.gates);
  view.badge =
    gates.length > 0
      ? {
          value: gates.length,
          tooltip: l10n.t('Caps the grade: {0}', gates.map(({ reason }) => reason).join(', ')),
        }
      : undefined;
}

/** `C 66` and the stage; where there is room, how far it is to the next one and how far it has come. */
function standing(report: HealthReport, history: HistoryStore, folder: string, hasRoom: boolean): string[] {
  const trend = overallTrend(history.get(folder), report);
  const next = nextStageText(report);
  const { truncated } = report;
  return [
    overallText(report),
    stageText(report),
    ...(hasRoom && next !== undefined ? [next] : []),
    ...(hasRoom && trend ? [trendText(trend)] : []),
    ...(truncated ? [l10n.t('{0} of {1} files graded', truncated.graded, truncated.total)] : []),
  ];
}

export function trendText({ delta, since, fromBaseline }: Trend): string {
  const day = new Date(since).toLocaleDateString(vscode.env.language, { month: 'short', day: 'numeric' });
  return fromBaseline
    ? l10n.t('{0} since the baseline of {1}', deltaText(delta), day)
    : l10n.t('{0} since {1}', deltaText(delta), day);
}
