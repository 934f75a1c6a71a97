/** Work that the user started and the server does: a notification with its progress, and a way to stop it. */
import * as vscode from 'vscode';
import type { Server } from './server';

let started = 0;

export function withServerProgress<T>(
  server: Server,
  title: string,
  work: (workDoneToken: string, cancellation: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    started += 1;
    const workDoneToken = `seaworthy-work-${started}`;
    let reached = 0;
    const listener = await server.onWorkDone(workDoneToken, ({ percentage = reached, message }) => {
      progress.report({ ...(message === undefined ? {} : { message }), increment: percentage - reached });
      reached = percentage;
    });
    try {
      return await work(workDoneToken, cancellation);
    } finally {
      listener.dispose();
    }
  });
}
