/** The server's log: the client's output channel, one clear line an event. */
import type { RemoteConsole } from 'vscode-languageserver';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

export function createLog(console: Pick<RemoteConsole, 'info' | 'warn' | 'error'>): Log {
  return {
    info: (message) => console.info(message),
    warn: (message) => console.warn(message),
    error: (message, error) =>
      console.error(error === undefined ? message : `${message}: ${describe(error)}`),
  };
}

/** Message and stack: only the log sees it, and a report of a bug needs it. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
