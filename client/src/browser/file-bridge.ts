/** Answers the worker's questions about files with the editor's file system, which reaches virtual workspaces too. */
import * as vscode from 'vscode';
import type { FsListParams, FsReadParams } from '../../../server/src/protocol';

/** The bytes of a file; null where it does not exist or cannot be read. */
export async function readFile(params: FsReadParams): Promise<Uint8Array | null> {
  try {
    return await vscode.workspace.fs.readFile(vscode.Uri.parse(params.uri));
  } catch {
    return null;
  }
}

/** URIs of the files below a folder that match one of the globs, without what the user excludes. */
export async function listFiles(params: FsListParams): Promise<string[]> {
  const pattern = new vscode.RelativePattern(vscode.Uri.parse(params.folder), params.include);
  const found = await vscode.workspace.findFiles(pattern, params.exclude, params.limit);
  return found.map((uri) => uri.toString()).sort();
}
