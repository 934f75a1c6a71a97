/** Entry of the language server in a web worker: the client is on the other side of the worker's message port. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from '../lsp/start-server';
import { createBrowserHost } from './host';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, createBrowserHost(connection));
