/** The workspace folders of the session, and which of them a document belongs to. */
import type { InitializeParams, WorkspaceFolder, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { pathBelow, uriKey } from './uri';

export class Folders {
  #folders: readonly WorkspaceFolder[] = [];

  get all(): readonly WorkspaceFolder[] {
    return this.#folders;
  }

  initialize(params: InitializeParams): void {
    // Older clients know one root and no folders.
    const root = params.rootUri ?? undefined;
    this.#folders =
      params.workspaceFolders ?? (root === undefined ? [] : [{ uri: root, name: nameOf(root) }]);
  }

  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set([...removed, ...added].map((folder) => uriKey(folder.uri)));
    this.#folders = [...this.#folders.filter((folder) => !gone.has(uriKey(folder.uri))), ...added];
  }

  get(uri: string): WorkspaceFolder | undefined {
    const key = uriKey(uri);
    return this.#folders.find((folder) => uriKey(folder.uri) === key);
  }

  /** The innermost folder that holds the document. */
  holding(uri: string): WorkspaceFolder | undefined {
    const holders = this.#folders.filter((folder) => pathBelow(folder.uri, uri) !== undefined);
    return holders.sort((a, b) => b.uri.length - a.uri.length)[0];
  }
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.replace(/\/+$/, '').split('/').at(-1) ?? uri);
}
