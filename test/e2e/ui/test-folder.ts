// A project of its own for each test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../../scripts/vscode/temporary.mjs';

/** A new folder with these files in it; the caller removes it. */
export function testFolder(files: Record<string, string>): { path: string; remove: () => void } {
  const folder = temporaryFolder('project');
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
