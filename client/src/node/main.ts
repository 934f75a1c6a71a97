/** The extension in desktop and remote VS Code: the server runs in a Node process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import { startClient, type SeaworthyApi } from '../common/activate';

let running: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<SeaworthyApi> {
  const { api } = await startClient(context, (_, options) => {
    running = createNodeClient(context, options);
    return Promise.resolve(running);
  });
  return api;
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

function createNodeClient(context: vscode.ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  return new LanguageClient(
    'seaworthy',
    'Seaworthy',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6017'] } },
    },
    options,
  );
}
