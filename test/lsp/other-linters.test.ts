/** Beside other linters: no second underline for what one of them underlines, and our fix on theirs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodeActionKind, type Diagnostic } from 'vscode-languageserver/node';
import { otherDiagnostics, type OtherDiagnostics } from '../../server/src/protocol';
import { plainCapabilities, range, summary, type TestClient } from './client';
import { startInMemory } from './in-memory';

const uri = 'file:///nowhere/app.py';
const text = 'def read(path):\n    try:\n        return path.read_text()\n    except:\n        return None\n';
const settings = { select: ['bare-except', 'hardcoded-secret'] };
const except = range(3, 4, 3, 11);

type Item = OtherDiagnostics['items'][number];

async function opened(more: object = {}): Promise<TestClient> {
  const { client } = await startInMemory({ settings: () => ({ ...settings, ...more }) });
  await client.open(uri, text);
  assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
  return client;
}

function tell(client: TestClient, ...items: readonly Item[]): Promise<void> {
  return client.connection.sendNotification(otherDiagnostics, { uri, items });
}

const same: readonly (readonly [string, string])[] = [
  ['Ruff', 'E722'],
  ['Ruff', 'bare-except'],
  ['Flake8', 'E722'],
  ['pycodestyle', 'E722'],
  ['Pylint', 'W0702:bare-except'],
  ['pylint', 'W0702'],
  ['pylint', 'bare-except'],
  ['sonarqube', 'python:S5754'],
];
const different: readonly (readonly [string, string])[] = [
  ['Ruff', 'E711'],
  ['Ruff', 'W0702'],
  ['mypy', 'E722'],
  ['Pylint', 'E722'],
];

describe('underlines', () => {
  for (const [source, code] of same) {
    it(`${source} ${code} on the line: ours goes`, async () => {
      const client = await opened();
      await tell(client, { source, code, range: except });
      assert.deepEqual(summary(await client.diagnostics(uri)), []);
    });
  }
  for (const [source, code] of different) {
    it(`${source} ${code} is something else: ours stays`, async () => {
      const client = await opened();
      await tell(client, { source, code, range: except });
      assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
    });
  }

  it('ours comes back when theirs goes, and stays on another line', async () => {
    const client = await opened();
    const ruff = { source: 'Ruff', code: 'E722' };
    await tell(client, { ...ruff, range: range(0, 0, 0, 3) });
    assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
    await tell(client, { ...ruff, range: except });
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
    await tell(client);
    assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
  });

  it('what the code of theirs is not about stays on the same line', async () => {
    const { client } = await startInMemory({ settings: () => ({ select: ['mutable-default-argument'] }) });
    const defaults = 'NAMES: list[str] = []\n\n\ndef add(a=[], b: list[str] = NAMES):\n    b.append("x")\n';
    await client.open(uri, defaults);
    assert.deepEqual(summary(await client.diagnostics(uri)), Array(2).fill('mutable-default-argument@3'));
    await tell(client, { source: 'Ruff', code: 'B006', range: range(3, 10, 3, 12) });
    const [left, ...others] = await client.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.deepEqual(left?.range, range(3, 29, 3, 34));
    await tell(client, { source: 'Pylint', code: 'W0102', range: range(3, 10, 3, 12) });
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
  });

  it('theirs moves with the text until they look again', async () => {
    const client = await opened();
    await tell(client, { source: 'Ruff', code: 'E722', range: except });
    await client.insert(uri, 0, 0, 'import os\n\n\n');
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
    await client.change(uri, { range: range(0, 0, 3, 0), text: '' });
    await client.insert(uri, 3, 4, ' ');
    await client.change(uri, { range: range(3, 4, 3, 5), text: '' });
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
  });

  it('deferTo: none, or another one', async () => {
    const ruff = { source: 'Ruff', code: 'E722', range: except };
    for (const deferTo of [[], ['pylint']]) {
      const client = await opened({ deferTo });
      await tell(client, ruff);
      assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
    }
  });

  it('a client that pulls is asked to do so again; one that does not gets a push', async () => {
    const client = await opened();
    await tell(client, { source: 'Ruff', code: 'E722', range: except });
    await client.until('a refresh', () => client.refreshes > 0);
    const pushed = (
      await startInMemory({ capabilities: plainCapabilities, initializationOptions: { settings } })
    ).client;
    await pushed.open(uri, text);
    assert.deepEqual(summary(await pushed.pushed(uri)), ['bare-except@3']);
    const before = pushed.pushes.length;
    await tell(pushed, { source: 'Ruff', code: 'E722', range: except });
    await pushed.until('a push', () => pushed.pushes.length > before);
    assert.deepEqual(summary(await pushed.pushed(uri)), []);
  });

  it('with onSave as well, without another look at the text', async () => {
    const client = await opened({ analysis: { run: 'onSave' } });
    await tell(client, { source: 'Ruff', code: 'E722', range: except });
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
    await client.insert(uri, 4, 0, '    # x\n');
    await tell(client);
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
    await client.save(uri);
    assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
  });

  it('told before the document is opened', async () => {
    const { client } = await startInMemory({ settings: () => settings });
    await tell(client, { source: 'Ruff', code: 'E722', range: except });
    await client.open(uri, text);
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
  });

  it('what cannot be read changes nothing', async () => {
    const client = await opened();
    await client.connection.sendNotification(otherDiagnostics, { uri });
    await client.connection.sendNotification(otherDiagnostics, { uri: 'file:///nowhere/else.py', items: [] });
    assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@3']);
  });
});

describe('fixes', () => {
  const ruff: Diagnostic = {
    source: 'Ruff',
    code: 'E722',
    range: except,
    message: 'Do not use bare `except`',
  };
  const only = [CodeActionKind.QuickFix];

  it('are offered on the diagnostic of the other one, without a comment to ignore what is not shown', async () => {
    const client = await opened();
    await tell(client, { source: 'Ruff', code: 'E722', range: except });
    assert.deepEqual(summary(await client.diagnostics(uri)), []);
    const actions = await client.actions(uri, except, { diagnostics: [ruff], only });
    assert.match(actions[0]?.title ?? '', /OSError/);
    assert.ok(actions[0]?.diagnostics?.some(({ source, code }) => source === 'Ruff' && code === 'E722'));
    assert.ok(!actions.some(({ title }) => title.startsWith('Ignore')));
    assert.ok(actions[0]);
    await client.perform(actions[0]);
    assert.match(client.text(uri), /except OSError:/);
  });

  it('also where theirs is elsewhere on the line, and for clients that tell nothing beforehand', async () => {
    const client = await opened();
    const wide = { ...ruff, range: range(3, 0, 3, 2) };
    const actions = await client.actions(uri, range(3, 0, 3, 0), { diagnostics: [wide], only });
    assert.match(actions[0]?.title ?? '', /OSError/);
    const other = { ...ruff, code: 'F401' };
    const none = await client.actions(uri, range(2, 0, 2, 0), { diagnostics: [other], only });
    assert.deepEqual(none, []);
  });

  it('of a finding that speaks for theirs', async () => {
    const { client } = await startInMemory({ settings: () => ({}) });
    const printing = text.replace('except:', 'except Exception:').replace('return None', 'print("failed")');
    await client.open(uri, printing);
    assert.deepEqual(
      summary(await client.diagnostics(uri)).filter((line) => /except/.test(line)),
      ['print-in-except@4'],
    );
    const blind = { ...ruff, code: 'BLE001', range: range(3, 11, 3, 20) };
    const actions = await client.actions(uri, blind.range, { diagnostics: [blind], only });
    assert.match(actions[0]?.title ?? '', /^Log it with the traceback/);
    assert.ok(actions[0]?.diagnostics?.some(({ code }) => code === 'BLE001'));
  });
});
