/** The browser bundle in a bare context: nothing of Node is there, only what every web worker has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-languageserver/node';
import { fsList, fsRead, healthGet, type FolderHealth } from '../../server/src/protocol';
import { bundle, root } from './bundles';
import { summary, TestClient } from './client';

/** Runs the bundle as a worker would; the client is on the other side of its port. */
function startWorker(context: { after(cleanUp: () => void): void }): TestClient {
  const { port1, port2 } = new MessageChannel();
  context.after(() => {
    port1.close();
  });
  const self = Object.assign(new EventTarget(), {
    onmessage: undefined as ((event: { data: unknown }) => void) | undefined,
    postMessage: (message: unknown): void => port2.postMessage(message),
  });
  port2.on('message', (data: unknown) => {
    self.onmessage?.({ data });
  });
  const { WebAssembly } = globalThis as unknown as { WebAssembly: object };
  const globals = {
    self,
    setTimeout,
    clearTimeout,
    queueMicrotask,
    TextDecoder,
    TextEncoder,
    WebAssembly,
    performance,
    console,
    URL,
  };
  runInContext(readFileSync(bundle('server.browser.js'), 'utf8'), createContext(globals));
  return new TestClient(new PortMessageReader(port1), new PortMessageWriter(port1));
}

function grammar(): { runtime: Uint8Array; python: Uint8Array } {
  const read = (name: string): Uint8Array => Uint8Array.from(readFileSync(join(root, 'grammars', name)));
  return { runtime: read('web-tree-sitter.wasm'), python: read('tree-sitter-python.wasm') };
}

test('findings, with configuration read through the client', async (context) => {
  const client = startWorker(context);
  const files: Record<string, string> = {
    'vscode-vfs://host/w/pyproject.toml': '[tool.seaworthy]\nselect = ["bare-except"]\n',
  };
  client.connection.onRequest(fsRead, ({ uri }: { uri: string }) => {
    const text = files[uri];
    return text === undefined ? null : new TextEncoder().encode(text);
  });
  await client.start({
    folders: [{ uri: 'vscode-vfs://host/w', name: 'w' }],
    initializationOptions: { grammar: grammar() },
  });
  const uri = 'vscode-vfs://host/w/app.py';
  await client.open(uri, 'try:\n    f()\nexcept:\n    print("x")\n');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@2']);
  await client.insert(uri, 0, 0, '\n');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
});

test('project health of a folder that only the client can reach', async (context) => {
  const client = startWorker(context);
  const folder = 'vscode-vfs://host/w';
  const files: Record<string, string> = {
    [`${folder}/app.py`]: 'def f(x):\n    return x\n'.repeat(20),
    [`${folder}/pyproject.toml`]: '[tool.ruff]\n',
  };
  client.connection.onRequest(fsRead, ({ uri }: { uri: string }) =>
    new TextEncoder().encode(files[uri] ?? ''),
  );
  client.connection.onRequest(fsList, ({ include }: { include: string }) =>
    Object.keys(files).filter((uri) => include === '**/*' || uri.endsWith('.toml')),
  );
  await client.start({
    folders: [{ uri: folder, name: 'w' }],
    initializationOptions: { grammar: grammar() },
  });
  const [health]: FolderHealth[] = await client.connection.sendRequest(healthGet, {});
  assert.equal(health?.state, 'graded', health?.message);
  assert.equal(health.pythonFiles, 1);
  const checks = health.report?.topics.flatMap((topic) => topic.checks) ?? [];
  assert.equal(checks.find(({ id }) => id === 'linter-configured')?.state, 'pass');
});

test('without a grammar it says so and answers with nothing', async (context) => {
  const client = startWorker(context);
  client.connection.onRequest(fsRead, () => null);
  await client.start();
  await client.open('file:///app.py', 'try:\n    f()\nexcept:\n    pass\n');
  assert.deepEqual(await client.diagnostics('file:///app.py'), []);
  await client.until('a log line', () => client.logs.some((line) => line.includes('no grammar')));
});
