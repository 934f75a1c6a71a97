// `npm run conformance`: see test/gates/conformance-main.ts for what it does and which options it takes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './bootstrap.mjs';

await ensureInstalled();
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', join(root, 'test/gates/conformance-main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: root },
);
process.exitCode = status ?? 1;
