/** The project scan as a client meets it: it keeps answering, can be given up, and shares its cache with others. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { healthGet, type FolderHealth } from '../../server/src/protocol';
import { bundle } from './bundles';
import { startChild, type Child } from './child';
import { summary } from './client';
import { temporaryFolder } from './in-memory';

const block =
  'def load_%(path, items=[]):\n    try:\n        return open(path).read()\n    except:\n        print("no")\n        return items\n\n\n';
const files = 200;

interface Workspace {
  readonly uri: string;
  readonly cache: string;
}

function makeWorkspace(context: Parameters<typeof temporaryFolder>[0]): Workspace {
  const { path, uri } = temporaryFolder(context);
  const cache = temporaryFolder(context).path;
  for (let index = 0; index < files; index += 1) {
    const folder = join(path, `package${index % 20}`);
    mkdirSync(folder, { recursive: true });
    const text = Array.from({ length: 20 }, (_, at) => block.replace('%', `${index}_${at}`)).join('');
    writeFileSync(join(folder, `module${index}.py`), text);
  }
  return { uri, cache };
}

async function startServer(
  context: Parameters<typeof startChild>[0],
  { uri, cache }: Workspace,
  settings: unknown = null,
): Promise<Child> {
  const child = startChild(context, [bundle('server.js'), '--stdio'], { SEAWORTHY_CACHE_DIR: cache });
  await child.client.start({ folders: [{ uri, name: 'w' }], settings: () => settings });
  return child;
}

const grade = ({ client }: Child): Promise<FolderHealth[]> => client.connection.sendRequest(healthGet, {});

test('while a project is scanned, edits are taken and diagnostics answered', async (context) => {
  const workspace = makeWorkspace(context);
  const child = await startServer(context, workspace, { select: ['bare-except'] });
  const { client } = child;
  const open = `${workspace.uri}/package0/module0.py`;
  await client.open(open, block);
  await client.diagnostics(open);
  let isOver = false;
  const scanning = grade(child).finally(() => (isOver = true));
  let answered = 0;
  for (; !isOver; answered += 1) {
    await client.insert(open, 0, 0, block);
    const found = await client.diagnostics(open);
    if (found.length !== answered + 2) assert.fail(`${found.length} findings after ${answered + 1} edits`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [health] = await scanning;
  assert.equal(health?.pythonFiles, files);
  assert.ok(answered >= 5, `${answered} answers during the scan`);
});

test('a scan that is given up midway ends as cancelled, and the next one is whole', async (context) => {
  const workspace = makeWorkspace(context);
  const child = await startServer(context, workspace);
  const { client } = child;
  for (const delay of [0, 30, 120]) {
    const source = new CancellationTokenSource();
    const scanning = client.connection.sendRequest(healthGet, {}, source.token).then(
      () => 'answered',
      (error: { code?: number }) => error.code,
    );
    await new Promise((resolve) => setTimeout(resolve, delay));
    source.cancel();
    assert.equal(await scanning, -32800, `cancelled after ${delay} ms`);
  }
  const [health] = await grade(child);
  assert.equal(health?.state, 'graded');
  const fresh = await startServer(context, { ...workspace, cache: temporaryFolder(context).path });
  assert.deepEqual(health, (await grade(fresh))[0]);
  assert.deepEqual(
    client.logs.filter((line) => /failed|Unexpected/.test(line)),
    [],
  );
});

test('two windows that scan one folder at once agree, and leave one whole cache behind', async (context) => {
  const workspace = makeWorkspace(context);
  const both = await Promise.all([startServer(context, workspace), startServer(context, workspace)]);
  const [one, two] = await Promise.all(both.map(grade));
  assert.deepEqual(one, two);
  const caches = readdirSync(workspace.cache);
  assert.equal(caches.length, 1, caches.join());
  const third = await startServer(context, workspace);
  assert.deepEqual(await grade(third), one);
});

test('a cache folder that cannot be used costs nothing but time', async (context) => {
  const workspace = makeWorkspace(context);
  const normal = await grade(await startServer(context, workspace));
  const file = join(temporaryFolder(context).path, 'file');
  writeFileSync(file, '');
  const child = await startServer(context, { ...workspace, cache: file });
  assert.deepEqual(await grade(child), normal);
  const open = `${workspace.uri}/package0/module0.py`;
  await child.client.open(open, block);
  assert.ok(summary(await child.client.diagnostics(open)).includes('bare-except@3'));
  assert.deepEqual(
    child.client.logs.filter((line) => /failed|Unexpected/.test(line)),
    [],
  );
});
