/** What one-click actions change, as the operations of a fix. */
import { insertion, type FileOperation } from '../../lint/file-operations';
import type { FileChange } from '../actions/types';
import type { ProjectFacts } from '../facts';

/** Undefined where a change takes something away: a fix of the project only adds. */
export function operationsOf(
  changes: readonly FileChange[],
  { snapshot }: ProjectFacts,
): readonly FileOperation[] | undefined {
  const operations: FileOperation[] = [];
  for (const change of changes) {
    if ('create' in change) {
      operations.push({ kind: 'create', path: change.path, text: change.create });
      continue;
    }
    const text = snapshot.text(change.path);
    if (text === undefined) return undefined;
    for (const { start, end, newText } of change.edits) {
      if (start !== end) return undefined;
      operations.push(insertion(change.path, text, start, newText));
    }
  }
  return operations;
}
