/** Starts the extension: the language client, the health views, the status items and the commands. Wiring only. */
import * as vscode from 'vscode';
import {
  healthChanged,
  statusChanged,
  trustGranted,
  type FolderHealth,
  type ServerStatus,
  type WorkspaceHealth,
} from '../../../server/src/protocol';
import { registerCommands } from './commands';
import { HealthStore } from './health/store';
import { registerHealthCommands } from './health/commands';
import { Dashboard } from './health/dashboard';
import { FindingsView } from './health/findings-view';
import { HistoryStore } from './health/history-store';
import { registerHealthViews } from './health/views';
import { LanguageStatus } from './language-status';
import { watchOtherDiagnostics } from './other-diagnostics';
import { Server, type LoadedClient } from './server';
import { StatusBar } from './status-bar';
import { useWords } from './texts';

/** What other extensions and tests may ask of this one. */
export interface SeaworthyApi {
  /** The grading of the project or workspace folder at `folder`, or undefined before the first one. */
  getHealth(folder: vscode.Uri): FolderHealth | undefined;
}

/** `loadClient` brings the language client of the host; it is called when activation is over. */
export function startExtension(
  context: vscode.ExtensionContext,
  loadClient: (log: vscode.LogOutputChannel) => Promise<LoadedClient>,
): { api: SeaworthyApi; server: Server } {
  const start = performance.now();
  useWords(vscode.l10n.bundle ?? {});
  const log = vscode.window.createOutputChannel('Seaworthy', { log: true });
  const server = new Server(async () => {
    const loaded = await loadClient(log);
    context.subscriptions.push(...listen(loaded));
    return loaded;
  });
  const history = new HistoryStore(context.workspaceState);
  const store = new HealthStore(server, log, history);
  const dashboard = new Dashboard(context.extensionUri, server, store, history);
  const findings = new FindingsView(server, store);
  const languageStatus = new LanguageStatus(store, findings);
  const listen = ({ client }: LoadedClient): vscode.Disposable[] => [
    client.onNotification(healthChanged, (health: WorkspaceHealth) => store.accept(health)),
    client.onNotification(statusChanged, (status: ServerStatus) => languageStatus.update(status)),
    watchOtherDiagnostics(client),
  ];
  context.subscriptions.push(
    log,
    store,
    languageStatus,
    new StatusBar(store),
    dashboard,
    findings,
    ...registerHealthViews(store, history),
    ...registerHealthCommands(server, store, history, dashboard),
    ...registerCommands(server, store, log),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.sendNotification(trustGranted)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void store.load()),
  );
  void server.started.then(
    () => {
      performance.measure('seaworthy/server-ready', { start });
      return store.load();
    },
    (error: unknown) => {
      log.error(`The language server did not start: ${String(error)}`);
      store.fail(String(error));
    },
  );
  return { api: { getHealth: (folder) => store.firstIn(folder.toString()) }, server };
}
