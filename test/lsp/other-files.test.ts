/** Fixes that change other files: offered where the client asks for confirmation, resolved from what is there now. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ClientCapabilities, CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Rule } from '../../server/src/engine/index';
import type { FileOperation } from '../../server/src/engine/lint/file-operations';
import { defineRule } from '../../server/src/engine/lint/rule';
import { probeMeta } from '../harness/probe';
import { plainCapabilities, pullCapabilities, range, type TestClient } from './client';
import { startInMemory, temporaryFolder } from './in-memory';

const secret = 's3cr3t-horse-9';
const code = `import sys\n\nPASSWORD = "${secret}"\nsys.stdout.write(PASSWORD)\n`;
const moved = 'import os\nimport sys\n\nPASSWORD = os.environ["PASSWORD"]\nsys.stdout.write(PASSWORD)\n';
const at = range(2, 12, 2, 12);
const moveTitle =
  'Move the value to `PASSWORD` in .env, which git ignores: set it where this runs, replace it if ever committed';
const readTitle =
  'Read `PASSWORD` from the environment: set it where this runs, replace it if ever committed';

interface Project {
  readonly client: TestClient;
  readonly uri: string;
  readonly read: (path: string) => string;
  readonly names: () => string[];
  readonly folder: string;
}

async function project(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  options: { capabilities?: ClientCapabilities; rules?: readonly Rule[]; path?: string } = {},
): Promise<Project> {
  const { path: folder, uri: folderUri } = temporaryFolder(context);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { capabilities = pullCapabilities, rules, path = 'app.py' } = options;
  const start = { capabilities, folders: [{ uri: folderUri, name: 'shop' }] };
  const { client } = await startInMemory(start, rules ? { rules } : {});
  const uri = `${folderUri}/${path}`;
  await client.open(uri, files[path] ?? code);
  return {
    client,
    uri,
    folder: folderUri,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    names: () => readdirSync(folder).sort(),
  };
}

async function titlesAt({ client, uri }: Project, where = at): Promise<string[]> {
  return (await client.actions(uri, where)).map(({ title }) => title);
}

async function move({ client, uri }: Project): Promise<CodeAction> {
  const action = (await client.actions(uri, at)).find(({ title }) => title === moveTitle);
  assert.ok(action);
  return client.resolve(action);
}

test('a secret moves: code, .env, .env.example and .gitignore in one edit that asks for confirmation', async (context) => {
  const shop = await project(context, { 'app.py': code });
  const action = await move(shop);
  assert.equal(action.isPreferred, undefined);
  const changes = action.edit?.documentChanges ?? [];
  assert.deepEqual(
    changes.map((change) => ('kind' in change ? change.kind : change.textDocument.version)),
    ['create', 'create', 'create', null, null, null, 1],
  );
  const description = 'What was ever committed stays in the history: replace it at its provider.';
  assert.deepEqual(annotationsOf(action.edit), [{ label: moveTitle, description, needsConfirmation: true }]);
  await shop.client.perform(action);
  assert.equal(shop.client.text(shop.uri), moved);
  assert.deepEqual(shop.names(), ['.env', '.env.example', '.gitignore', 'app.py']);
  assert.equal(shop.read('.env'), `PASSWORD=${secret}\n`);
  assert.equal(shop.read('.env.example'), 'PASSWORD=\n');
  assert.equal(shop.read('.gitignore'), '.env\n');
});

/** The annotations in use; every change of other files has to have one. */
function annotationsOf(edit: WorkspaceEdit | undefined): unknown[] {
  const used = new Set<string>();
  for (const change of edit?.documentChanges ?? []) {
    const ids =
      'kind' in change
        ? [change.annotationId]
        : change.edits.map((one) => 'annotationId' in one && one.annotationId);
    for (const id of ids) {
      assert.ok(typeof id === 'string', 'every change has an annotation');
      used.add(id);
    }
  }
  return [...used].map((id) => edit?.changeAnnotations?.[id]);
}

test('what the files hold is kept, and an entry of .env is never overwritten', async (context) => {
  const files = {
    'app.py': code,
    '.env': 'A=1\r\nPASSWORD=mine\r\n',
    '.env.example': 'A=',
    '.gitignore': '*.pyc\n.env*\n',
  };
  const shop = await project(context, files);
  await shop.client.perform(await move(shop));
  assert.equal(shop.read('.env'), files['.env']);
  assert.equal(shop.read('.env.example'), 'A=\nPASSWORD=');
  assert.equal(shop.read('.gitignore'), files['.gitignore']);
});

test('an open document counts as it is shown, not as it is on disk, and is edited in its version', async (context) => {
  const shop = await project(context, { 'app.py': code, '.env': 'A=1\n' });
  const env = `${shop.folder}/.env`;
  await shop.client.open(env, 'A=1\n', 'dotenv');
  await shop.client.insert(env, 1, 0, 'B=2\n');
  const action = await move(shop);
  await shop.client.perform(action);
  assert.equal(shop.client.text(env), `A=1\nB=2\nPASSWORD=${secret}\n`);
  assert.equal(shop.read('.env'), 'A=1\n');
  await shop.client.insert(env, 0, 0, '# mine\n');
  const documentChanges = action.edit?.documentChanges?.filter((change) => !('kind' in change)) ?? [];
  await assert.rejects(shop.client.apply({ documentChanges }), /edit of version 2/);
});

