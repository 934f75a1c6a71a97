/** The built server over stdio, as any editor starts it: real rules, a session from start to end, and rough treatment. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CancellationTokenSource,
  CodeActionKind,
  DocumentDiagnosticRequest,
  ExitNotification,
} from 'vscode-languageserver/node';
import { bundle } from './bundles';
import { startChild } from './child';
import { plainCapabilities, pullCapabilities, range, summary } from './client';
import { temporaryFolder } from './in-memory';

const uri = 'file:///nowhere/app.py';
const code =
  'import json\n\n\ndef load(path):\n    try:\n        return json.load(open(path))\n    except:\n        return None\n';
const only = (codes: readonly string[]) => ({ settings: () => ({ select: codes }) });

test('a session: handshake, findings, an edit, a fix, fix all, shutdown and exit', async (context) => {
  const { client, exit, errors } = startChild(context);
  const { capabilities, serverInfo } = await client.start(only(['bare-except', 'mutable-default-argument']));
  assert.equal(serverInfo?.name, 'seaworthy');
  assert.match(String(serverInfo.version), /^\d+\.\d+\.\d+$/);
  assert.equal(capabilities.positionEncoding, 'utf-16');
  assert.deepEqual(capabilities.textDocumentSync, {
    openClose: true,
    change: 2,
    save: { includeText: false },
  });

  await client.open(uri, code);
  assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@6']);
  await client.insert(uri, 0, 0, '# a comment\n');
  const [finding] = await client.diagnostics(uri);
  assert.ok(finding);
  assert.deepEqual(summary([finding]), ['bare-except@7']);

  const [action] = await client.actions(uri, finding.range, {
    diagnostics: [finding],
    only: [CodeActionKind.QuickFix],
  });
  assert.ok(action);
  assert.equal(action.edit, undefined);
  await client.perform(action);
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.ok(!/except:/.test(client.text(uri)), client.text(uri));

  const hover = await client.hover(uri, { line: 7, character: 6 });
  assert.equal(hover, null);
  await client.shutdown();
  await client.connection.sendNotification(ExitNotification.type);
  assert.equal(await exit, 0);
  assert.equal(errors(), '');
});

test('fix all on save applies every safe fix of the file', async (context) => {
  const { client } = startChild(context);
  await client.start(only(['mutable-default-argument', 'error-instead-of-exception']));
  await client.open(
    uri,
    'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f():\n    try:\n        g()\n    except Exception:\n        logger.error("no")\n',
  );
  const before = await client.diagnostics(uri);
  assert.deepEqual(summary(before), ['error-instead-of-exception@9']);
  const [action] = await client.actions(uri, range(0, 0, 0, 0), { only: [CodeActionKind.SourceFixAll] });
  assert.ok(action);
  await client.perform(action);
  assert.match(client.text(uri), /logger\.exception\("no"\)/);
  assert.deepEqual(await client.diagnostics(uri), []);
});

test('hover explains a real rule with code before and after', async (context) => {
  const { client } = startChild(context);
  await client.start(only(['bare-except']));
  await client.open(uri, code);
  const hover = await client.hover(uri, { line: 6, character: 6 });
  const text = JSON.stringify(hover?.contents);
  assert.match(text, /Before:.*```python.*except:.*After:.*```python/);
});

test('push, unversioned edits and sent settings for an older client; the command line starts the same server', async (context) => {
  const { client } = startChild(context, [bundle('cli.js'), 'server', '--stdio']);
  await client.start({
    capabilities: plainCapabilities,
    initializationOptions: { settings: { select: ['bare-except'] } },
  });
  await client.open(uri, code);
  assert.deepEqual(summary(await client.pushed(uri)), ['bare-except@6']);
  await client.insert(uri, 0, 0, '\n');
  assert.deepEqual(summary(await client.pushed(uri)), ['bare-except@7']);
  await client.changeSettings({ seaworthy: { select: ['print-instead-of-logging'] } });
  await client.until('cleared', () => client.pushes.at(-1)?.diagnostics.length === 0);
});

test('several folders with configuration files of their own', async (context) => {
  const { path, uri: root } = temporaryFolder(context);
  for (const name of ['a', 'b']) mkdirSync(join(path, name));
  writeFileSync(join(path, 'a', 'pyproject.toml'), '[tool.seaworthy]\nselect = ["bare-except"]\n');
  writeFileSync(join(path, 'b', 'seaworthy.toml'), 'enable = false\n');
  const { client } = startChild(context);
  await client.start({ folders: ['a', 'b'].map((name) => ({ uri: `${root}/${name}`, name })) });
  for (const name of ['a', 'b']) await client.open(`${root}/${name}/x.py`, code);
  assert.deepEqual(summary(await client.diagnostics(`${root}/a/x.py`)), ['bare-except@6']);
  assert.deepEqual(await client.diagnostics(`${root}/b/x.py`), []);
});

test('cancelled requests end as cancelled, and what follows is answered', async (context) => {
  const { client } = startChild(context);
  await client.start(only(['bare-except']));
  await client.open(uri, code.repeat(2000));
  const pulls = Array.from({ length: 5 }, () => {
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    return answer.then(
      () => 'answered',
      (error: { code?: number }) => error.code,
    );
  });
  assert.deepEqual(
    await Promise.all(pulls),
    Array.from({ length: 5 }, () => -32800),
  );
  assert.equal((await client.diagnostics(uri)).length, 2000);
});

test('malformed messages cost nothing but themselves', async (context) => {
  const { client, process: child } = startChild(context);
  await client.start(only(['bare-except']));
  const send = (body: string): void => {
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  send('{ this is no JSON');
  send('[]');
  send('null');
  send('{"jsonrpc":"2.0","method":"no/such/notification","params":{}}');
  send('{"jsonrpc":"2.0","id":900,"method":"no/such/request"}');
  send('{"jsonrpc":"2.0","id":901,"method":"textDocument/hover"}');
  send('{"jsonrpc":"2.0","id":902,"method":"textDocument/codeAction","params":{"textDocument":{}}}');
  send('{"jsonrpc":"2.0","id":903,"method":"textDocument/diagnostic","params":[1,2]}');
  send('{"jsonrpc":"2.0","id":904,"method":"codeAction/resolve","params":{"title":"x","data":7}}');
  send('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{}}');
  send('{"jsonrpc":"2.0","method":"textDocument/didOpen"}');
  send(
    '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":null,"contentChanges":3}}',
  );
  send('{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{}}');
  send('{"jsonrpc":"2.0","method":"workspace/didChangeWorkspaceFolders","params":{}}');
  send('{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration"}');
  send('{"jsonrpc":"2.0","id":905,"method":"seaworthy/health/get","params":7}');
  send('{"jsonrpc":"2.0","id":906,"method":"seaworthy/action/preview"}');
  await client.open(uri, code);
  assert.deepEqual(summary(await client.diagnostics(uri)), ['bare-except@6']);
});

/** Text, and how many findings it has to give at least. */
const badInput: Readonly<Record<string, string>> = {
  'an empty file': '',
  'a byte order mark': `\uFEFF${code}`,
  'NUL bytes': code.replaceAll('json', 'js\0on'),
  'lone surrogates': `x = "\uD800"\n${code}`,
  'a syntax error on every line': 'def (:\n'.repeat(3000),
  'unclosed brackets': '('.repeat(5000),
  'unclosed strings': '"""\n\'\n'.repeat(2000),
  'nesting 1,000 deep':
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('') +
    ' '.repeat(1000) +
    'pass\n',
  'brackets 1,000 deep': `x = ${'['.repeat(1000)}${']'.repeat(1000)}\n`,
  '1,000 classes inside each other':
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}class A:\n`).join('') +
    ' '.repeat(1000) +
    'pass\n',
  'an expression of 20,000 operands': `x = ${'1 + '.repeat(20_000)}1\n`,
  'only carriage returns': code.replaceAll('\n', '\r'),
  'a 5 MB file': code.repeat(Math.ceil(5_000_001 / code.length)),
  'a 2 MB line': `x = "${'a'.repeat(2_000_000)}"\n${code}`,
};

test('bad input: an answer in time, and other files unaffected', async (context) => {
  const { client, errors } = startChild(context);
  await client.start(only(['bare-except', 'missing-parameter-annotation']));
  await client.open(uri, code);
  const expected = summary(await client.diagnostics(uri));
  for (const [name, text] of Object.entries(badInput)) {
    const bad = `file:///nowhere/${encodeURIComponent(name)}.py`;
    const started = performance.now();
    await client.open(bad, text);
    await client.diagnostics(bad);
    await client.insert(bad, 0, 0, 'y = 1\n');
    await client.diagnostics(bad);
    await client.actions(bad, range(0, 0, 1, 0));
    await client.actions(bad, range(0, 0, 0, 0), { only: [CodeActionKind.SourceFixAll] });
    await client.close(bad);
    assert.deepEqual(summary(await client.diagnostics(uri)), expected, name);
    assert.ok(
      performance.now() - started < 10_000,
      `${name} took ${Math.round(performance.now() - started)} ms`,
    );
  }
  assert.deepEqual(
    client.logs.filter((line) => line.includes('not analysed')).map((line) => /[^/]*: .*$/.exec(line)?.[0]),
    [
      `${encodeURIComponent('a 5 MB file')}.py is not analysed: it has more than 5000000 characters.`,
      `${encodeURIComponent('a 2 MB line')}.py is not analysed: it has a line of more than 500000 characters.`,
    ].map((line) => /[^/]*: .*$/.exec(line)?.[0]),
  );
  assert.deepEqual(
    client.logs.filter((line) => /failed|Unexpected/.test(line)),
    [],
  );
  assert.equal(errors(), '');
});

