/** The active editor's file, as the folder that holds it and the path in it. */
import * as vscode from 'vscode';
import type { FolderHealth } from '../../../../server/src/protocol';

export function relativeFile(folders: readonly FolderHealth[]): {
  readonly folder: string;
  readonly path: string;
} {
  const uri = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
  const holding = folders
    .filter(({ folder }) => uri.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  // Outside of all folders there is a file too: one without findings.
  if (!holding) return { folder: '', path: '' };
  return { folder: holding.folder, path: decodeURIComponent(uri.slice(holding.folder.length + 1)) };
}
