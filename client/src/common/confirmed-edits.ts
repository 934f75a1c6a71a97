/**
 * Workspace edits that have to be confirmed, in the form in which VS Code's Refactor Preview is of use: what needs
 * confirmation starts out unticked there, and Apply would leave it out. So the one change that needs it changes nothing
 * (it creates a folder that exists, which the preview does not list), and all others are ticked.
 */
import type { CodeAction, WorkspaceEdit } from 'vscode-languageclient';

const existing = 'existing';

/** `folder` is the URI of a folder that exists. An edit without need for confirmation stays as it is. */
export function tickedForPreview(edit: WorkspaceEdit, folder: string): WorkspaceEdit {
  const annotations = Object.entries(edit.changeAnnotations ?? {});
  const asking = annotations.find(([, { needsConfirmation }]) => needsConfirmation === true)?.[1];
  if (!asking || !edit.documentChanges) return edit;
  const ticked = annotations.map(([id, one]) => [id, { ...one, needsConfirmation: false }] as const);
  return {
    ...edit,
    documentChanges: [
      { kind: 'create', uri: folder, options: { ignoreIfExists: true }, annotationId: existing },
      ...edit.documentChanges,
    ],
    changeAnnotations: { ...Object.fromEntries(ticked), [existing]: asking },
  };
}

/** The folder of the document whose version the edit names: it is open, so its folder is there. */
export function folderOfOpenDocument({ documentChanges = [] }: WorkspaceEdit): string | undefined {
  for (const change of documentChanges) {
    if ('textDocument' in change && change.textDocument.version !== null) {
      return change.textDocument.uri.replace(/\/[^/]*$/, '');
    }
  }
  return undefined;
}

/** The same code action with its edit in that form. */
export function previewable(action: CodeAction): CodeAction {
  const folder = action.edit && folderOfOpenDocument(action.edit);
  return action.edit && folder !== undefined
    ? { ...action, edit: tickedForPreview(action.edit, folder) }
    : action;
}