test('lines go to the nearest project, names of other tools are taken over', async (context) => {
  const path = 'services/api/app.py';
  const files = {
    [path]: code,
    'services/api/pyproject.toml': '',
    'services/api/.env.sample': '',
    '.env': '',
  };
  const shop = await project(context, files, { path });
  await shop.client.perform(await move(shop));
  assert.equal(shop.read('.env'), '');
  assert.equal(shop.read('services/api/.env'), `PASSWORD=${secret}\n`);
  assert.equal(shop.read('services/api/.env.sample'), 'PASSWORD=\n');
});

test('clients that cannot ask, or cannot create files, get the in-file alternative only', async (context) => {
  const { workspaceEdit, ...workspace } = pullCapabilities.workspace ?? {};
  const less: readonly ClientCapabilities[] = [
    plainCapabilities,
    { ...pullCapabilities, workspace: { ...workspace, workspaceEdit: { documentChanges: true } } },
    {
      ...pullCapabilities,
      workspace: { ...workspace, workspaceEdit: { ...workspaceEdit, resourceOperations: ['delete'] } },
    },
  ];
  for (const capabilities of less) {
    const shop = await project(context, { 'app.py': code }, { capabilities });
    const titles = await titlesAt(shop);
    assert.ok(titles.includes(readTitle) && !titles.includes(moveTitle), titles.join(' | '));
  }
});

test('a client that confirms but does not resolve gets the whole edit at once', async (context) => {
  const capabilities = {
    ...pullCapabilities,
    textDocument: { ...pullCapabilities.textDocument, codeAction: {} },
  };
  const shop = await project(context, { 'app.py': code }, { capabilities });
  const action = (await shop.client.actions(shop.uri, at)).find(({ title }) => title === moveTitle);
  await shop.client.apply(action?.edit ?? {});
  assert.equal(shop.read('.env'), `PASSWORD=${secret}\n`);
});

test('a document in no folder has no place for files', async () => {
  const { client } = await startInMemory({}, {});
  await client.open('untitled:Untitled-1', code);
  const titles = (await client.actions('untitled:Untitled-1', at)).map(({ title }) => title);
  assert.ok(titles.includes(readTitle) && !titles.includes(moveTitle), titles.join(' | '));
});

test('fix all of the rule takes the in-file alternative', async (context) => {
  const two = `${code}token = "9f86d081884c7d659a2f"\n`;
  const shop = await project(context, { 'app.py': two });
  const actions = await shop.client.actions(shop.uri, at);
  const all = actions.find(({ title }) => title.startsWith("Fix all 'hardcoded-secret'"));
  assert.ok(all);
  await shop.client.perform(all);
  assert.match(shop.client.text(shop.uri), /token = os\.environ\["TOKEN"\]/);
  assert.deepEqual(shop.names(), ['app.py']);
});

test('the value is in the edit and nowhere else: no title, message, hover or log', async (context) => {
  const shop = await project(context, { 'app.py': code, '.env': `OTHER=${secret}\n` });
  const { client, uri } = shop;
  const diagnostics = await client.diagnostics(uri);
  const actions = await client.actions(uri, at);
  const hover = await client.hover(uri, at.start);
  const resolved = await move(shop);
  await client.insert(uri, 0, 0, '\n');
  await assert.rejects(
    client.resolve(actions[0] ?? { title: '' }),
    (error: Error) => !String(error).includes(secret),
  );
  const { edit, ...shown } = resolved;
  assert.ok(JSON.stringify(edit).includes(secret));
  const said = JSON.stringify([
    diagnostics,
    actions,
    hover,
    shown,
    edit?.changeAnnotations,
    client.logs,
    client.notifications,
  ]);
  assert.ok(said.includes('hardcoded-secret'));
  assert.ok(!said.includes(secret), said);
});

function offering(...files: FileOperation[]): readonly Rule[] {
  const rule = defineRule({
    meta: { ...probeMeta('files'), profile: 'recommended' },
    visit: {
      assignment: (node, context) => context.report({ node, message: 'seen', values: { it: 'it' } }),
    },
    fix: () => [{ title: 'Do it', applicability: 'safe', edits: [], files }],
  });
  return [rule];
}

test('new files and moves: offered while nothing is in their way, refused when something has appeared', async (context) => {
  const rules = offering(
    { kind: 'create', path: 'test_app.py', text: 'x = 1\n' },
    { kind: 'rename', path: 'app.py', to: 'shop.py' },
  );
  const shop = await project(context, { 'app.py': code }, { rules });
  const where = range(2, 0, 2, 0);
  const [action] = await shop.client.actions(shop.uri, where);
  assert.ok(action && action.isPreferred !== true);
  const resolved = await shop.client.resolve(action);
  const kinds = resolved.edit?.documentChanges?.map((change) => ('kind' in change ? change.kind : 'edit'));
  assert.deepEqual(kinds, ['create', 'edit', 'rename']);
  // Nothing secret moves, so nobody is told to replace anything.
  assert.deepEqual(annotationsOf(resolved.edit), [{ label: 'Do it', needsConfirmation: true }]);
  await shop.client.perform(resolved);
  assert.deepEqual(shop.names(), ['shop.py', 'test_app.py']);
  await assert.rejects(shop.client.resolve(action), /Not possible: test_app\.py exists already\./);
  assert.ok(!(await titlesAt(shop, where)).includes('Do it'));
});
