// What the host suites share: the extension, files of their own in the workspace, and waiting for what comes later.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SeaworthyApi } from '../../../client/src/common/activate';

const waitMs = 20_000;

export function extension(): vscode.Extension<SeaworthyApi> {
  const found = vscode.extensions.getExtension<SeaworthyApi>('seaworthy.seaworthy');
  assert.ok(found, 'seaworthy.seaworthy is not installed');
  return found;
}

export function workspaceFolder(): vscode.WorkspaceFolder {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the window has no folder');
  return folder;
}

/** Writes a file of the workspace and opens it in an editor. */
export async function openPython(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(workspaceFolder().uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Reads until the value is as wanted, and returns it. */
export async function until<T>(
  what: string,
  read: () => T | Promise<T>,
  accept: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) {
      throw new Error(`waited for ${what}; last seen: ${JSON.stringify(value)?.slice(0, 2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The findings in a document, in their order in it, once there are so many. */
export async function findings(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  const found = await until(
    `${count} findings`,
    () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'seaworthy'),
    ({ length }) => length === count,
  );
  return found.sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** A diagnostic's code is a rule with a link to its page. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}
