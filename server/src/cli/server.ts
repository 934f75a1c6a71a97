/** `seaworthy server --stdio`: the language server's own bundle, in this process. It reads the transport from argv. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

export function server(): void {
  createRequire(__filename)(join(__dirname, 'server.js'));
}
