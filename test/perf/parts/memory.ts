/** Memory of the server on a workspace of 10,000 files: after the scan, after edits, after rescans. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { standardLibrary, withFolder, writeProject } from '../inputs';
import type { MemoryFigures } from '../probe';
import type { Recorder } from '../report';
import {
  ourCommand,
  startProbed,
  startServer,
  type ProbedServer,
  type ServerProcess,
} from '../server-process';
import type { Bench, Part } from './part';

const idleWorkersEnd = 4_000;

export const memory: Part = {
  name: 'memory',
  title: 'Memory of the server',
  run: async (bench, recorder) =>
    withFolder(async (folder) => {
      const size = bench.quick ? 1_000 : 10_000;
      const workspace = join(folder, 'workspace');
      const tree = writeProject(workspace, size);
      const env = { ...process.env, SEAWORTHY_CACHE_DIR: join(folder, 'cache') };
      const options = { folder: pathToFileURL(workspace).href, env };
      await resident(bench, recorder, options, tree.files.length);
      await growth(bench, recorder, options);
    }),
};

interface Options {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** As users run it: no probe, no forced collection. */
async function resident(
  { root, quick }: Bench,
  { row, note }: Recorder,
  options: Options,
  files: number,
): Promise<void> {
  const server = await startServer(ourCommand(root), options);
  try {
    await scan(server);
    const scanned = server.residentMegabytes();
    if (scanned === undefined)
      return note('Resident memory is read from /proc: not measured on this system.');
    await edit(server, options.folder, quick ? 100 : 1_000);
    const edited = server.residentMegabytes() ?? Number.NaN;
    await rescan(server, options.folder, quick ? 2 : 10);
    const rescanned = server.residentMegabytes() ?? Number.NaN;
    await new Promise((resolve) => setTimeout(resolve, idleWorkersEnd));
    const idle = server.residentMegabytes() ?? Number.NaN;
    const limit = 'limit 300 MB';
    const workspace = `${files.toLocaleString('en')} files`;
    row({
      what: `resident, right after the scan of ${workspace}`,
      measured: mb(scanned),
      against: limit,
      ratio: scanned / 300,
    });
    row({
      what: 'resident, after 1,000 edits of an open file',
      measured: mb(edited),
      against: limit,
      ratio: edited / 300,
    });
    row({
      what: 'resident, after 10 rescans',
      measured: mb(rescanned),
      against: limit,
      ratio: rescanned / 300,
      budget: `memory of the server on ${workspace}, after 1,000 edits and 10 rescans`,
    });
    row({ what: 'resident, idle, workers ended', measured: mb(idle), against: limit, ratio: idle / 300 });
  } finally {
    await server.stop();
  }
}

/** What is really held: after a full collection. */
async function growth(
  { root, bundles, quick }: Bench,
  { row, note }: Recorder,
  options: Options,
): Promise<void> {
  const server = await startProbed(root, join(bundles, 'probe.cjs'), options);
  try {
    await scan(server);
    await edit(server, options.folder, 20);
    await rescan(server, options.folder, 1);
    const before = await held(server);
    const edits = quick ? 100 : 1_000;
    await edit(server, options.folder, edits);
    const edited = await held(server);
    const rescans = quick ? 2 : 10;
    await rescan(server, options.folder, rescans);
    const after = await held(server);
    for (const key of ['heap', 'wasm', 'buffers'] as const) {
      row({
        what: `${names[key]}: scanned, after ${edits.toLocaleString('en')} edits, after ${rescans} rescans`,
        measured: [before, edited, after].map((figures) => mb(figures[key])).join(', '),
        against: 'flat: grows by less than 5 % or 2 MB',
        ratio: (Math.max(edited[key], after[key]) - before[key]) / Math.max(2, before[key] * 0.05),
      });
    }
    note(
      'Heap, wasm memory and buffers are read inside the server after a full garbage collection, one run. What is resident ' +
        'besides is what Node has not given back.',
    );
  } finally {
    await server.stop();
  }
}

/** Once an answer is there, what led to it may take another moment to go. */
async function held(server: ProbedServer): Promise<MemoryFigures> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return server.memory();
}

const names: Readonly<Record<'heap' | 'wasm' | 'buffers', string>> = {
  heap: 'JavaScript heap',
  wasm: 'wasm memory of the parser',
  buffers: 'array buffers',
} satisfies Partial<Record<keyof MemoryFigures, string>>;

const mb = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} MB`;

async function scan(server: ServerProcess): Promise<void> {
  await server.connection.sendRequest('seaworthy/health/get', {});
}

/** A project that is as it was would not be asked again. */
async function rescan(server: ServerProcess, folder: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    appendFileSync(new URL(`${folder}/package0/module2.py`), `\nrescanned_${time} = ${time}\n`);
    await server.connection.sendRequest('seaworthy/health/get', { refresh: [folder] });
  }
}

/** Characters typed and deleted all over an open file. */
async function edit(server: ServerProcess, folder: string, edits: number): Promise<void> {
  const uri = `${folder}/package0/module1.py`;
  await server.open(uri, readFileSync(join(standardLibrary(), 'argparse.py'), 'utf8'));
  for (let version = 2; version <= edits + 1; version += 1) {
    const isTyped = version % 2 === 0;
    const start = { line: ((isTyped ? version : version - 1) * 37) % 2_000, character: 0 };
    const range = { start, end: { ...start, character: isTyped ? 0 : 1 } };
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: isTyped ? '#' : '' }],
    });
    await server.diagnose(uri);
  }
  await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  // The probe is asked on a channel of its own: once this is answered, the document is closed there too.
  await scan(server);
}
