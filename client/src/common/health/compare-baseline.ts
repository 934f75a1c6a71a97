/** "Compare with Baseline": what has changed, as a list to read and to go on from. */
import * as vscode from 'vscode';
import { scoreChangeText, sinceBaseline, type BaselineComparison, type CheckChangeKind } from './baseline';
import type { Dashboard } from './dashboard';
import type { HistoryStore } from './history-store';
import { pickFolder } from './pick-folder';
import type { HealthStore } from './store';

const { l10n } = vscode;

interface Row extends vscode.QuickPickItem {
  /** The check that the row is about; without one it leads to the dashboard. */
  readonly check?: string;
}

export async function compareWithBaseline(
  store: HealthStore,
  history: HistoryStore,
  dashboard: Dashboard,
): Promise<void> {
  const health = await pickFolder(store);
  if (!health?.report) return;
  const { baseline } = history.get(health.folder);
  const comparison = baseline && sinceBaseline(baseline, health.report);
  if (!comparison) {
    const set = l10n.t('Set Baseline');
    const why = baseline
      ? l10n.t('The baseline was graded by another version of the grading model and cannot be compared.')
      : l10n.t('There is no baseline yet for {0}.', health.name);
    if ((await vscode.window.showInformationMessage(why, set)) !== set) return;
    history.setBaseline(health, true);
    store.changed();
    return;
  }
  const day = new Date(comparison.since).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' });
  const picked = await vscode.window.showQuickPick(rowsOf(comparison), {
    title: l10n.t('{0} since the baseline of {1}', health.name, day),
    placeHolder: l10n.t('Pick a check to see it, or a score for the dashboard'),
    matchOnDescription: true,
  });
  if (!picked) return;
  if (picked.check === undefined) dashboard.open(health.folder);
  else await vscode.commands.executeCommand('seaworthy.revealCheck', health.folder, picked.check);
}

function rowsOf({ overall, topics, checks }: BaselineComparison): Row[] {
  const titles: Readonly<Record<CheckChangeKind, string>> = {
    new: l10n.t('New'),
    worse: l10n.t('Worse'),
    better: l10n.t('Better'),
    fixed: l10n.t('Fixed'),
  };
  const kinds = Object.keys(titles) as CheckChangeKind[];
  return [
    { label: l10n.t('Overall'), description: scoreChangeText(overall) },
    ...(topics.length === 0 && checks.length === 0 ? [{ label: l10n.t('Nothing has changed.') }] : []),
    ...section(
      l10n.t('Topics'),
      topics.map((topic) => ({ label: topic.title, description: scoreChangeText(topic) })),
    ),
    ...kinds.flatMap((kind) =>
      section(
        titles[kind],
        checks
          .filter((check) => check.kind === kind)
          .map(({ id, title, topic, reason }) => ({
            label: title,
            description: topic,
            detail: reason,
            check: id,
          })),
      ),
    ),
  ];
}

function section(label: string, rows: readonly Row[]): Row[] {
  return rows.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
