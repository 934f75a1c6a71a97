/** Memory of a session: hundreds of edits and some rescans leave the heap and the parser's wasm memory as they were. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { healthGet, type FolderHealth } from '../../server/src/protocol';
import { Engine, rules } from '../../server/src/engine';
import { resolveConfig } from '../../server/src/engine/config';
import { createScanner } from '../../server/src/node/project';
import { grammarBytes } from '../harness/engine';
import { memoryFigures, watchWasm, type MemoryFigures } from '../harness/memory';
import { bundle } from './bundles';
import { range, type TestClient } from './client';
import { startInMemory, temporaryFolder } from './in-memory';

// Before anything loads a parser.
watchWasm();

const block =
  'def load_%(path, items=[]):\n    try:\n        return open(path).read()\n    except:\n        print("no")\n        return items\n\n\n';
const edits = 400;
const rescans = 5;
const savedFiles = 60;
/** The figures waver by less than this; a leaked tree, analysis or report each time is far more. */
const allowedMb = 3;

function assertFlat(before: MemoryFigures, after: MemoryFigures, what: string): void {
  for (const key of ['heap', 'wasm', 'buffers'] as const) {
    const grown = after[key] - before[key];
    assert.ok(
      grown < allowedMb,
      `${key} grew by ${grown.toFixed(1)} MB over ${what}, from ${before[key].toFixed(1)}`,
    );
  }
}

/** Types and takes back, with broken code now and then. */
async function editOften(client: TestClient, uri: string, count: number): Promise<void> {
  const typed = ['#', '(', 'print(1)\n', '"""', block];
  for (let edit = 0; edit < count; edit += 2) {
    const line = (edit * 37) % 3_000;
    const text = typed[edit % typed.length] ?? '';
    const lines = text.split('\n').length - 1;
    await client.insert(uri, line, 0, text);
    await client.diagnostics(uri);
    await client.change(uri, { range: range(line, 0, line + lines, lines > 0 ? 0 : text.length), text: '' });
    await client.diagnostics(uri);
  }
}

test(`${edits} edits of an open file of 4,000 lines`, async (context) => {
  const { client, session } = await startInMemory();
  const uri = 'file:///nowhere/large.py';
  await client.open(uri, block.repeat(500));
  await editOften(client, uri, 200);
  const before = memoryFigures();
  assert.ok(before.wasm > 0, 'the memory of the parser was not seen');
  await editOften(client, uri, edits);
  const after = memoryFigures();
  context.diagnostic(`heap ${after.heap.toFixed(1)} MB, wasm ${after.wasm.toFixed(1)} MB`);
  assertFlat(before, after, `${edits} edits`);
  await client.close(uri);
  await client.diagnostics(uri);
  assert.equal((await session.engine()).parser.liveTrees, 0);
});

interface Workspace {
  readonly path: string;
  readonly uri: string;
}

/** 400 modules with some findings each. */
function makeWorkspace(context: TestContext): Workspace {
  const { path, uri } = temporaryFolder(context);
  for (let index = 0; index < 400; index += 1) {
    const folder = join(path, `package${index % 20}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `module${index}.py`), block.replace('%', String(index)).repeat(5));
  }
  return { path, uri };
}

test(`${rescans} rescans of a folder`, async (context) => {
  const { uri } = makeWorkspace(context);
  const { client, session } = await startInMemory({ folders: [{ uri, name: 'w' }] });
  const grade = async (): Promise<FolderHealth | undefined> => {
    const healths: FolderHealth[] = await client.connection.sendRequest(healthGet, { refresh: [uri] });
    return healths[0];
  };
  const first = await grade();
  await grade();
  const before = memoryFigures();
  for (let rescan = 0; rescan < rescans; rescan += 1) await grade();
  // What the client was told piles up in its own records.
  client.notifications.length = 0;
  assertFlat(before, memoryFigures(), `${rescans} rescans`);
  assert.deepEqual((await grade())?.report?.overall, first?.report?.overall);
  assert.equal((await session.engine()).parser.liveTrees, 0);
});

test(`${savedFiles} saved files: no scan holds on to the one before it`, async (context) => {
  const { path } = makeWorkspace(context);
  const scanner = createScanner({ workerPath: bundle('worker.js'), version: 'test', jobs: 1 });
  context.after(() => scanner.close());
  const options = { config: resolveConfig({}, rules), trusted: true };
  const engine = await Engine.create({ grammar: grammarBytes() });
  let scan = await scanner.scan(path, options);
  const save = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      writeFileSync(join(path, 'package0/module0.py'), block.replace('%', String(time)));
      scan = await scanner.rescan(scan, ['package0/module0.py'], options, engine);
    }
  };
  await save(10);
  const before = memoryFigures();
  await save(savedFiles);
  assertFlat(before, memoryFigures(), `${savedFiles} saved files`);
  assert.equal(scan.records.size, 400);
});

test('a second look at a folder makes no second copy of what has not changed', async (context) => {
  const { path } = makeWorkspace(context);
  const scanner = createScanner({
    workerPath: bundle('worker.js'),
    version: 'test',
    jobs: 1,
    cacheFolder: temporaryFolder(context).path,
  });
  context.after(() => scanner.close());
  const options = { config: resolveConfig({}, rules), trusted: true };
  const first = await scanner.scan(path, options);
  writeFileSync(join(path, 'package0/module0.py'), 'X = 1\n');
  const second = await scanner.scan(path, options, first);
  const fresh = await scanner.scan(path, options);
  const changed = [...second.records].filter(([name, record]) => first.records.get(name) !== record);
  assert.deepEqual(
    changed.map(([name]) => name),
    ['package0/module0.py'],
  );
  assert.deepEqual([...second.records], [...fresh.records]);
  const held = [...second.findings.values()].reduce((sum, findings) => sum + findings.length, 0);
  const found = [...second.snapshot.findings.values()].flatMap((counts) => Object.values(counts));
  const each = held / found.reduce((sum, count) => sum + count, 0);
  context.diagnostic(`${each.toFixed(0)} characters a finding`);
  assert.ok(each < 100, `${each.toFixed(0)} characters are held for each finding`);
});
