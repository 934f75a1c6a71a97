/** Projects in a workspace folder: each folder with a manifest of its own has its own grade, steps, findings and edits. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import {
  acknowledgePreview,
  actionPreview,
  findingsGet,
  healthChanged,
  healthExport,
  healthGet,
  healthSimulate,
  type ActionResult,
  type ExportResult,
  type FolderFindings,
  type FolderHealth,
  type Simulation,
  type WorkspaceHealth,
} from '../../server/src/protocol';
import { summary, type TestClient } from './client';
import { startInMemory, temporaryFolder } from './in-memory';

const swallowing = 'def load(path):\n    try:\n        return path.read()\n    except:\n        pass\n';
const files: Readonly<Record<string, string>> = {
  'server/pyproject.toml': '[project]\nname = "server"\nversion = "1"\nrequires-python = ">=3.10"\n',
  'server/app.py': swallowing,
  'scripts/requirements.txt': 'requests==2.32.0\n',
  'scripts/run.py': 'print("done")\n',
  'scripts/deep/more.py': swallowing,
};

interface Opened {
  readonly client: TestClient;
  readonly path: string;
  readonly uri: string;
  readonly projects: readonly FolderHealth[];
}

async function open(
  context: Parameters<typeof temporaryFolder>[0],
  tree: Readonly<Record<string, string>>,
): Promise<Opened> {
  const { path, uri } = temporaryFolder(context);
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const { client } = await startInMemory({ folders: [{ uri, name: 'shop' }] });
  return { client, path, uri, projects: await client.connection.sendRequest(healthGet, {}) };
}

function state({ report }: FolderHealth, id: string): string | undefined {
  return report?.topics.flatMap(({ checks }) => checks).find((check) => check.id === id)?.state;
}

test('each project is graded where it lies', async (context) => {
  const { uri, projects } = await open(context, files);
  assert.deepEqual(
    projects.map(({ folder, workspaceFolder, name, pythonFiles, report }) => ({
      folder,
      isInside: workspaceFolder === uri,
      name,
      pythonFiles,
      root: report?.root,
    })),
    [
      { folder: `${uri}/scripts`, isInside: true, name: 'scripts', pythonFiles: 2, root: 'shop/scripts' },
      { folder: `${uri}/server`, isInside: true, name: 'server', pythonFiles: 1, root: 'shop/server' },
    ],
  );
  const [scripts, server] = projects;
  assert.ok(scripts && server);
  assert.notEqual(state(scripts, 'requires-python'), 'pass');
  assert.equal(state(server, 'requires-python'), 'pass');
});

test('a folder without code of its own and one project in it has the grade of that project', async (context) => {
  const { projects } = await open(context, { 'server/pyproject.toml': '', 'server/app.py': swallowing });
  assert.deepEqual(
    projects.map(({ name }) => name),
    ['server'],
  );
});

test('code beside the projects is one more', async (context) => {
  const { uri, projects } = await open(context, { ...files, 'app.py': swallowing });
  assert.deepEqual(
    projects.map(({ name, folder, pythonFiles }) => [name, folder === uri, pythonFiles]),
    [
      ['shop', true, 1],
      ['scripts', false, 2],
      ['server', false, 1],
    ],
  );
});

test('findings and exports are those of the project, with paths in it', async (context) => {
  const { client, uri } = await open(context, files);
  const found = async (folder: string): Promise<readonly string[]> => {
    const { findings }: FolderFindings = await client.connection.sendRequest(findingsGet, { folder });
    return findings.filter(({ rule }) => rule === 'bare-except').map(({ path }) => path);
  };
  assert.deepEqual(await found(`${uri}/server`), ['app.py']);
  assert.deepEqual(await found(`${uri}/scripts`), ['deep/more.py']);
  assert.deepEqual(await found(uri), []);
  const exported: ExportResult = await client.connection.sendRequest(healthExport, {
    folder: `${uri}/scripts`,
    format: 'json',
  });
  assert.ok('text' in exported);
  const { root, findings } = JSON.parse(exported.text) as { root: string; findings: { path: string }[] };
  assert.equal(root, 'shop/scripts');
  assert.ok(findings.length > 0 && findings.every(({ path }) => !path.startsWith('scripts/')));
  const simulated: Simulation | null = await client.connection.sendRequest(healthSimulate, {
    folder: `${uri}/server`,
    checks: ['linter-configured'],
  });
  assert.equal(typeof simulated?.overall, 'number');
});

test('files that nobody has open are checked with the settings of their project, as open ones are', async (context) => {
  const shop = { 'pyproject.toml': '[tool.seaworthy]\nselect = ["bare-except"]\n', 'app.py': swallowing };
  const own = {
    'own/pyproject.toml': '[tool.seaworthy]\nselect = ["try-except-pass"]\nanalysis.exclude = ["gen"]\n',
    'own/app.py': swallowing,
    'own/gen/app.py': swallowing,
    'own/plain/pyproject.toml': '[project]\nname = "plain"\nversion = "1"\n',
    'own/plain/app.py': swallowing,
    'quiet/seaworthy.toml': 'enable = false\n',
    'quiet/app.py': swallowing,
    'plain/pyproject.toml': '[project]\nname = "plain"\nversion = "1"\n',
    'plain/app.py': swallowing,
  };
  const { client, path, uri, projects } = await open(context, { ...shop, ...own });
  const found = async (): Promise<readonly string[]> => {
    const all: string[] = [];
    for (const { folder } of projects) {
      const { findings }: FolderFindings = await client.connection.sendRequest(findingsGet, { folder });
      all.push(...findings.map(({ rule, path: file }) => `${folder.slice(uri.length + 1)}:${file} ${rule}`));
    }
    return all.sort();
  };
  const expected = [
    ':app.py bare-except',
    'own/plain:app.py try-except-pass',
    'own:app.py try-except-pass',
    'plain:app.py bare-except',
  ];
  assert.deepEqual(await found(), expected);
  await client.open(`${uri}/own/app.py`, swallowing);
  assert.deepEqual(summary(await client.diagnostics(`${uri}/own/app.py`)), ['try-except-pass@3']);
  await client.insert(`${uri}/own/app.py`, 0, 0, '\n');
  await eventually('the open file in the grade', async () => (await linesOf(client, `${uri}/own`)) === '5');
  assert.deepEqual(await found(), expected);

  const bare = '[tool.seaworthy]\nselect = ["bare-except"]\n';
  writeFileSync(join(path, 'own', 'pyproject.toml'), bare);
  await client.changeFile(`${uri}/own/pyproject.toml`, FileChangeType.Changed);
  const now = [':app.py', 'own/plain:app.py', 'own:app.py', 'own:gen/app.py', 'plain:app.py'];
  const wanted = now.map((file) => `${file} bare-except`).join();
  await eventually('other settings', async () => (await found()).join() === wanted);
});

test('actions and acknowledgements write into the project, whose own settings count', async (context) => {
  const { client, path, uri, projects } = await open(context, files);
  const folder = `${uri}/server`;
  const offered = projects[1]?.report?.topics
    .flatMap(({ checks }) => checks)
    .find(({ id }) => id === 'linter-configured');
  const action: ActionResult = await client.connection.sendRequest(actionPreview, {
    folder,
    action: offered?.action ?? '',
  });
  assert.ok('files' in action, JSON.stringify(action));
  assert.deepEqual(
    action.files.map((file) => file.uri),
    [`${folder}/pyproject.toml`],
  );
  const acknowledged: ActionResult = await client.connection.sendRequest(acknowledgePreview, {
    folder,
    check: 'linter-configured',
    reason: 'not-detected',
    note: 'in a script',
  });
  assert.ok('files' in acknowledged, JSON.stringify(acknowledged));
  const [file] = acknowledged.files;
  assert.ok(file && 'edits' in file);
  assert.equal(file.uri, `${folder}/pyproject.toml`);
  const toml = join(path, 'server', 'pyproject.toml');
  writeFileSync(toml, `${readFileSync(toml, 'utf8')}${file.edits.map(({ newText }) => newText).join('')}`);
  await client.changeFile(`${folder}/pyproject.toml`, FileChangeType.Changed);
  await client.until('the acknowledgement', () => {
    const [scripts, server] = lastOf(client) ?? [];
    return (
      server !== undefined &&
      scripts !== undefined &&
      state(server, 'linter-configured') === 'acknowledged' &&
      state(scripts, 'linter-configured') !== 'acknowledged'
    );
  });
});

test('a manifest that appears makes a project, one that goes away ends it', async (context) => {
  const { client, path, uri } = await open(context, { 'app.py': swallowing, 'web/site.py': swallowing });
  const names = (): readonly string[] => (lastOf(client) ?? []).map(({ name }) => name);
  assert.deepEqual(names(), ['shop']);
  writeFileSync(join(path, 'web', 'setup.py'), 'from setuptools import setup\n\nsetup(name="web")\n');
  await client.changeFile(`${uri}/web/setup.py`, FileChangeType.Created);
  await client.until('two projects', () => names().join() === 'shop,web');
  rmSync(join(path, 'web', 'setup.py'));
  await client.changeFile(`${uri}/web/setup.py`, FileChangeType.Deleted);
  await client.until('one project', () => names().join() === 'shop');
});

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) assert.fail(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lines of the findings of a project. */
async function linesOf(client: TestClient, folder: string): Promise<string> {
  const { findings }: FolderFindings = await client.connection.sendRequest(findingsGet, { folder });
  return findings.map(({ line }) => line).join();
}

/** The projects of the last notification. */
function lastOf(client: TestClient): readonly FolderHealth[] | undefined {
  const changes = client.notifications.filter(({ method }) => method === healthChanged);
  return (changes.at(-1)?.params as WorkspaceHealth | undefined)?.projects;
}
