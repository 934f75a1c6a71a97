/** What the two hosts (Node, browser) have in common when they create the language client. */
import * as vscode from 'vscode';
import type { CodeAction, LanguageClientOptions, Middleware } from 'vscode-languageclient';
import type { InitializeOptions } from '../../../server/src/protocol';
import { previewable } from './confirmed-edits';

export function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializeOptions = {
    trusted: vscode.workspace.isTrusted,
    hoverShowsDiagnostics: true,
  };
  return {
    // Fixes add lines to the others: what their unsaved editors show counts, not what is on disk.
    documentSelector: [
      { language: 'python' },
      { pattern: '**/{.env,.env.*,.gitignore,pyproject.toml,requirements*.txt,setup.cfg}' },
    ],
    outputChannel: log,
    initializationOptions,
    // The server registers the file watchers it wants.
    synchronize: { configurationSection: 'seaworthy' },
    middleware: { sendRequest },
  };
}

const sendRequest: NonNullable<Middleware['sendRequest']> = async (type, params, token, next) => {
  const result = await next(type, params, token);
  const method = typeof type === 'string' ? type : type.method;
  return method === 'codeAction/resolve' ? (previewable(result as CodeAction) as typeof result) : result;
};
