/** Changes as no careful client sends them: floods, giant pastes, nonsense ranges, the same file open twice. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DidChangeTextDocumentNotification } from 'vscode-languageserver/node';
import type { SyntaxTree } from '../../server/src/engine/syntax/parser';
import { startChild } from './child';
import { range, summary, type TestClient } from './client';
import { startInMemory, temporaryFolder } from './in-memory';
import { testRules } from './rules';

const uri = 'file:///nowhere/app.py';
const rules = { rules: testRules };
const block = 'def f(path):\n    try:\n        return open(path)\n    except:\n        return None\n\n\n';
const onlyBareExcept = { settings: () => ({ select: ['bare-except'] }) };

/** The document's findings are those of the same text opened under another name. */
async function equalsFresh(client: TestClient, edited: string): Promise<void> {
  const fresh = `${edited}.fresh.py`;
  await client.open(fresh, client.text(edited));
  assert.deepEqual(await client.diagnostics(edited), await client.diagnostics(fresh));
  await client.close(fresh);
}

test('edits that arrive faster than they are analysed cost few parses, and the last text counts', async (context) => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\nvalue = 1\n'.repeat(2_000));
  await client.diagnostics(uri);
  const { parser } = await session.engine();
  const parse = context.mock.method(parser, 'parse');
  const flood = 1_000;
  const sent: Promise<void>[] = [];
  for (let edit = 0; edit < flood; edit += 1) sent.push(client.insert(uri, (edit * 7) % 3_000, 0, 'foo();'));
  await Promise.all(sent);
  const found = await client.diagnostics(uri);
  assert.ok(parse.mock.callCount() < flood / 10, `${parse.mock.callCount()} parses for ${flood} edits`);
  parse.mock.restore();
  assert.equal(found.length, 2_000 + flood);
  await equalsFresh(client, uri);
});

test('a pull for every edit, none waited for: all are answered, the last with the last text', async (context) => {
  const { client } = startChild(context);
  await client.start(onlyBareExcept);
  await client.open(uri, block.repeat(300));
  const answers = Array.from({ length: 200 }, async (_, edit) => {
    await client.insert(uri, edit * 7, 0, edit % 3 === 0 ? block : '# typed\n');
    // A server may say that the text has changed meanwhile; it must not leave anybody waiting.
    return client.pull(uri).catch(() => undefined);
  });
  await Promise.all(answers);
  assert.ok((await client.diagnostics(uri)).length >= 300);
  await equalsFresh(client, uri);
});

test('a paste of 100,000 lines, edits in it, and its undo', async (context) => {
  const { client, errors } = startChild(context);
  await client.start(onlyBareExcept);
  await client.open(uri, block.repeat(3));
  const before = await client.diagnostics(uri);
  const pasted = `${block.repeat(100)}${'value = [1, 2, 3]  # filler\n'.repeat(143)}`.repeat(119);
  const lines = pasted.split('\n').length - 1;
  assert.ok(lines > 100_000 && pasted.length < 5_000_000, `${lines} lines`);
  await client.insert(uri, 7, 0, pasted);
  assert.equal((await client.diagnostics(uri)).length, 3 + 11_900);
  await client.insert(uri, 50_000, 0, '(');
  await client.diagnostics(uri);
  await client.change(uri, { range: range(50_000, 0, 50_000, 1), text: '' });
  await equalsFresh(client, uri);
  await client.change(uri, { range: range(7, 0, 7 + lines, 0), text: '' });
  assert.equal(client.text(uri), block.repeat(3));
  assert.deepEqual(await client.diagnostics(uri), before);
  assert.equal(errors(), '');
});

test('a long broken text whose tree depends on how it was typed is parsed afresh when nobody types', async (context) => {
  const { client, session } = await startInMemory({}, rules);
  const text = `${'value = 1\n'.repeat(4_000)}foo()\nvalue = (\n`;
  await client.open(uri, text);
  await client.diagnostics(uri);
  const { parser } = await session.engine();
  const parse = parser.parse.bind(parser);
  // The parser misses, after edits, where the error ends.
  context.mock.method(parser, 'parse', (wanted: string, previous?: SyntaxTree) =>
    parse(previous ? wanted.replace('foo()', 'foo((') : wanted, previous),
  );
  await client.insert(uri, 4_001, 9, '(');
  const seen = await client.diagnostics(uri);
  const asked = client.refreshes;
  await client.until('a refresh', () => client.refreshes > asked);
  const renewed = await client.diagnostics(uri);
  assert.notDeepEqual(renewed, seen);
  assert.equal(renewed.length, 1);
  await equalsFresh(client, uri);
});

