// The folder that the host suites open, the same in the embedded and in the desktop VS Code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} parent
 * @returns {string}
 */
export function createTestWorkspace(parent) {
  const folder = join(parent, 'workspace');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'app.py'), 'try:\n    value = int("3")\nexcept:\n    print("not a number")\n');
  return folder;
}
