/** Runs one action on a small project: its edit, its refusal, or the files after it. */
import assert from 'node:assert/strict';
import { runAction, type ProjectEdit, type Refusal } from '../../../server/src/engine/project';
import { applyProjectEdit, factsOf, type Files, type SnapshotExtras } from './support';

export function run(name: string, files: Files, extras: SnapshotExtras = {}): ProjectEdit | Refusal {
  return runAction(name, factsOf(files, extras), (path) => files[path]);
}

export function edit(name: string, files: Files, extras: SnapshotExtras = {}): ProjectEdit {
  const result = run(name, files, extras);
  if ('refused' in result) assert.fail(`${name} refused: ${result.refused}`);
  return result;
}

export function refusal(name: string, files: Files, extras: SnapshotExtras = {}): string {
  const result = run(name, files, extras);
  assert.ok('refused' in result, `${name} did not refuse`);
  return result.refused;
}

export const after = (name: string, files: Files) => applyProjectEdit(files, edit(name, files));
