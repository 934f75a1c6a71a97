/** The extension in VS Code for the Web: the server runs in a worker and gets the wasm files as bytes. */
import * as vscode from 'vscode';
import { LanguageClient, WorkDoneProgress } from 'vscode-languageclient/browser';
import { fsList, fsRead, type InitializeOptions } from '../../../server/src/protocol';
import { startExtension, type SeaworthyApi } from '../common/activate';
import { clientOptions } from '../common/client';
import type { LoadedClient, Server } from '../common/server';
import { listFiles, readFile } from './file-bridge';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): SeaworthyApi {
  const { api, server } = startExtension(context, (log) => createWorkerClient(context, log));
  running = server;
  return api;
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

async function createWorkerClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<LoadedClient> {
  const grammar = async (file: string): Promise<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'grammars', file));
  const [runtime, python] = await Promise.all([
    grammar('web-tree-sitter.wasm'),
    grammar('tree-sitter-python.wasm'),
  ]);
  const options = clientOptions(log);
  const initializationOptions: InitializeOptions = {
    ...(options.initializationOptions as InitializeOptions),
    grammar: { runtime, python },
  };
  const worker = new Worker(
    vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true),
  );
  const client = new LanguageClient('seaworthy', 'Seaworthy', worker, { ...options, initializationOptions });
  context.subscriptions.push(client.onRequest(fsRead, readFile), client.onRequest(fsList, listFiles));
  return { client, workDone: WorkDoneProgress.type };
}
