/** The extension in VS Code for the Web: the server runs in a worker and gets the wasm files as bytes. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/browser';
import { fsList, fsRead, type InitializeOptions } from '../../../server/src/protocol';
import { startClient, type SeaworthyApi } from '../common/activate';
import { listFiles, readFile } from './file-bridge';

let running: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<SeaworthyApi> {
  const { api } = await startClient(context, async (_, options) => {
    running = await createWorkerClient(context, options);
    return running;
  });
  return api;
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

async function createWorkerClient(
  context: vscode.ExtensionContext,
  options: LanguageClientOptions,
): Promise<LanguageClient> {
  const grammar = async (file: string): Promise<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'grammars', file));
  const [runtime, python] = await Promise.all([
    grammar('web-tree-sitter.wasm'),
    grammar('tree-sitter-python.wasm'),
  ]);
  const initializationOptions: InitializeOptions = {
    ...(options.initializationOptions as InitializeOptions),
    grammar: { runtime, python },
  };
  const worker = new Worker(
    vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true),
  );
  const client = new LanguageClient('seaworthy', 'Seaworthy', worker, { ...options, initializationOptions });
  context.subscriptions.push(client.onRequest(fsRead, readFile), client.onRequest(fsList, listFiles));
  return client;
}
