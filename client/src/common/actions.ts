/** Applies edits that the server proposes: previewed, undoable in one step, never overwriting. */
import * as vscode from 'vscode';
import { actionPreview, type ActionParams, type ActionResult } from '../../../server/src/protocol';
import { deltaText } from './health/model';
import type { HealthStore } from './health/store';
import type { Server } from './server';

type Edits = Exclude<ActionResult, { refused: string }>;

export async function runAction(server: Server, store: HealthStore, params: ActionParams): Promise<void> {
  store.note(undefined);
  await applyResult(store, params.folder, await server.sendRequest(actionPreview, params));
}

/** Previews the edits; once they are applied, the folder is graded again. */
export async function applyResult(store: HealthStore, folder: string, result: ActionResult): Promise<void> {
  const refused = 'refused' in result ? result.refused : await whyReadOnly(result);
  if ('refused' in result || refused !== undefined) {
    void vscode.window.showInformationMessage(refusal(refused ?? ''));
    return;
  }
  const before = store.get(folder)?.report?.overall ?? null;
  const clean = result.files.filter((file) => !isDirty(file.uri)).map((file) => file.uri);
  const edit = workspaceEdit(result, vscode.Uri.parse(folder));
  const applied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!applied) return;
  // Edits of files on disk leave open, unsaved documents; what was saved before is saved again.
  for (const uri of clean) await saveIfOpen(uri);
  await store.load({ refresh: [folder] });
  const first = result.files[0];
  if (first) await vscode.window.showTextDocument(vscode.Uri.parse(first.uri), { preview: true });
  store.note(outcome(before, store.get(folder)?.report?.overall ?? null, result.followUp));
}

/** `▲8: Run ruff check once.` */
function outcome(
  before: number | null,
  after: number | null,
  followUp: string | undefined,
): string | undefined {
  const delta = before === null || after === null ? '' : deltaText(Math.round(after) - Math.round(before));
  const parts = [delta, followUp ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** Editors know of read-only file systems and files that the server does not see. */
async function whyReadOnly({ files }: Edits): Promise<string | undefined> {
  for (const file of files) {
    const uri = vscode.Uri.parse(file.uri);
    const name = vscode.workspace.asRelativePath(uri);
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false)
      return vscode.l10n.t('{0} cannot be written: this workspace is read-only', name);
    if ('create' in file) continue;
    try {
      const { permissions } = await vscode.workspace.fs.stat(uri);
      if (permissions === vscode.FilePermission.Readonly) return vscode.l10n.t('{0} is read-only', name);
    } catch {
      // It is gone; applying the edit will say so.
    }
  }
  return undefined;
}

function refusal(reason: string): string {
  return vscode.l10n.t('Nothing was changed: {0}', /[.!?]$/.test(reason) ? reason : `${reason}.`);
}

function workspaceEdit({ label, files }: Edits, folder: vscode.Uri): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  // The preview opens when one of the edits needs confirmation, but what needs confirmation starts out unticked there,
  // and Apply would do nothing. So the one that needs it changes nothing: the folder exists already. VS Code leaves
  // such an edit out of the list, and all others are ticked.
  edit.createFile(folder, { ignoreIfExists: true }, { label, needsConfirmation: true });
  const metadata = { label, needsConfirmation: false };
  for (const file of files) {
    const uri = vscode.Uri.parse(file.uri);
    if ('create' in file) {
      // A file that appeared meanwhile makes the whole edit fail: better than adding to it.
      edit.createFile(uri, { overwrite: false, ignoreIfExists: false }, metadata);
      edit.insert(uri, new vscode.Position(0, 0), file.create, metadata);
      continue;
    }
    for (const { range, newText } of file.edits) {
      const { start, end } = range;
      edit.replace(
        uri,
        new vscode.Range(start.line, start.character, end.line, end.character),
        newText,
        metadata,
      );
    }
  }
  return edit;
}

function openDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function isDirty(uri: string): boolean {
  return openDocument(uri)?.isDirty === true;
}

async function saveIfOpen(uri: string): Promise<void> {
  await openDocument(uri)?.save();
}
