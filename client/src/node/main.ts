/** The extension in desktop and remote VS Code: the server runs in a Node process of its own. */
import type * as vscode from 'vscode';
import { startExtension, type SeaworthyApi } from '../common/activate';
import type { Server } from '../common/server';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): SeaworthyApi {
  const { api, server } = startExtension(context, async (log) => {
    const { createClient } = await import('./language-client.js');
    return createClient(context, log);
  });
  running = server;
  return api;
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}
