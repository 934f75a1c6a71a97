/** Text synchronisation: whatever a client sends, the server's text and findings are those of a fresh start. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  DidChangeTextDocumentNotification,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { range, summary } from './client';
import { startInMemory } from './in-memory';
import { testRules } from './rules';

const uri = 'file:///nowhere/app.py';
const rules = { rules: testRules };

test('several changes in one message apply one after another', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'a = 1\nb = 2\n');
  await client.diagnostics(uri);
  await client.change(
    uri,
    { range: range(1, 4, 1, 5), text: 'foo' },
    { range: range(0, 0, 0, 0), text: '# first\n' },
    { range: range(2, 4, 2, 7), text: 'foo()' },
  );
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@2']);
  assert.equal(session.documents.get(uri)?.source.text, '# first\na = 1\nb = foo()\n');
});

const pieces = fc.constantFrom(
  'foo',
  '(',
  ')',
  '"""',
  "'",
  '\n',
  '\r\n',
  '\r',
  '    ',
  'def f():',
  '#',
  '😀',
  'é',
  ':',
  '\\\n',
  '\0',
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
const positions = fc.record({ line: fc.nat(30), character: fc.nat(40) });
const changes: fc.Arbitrary<TextDocumentContentChangeEvent> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({ start: positions, end: positions, text: texts })
      .map(({ start, end, text }) => ({ range: { start, end }, text })),
  },
  { weight: 1, arbitrary: texts.map((text) => ({ text })) },
);

test('after random edits, in and out of range, text and findings equal those of a fresh document', async () => {
  const { client, session } = await startInMemory({}, rules);
  let runs = 0;
  const property = fc.asyncProperty(
    texts,
    fc.array(fc.array(changes, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
    async (text, messages) => {
      runs += 1;
      const edited = `file:///nowhere/edited${runs}.py`;
      const fresh = `file:///nowhere/fresh${runs}.py`;
      await client.open(edited, text);
      for (const message of messages) {
        await client.change(edited, ...message);
        if (runs % 2 === 0) await client.diagnostics(edited);
      }
      await client.open(fresh, client.text(edited));
      assert.deepEqual(await client.diagnostics(edited), await client.diagnostics(fresh));
      assert.equal(session.documents.get(edited)?.source.text, client.text(edited));
      await client.close(edited);
      await client.close(fresh);
    },
  );
  await fc.assert(property, { numRuns: 300 });
  await client.shutdown();
  assert.equal((await session.engine()).parser.liveTrees, 0);
});

test('changes that make no sense are left out, named in the log, and the document goes on', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  await client.diagnostics(uri);
  const send = (version: unknown, contentChanges: unknown): Promise<void> =>
    client.connection.sendNotification(DidChangeTextDocumentNotification.method, {
      textDocument: { uri, version },
      contentChanges,
    });
  await send(2, [{ range: { start: { line: 0 }, end: null }, text: 'x' }]);
  await send(3, [{ range: range(0, 5, 0, 0), text: 'foo(1)' }]);
  await send(3, [{ text: 'foo(2)\n' }]);
  await send(null, [{ range: range(0, 6, 0, 6), text: '; foo' }]);
  await send(9, 'nothing');
  await send(10, [{}]);
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0', 'no-foo@0']);
  assert.equal(session.documents.get(uri)?.source.text, 'foo(2); foo\n');
  assert.ok(client.logs.filter((line) => line.startsWith(uri)).length >= 4, client.logs.join('\n'));
});

test('opening twice means the second text; changes of unknown documents are ignored', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  await client.diagnostics(uri);
  await client.open(uri, 'foo()\nfoo()\n');
  assert.equal((await client.diagnostics(uri)).length, 2);
  await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri: 'file:///nowhere/unknown.py', version: 2 },
    contentChanges: [{ text: 'foo' }],
  });
  assert.equal((await client.diagnostics(uri)).length, 2);
  assert.equal((await session.engine()).parser.liveTrees, 1);
});

test('closing frees the tree, also when an answer is on its way', async () => {
  const { client, session } = await startInMemory({}, rules);
  const { parser } = await session.engine();
  for (let round = 0; round < 20; round += 1) {
    await client.open(uri, 'foo()\n'.repeat(round));
    const answer = client.diagnostics(uri);
    if (round % 2 === 0) await answer;
    await client.close(uri);
    await answer;
  }
  await client.diagnostics(uri);
  assert.equal(parser.liveTrees, 0);
  assert.equal(session.documents.size, 0);
});
