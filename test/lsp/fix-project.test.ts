/** The safe fixes of all files of a workspace folder, as one edit. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { createNodeHost } from '../../server/src/node/host';
import { fixProject, type ActionFile, type FixProjectResult } from '../../server/src/protocol';
import { bundles } from './bundles';
import type { TestClient } from './client';
import { connect, temporaryFolder } from './in-memory';

const optional = 'def load(path: str = None):\n    return path\n';
const fixed = 'def load(path: str | None = None):\n    return path\n';

async function opened(
  context: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  isWritable: (uri: string) => boolean = () => true,
): Promise<{ client: TestClient; uri: string }> {
  const { path, uri } = temporaryFolder(context);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  const { client } = connect({}, { ...createNodeHost({ bundles }), isWritable });
  await client.start({ folders: [{ uri, name: 'shop' }] });
  return { client, uri };
}

function ask(client: TestClient, folder: string): Promise<FixProjectResult> {
  return client.connection.sendRequest(fixProject, { folder });
}

function edited({ result }: FixProjectResult): readonly ActionFile[] {
  assert.ok('files' in result, 'refused' in result ? result.refused : '');
  return result.files;
}

/** What the edits of one file make of a text. */
function after(file: ActionFile | undefined, text: string): string {
  assert.ok(file && 'edits' in file);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = ({ line, character }: { line: number; character: number }): number =>
    (starts[line] ?? text.length) + character;
  return [...file.edits]
    .reverse()
    .reduce(
      (now, { range, newText }) => now.slice(0, at(range.start)) + newText + now.slice(at(range.end)),
      text,
    );
}

test('every file is fixed as fix-all fixes it: on disk, as it is shown, with line ends and BOM kept', async (context) => {
  const { client, uri } = await opened(context, {
    'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.10"\n',
    'a.py': optional,
    'pkg/windows.py': `\ufeff${optional.replaceAll('\n', '\r\n')}`,
    'clean.py': 'x = 1\n',
    'shown.py': 'x = 1\n',
  });
  const shown = `${uri}/shown.py`;
  await client.open(shown, 'x = 1\n');
  await client.insert(shown, 1, 0, optional);
  const answer = await ask(client, uri);
  const files = edited(answer);
  assert.equal(answer.pythonFiles, 4);
  assert.ok('label' in answer.result && answer.result.label === 'Safe fixes in 3 files');
  assert.equal('followUp' in answer.result, false);
  const of = (name: string): ActionFile | undefined => files.find((file) => file.uri === `${uri}/${name}`);
  assert.equal(files.length, 3);
  assert.equal(after(of('a.py'), optional), fixed);
  assert.equal(after(of('shown.py'), `x = 1\n${optional}`), `x = 1\n${fixed}`);
  // Editors keep the mark outside of the text.
  const windows = optional.replaceAll('\n', '\r\n');
  assert.equal(after(of('pkg/windows.py'), windows), fixed.replaceAll('\n', '\r\n'));
});

test('excluded files and rules that are off stay as they are; a nested project goes by its own settings', async (context) => {
  const { client, uri } = await opened(context, {
    'pyproject.toml': '[tool.seaworthy]\nanalysis.exclude = ["vendored"]\nignore = ["implicit-optional"]\n',
    'a.py': optional,
    'vendored/a.py': optional,
    'own/seaworthy.toml': 'select = ["implicit-optional"]\n',
    'own/a.py': optional,
    'quiet/seaworthy.toml': 'enable = false\n',
    'quiet/a.py': optional,
    'own/silenced.py': optional.replace(':\n', ':  # seaworthy: ignore[implicit-optional]\n'),
  });
  assert.deepEqual(
    edited(await ask(client, uri)).map((file) => file.uri),
    [`${uri}/own/a.py`],
  );
});

test('files that are not UTF-8 or not writable are left alone and named', async (context) => {
  const latin = Buffer.from(`# -*- coding: latin-1 -*-\nNAME = "caf\u00e9"\n\n\n${optional}`, 'latin1');
  const files = { 'requirements.txt': '', 'latin.py': latin, 'locked.py': optional, 'a.py': optional };
  const { client, uri } = await opened(context, files, (file) => !file.endsWith('locked.py'));
  const answer = await ask(client, uri);
  assert.deepEqual(
    edited(answer).map((file) => file.uri),
    [`${uri}/a.py`],
  );
  const followUp = 'followUp' in answer.result ? answer.result.followUp : undefined;
  assert.equal(followUp, 'Left alone, because they cannot be read or written: latin.py, locked.py.');
});

test('nothing to do, a folder that is not open, a folder that is switched off, and a cancelled request', async (context) => {
  const { client, uri } = await opened(context, { 'requirements.txt': '', 'a.py': 'x = 1\n', 'b.py': '' });
  const nothing = await ask(client, uri);
  assert.deepEqual([nothing.pythonFiles, edited(nothing)], [2, []]);
  const { result } = await ask(client, 'file:///elsewhere');
  assert.deepEqual(result, { refused: 'The folder is not open any more.' });
  const source = new CancellationTokenSource();
  const running = client.connection.sendRequest(fixProject, { folder: uri }, source.token);
  source.cancel();
  await assert.rejects(running, /Cancelled/);
  const off = await opened(context, { 'seaworthy.toml': 'enable = false\n', 'a.py': optional });
  assert.deepEqual((await ask(off.client, off.uri)).result, {
    refused: 'Seaworthy is switched off for this folder.',
  });
});
