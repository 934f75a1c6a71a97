/** Work that the user started and the server does: a notification with its progress, and a way to stop it. */
import * as vscode from 'vscode';
import { WorkDoneProgress, type BaseLanguageClient } from 'vscode-languageclient';

let started = 0;

export function withServerProgress<T>(
  client: BaseLanguageClient,
  title: string,
  work: (workDoneToken: string, cancellation: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    started += 1;
    const workDoneToken = `seaworthy-work-${started}`;
    let reached = 0;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      const percentage = 'percentage' in value ? (value.percentage ?? reached) : reached;
      const message = value.message === undefined ? {} : { message: value.message };
      progress.report({ ...message, increment: percentage - reached });
      reached = percentage;
    });
    try {
      return await work(workDoneToken, cancellation);
    } finally {
      listener.dispose();
    }
  });
}
