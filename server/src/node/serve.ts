/**
 * Runs the language server in this process, over the transport that the arguments name (`--stdio`, `--node-ipc`,
 * `--socket=…`, `--pipe=…`). Ends with the client: when its stream closes, or its process is gone.
 */
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from '../lsp/start-server';
import { createNodeHost } from './host';

/** Errors of a client that has gone: nobody is left to tell. */
const goneCodes = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_IPC_CHANNEL_CLOSED', 'ECONNRESET']);

/** `bundles`: the folder of the built bundles. */
export function serve(bundles: string): void {
  const connection = createConnection();
  const survive = (error: unknown): void => {
    if (goneCodes.has(codeOf(error))) process.exit(1);
    connection.console.error(
      `Unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
  startServer(connection, createNodeHost({ bundles }));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
