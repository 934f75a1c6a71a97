// The server as the extension sees it before its client is loaded, and when something goes wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Server, type LoadedClient } from '../../client/src/common/server';

/** A client that writes down what is asked of it. `failures`: how often it does not start. */
function fakeClient({ failures = 0 } = {}): { calls: string[]; loaded: LoadedClient } {
  const calls: string[] = [];
  let state: 'initial' | 'running' | 'failed' | 'stopped' = 'initial';
  const client = {
    start: async () => {
      calls.push('start');
      await Promise.resolve();
      state = failures > 0 ? 'failed' : 'running';
      failures -= 1;
      if (state === 'failed') throw new Error('no server');
    },
    // As the real one: only what runs can be stopped.
    stop: () => {
      if (state !== 'running') throw new Error(`cannot be stopped: ${state}`);
      calls.push('stop');
      state = 'stopped';
      return Promise.resolve();
    },
    isRunning: () => state === 'running',
    sendRequest: (method: string, params: unknown) => {
      calls.push(method);
      return Promise.resolve(params);
    },
  };
  return { calls, loaded: { client, workDone: {} } as unknown as LoadedClient };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the server seen from the extension', () => {
  it('loads nothing while the extension is activated, and answers what was asked before', async () => {
    const { calls, loaded } = fakeClient();
    const server = new Server(() => {
      calls.push('load');
      return Promise.resolve(loaded);
    });
    const answer = server.sendRequest('ask', 'it');
    await Promise.resolve();
    assert.deepEqual(calls, []);
    assert.equal(await answer, 'it');
    await server.started;
    assert.deepEqual([...calls].sort(), ['ask', 'load', 'start']);
    assert.equal(calls[0], 'load');
  });

  it('never loads what is not loaded when the window closes', async () => {
    const { calls, loaded } = fakeClient();
    const server = new Server(() => {
      calls.push('load');
      return Promise.resolve(loaded);
    });
    await server.stop();
    await turn();
    assert.deepEqual(calls, []);
  });

  it('waits with stopping until the start is over', async () => {
    const { calls, loaded } = fakeClient();
    let finish = (): void => {};
    const server = new Server(async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      return loaded;
    });
    await turn();
    const stopped = server.stop();
    finish();
    await stopped;
    assert.deepEqual(calls, ['start', 'stop']);
  });

  it('tells whoever waits that the client could not be loaded', async () => {
    const server = new Server(() => Promise.reject(new Error('no such file')));
    const asked = server.sendRequest('ask');
    await assert.rejects(server.started, /no such file/);
    await assert.rejects(asked, /no such file/);
    await assert.rejects(server.restart(), /no such file/);
  });

  it('is started again when it runs, and when its start has failed, without stopping it then', async () => {
    const { calls, loaded } = fakeClient({ failures: 1 });
    const server = new Server(() => Promise.resolve(loaded));
    await assert.rejects(server.started, /no server/);
    await server.restart();
    await server.restart();
    await server.stop();
    assert.deepEqual(calls, ['start', 'start', 'stop', 'start', 'stop']);
  });
});
