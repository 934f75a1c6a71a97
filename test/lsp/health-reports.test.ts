/** Findings with their age, what-if, exports and acknowledgements over the protocol. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createNodeHost, isWritable } from '../../server/src/node/host';
import {
  acknowledgePreview,
  actionPreview,
  findingsGet,
  healthExport,
  healthGet,
  healthSimulate,
  type ActionResult,
  type ExportResult,
  type FolderFindings,
  type FolderHealth,
  type Simulation,
} from '../../server/src/protocol';
import { bundles } from './bundles';
import type { TestClient } from './client';
import { connect, startInMemory, temporaryFolder } from './in-memory';

const swallow = (name: string): string =>
  `def ${name}(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n\n\n`;
const noGit = spawnSync('git', ['--version']).status !== 0;

async function start(
  context: Parameters<typeof temporaryFolder>[0],
  files: Readonly<Record<string, string>>,
): Promise<{ client: TestClient; uri: string; path: string }> {
  const { path, uri } = temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const { client } = await startInMemory({ folders: [{ uri, name: 'w' }] });
  return { client, uri, path };
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
  assert.equal(spawnSync('git', [...identity, ...args], { cwd: folder }).status, 0, args.join(' '));
}

test(
  'findings are new or existing against the last commit, in moved code and unsaved text too',
  { skip: noGit },
  async (context) => {
    const { client, uri, path } = await start(context, {
      'app.py': swallow('old'),
      'same.py': swallow('same'),
    });
    git(path, 'init', '-q');
    git(path, 'add', '-A');
    git(path, 'commit', '-qm', 'first');
    const ask = (): Promise<FolderFindings> => client.connection.sendRequest(findingsGet, { folder: uri });
    const ages = ({ findings }: FolderFindings, path: string): string[] =>
      findings.filter((one) => one.path === path && one.rule === 'bare-except').map(({ age }) => age);
    const first = await ask();
    assert.equal(first.notCompared, undefined);
    assert.deepEqual([...ages(first, 'app.py'), ...ages(first, 'same.py')], ['existing', 'existing']);
    // Typed and not saved: one finding above moves the one that was there.
    await client.open(`${uri}/app.py`, swallow('old'));
    await client.insert(`${uri}/app.py`, 0, 0, swallow('fresh'));
    let second = await ask();
    for (let round = 0; round < 40 && ages(second, 'app.py').length < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      second = await ask();
    }
    assert.deepEqual(ages(second, 'app.py'), ['new', 'existing']);
    assert.deepEqual(ages(second, 'same.py'), ['existing']);
  },
);

test('without a commit the age is unknown, and it is said why', async (context) => {
  const { client, uri } = await start(context, { 'app.py': swallow('a') });
  const found = await client.connection.sendRequest<FolderFindings>(findingsGet, { folder: uri });
  assert.ok(found.findings.length > 0);
  assert.ok(found.findings.every(({ age }) => age === 'unknown'));
  assert.match(found.notCompared ?? '', /not in a Git repository/);
});

test('what-if gives the grade that the step promised, and changes nothing', async (context) => {
  const { client, uri } = await start(context, { 'app.py': swallow('a').repeat(6), 'requirements.txt': '' });
  const [before] = await client.connection.sendRequest<FolderHealth[]>(healthGet, {});
  const report = before?.report;
  const step = report?.next.find(({ gain }) => gain > 2);
  assert.ok(report && step && report.overall !== null);
  const simulate = (checks: readonly string[]): Promise<Simulation | null> =>
    client.connection.sendRequest(healthSimulate, { folder: uri, checks });
  const same = await simulate([]);
  assert.equal(same?.overall, report.overall);
  const after = await simulate([step.check]);
  assert.ok(
    Math.abs((after?.overall ?? 0) - report.overall - step.gain) <= 1,
    JSON.stringify({ step, after }),
  );
  const open = report.topics
    .flatMap(({ checks }) => checks)
    .filter(({ state }) => /fail|partial/.test(state));
  const all = await simulate(open.map(({ id }) => id));
  assert.ok((all?.overall ?? 0) > (after?.overall ?? 0));
  const [again] = await client.connection.sendRequest<FolderHealth[]>(healthGet, {});
  assert.deepEqual(again, before);
});

test('every format is exported, and a folder that is not open is refused', async (context) => {
  const { client, uri } = await start(context, { 'app.py': swallow('a') });
  for (const format of ['json', 'markdown', 'html', 'sarif', 'badge', 'shields']) {
    const result = await client.connection.sendRequest<ExportResult>(healthExport, { folder: uri, format });
    assert.ok('text' in result && result.text.length > 20, format);
    assert.match(result.name, /^seaworthy-\w+\.(json|md|html|sarif|svg)$/);
  }
  const closed = await client.connection.sendRequest<ExportResult>(healthExport, {
    folder: 'file:///elsewhere',
    format: 'json',
  });
  assert.ok('refused' in closed);
});

test('an acknowledgement is an edit of the project’s configuration', async (context) => {
  const { client, uri } = await start(context, { 'app.py': swallow('a') });
  await client.connection.sendRequest(healthGet, {});
  const result = await client.connection.sendRequest<ActionResult>(acknowledgePreview, {
    folder: uri,
    check: 'ci-present',
    reason: 'not-supported',
    note: '',
  });
  assert.ok('files' in result);
  assert.deepEqual(result.files, [
    { uri: `${uri}/pyproject.toml`, create: '[tool.seaworthy.acknowledge]\nci-present = "not-supported"\n' },
  ]);
});

test('in a read-only folder an action says so and proposes nothing', async (context) => {
  const { path, uri } = temporaryFolder(context);
  writeFileSync(join(path, 'app.py'), swallow('a').repeat(5));
  // Whoever runs as root may write everywhere, so that permissions alone would prove nothing here.
  const host = { ...createNodeHost({ bundles }), isWritable: (file: string) => !file.startsWith(uri) };
  const { client } = connect({}, host);
  await client.start({ folders: [{ uri, name: 'w' }] });
  await client.connection.sendRequest(healthGet, {});
  for (const action of ['add-ruff-config', 'add-gitignore']) {
    const result = await client.connection.sendRequest<ActionResult>(actionPreview, { folder: uri, action });
    assert.match('refused' in result ? result.refused : '', /cannot be written: it is read-only/, action);
  }
  assert.deepEqual(readdirSync(path), ['app.py']);
});

test('a file that is not there yet is as writable as the folder that will hold it', (context) => {
  const { path } = temporaryFolder(context);
  assert.equal(isWritable(path), true);
  assert.equal(isWritable(join(path, 'new', 'file.py')), true);
});
