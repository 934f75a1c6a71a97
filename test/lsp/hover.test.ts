/** Hover on findings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver/node';
import { plainCapabilities, range } from './client';
import { startInMemory } from './in-memory';
import { testRules } from './rules';

const uri = 'file:///nowhere/app.py';
const rules = { rules: testRules };

test('says what, why, before and after, how safe the fix is, and where to read more', async () => {
  const { client } = await startInMemory({}, rules);
  await client.open(uri, 'x = foo\n');
  const hover = await client.hover(uri, { line: 0, character: 5 });
  assert.deepEqual(hover?.range, range(0, 4, 0, 7));
  const { kind, value } = hover.contents as MarkupContent;
  assert.equal(kind, 'markdown');
  const parts = [
    '**`foo` must go.**',
    'Why no-foo matters.',
    'Before:\n\n```python\nfoo()\n```',
    'After:\n\n```python\nbar()\n```',
    'The fix is safe',
    '[no-foo](https://github.com/seaworthy-py/seaworthy/blob/main/docs/rules/no-foo.md)',
  ];
  let at = 0;
  for (const part of parts) {
    const found = value.indexOf(part, at);
    assert.ok(found >= 0, `${part} is missing or out of order in:\n${value}`);
    at = found;
  }
});

test('an editor that shows the message itself gets the rest', async () => {
  const { client } = await startInMemory({ initializationOptions: { hoverShowsDiagnostics: true } }, rules);
  await client.open(uri, 'x = foo\n');
  const hover = await client.hover(uri, { line: 0, character: 5 });
  const { value } = hover?.contents as MarkupContent;
  assert.match(value, /^Why no-foo matters\.\n/);
});

test('a client without Markdown gets plain text', async () => {
  const { client } = await startInMemory({ capabilities: plainCapabilities }, rules);
  await client.open(uri, 'foo\n');
  const hover = await client.hover(uri, { line: 0, character: 0 });
  const { kind, value } = hover?.contents as MarkupContent;
  assert.equal(kind, 'plaintext');
  assert.match(value, /^`foo` must go\.\n/);
  assert.ok(value.includes('Before:\n\nfoo()\n\n'), value);
  assert.ok(value.includes('no-foo: https://'), value);
});

test('nothing beside a finding, and nothing in a file that is not analysed', async () => {
  const { client } = await startInMemory({}, rules);
  await client.open(uri, 'x = foo\n');
  assert.equal(await client.hover(uri, { line: 0, character: 1 }), null);
  assert.equal(await client.hover(uri, { line: 99, character: 1 }), null);
  assert.equal(await client.hover('file:///nowhere/else.py', { line: 0, character: 1 }), null);
});
