/** Saves the report of a folder in a format of the user's choice. */
import * as vscode from 'vscode';
import { healthExport, type ExportFormat, type ExportResult } from '../../../../server/src/protocol';
import type { Server } from '../server';

const { l10n } = vscode;

export async function exportReport(
  server: Server,
  folder: string,
  format: ExportFormat | null,
): Promise<void> {
  const chosen = format ?? (await pickFormat());
  if (!chosen) return;
  const result: ExportResult = await server.sendRequest(healthExport, { folder, format: chosen });
  if ('refused' in result) {
    void vscode.window.showInformationMessage(l10n.t('Nothing was exported: {0}', result.refused));
    return;
  }
  const defaultUri = vscode.Uri.joinPath(vscode.Uri.parse(folder), result.name);
  const target = await vscode.window.showSaveDialog({ defaultUri, title: l10n.t('Export Report') });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(result.text));
  } catch {
    void vscode.window.showWarningMessage(
      l10n.t('{0} could not be written.', vscode.workspace.asRelativePath(target)),
    );
    return;
  }
  await vscode.commands.executeCommand('vscode.open', target);
}

async function pickFormat(): Promise<ExportFormat | undefined> {
  const formats: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
    {
      format: 'html',
      label: 'HTML',
      detail: l10n.t('One file for teachers and reviewers, to read and to print'),
    },
    { format: 'markdown', label: 'Markdown', detail: l10n.t('For a pull request or a README') },
    {
      format: 'json',
      label: 'JSON',
      detail: l10n.t('Everything, for programs; also the baseline of the command line'),
    },
    { format: 'sarif', label: 'SARIF', detail: l10n.t('For code scanning') },
    { format: 'badge', label: l10n.t('Badge'), detail: l10n.t('An SVG with the grade') },
    { format: 'shields', label: l10n.t('Badge data'), detail: l10n.t('The endpoint JSON of shields.io') },
  ];
  const picked = await vscode.window.showQuickPick(formats, { placeHolder: l10n.t('Format of the report') });
  return picked?.format;
}
