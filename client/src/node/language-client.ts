/** The language client of desktop and remote VS Code, in a bundle of its own: it is loaded when activation is over. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, WorkDoneProgress } from 'vscode-languageclient/node';
import { serverProcessArguments } from '../../../server/src/protocol/process';
import { clientOptions } from '../common/client';
import type { LoadedClient } from '../common/server';

export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LoadedClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const client = new LanguageClient(
    'seaworthy',
    'Seaworthy',
    {
      run: { module, transport: TransportKind.ipc, options: { execArgv: [...serverProcessArguments] } },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...serverProcessArguments, '--nolazy', '--inspect=6017'] },
      },
    },
    clientOptions(log),
  );
  return { client, workDone: WorkDoneProgress.type };
}
