/** Diagnostics over the protocol: pulled and pushed, and when they are worked out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentCheck } from '../../server/src/protocol';
import { plainCapabilities, range, summary } from './client';
import { startInMemory } from './in-memory';
import { testRules } from './rules';

const uri = 'file:///nowhere/app.py';
const rules = { rules: testRules };

test('pull: a finding with its place in UTF-16, its code, link and severity', async () => {
  const { client } = await startInMemory({}, rules);
  await client.open(uri, 'x = 1\ny = "é😀" + foo\n');
  assert.deepEqual(await client.diagnostics(uri), [
    {
      range: range(1, 12, 1, 15),
      severity: 2,
      code: 'no-foo',
      codeDescription: { href: 'https://github.com/seaworthy-py/seaworthy/blob/main/docs/rules/no-foo.md' },
      source: 'seaworthy',
      message: '`foo` must go.',
      data: { rule: 'no-foo', messageId: 'found' },
    },
  ]);
});

test('pull: an equal result is unchanged, another one is full with a new id', async () => {
  const { client } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  const first = await client.pull(uri);
  await client.insert(uri, 1, 0, 'x = 1\n');
  const second = await client.pull(uri, first.resultId);
  assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
  await client.insert(uri, 0, 0, '\n');
  const third = await client.pull(uri, first.resultId);
  assert.equal(third.kind, 'full');
  assert.notEqual(third.resultId, first.resultId);
});

test('a client that pulls gets no pushes', async () => {
  const { client } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  await client.insert(uri, 0, 0, '\n');
  await client.diagnostics(uri);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(
    client.pushes.filter((push) => push.uri === uri),
    [],
  );
});

test('push: a finding appears, follows the edits, and is cleared on close', async () => {
  const { client } = await startInMemory({ capabilities: plainCapabilities }, rules);
  await client.open(uri, 'foo()\n');
  assert.deepEqual(summary(await client.pushed(uri)), ['no-foo@0']);
  await client.insert(uri, 0, 0, '\n\n');
  assert.deepEqual(summary(await client.pushed(uri)), ['no-foo@2']);
  await client.close(uri);
  await client.until('a clearing push', () => client.pushes.at(-1)?.diagnostics.length === 0);
});

test('push: a burst of edits is answered once, for the last version', async () => {
  const { client } = await startInMemory({ capabilities: plainCapabilities }, rules);
  await client.open(uri, '');
  await client.pushed(uri);
  const before = client.pushes.length;
  for (const letter of 'foo') await client.insert(uri, 0, client.text(uri).length, letter);
  assert.deepEqual(summary(await client.pushed(uri)), ['no-foo@0']);
  assert.equal(client.pushes.length, before + 1);
});

test('push: closing right after an edit leaves nothing behind', async () => {
  const { client } = await startInMemory({ capabilities: plainCapabilities }, rules);
  await client.open(uri, 'foo()\n');
  await client.insert(uri, 0, 0, '\n');
  await client.close(uri);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(client.pushes.at(-1)?.diagnostics, []);
});

test('analysis.run = onSave: what was shown stands until the next save, and the client is asked to pull', async () => {
  const { client } = await startInMemory({ settings: () => ({ analysis: { run: 'onSave' } }) }, rules);
  await client.open(uri, 'foo()\n');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0']);
  await client.insert(uri, 0, 0, 'foo()\n');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0']);
  const asked = client.refreshes;
  await client.save(uri);
  await client.until('a refresh', () => client.refreshes > asked);
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0', 'no-foo@1']);
});

test('analysis.run = manual: nothing until a command asks', async () => {
  const { client } = await startInMemory({ settings: () => ({ 'analysis.run': 'manual' }) }, rules);
  await client.open(uri, 'foo()\n');
  assert.deepEqual(await client.diagnostics(uri), []);
  await client.save(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
  await client.connection.sendRequest(documentCheck, { uri });
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0']);
});

test('only Python is analysed; a notebook cell has the role of its notebook', async () => {
  const { client, session } = await startInMemory({ folders: [{ uri: 'file:///w', name: 'w' }] }, rules);
  await client.open('file:///w/notes.txt', 'foo()\n', 'plaintext');
  assert.deepEqual(await client.diagnostics('file:///w/notes.txt'), []);
  const cell = 'vscode-notebook-cell:/w/a/book.ipynb#W1sZmlsZQ%3D%3D';
  await client.open(cell, 'foo()\n');
  assert.deepEqual(summary(await client.diagnostics(cell)), ['no-foo@0']);
  const current = await session.current(cell);
  assert.equal(current?.checked?.analysis.path, 'a/book.ipynb#W1sZmlsZQ%3D%3D');
});

test('asking for a document that is not open gives nothing', async () => {
  const { client } = await startInMemory({}, rules);
  assert.deepEqual(await client.diagnostics('file:///nowhere/else.py'), []);
  await client.open(uri, 'foo()\n');
  await client.close(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
});

test('a rule that crashes is named, switched off and shown; the others go on, and open files are asked for again', async () => {
  const { client } = await startInMemory({}, rules);
  const other = 'file:///nowhere/other.py';
  await client.open(other, 'fine = 1\n');
  assert.deepEqual(summary(await client.diagnostics(other)), ['crashes@0']);
  await client.open(uri, 'boom()\nfoo()\n');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@1']);
  await client.until('a log line', () => client.logs.some((line) => line.includes("Rule 'crashes' failed")));
  const status = await client.until('the status', () =>
    client.notifications.find(({ method }) => method === 'seaworthy/status'),
  );
  assert.deepEqual(status.params, { disabledRules: ['crashes'], configurationProblems: [] });
  await client.until('a refresh', () => client.refreshes > 0);
  assert.deepEqual(await client.diagnostics(other), []);
});
