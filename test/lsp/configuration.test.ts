/** Settings and configuration files over the protocol, by folder, and what is wrong in them. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { plainCapabilities, range, summary } from './client';
import { startInMemory, temporaryFolder } from './in-memory';
import { testRules } from './rules';

const rules = { rules: testRules };
const source = 'foo("TODO")\n';

test('settings differ by folder, and change at run time', async (context) => {
  const a = temporaryFolder(context);
  const b = temporaryFolder(context);
  let ofB: unknown = { rules: { 'no-foo': 'error', 'no-todo': 'off' } };
  const { client } = await startInMemory(
    {
      folders: [
        { uri: a.uri, name: 'a' },
        { uri: b.uri, name: 'b' },
      ],
      settings: (scope) => (scope === b.uri ? ofB : null),
    },
    rules,
  );
  await client.open(`${a.uri}/x.py`, source);
  await client.open(`${b.uri}/x.py`, source);
  assert.deepEqual(summary(await client.diagnostics(`${a.uri}/x.py`)), ['no-foo@0', 'no-todo@0']);
  const [only, ...others] = await client.diagnostics(`${b.uri}/x.py`);
  assert.deepEqual([only?.code, only?.severity, others.length], ['no-foo', 1, 0]);
  ofB = { enable: false };
  const asked = client.refreshes;
  await client.changeSettings();
  await client.until('a refresh', () => client.refreshes > asked);
  assert.deepEqual(await client.diagnostics(`${b.uri}/x.py`), []);
  assert.equal((await client.diagnostics(`${a.uri}/x.py`)).length, 2);
});

test('a client that is never asked sends settings at the start and when they change', async () => {
  const uri = 'file:///nowhere/app.py';
  const { client } = await startInMemory(
    { capabilities: plainCapabilities, initializationOptions: { settings: { ignore: ['no-todo'] } } },
    rules,
  );
  await client.open(uri, source);
  assert.deepEqual(summary(await client.pushed(uri)), ['no-foo@0']);
  await client.changeSettings({ seaworthy: { enable: false } });
  await client.until('cleared diagnostics', () => client.pushes.at(-1)?.diagnostics.length === 0);
});

test('the nearest configuration file decides, and is read again when it changes', async (context) => {
  const { path, uri } = temporaryFolder(context);
  mkdirSync(join(path, 'sub', 'deep'), { recursive: true });
  writeFileSync(join(path, 'pyproject.toml'), '[tool.seaworthy]\nignore = ["no-foo"]\n');
  writeFileSync(join(path, 'sub', 'seaworthy.toml'), 'ignore = ["no-todo"]\n');
  writeFileSync(join(path, 'sub', 'deep', 'pyproject.toml'), '[project]\nname = "other"\n');
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] }, rules);
  const outer = `${uri}/x.py`;
  const inner = `${uri}/sub/deep/x.py`;
  await client.open(outer, source);
  await client.open(inner, source);
  assert.deepEqual(summary(await client.diagnostics(outer)), ['no-todo@0']);
  assert.deepEqual(summary(await client.diagnostics(inner)), ['no-foo@0']);
  rmSync(join(path, 'sub', 'seaworthy.toml'));
  await client.changeFile(`${uri}/sub/seaworthy.toml`, FileChangeType.Deleted);
  await client.until('a refresh', () => client.refreshes > 0);
  assert.deepEqual(summary(await client.diagnostics(inner)), ['no-todo@0']);
});

test('problems of a configuration file are shown in it at the key, and go when it is right', async (context) => {
  const { path, uri } = temporaryFolder(context);
  const file = join(path, 'pyproject.toml');
  const fileUri = `${uri}/pyproject.toml`;
  writeFileSync(file, '[tool.seaworthy]\nignore = ["no-foo"]\nslect = ["errors"]\n');
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] }, rules);
  const push = await client.until('a problem', () => client.pushes.find((one) => one.uri === fileUri));
  const [problem, ...others] = push.diagnostics;
  assert.equal(others.length, 0);
  assert.deepEqual(problem?.range, range(2, 0, 2, 5));
  assert.match(JSON.stringify(problem?.message), /^"[^/]*slect.*did you mean 'select'\?"$/);
  const status = await client.until('the status', () => client.notifications.at(-1));
  assert.match(JSON.stringify(status.params), /pyproject\.toml:3:1: .*slect/);
  // The other key applies all the same.
  await client.open(`${uri}/x.py`, source);
  assert.deepEqual(summary(await client.diagnostics(`${uri}/x.py`)), ['no-todo@0']);
  writeFileSync(file, '[tool.seaworthy]\nselect = ["no-foo"]\n');
  await client.changeFile(fileUri, FileChangeType.Changed);
  await client.until('no problem', () => client.pushes.at(-1)?.diagnostics.length === 0);
  assert.deepEqual(summary(await client.diagnostics(`${uri}/x.py`)), ['no-foo@0']);
  const cleared = await client.until('the cleared status', () => client.notifications[1]);
  assert.deepEqual(cleared.params, { disabledRules: [], configurationProblems: [] });
});

test('a malformed file is shown where it breaks; files are analysed with what is left', async (context) => {
  const { path, uri } = temporaryFolder(context);
  writeFileSync(join(path, 'pyproject.toml'), '[tool.seaworthy]\nignore = [\n');
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] }, rules);
  const push = await client.until('a problem', () => client.pushes[0]);
  assert.equal(push.diagnostics[0]?.severity, 1);
  await client.open(`${uri}/x.py`, source);
  assert.equal((await client.diagnostics(`${uri}/x.py`)).length, 2);
});

test('problems of editor settings are in status and log, and cost only their own key', async () => {
  const settings = { ignore: 7, rules: { 'no-foo': 'error' } };
  const { client } = await startInMemory({ settings: () => settings }, rules);
  await client.open('file:///nowhere/app.py', source);
  const [first] = await client.diagnostics('file:///nowhere/app.py');
  assert.equal(first?.severity, 1);
  const status = await client.until('the status', () => client.notifications.at(-1));
  assert.match(JSON.stringify(status.params), /seaworthy\.ignore|ignore/);
  assert.ok(client.logs.some((line) => line.startsWith('Configuration: ') && line.includes('ignore')));
});

test('folders come and go: paths and settings follow, what was shown for a removed folder is cleared', async (context) => {
  const { path, uri } = temporaryFolder(context);
  writeFileSync(join(path, 'seaworthy.toml'), 'unknown-key = 1\nignore = ["no-foo"]\n');
  const { client, session } = await startInMemory({ folders: [{ uri, name: 'w' }] }, rules);
  const file = `${uri}/sub/x.py`;
  await client.open(file, source);
  await client.until('a problem', () => client.pushes.at(-1)?.diagnostics.length === 1);
  assert.equal((await session.current(file))?.checked?.analysis.path, 'sub/x.py');
  await client.changeFolders([], [{ uri, name: 'w' }]);
  await client.changeFolders([{ uri: `${uri}/sub`, name: 'sub' }], []);
  await client.until('a refresh', () => client.refreshes > 0);
  assert.equal((await session.current(file))?.checked?.analysis.path, 'x.py');
  assert.equal((await client.diagnostics(file)).length, 2);
  await client.until('a cleared problem', () => client.pushes.at(-1)?.diagnostics.length === 0);
});

test('watchers are registered where the client can', async () => {
  const { client } = await startInMemory({}, rules);
  const watched = await client.until('a registration', () =>
    client.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles'),
  );
  assert.match(JSON.stringify(watched.registerOptions), /\*\*\/pyproject\.toml/);
});
