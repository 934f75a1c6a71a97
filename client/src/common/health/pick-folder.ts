/** Which folder a command means: the row that it was called on, the only one, or the one that the user picks. */
import * as vscode from 'vscode';
import type { FolderHealth } from '../../../../server/src/protocol';
import { folderLabels, overallText } from './model';
import type { HealthStore } from './store';

export async function pickFolder(store: HealthStore, wanted?: string): Promise<FolderHealth | undefined> {
  const graded = store.folders.filter(({ report }) => report !== undefined && report.topics.length > 0);
  if (wanted !== undefined) return graded.find(({ folder }) => folder === wanted);
  if (graded.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is graded yet in this workspace.'));
    return undefined;
  }
  if (graded.length === 1) return graded[0];
  const labels = folderLabels(graded);
  const picked = await vscode.window.showQuickPick(
    graded.map((health) => ({
      label: labels.get(health.folder) ?? health.name,
      description: health.report ? overallText(health.report) : '',
      health,
    })),
    { placeHolder: vscode.l10n.t('Folder') },
  );
  return picked?.health;
}
