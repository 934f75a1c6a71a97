/** Starts the extension: the language client, the health views, the status items and the commands. Wiring only. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  healthChanged,
  statusChanged,
  trustGranted,
  type FolderHealth,
  type ServerStatus,
  type WorkspaceHealth,
} from '../../../server/src/protocol';
import { clientOptions, type CreateClient } from './client';
import { registerCommands } from './commands';
import { HealthStore } from './health/store';
import { registerHealthCommands } from './health/commands';
import { Dashboard } from './health/dashboard';
import { FindingsView } from './health/findings-view';
import { HistoryStore } from './health/history-store';
import { registerHealthViews } from './health/views';
import { LanguageStatus } from './language-status';
import { watchOtherDiagnostics } from './other-diagnostics';
import { StatusBar } from './status-bar';
import { useWords } from './texts';

/** What other extensions and tests may ask of this one. */
export interface SeaworthyApi {
  /** The grading of the project or workspace folder at `folder`, or undefined before the first one. */
  getHealth(folder: vscode.Uri): FolderHealth | undefined;
}

export async function startClient(
  context: vscode.ExtensionContext,
  createClient: CreateClient,
): Promise<{ api: SeaworthyApi; client: BaseLanguageClient }> {
  useWords(vscode.l10n.bundle ?? {});
  const log = vscode.window.createOutputChannel('Seaworthy', { log: true });
  const client = await createClient(context, clientOptions(log));
  const history = new HistoryStore(context.workspaceState);
  const store = new HealthStore(client, log, history);
  const dashboard = new Dashboard(context.extensionUri, client, store, history);
  const findings = new FindingsView(client, store);
  const languageStatus = new LanguageStatus(store, findings);
  context.subscriptions.push(
    log,
    store,
    languageStatus,
    new StatusBar(store),
    dashboard,
    findings,
    ...registerHealthViews(store, history),
    ...registerHealthCommands(client, store, history, dashboard),
    ...registerCommands(client, store, log),
    watchOtherDiagnostics(client),
    client.onNotification(healthChanged, (health: WorkspaceHealth) => store.accept(health)),
    client.onNotification(statusChanged, (status: ServerStatus) => languageStatus.update(status)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void client.sendNotification(trustGranted)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void store.load()),
  );
  // The views load on their own once the server answers; activation does not wait for it.
  void client.start().then(
    () => store.load(),
    (error: unknown) => {
      log.error(`The language server did not start: ${String(error)}`);
      store.fail(String(error));
    },
  );
  return { api: { getHealth: (folder) => store.firstIn(folder.toString()) }, client };
}
