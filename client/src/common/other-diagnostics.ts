/**
 * Tells the server what other linters underline in open Python files, so that nothing is underlined twice. VS Code says
 * that something has changed, also for our own diagnostics; only what is new is sent.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { otherDiagnostics, type OtherDiagnostics } from '../../../server/src/protocol';

type Item = OtherDiagnostics['items'][number];

export function watchOtherDiagnostics(client: BaseLanguageClient): vscode.Disposable {
  /** What the server knows, by URI; a document of which it knows nothing is not listed. */
  const sent = new Map<string, string>();

  const tell = (document: vscode.TextDocument): void => {
    if (document.languageId !== 'python' || !client.isRunning()) return;
    const items = vscode.languages.getDiagnostics(document.uri).flatMap(itemOf);
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const known = JSON.stringify(items);
    if (known === (sent.get(uri) ?? '[]')) return;
    sent.set(uri, known);
    void client.sendNotification(otherDiagnostics, { uri, items } satisfies OtherDiagnostics);
  };
  const tellAll = (): void => vscode.workspace.textDocuments.forEach(tell);

  return vscode.Disposable.from(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const changed = new Set(uris.map(String));
      vscode.workspace.textDocuments.filter(({ uri }) => changed.has(uri.toString())).forEach(tell);
    }),
    vscode.workspace.onDidOpenTextDocument(tell),
    vscode.workspace.onDidCloseTextDocument((document) => {
      sent.delete(client.code2ProtocolConverter.asUri(document.uri));
    }),
    client.onDidChangeState(() => {
      // A server that has just started knows nothing.
      sent.clear();
      tellAll();
    }),
  );
}

function itemOf({ source, code, range }: vscode.Diagnostic): readonly Item[] {
  const value = typeof code === 'object' ? code.value : code;
  if (source === undefined || source === 'seaworthy' || value === undefined) return [];
  const { start, end } = range;
  return [
    {
      source,
      code: String(value),
      range: {
        start: { line: start.line, character: start.character },
        end: { line: end.line, character: end.character },
      },
    },
  ];
}
