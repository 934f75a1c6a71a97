/** `seaworthy check`: finds, reports, and fixes where asked to. */
import { join } from 'node:path';
import { rules } from '../engine';
import type { CommandLineSettings } from '../engine/config';
import { unpackFindings } from '../engine/packed-records';
import type { Wanted } from '../node/analyse';
import { analyseFiles, saveResults, type Analysed } from '../node/analyse-files';
import { buildOf, cacheFolder, openCache } from '../node/cache';
import { createPool, type Pool } from '../node/pool';
import { createScanner, type ProjectScan } from '../node/project';
import { version } from '../node/version';
import { sortReported, warnOfUnknownRules, type Reported } from './findings';
import { exitCodes, fail, UsageError, warn, type ExitCode } from './output';
import { fixLevelOf, report, type Outcome } from './report';
import { isProject, selectFiles, type Selection } from './roots';
import { shownPath } from './shown-path';

export interface CheckOptions {
  readonly outputFormat: 'text' | 'json' | 'sarif' | 'github' | 'markdown';
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  /** Another linter that reports what it reports itself. */
  readonly defer?: 'ruff';
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly statistics?: true;
  readonly exitZero?: true;
  /** False for `--no-cache`. */
  readonly cache: boolean;
  readonly jobs?: number;
  readonly stdinFilename?: string;
}

export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const { statistics, outputFormat } = options;
  if (statistics && outputFormat !== 'text' && outputFormat !== 'json')
    throw new UsageError(`--statistics has no form for --output-format ${outputFormat}: take text or json`);
  // A name for standard input means standard input.
  if (paths.includes('-') || options.stdinFilename !== undefined) {
    const { checkStdin } = await import('./stdin');
    return checkStdin(paths, options);
  }
  const { selections, isMissing } = await selectFiles(
    paths.length === 0 ? ['.'] : paths,
    commandLineOf(options),
    rules,
  );
  const found = await analyseSelections(selections, options);
  const looked = options.fix || options.diff ? await applyFixes(selections, found, options) : found;
  const outcome = await deferred(looked, options);
  await report(outcome, options);
  if (isMissing || outcome.isBroken) return exitCodes.error;
  return exitCodeOf(outcome, options);
}

/** What another linter reports is left out of the report; it is fixed all the same. */
export async function deferred(outcome: Outcome, { defer }: CheckOptions): Promise<Outcome> {
  if (defer === undefined) return outcome;
  const { withoutRuffs } = await import('./defer');
  return { ...outcome, reported: withoutRuffs(outcome.reported) };
}

export function commandLineOf({ select, ignore }: CheckOptions): CommandLineSettings {
  return { ...(select ? { select } : {}), ...(ignore ? { ignore } : {}) };
}

export function exitCodeOf({ reported, diff }: Outcome, options: CheckOptions): ExitCode {
  if (options.exitZero) return exitCodes.clean;
  const isClean = options.diff ? diff === '' : reported.length === 0;
  return isClean ? exitCodes.clean : exitCodes.findings;
}

async function applyFixes(
  selections: readonly Selection[],
  found: Outcome,
  options: CheckOptions,
): Promise<Outcome> {
  const { fixFiles } = await import('./fix');
  return fixFiles(selections, found, { level: fixLevelOf(options), isDryRun: options.diff === true });
}

async function analyseSelections(selections: readonly Selection[], options: CheckOptions): Promise<Outcome> {
  const reported: Reported[] = [];
  let checkedFiles = 0;
  let isBroken = false;
  for (const selection of selections) {
    const { root, targets } = selection;
    const looked = isProject(selection)
      ? await inProject(selection, options)
      : await alone(selection, options);
    isBroken ||= reportTroubles(root, looked.analysed);
    checkedFiles += targets.filter(({ path }) => looked.analysed.records.has(path)).length;
    for (const { path, file } of targets) {
      const record = looked.analysed.records.get(path);
      for (const finding of record ? unpackFindings(record.findings) : [])
        reported.push({ file, root, finding });
      warnOfUnknownRules(file, record);
    }
    for (const { path, record } of looked.ofProject)
      reported.push({ file: join(root, path), root, finding: record });
  }
  return { reported: sortReported(reported), checkedFiles, fixed: 0, diff: '', isBroken };
}

interface Looked {
  readonly analysed: Analysed;
  readonly ofProject: ProjectScan['projectFindings'];
}

/** Each file by itself: they belong to no project. */
async function alone({ root, targets }: Selection, options: CheckOptions): Promise<Looked> {
  const wanted: Wanted = { fixes: true, metrics: false };
  const workerPath = join(__dirname, 'worker.js');
  const build = buildOf(version, workerPath);
  const cache = options.cache ? await openCache({ folder: cacheFolder(), root, wanted, build }) : undefined;
  let pool: Pool | undefined;
  try {
    const start = (): Pool => (pool ??= createPool({ workerPath, wanted, jobs: options.jobs }));
    const analysed = await analyseFiles(targets, { pool: start, cache });
    await saveResults(analysed, cache);
    return { analysed, ofProject: [] };
  } finally {
    cache?.close();
    await pool?.close();
  }
}

/**
 * With all other files of the project: what they say decides some findings, and the same file must not be judged in
 * two ways. The cache makes up for it.
 */
async function inProject(selection: Selection, options: CheckOptions): Promise<Looked> {
  const { root, config, targets, folders, walked } = selection;
  const scanner = createScanner({
    workerPath: join(__dirname, 'worker.js'),
    version,
    jobs: options.jobs,
    cacheFolder: options.cache ? cacheFolder() : undefined,
    fixes: true,
  });
  try {
    const scan = await scanner.find(root, { config, trusted: true, named: targets, walked });
    const paths = new Set(targets.map(({ path }) => path));
    const isMeant = ({ path }: { readonly path: string }): boolean => paths.has(path);
    const analysed: Analysed = {
      records: scan.records,
      notes: scan.notes.filter(isMeant),
      failures: scan.failures.filter(isMeant),
      crashes: scan.crashes,
    };
    const ofProject = scan.projectFindings.filter(
      ({ path }) =>
        paths.has(path) || folders.some((folder) => folder === '' || path.startsWith(`${folder}/`)),
    );
    return { analysed, ofProject };
  } finally {
    await scanner.close();
  }
}

/** Errors of single files; true when Seaworthy itself was at fault. */
function reportTroubles(root: string, { notes, failures, crashes }: Analysed): boolean {
  for (const { path, message } of notes) warn(`${shownPath(join(root, path))} ${message}; skipped`);
  for (const { path, message } of failures)
    fail(`${shownPath(join(root, path))} could not be analysed: ${message}`);
  for (const { rule, path, message } of crashes) {
    fail(`the rule ${rule} crashed on ${shownPath(join(root, path))} and is left out: ${message}`);
  }
  return failures.length > 0 || crashes.length > 0;
}
