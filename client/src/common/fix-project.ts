/** "Fix All Safe Problems in Project": the safe fixes of every Python file in a workspace folder, as one previewed edit. */
import * as vscode from 'vscode';
import { fixProject, type FixProjectResult } from '../../../server/src/protocol';
import { applyResult } from './actions';
import type { HealthStore } from './health/store';
import { withServerProgress } from './work-done';
import type { Server } from './server';

const { l10n } = vscode;

export async function fixAllInProject(server: Server, store: HealthStore): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const uri = folder.uri.toString();
  const versions = new Map(vscode.workspace.textDocuments.map((one) => [one.uri.toString(), one.version]));
  const answer = await withServerProgress(
    server,
    l10n.t('Seaworthy: fixing {0}', folder.name),
    async (workDoneToken, cancellation): Promise<FixProjectResult | undefined> => {
      try {
        return await server.sendRequest(fixProject, { folder: uri, workDoneToken }, cancellation);
      } catch (error) {
        if (cancellation.isCancellationRequested) return undefined;
        throw error;
      }
    },
  );
  if (!answer) return;
  const { result, pythonFiles } = answer;
  if ('files' in result && result.files.length === 0) {
    const done =
      pythonFiles === 1
        ? l10n.t('Nothing to fix: 1 Python file has no finding with a safe fix.')
        : l10n.t('Nothing to fix: {0} Python files have no finding with a safe fix.', pythonFiles);
    void vscode.window.showInformationMessage([done, result.followUp ?? ''].join(' ').trim());
    return;
  }
  // The edits are of the texts that the server saw.
  const isChanged = vscode.workspace.textDocuments.some((document) => {
    const known = versions.get(document.uri.toString());
    return known !== undefined && known !== document.version;
  });
  store.note(undefined);
  const outdated = { refused: l10n.t('A file was edited meanwhile. Try again') };
  await applyResult(store, uri, isChanged ? outdated : result);
}

/** The only folder, or the one that is picked. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}
