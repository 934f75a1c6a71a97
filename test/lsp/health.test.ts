/** Project health over the protocol: asked for, kept up to date, cancelled, and its one-click actions. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CancellationTokenSource, FileChangeType, WorkDoneProgress } from 'vscode-languageserver/node';
import {
  actionPreview,
  healthChanged,
  healthGet,
  rulesList,
  type ActionResult,
  type FolderHealth,
  type HealthReport,
  type RuleInfo,
  type WorkspaceHealth,
} from '../../server/src/protocol';
import type { TestClient } from './client';
import { startInMemory, temporaryFolder, type InMemory } from './in-memory';

const script =
  'def load(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n\n\ndef save(path, text):\n    open(path, "w").write(text)\n'.repeat(
    8,
  );

function project(
  context: Parameters<typeof temporaryFolder>[0],
  files: Readonly<Record<string, string>>,
): { path: string; uri: string } {
  const folder = temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder.path, name, '..'), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  return folder;
}

function get(client: TestClient, params: object = {}): Promise<FolderHealth[]> {
  return client.connection.sendRequest(healthGet, params);
}

function changes(client: TestClient, folder: string): FolderHealth[] {
  return client.notifications
    .filter(({ method }) => method === healthChanged)
    .flatMap(({ params }) => (params as WorkspaceHealth).projects)
    .filter((health) => health.folder === folder);
}

function check(report: HealthReport | undefined, id: string): string | undefined {
  return report?.topics.flatMap((topic) => topic.checks).find((one) => one.id === id)?.state;
}

async function graded(uri: string, name = 'w'): Promise<InMemory & { health: FolderHealth }> {
  const pair = await startInMemory({ folders: [{ uri, name }] });
  const [health] = await get(pair.client);
  assert.ok(health);
  return { ...pair, health };
}

test('every folder is graded when first asked for; nothing is said of it before', async (context) => {
  const a = project(context, { 'app.py': script });
  const b = project(context, {});
  const folders = [
    { uri: a.uri, name: 'a' },
    { uri: b.uri, name: 'b' },
  ];
  const { client } = await startInMemory({ folders });
  await client.changeFile(`${a.uri}/app.py`, FileChangeType.Changed);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(changes(client, a.uri).length, 0);
  const [first, second] = await get(client);
  assert.equal(first?.state, 'graded');
  assert.equal(first.name, 'a');
  assert.equal(first.pythonFiles, 1);
  assert.equal(typeof first.report?.overall, 'number');
  assert.equal(second?.state, 'graded');
  assert.equal(second.pythonFiles, 0);
  assert.equal(second.report?.overall, null);
  assert.deepEqual(
    changes(client, a.uri).map(({ state }) => state),
    ['scanning', 'graded'],
  );
});

test('the grade follows files on disk: created, changed and deleted', async (context) => {
  const { path, uri } = project(context, { 'app.py': script });
  const { client, health } = await graded(uri);
  assert.equal(check(health.report, 'linter-configured'), 'fail');
  const toml = join(path, 'pyproject.toml');
  writeFileSync(toml, '[tool.ruff]\nline-length = 100\n');
  await client.changeFile(`${uri}/pyproject.toml`, FileChangeType.Created);
  await client.until(
    'the linter',
    () => check(changes(client, uri).at(-1)?.report, 'linter-configured') === 'pass',
  );
  rmSync(toml);
  await client.changeFile(`${uri}/pyproject.toml`, FileChangeType.Deleted);
  await client.until(
    'no linter',
    () => check(changes(client, uri).at(-1)?.report, 'linter-configured') === 'fail',
  );
  writeFileSync(join(path, 'more.py'), script);
  await client.changeFile(`${uri}/more.py`, FileChangeType.Created);
  await client.until('two files', () => changes(client, uri).at(-1)?.pythonFiles === 2);
});

test('the grade follows what is typed, and goes back when the document is closed without saving', async (context) => {
  const { uri } = project(context, { 'app.py': script });
  const { client, health } = await graded(uri);
  const file = `${uri}/app.py`;
  const lines = health.report?.counts.codeLines ?? 0;
  await client.open(file, script);
  await client.insert(file, 0, 0, 'a = 1\nb = 2\n');
  await client.until(
    'two more lines',
    () => changes(client, uri).at(-1)?.report?.counts.codeLines === lines + 2,
  );
  await client.close(file);
  await client.until(
    'the lines of the file',
    () => changes(client, uri).at(-1)?.report?.counts.codeLines === lines,
  );
});

test('a settings change grades again; switching off takes the grade away', async (context) => {
  const { uri } = project(context, { 'app.py': script });
  const { client } = await graded(uri);
  client.settings = () => ({ topics: { disabled: ['errors'] } });
  await client.changeSettings();
  const topic = (): string | undefined =>
    changes(client, uri)
      .at(-1)
      ?.report?.topics.find(({ id }) => id === 'errors')?.status;
  await client.until('the topic off', () => topic() === 'disabled');
  client.settings = () => ({ enable: false });
  await client.changeSettings();
  const last = await client.until('off', () => changes(client, uri).find(({ state }) => state === 'idle'));
  assert.equal(last.report, undefined);
  assert.match(String(last.message), /switched off/);
});

test('progress is reported, and cancelling ends the scan without a grade', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}.py`, script]));
  const { uri } = project(context, files);
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] });
  const source = new CancellationTokenSource();
  const messages: string[] = [];
  client.connection.onProgress(WorkDoneProgress.type, 'token-1', (value) => {
    messages.push(value.kind);
    if (value.kind === 'report') source.cancel();
  });
  const params = { workDoneToken: 'token-1' };
  await assert.rejects(client.connection.sendRequest(healthGet, params, source.token), /[Cc]ancel/);
  await client.until('the end of the progress', () => messages.at(-1) === 'end');
  assert.equal(messages[0], 'begin');
  assert.equal(changes(client, uri).at(-1)?.state, 'idle');
  const [health] = await get(client);
  assert.equal(health?.pythonFiles, 300);
});

test('an action gives edits that make its check pass; it refuses what it cannot do', async (context) => {
  const { path, uri } = project(context, { 'app.py': script });
  const { client, health } = await graded(uri);
  const step = health.report?.topics
    .flatMap(({ checks }) => checks)
    .find(({ id }) => id === 'linter-configured');
  assert.ok(step?.action);
  const preview = (folder: string, action: string): Promise<ActionResult> =>
    client.connection.sendRequest(actionPreview, { folder, action });
  const created = await preview(uri, step.action);
  assert.ok('files' in created, JSON.stringify(created));
  const file = created.files.find((one) => one.uri === `${uri}/pyproject.toml`);
  assert.ok(file && 'create' in file);
  assert.match(file.create, /\[tool\.ruff/);
  // The file appears behind the server's back: the edits are for what is there now.
  writeFileSync(join(path, 'pyproject.toml'), '[project]\nname = "x"\nversion = "1"\n');
  const edited = await preview(uri, step.action);
  assert.ok('files' in edited, JSON.stringify(edited));
  const change = edited.files.find((one) => one.uri === `${uri}/pyproject.toml`);
  assert.ok(change && 'edits' in change && change.edits.length > 0);
  assert.ok('refused' in (await preview(uri, 'no-such-action')));
  assert.ok('refused' in (await preview('file:///elsewhere', step.action)));
});

test('a folder that is not there fails with a reason, and the others are graded', async (context) => {
  const { path, uri } = project(context, { 'app.py': script });
  const missing = `${uri}-missing`;
  const folders = [
    { uri: missing, name: 'missing' },
    { uri: 'vscode-vfs://github/a/b', name: 'virtual' },
    { uri, name: 'w' },
  ];
  const { client } = await startInMemory({ folders });
  const all = await get(client);
  assert.deepEqual(
    all.map(({ state }) => state),
    ['failed', 'failed', 'graded'],
  );
  assert.match(String(all[0]?.message), /does not exist/);
  rmSync(path, { recursive: true });
  const [, , again] = await get(client, { refresh: [uri] });
  assert.equal(again?.state, 'failed');
});

test('a folder removed while it is scanned is forgotten', async (context) => {
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`m${index}.py`, script.repeat(20)]),
  );
  const { uri } = project(context, files);
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] });
  const answer = get(client);
  await client.until('scanning', () => changes(client, uri).length > 0);
  await client.changeFolders([], [{ uri, name: 'w' }]);
  assert.deepEqual(await answer, []);
  assert.deepEqual(
    changes(client, uri).map(({ state }) => state),
    ['scanning'],
  );
});

test('the list of rules has a page for each', async () => {
  const { client, session } = await startInMemory();
  const rules: RuleInfo[] = await client.connection.sendRequest(rulesList);
  assert.equal(rules.length, (await session.engine()).rules.length);
  for (const { name, url, summary } of rules) {
    assert.ok(url.endsWith(`/docs/rules/${name}.md`));
    assert.ok(summary.length > 0);
  }
});
