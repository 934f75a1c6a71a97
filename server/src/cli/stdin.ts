/** `check -`: standard input as one file. With `--fix`, its fixed text goes to standard output, findings to standard error. */
import { dirname, resolve } from 'node:path';
import { rules, type Engine, type LintSettings } from '../engine';
import { createUnpacker, unpackFindings, type FileRecord } from '../engine/packed-records';
import { analyseBytes, type Job } from '../node/analyse';
import { decodePython, encodePython, type Decoded } from '../node/read';
import { relativePath } from '../node/walk';
import { commandLineOf, deferred, exitCodeOf, type CheckOptions } from './check';
import { sortReported, warnOfUnknownRules } from './findings';
import { createFixer, fixText, unifiedDiff, type FixedText } from './fix';
import { projectLoader } from './nearest-config';
import { exitCodes, fail, print, UsageError, warn, type ExitCode } from './output';
import { fixLevelOf, report } from './report';
import { projectRoot } from './roots';
import { shownPath } from './shown-path';

export async function checkStdin(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  if (paths.some((path) => path !== '-') || paths.length > 1)
    throw new UsageError(
      paths.includes('-') ? '"-" must be the only path' : '--stdin-filename names standard input, not a path',
    );
  const file = resolve(options.stdinFilename ?? 'stdin.py');
  const { root, config } = projectLoader(commandLineOf(options), rules)(projectRoot(dirname(file)));
  const path = relativePath(root, file);
  const settings = config.lintForNamed(path);
  const bytes = await readStdin();
  const decoded = decodePython(bytes);
  if ('skipped' in decoded) {
    fail(`standard input ${decoded.skipped}`);
    return exitCodes.error;
  }
  const engine = await createFixer();
  const fixed = options.fix || options.diff ? fixStdin(engine, path, decoded, settings, options) : undefined;
  const record = recordOf(engine, { path, bytes, settings }, fixed === undefined);
  warnOfUnknownRules(file, record);
  const findings = fixed?.findings ?? (record ? unpackFindings(record.findings) : []);
  const reported = sortReported(findings.map((finding) => ({ file, root, finding })));
  const isBroken = engine.disabledRules.length > 0;
  const outcome = await deferred(
    {
      reported,
      checkedFiles: 1,
      fixed: fixed?.fixed ?? 0,
      diff: '',
      isBroken,
      input: fixed?.text ?? decoded.text,
    },
    options,
  );
  const ended = isBroken ? exitCodes.error : undefined;
  if (options.diff) {
    const diff = fixed ? unifiedDiff(shownPath(file), decoded.text, fixed.text) : '';
    await report({ ...outcome, diff }, options);
    return ended ?? exitCodeOf({ ...outcome, diff }, options);
  }
  if (options.fix) await print(fixed?.bytes ?? bytes);
  await report(outcome, options, options.fix ? process.stderr : process.stdout);
  return ended ?? exitCodeOf(outcome, options);
}

/** Undefined when there is nothing to fix, or the result cannot be used. */
function fixStdin(
  engine: Engine,
  path: string,
  decoded: Decoded,
  settings: LintSettings,
  options: CheckOptions,
): (FixedText & { readonly bytes: Uint8Array }) | undefined {
  const result = fixText(engine, path, decoded.text, settings, fixLevelOf(options));
  if (result.text === decoded.text) return undefined;
  const bytes = encodePython(decoded, result.text);
  if (bytes && result.refusal === undefined) return { ...result, bytes };
  warn(`standard input was not fixed: ${result.refusal ?? 'it is not exactly text of its encoding'}`);
  return undefined;
}

function recordOf(engine: Engine, job: Job, fixes: boolean): FileRecord | undefined {
  const outcome = analyseBytes(engine, job, { fixes, metrics: false });
  return 'record' in outcome ? createUnpacker()(outcome.record) : undefined;
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
