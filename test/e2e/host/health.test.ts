// The extension's own interface: the grading that other extensions may read.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FolderHealth } from '../../../server/src/protocol';
import { extension, openPython, until, workspaceFolder } from './support';

async function graded(accept: (health: FolderHealth) => boolean): Promise<FolderHealth> {
  const api = await extension().activate();
  const health = await until(
    'the grading',
    () => api.getHealth(workspaceFolder().uri),
    (found) => found?.state === 'graded' && accept(found),
  );
  assert.ok(health);
  return health;
}

describe('getHealth', () => {
  it('says where the folder stands', async () => {
    await vscode.commands.executeCommand('seaworthy.refreshHealth');
    const { report, pythonFiles, name } = await graded(() => true);
    assert.equal(name, workspaceFolder().name);
    assert.ok(pythonFiles >= 1);
    assert.ok(report);
    assert.equal(report.topics.length, 10);
    assert.ok(report.overall !== null && report.overall >= 0 && report.overall <= 100);
    assert.ok(report.next.length >= 1 && report.next.length <= 3);
  });

  it('is renewed by the command that grades the workspace', async () => {
    await vscode.commands.executeCommand('seaworthy.gradeWorkspace');
    const { report } = await graded(() => true);
    assert.equal(report?.schema, 1);
  });

  it('says nothing of folders that are not open', async () => {
    const api = await extension().activate();
    assert.equal(api.getHealth(vscode.Uri.file('/not/open')), undefined);
  });

  it('follows the files', async () => {
    const secrets = ({ report }: FolderHealth): number =>
      report?.gates.filter(({ check }) => check === 'hardcoded-secrets').length ?? 0;
    await graded((health) => secrets(health) === 0);
    const document = await openPython('keys.py', 'API_KEY = "pk_9fQ2mZ7xW4tB8vLr"\n');
    await vscode.commands.executeCommand('seaworthy.refreshHealth');
    const { report } = await graded((health) => secrets(health) === 1);
    const check = report?.topics.flatMap(({ checks }) => checks).find(({ id }) => id === 'hardcoded-secrets');
    assert.deepEqual(
      check?.evidence.map(({ path, line }) => [path, line]),
      [['keys.py', 1]],
    );
    assert.equal(
      JSON.stringify(report).includes('pk_9fQ2mZ7xW4tB8vLr'),
      false,
      'the secret itself is not in the report',
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(0).range, 'API_KEY = None');
    await vscode.workspace.applyEdit(edit);
    await graded((health) => secrets(health) === 0);
    await document.save();
  });
});
