// Edits that have to be confirmed, as VS Code's preview needs them: everything ticked, one change that asks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageclient';
import { previewable } from '../../client/src/common/confirmed-edits';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const asked: WorkspaceEdit = {
  documentChanges: [
    { kind: 'create', uri: 'file:///shop/.env', annotationId: 'move' },
    {
      textDocument: { uri: 'file:///shop/src/app.py', version: 3 },
      edits: [{ range, newText: 'x', annotationId: 'move' }],
    },
  ],
  changeAnnotations: { move: { label: 'Move it', needsConfirmation: true } },
};
const action = (edit: WorkspaceEdit): CodeAction => ({ title: 'Move it', edit });

describe('edits to confirm', () => {
  it('ask through a change that changes nothing', () => {
    const { edit } = previewable(action(asked));
    assert.deepEqual(edit?.documentChanges, [
      {
        kind: 'create',
        uri: 'file:///shop/src',
        options: { ignoreIfExists: true },
        annotationId: 'existing',
      },
      ...(asked.documentChanges ?? []),
    ]);
    assert.deepEqual(edit?.changeAnnotations, {
      move: { label: 'Move it', needsConfirmation: false },
      existing: { label: 'Move it', needsConfirmation: true },
    });
  });
  it('leave all other edits as they are', () => {
    const silent: WorkspaceEdit = { documentChanges: asked.documentChanges ?? [] };
    for (const edit of [
      silent,
      { ...asked, changeAnnotations: { move: { label: 'Move it' } } },
      { changes: {} },
    ]) {
      assert.deepEqual(previewable(action(edit)), action(edit));
    }
    assert.deepEqual(previewable({ title: 'none' }), { title: 'none' });
  });
});
