/** Entry of the language server on Node: started by the extension over IPC, or by any editor with `--stdio`. */
import { setFlagsFromString } from 'node:v8';
import { serve } from './serve';

// A server lives beside an editor: by default V8 lets a heap grow to several times of what is in use before it looks for
// garbage.
setFlagsFromString('--heap-growing-percent=40');

try {
  serve(__dirname);
} catch (error) {
  process.stderr.write(`seaworthy: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
