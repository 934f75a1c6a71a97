/** Client and server in one process, connected by streams: what a test sends is what travels on a wire. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { startServer, type Session } from '../../server/src/lsp/start-server';
import type { ServerHost } from '../../server/src/lsp/host';
import type { SessionOptions } from '../../server/src/lsp/session';
import { createNodeHost } from '../../server/src/node/host';
import { bundles } from './bundles';
import { TestClient, type StartOptions } from './client';

export interface InMemory {
  readonly client: TestClient;
  readonly session: Session;
}

export function connect(options: SessionOptions = {}, host?: ServerHost): InMemory {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  const session = startServer(server, host ?? createNodeHost({ bundles }), options);
  return {
    client: new TestClient(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)),
    session,
  };
}

export async function startInMemory(
  start: StartOptions = {},
  options: SessionOptions = {},
): Promise<InMemory> {
  const pair = connect(options);
  await pair.client.start(start);
  return pair;
}

/** A new folder for one test: its path and its URI. */
export function temporaryFolder(context: { after(cleanUp: () => void): void }): {
  path: string;
  uri: string;
} {
  const path = mkdtempSync(join(tmpdir(), 'seaworthy-lsp-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return { path, uri: pathToFileURL(path).href };
}
