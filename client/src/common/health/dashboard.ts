/**
 * The dashboard: one webview for the workspace, opened by a command and never by itself. The page draws what it is sent
 * and asks for everything else; a strict content policy lets it load nothing but its own script and style.
 */
import * as vscode from 'vscode';
import { healthSimulate, type Simulation } from '../../../../server/src/protocol';
import { runAction } from '../actions';
import { gradingPage } from '../documentation';
import { dashboardData, type FromPage, type ToPage } from './dashboard-data';
import { exportReport } from './export';
import type { HistoryStore } from './history-store';
import { summaryText } from './model';
import type { HealthStore } from './store';
import type { Server } from '../server';

const viewType = 'seaworthy.dashboard';

export class Dashboard implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #server: Server;
  readonly #store: HealthStore;
  readonly #history: HistoryStore;
  readonly #subscriptions: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  #folder: string | undefined;

  constructor(extension: vscode.Uri, server: Server, store: HealthStore, history: HistoryStore) {
    this.#extension = extension;
    this.#server = server;
    this.#store = store;
    this.#history = history;
    this.#subscriptions = [
      store.onDidChange(() => this.#show()),
      // A window that is loaded again shows the panel that it had.
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel) => {
          this.#adopt(panel);
          return Promise.resolve();
        },
      }),
    ];
  }

  /** Shows the panel that is there, or a new one. */
  open(folder: string | undefined): void {
    this.#folder = folder ?? this.#folder;
    if (this.#panel) {
      this.#panel.reveal();
      this.#show();
      return;
    }
    const title = vscode.l10n.t('Project Health');
    this.#adopt(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
  }

  dispose(): void {
    this.#panel?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    const { webview } = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'client', 'media', 'icon.png');
    webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'client/media'].map((path) => vscode.Uri.joinPath(this.#extension, path)),
    };
    webview.onDidReceiveMessage((message: FromPage) => this.#receive(message));
    panel.onDidDispose(() => (this.#panel = undefined));
    webview.html = html(webview, this.#extension);
  }

  #show(): void {
    const data = dashboardData(this.#store.folders, this.#folder, (folder) => this.#history.get(folder));
    const labels = vscode.l10n.bundle ?? {};
    this.#post({ type: 'show', data, labels, locale: vscode.env.language });
  }

  #post(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#folder ??= message.folder;
        return this.#show();
      case 'folder':
        this.#folder = message.folder;
        return this.#show();
      case 'simulate': {
        const { folder, checks } = message;
        const result: Simulation | null = await this.#server.sendRequest(healthSimulate, { folder, checks });
        if (result) this.#post({ type: 'simulated', folder, checks, result });
        return;
      }
      case 'run':
        return runAction(this.#server, this.#store, { folder: message.folder, action: message.action });
      case 'open':
        return this.#run('seaworthy.openEvidence', message.folder, message.path, message.line);
      case 'reveal':
        return this.#run('seaworthy.revealCheck', message.folder, message.check);
      case 'export':
        return exportReport(this.#server, message.folder, message.format);
      case 'copy':
        return this.#copy(message.folder);
      case 'explain':
        await vscode.env.openExternal(vscode.Uri.parse(gradingPage));
        return;
      case 'grade':
        return this.#run('seaworthy.gradeWorkspace');
    }
  }

  async #run(command: string, ...values: readonly unknown[]): Promise<void> {
    await vscode.commands.executeCommand(command, ...values);
  }

  async #copy(folder: string): Promise<void> {
    const health = this.#store.get(folder);
    if (!health?.report) return;
    await vscode.env.clipboard.writeText(summaryText(health.name, health.report));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Seaworthy: summary copied'), 3000);
  }
}

function html(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomNonce();
  const uri = (...path: readonly string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${uri('client', 'media', 'dashboard.css')}">
<title>Seaworthy</title>
</head>
<body>
<script nonce="${nonce}" src="${uri('dist', 'dashboard.js')}"></script>
</body>
</html>`;
}

function randomNonce(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return [...bytes].map((byte) => letters[byte % letters.length]).join('');
}
