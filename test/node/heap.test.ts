/** The server's young generation, and those of its worker threads, stay small however much is made and kept. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { it } from 'node:test';
import { serverProcessArguments } from '../../server/src/protocol/process';

const heap = fileURLToPath(new URL('../../server/src/node/heap.ts', import.meta.url));

/** Makes objects of which many survive, and tells how many megabytes the young generation has taken then. */
const work = `
  const { getHeapSpaceStatistics } = require('node:v8');
  const work = async () => {
    const kept = [];
    for (let at = 0; at < 1e6; at += 1) {
      kept.push({ at, text: 'a' + at });
      if (kept.length > 300_000) kept.splice(0, 150_000);
      if (at % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20;
  };`;

const inThread = `${work} work().then((size) => require('node:worker_threads').parentPort.postMessage(size));`;

const inProcess = (isKept: boolean): string => `${work}
  const { Worker } = require('node:worker_threads');
  import(${JSON.stringify(heap)}).then(async ({ keepHeapSmall, smallHeaps }) => {
    if (${isKept}) keepHeapSmall();
    const before = await work();
    const limits = ${isKept} ? { resourceLimits: smallHeaps.limits } : {};
    const thread = new Worker(${JSON.stringify(inThread)}, { eval: true, execArgv: [], ...limits });
    if (${isKept}) smallHeaps.starting(thread);
    const said = new Promise((resolve) => thread.once('message', resolve));
    const during = await work();
    const inThread = await said;
    const after = await work();
    process.stdout.write(JSON.stringify({ before, during, inThread, after }));
  });`;

interface Sizes {
  readonly before: number;
  readonly during: number;
  readonly inThread: number;
  readonly after: number;
}

function sizes(isKept: boolean, flags: readonly string[] = []): Sizes {
  const args = [...flags, '--import', 'tsx', '--input-type=commonjs', '-e', inProcess(isKept)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as Sizes;
}

it('stay at twice four megabytes, where V8 would take several times as much', () => {
  const { before, inThread } = sizes(true);
  assert.ok(before <= 8, `${before} MB`);
  assert.ok(inThread <= 8, `${inThread} MB in a thread`);
  assert.ok(sizes(false).before > 8);
});

it('stay there while threads are started, in a process that was started for it', () => {
  for (const [when, size] of Object.entries(sizes(true, serverProcessArguments)))
    assert.ok(size <= 8, `${size} MB ${when}`);
});
