// Runs the mocha suites of this folder inside an extension host, in the embedded VS Code and in the desktop one, and
// writes what happened to the file that SEAWORTHY_E2E_REPORT names.
import { renameSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface HostTest {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  error?: string;
}

export interface HostReport {
  /** Set when the suites could not be run at all. */
  error?: string;
  tests: HostTest[];
}

/** A suite's file name and what loads it; loading registers its tests with mocha. */
type Suite = readonly [file: string, load: () => unknown];

export async function runSuites(suites: readonly Suite[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: Mocha.reporters.Base });
  for (const [file, load] of suites) {
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, file, mocha);
    load();
  }
  const tests: HostTest[] = [];
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => tests.push({ name: test.fullTitle(), state: 'passed' }))
      .on('pending', (test) => tests.push({ name: test.fullTitle(), state: 'skipped' }))
      .on('fail', (test, error: Error) => {
        tests.push({ name: test.fullTitle(), state: 'failed', error: error.stack ?? error.message });
      });
  });
  writeReport({ tests });
  if (failures > 0)
    throw new Error(`${failures} of ${tests.length} tests failed\n${describeFailures(tests)}`);
}

/** Renamed into place, so that a reader never sees half a report. */
function writeReport(report: HostReport): void {
  const file = process.env['SEAWORTHY_E2E_REPORT'];
  if (file === undefined) return;
  writeFileSync(`${file}.partial`, JSON.stringify(report));
  renameSync(`${file}.partial`, file);
}

function describeFailures(tests: readonly HostTest[]): string {
  const failed = tests.filter((test) => test.state === 'failed');
  return failed.map((test) => `${test.name}\n${test.error ?? ''}`).join('\n');
}
