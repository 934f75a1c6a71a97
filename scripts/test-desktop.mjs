// `npm run test:desktop`: the suites of test/e2e/host in a desktop VS Code, which is downloaded first. For machines that
// can download it: the repository's workflow, and a developer's own.
import { join } from 'node:path';
import { ensureInstalled, root } from './bootstrap.mjs';
import { createTestWorkspace } from './vscode/test-workspace.mjs';
import { temporaryFolder } from './vscode/temporary.mjs';

await ensureInstalled();
const { runTests } = await import('@vscode/test-electron');
const { build } = await import('./build.mjs');
const { bundleSuite } = await import('./vscode/driver.mjs');

await build();
const { suite, files } = await bundleSuite();
const temporary = temporaryFolder('desktop');
process.stdout.write(`running ${files.join(', ')}\n`);
try {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [
      createTestWorkspace(temporary.path),
      ...['--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      // A short path of our own: the sockets in it have a length limit on macOS.
      ...['--user-data-dir', join(temporary.path, 'u')],
    ],
  });
} catch (error) {
  process.stderr.write(`test:desktop: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
