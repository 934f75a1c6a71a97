/** `seaworthy health`: grades a project. */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  buildFacts,
  compareWithBaseline,
  describeFindings,
  exportHealth,
  factsOptions,
  gradeProject,
  gradeRoots,
  isWorse,
  readBaseline,
  summarizeRoot,
  withFindings,
  type ExportFormat,
  type FactsOptions,
  type FileFindings,
  type HealthExport,
  type HealthReport,
} from '../engine/project';
import { rules } from '../engine';
import { unpackFindings } from '../engine/packed-records';
import { cacheFolder } from '../node/cache';
import { createScanner, type ProjectScan } from '../node/project';
import { decodePython, readBytes } from '../node/read';
import { version } from '../node/version';
import { projectLoader } from './nearest-config';
import { createPaint, exitCodes, fail, print, UsageError, warn, type ExitCode } from './output';
import { renderHealth } from './render-health';

export interface HealthOptions {
  readonly outputFormat: 'text' | ExportFormat;
  readonly failUnder?: number;
  /** An earlier JSON output: what was there before does not fail the run. */
  readonly baseline?: string;
  readonly cache: boolean;
  readonly jobs?: number;
}

export async function health(folder: string, options: HealthOptions): Promise<ExitCode> {
  const root = resolve(folder);
  const before = options.baseline === undefined ? undefined : loadBaseline(options.baseline);
  const { config, configOf } = projectLoader({}, rules)(root);
  const scanner = createScanner({
    workerPath: join(__dirname, 'worker.js'),
    version,
    jobs: options.jobs,
    cacheFolder: options.cache ? cacheFolder() : undefined,
  });
  try {
    const scan = await scanOrExplain(() => scanner.scan(root, { config, trusted: true }));
    reportTroubles(scan);
    // A report travels: it names the folder, not where that lies on this machine.
    const naming = { root: basename(root), tool: { name: 'seaworthy', version } };
    const factsAt = (path: string): FactsOptions => factsOptions(configOf(path));
    const roots = gradeRoots(scan.snapshot, factsAt, naming);
    const whole = gradeProject(buildFacts(scan.snapshot, factsAt('')), naming);
    const graded = roots.some(({ path }) => path !== '')
      ? { ...whole, roots: roots.map(summarizeRoot) }
      : whole;
    const found = withFindings(graded, describeFindings(filesWithFindings(scan), rules));
    const compared = before && compareWithBaseline(found, before);
    const report = compared?.report ?? found;
    await print(
      options.outputFormat === 'text'
        ? renderHealth(report, createPaint(process.stdout))
        : exportHealth(report, options.outputFormat, {
            rules,
            ...(compared ? { baseline: compared.sarif } : {}),
          }),
    );
    if (scan.failures.length > 0 || scan.crashes.length > 0) return exitCodes.error;
    const fails =
      isUnder(report, options.failUnder) || (report.baseline !== null && isWorse(report.baseline));
    return fails ? exitCodes.findings : exitCodes.clean;
  } finally {
    await scanner.close();
  }
}

async function scanOrExplain(scan: () => Promise<ProjectScan>): Promise<ProjectScan> {
  try {
    return await scan();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function reportTroubles({ notes, failures, crashes }: ProjectScan): void {
  for (const { path, message } of notes) warn(path === '' ? message : `${path} ${message}; skipped`);
  for (const { path, message } of failures) fail(`${path} could not be analysed: ${message}`);
  for (const { rule, path, message } of crashes)
    fail(`the rule ${rule} crashed on ${path} and is left out: ${message}`);
}

function isUnder({ overall }: HealthReport, limit: number | undefined): boolean {
  if (limit === undefined) return false;
  // Whoever asks for a score does not mean a folder that has none.
  if (overall === null) fail('there is nothing to grade');
  return overall === null || overall < limit;
}

function loadBaseline(path: string): HealthExport {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`the baseline ${path} cannot be read`);
  }
  const baseline = readBaseline(text);
  if ('refused' in baseline) throw new UsageError(`${path} is no baseline: ${baseline.refused}`);
  return baseline;
}

function filesWithFindings({ folder, findings }: ProjectScan): FileFindings[] {
  return [...findings].flatMap(([path, records]) => {
    const bytes = readBytes(join(folder, path));
    const decoded = bytes instanceof Uint8Array ? decodePython(bytes) : bytes;
    return 'text' in decoded ? [{ path, text: decoded.text, findings: unpackFindings(records) }] : [];
  });
}