test('ranges that overlap, run backwards or lie nowhere: applied as the protocol says, then in step again', async () => {
  const { client, session } = await startInMemory({}, rules);
  const far = 2_147_483_647;
  const changes = [
    [
      { range: range(0, 0, 1, 3), text: 'foo' },
      { range: range(0, 2, 1, 9), text: '\nfoo(1)\n' },
      { range: range(0, 0, 2, 0), text: 'foo\n' },
    ],
    [{ range: range(3, 5, 1, 0), text: 'x = foo\n' }],
    [{ range: range(far, far, far, far), text: '\nfoo' }],
    [{ range: range(0, far, far, 0), text: '\n(' }],
    [{ range: range(1, 0, 1, 1), text: '' }],
  ];
  await client.open(uri, 'foo()\nbar = foo\nbaz()\nlast = 1\n');
  for (const change of changes) {
    await client.diagnostics(uri);
    await client.change(uri, ...change);
    assert.equal((await client.diagnostics(uri)).length, client.text(uri).split('foo').length - 1);
    assert.equal(session.documents.get(uri)?.source.text, client.text(uri));
    await equalsFresh(client, uri);
  }
});

test('positions that are no positions are left out; a full text brings both sides in step', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  await client.diagnostics(uri);
  const bad: unknown[] = [-1, 0.5, '1', null, undefined, 1e300, {}];
  for (const [index, position] of bad.entries()) {
    await client.connection.sendNotification(DidChangeTextDocumentNotification.method, {
      textDocument: { uri, version: index + 2 },
      contentChanges: [
        {
          range: { start: { line: position, character: 0 }, end: { line: 0, character: position } },
          text: 'x',
        },
      ],
    });
    await client.diagnostics(uri);
  }
  await client.change(uri, { text: 'foo()\nfoo()\n' });
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0', 'no-foo@1']);
  assert.equal(session.documents.get(uri)?.source.text, 'foo()\nfoo()\n');
  await client.insert(uri, 1, 0, 'foo; ');
  assert.deepEqual(summary(await client.diagnostics(uri)), ['no-foo@0', 'no-foo@1', 'no-foo@1']);
});

test('versions that go backwards or stand still: every text counts in the order in which it came', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  for (const version of [5, 4, 4, 1, 0, -3, 9]) {
    const text = `${'foo()\n'.repeat(Math.abs(version) + 1)}`;
    await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    assert.equal((await client.diagnostics(uri)).length, Math.abs(version) + 1, String(version));
  }
  assert.equal((await session.engine()).parser.liveTrees, 1);
});

test('two editors on one file, and the file changed on disk: each server shows what its own editor shows', async (context) => {
  const { path, uri: root } = temporaryFolder(context);
  const file = `${root}/app.py`;
  const onDisk = join(path, 'app.py');
  writeFileSync(onDisk, block);
  const folders = [{ uri: root, name: 'w' }];
  const [one, two] = [startChild(context).client, startChild(context).client];
  for (const client of [one, two]) {
    await client.start({ folders, ...onlyBareExcept });
    await client.open(file, block);
  }
  await one.insert(file, 0, 0, block);
  writeFileSync(onDisk, one.text(file));
  await one.save(file);
  await two.changeFile(file, 2);
  assert.equal((await one.diagnostics(file)).length, 2);
  assert.equal((await two.diagnostics(file)).length, 1, 'the other editor still shows the old text');
  // Now that editor takes over what is on disk, as VS Code does for a document without changes.
  await two.change(file, { text: one.text(file) });
  assert.deepEqual(await two.diagnostics(file), await one.diagnostics(file));
});

test('one client that opens a file again in a second editor, and closes one of them', async () => {
  const { client, session } = await startInMemory({}, rules);
  await client.open(uri, 'foo()\n');
  await client.diagnostics(uri);
  await client.open(uri, 'foo()\nfoo()\n');
  await client.insert(uri, 0, 0, 'foo; ');
  assert.equal((await client.diagnostics(uri)).length, 3);
  await client.close(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
  // Changes and closing of a document that is no longer open.
  await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 9 },
    contentChanges: [{ text: 'foo' }],
  });
  await client.close(uri);
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.equal((await session.engine()).parser.liveTrees, 0);
});
