// Temporary folders that are gone when this process is.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onShutdown } from './processes.mjs';

/**
 * @param {string} purpose a word for its name
 * @returns {{ path: string, remove: () => void }}
 */
export function temporaryFolder(purpose) {
  // The real path: on macOS the temporary folder is a link, and VS Code reports resolved paths.
  const path = mkdtempSync(join(realpathSync(tmpdir()), `seaworthy-${purpose}-`));
  const erase = () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const forget = onShutdown(() => {
    try {
      erase();
    } catch {
      // A file still open on Windows: the system clears its temporary folder in its own time.
    }
  });
  const remove = () => {
    forget();
    erase();
  };
  return { path, remove };
}