test('a file deleted while it is open, and a folder deleted under the server', async (context) => {
  const { path, uri: root } = temporaryFolder(context);
  writeFileSync(join(path, 'x.py'), code);
  const { client } = startChild(context);
  await client.start({ folders: [{ uri: root, name: 'w' }], ...only(['bare-except']) });
  const file = `${root}/x.py`;
  await client.open(file, code);
  rmSync(path, { recursive: true });
  await client.changeFile(file, 3);
  assert.deepEqual(summary(await client.diagnostics(file)), ['bare-except@6']);
  await client.insert(file, 0, 0, '\n');
  assert.deepEqual(summary(await client.diagnostics(file)), ['bare-except@7']);
  await client.changeFolders([], [{ uri: root, name: 'w' }]);
  assert.deepEqual(summary(await client.diagnostics(file)), ['bare-except@7']);
  await client.close(file);
  await client.shutdown();
});

test('requests before the handshake and after shutdown are refused, not fatal', async (context) => {
  const { client } = startChild(context);
  await client.open(uri, code);
  await assert.rejects(client.pull(uri), /has not been initialized/);
  await client.start({ capabilities: pullCapabilities });
  assert.deepEqual(await client.diagnostics(uri), []);
  await client.shutdown();
  await assert.rejects(client.pull(uri), /has been shut down/);
});

test('the server ends when its input ends, when told to exit without shutdown, and when its client dies', async (context) => {
  const closed = startChild(context);
  await closed.client.start();
  closed.process.stdin.end();
  assert.equal(await closed.exit, 1);

  const told = startChild(context);
  await told.client.start();
  await told.client.connection.sendNotification(ExitNotification.type);
  assert.equal(await told.exit, 1);

  const parent = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  const orphan = startChild(context);
  assert.ok(parent.pid !== undefined);
  await orphan.client.start({ processId: parent.pid });
  parent.kill('SIGKILL');
  assert.equal(await orphan.exit, 1);
});

test('without a transport it says how to start it', async (context) => {
  const { exit, errors } = startChild(context, [bundle('server.js')]);
  assert.equal(await exit, 2);
  assert.match(errors(), /--stdio/);
});
