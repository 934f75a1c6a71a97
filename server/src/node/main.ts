/** Entry of the language server on Node: started by the extension over IPC, or by any editor with `--stdio`. */
import { keepHeapSmall } from './heap';
import { serve } from './serve';

keepHeapSmall();

try {
  serve(__dirname);
} catch (error) {
  process.stderr.write(`seaworthy: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
