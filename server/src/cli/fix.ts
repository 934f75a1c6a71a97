/** `check --fix` and `--diff`: applies fixes file by file, in this process, and reports what is left. */
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { Engine, fixAll, type LintSettings } from '../engine';
import { recordFindings, type FindingRecord } from '../engine/records';
import type { Target } from '../node/analyse-files';
import { loadGrammar } from '../node/grammar';
import { decodePython, encodePython, reasonOf, writeReasonOf } from '../node/read';
import { isFixable, sortReported, type FixLevel, type Reported } from './findings';
import { fail, warn } from './output';
import type { Outcome } from './report';
import type { Selection } from './roots';
import { shownPath } from './shown-path';

export interface FixOptions {
  readonly level: FixLevel;
  /** Show the changes in place of making them. */
  readonly isDryRun: boolean;
}

/** A text after its fixes. `findings` are those that are left. */
export interface FixedText {
  readonly text: string;
  readonly findings: readonly FindingRecord[];
  readonly fixed: number;
  /** Why nothing may be written. */
  readonly refusal?: string;
}

/** An engine in this process. A rule that crashes is named at once and left out. */
export function createFixer(): Promise<Engine> {
  return Engine.create({
    grammar: loadGrammar(__dirname),
    onCrash: (rule, error) =>
      fail(
        `the rule ${rule} crashed and is left out: ${error instanceof Error ? error.message : String(error)}`,
      ),
  });
}

export function fixText(
  engine: Engine,
  path: string,
  text: string,
  settings: LintSettings,
  level: FixLevel,
): FixedText {
  const result = fixAll(engine, path, text, settings, { upTo: level });
  const fixed = [...result.applied.values()].reduce((sum, number) => sum + number, 0);
  const analysis = engine.open(path, result.text, settings);
  try {
    const findings = recordFindings(analysis, { withFixes: true });
    const broken = analysis.hasSyntaxErrors && result.text !== text;
    return {
      text: result.text,
      findings,
      fixed,
      ...(broken ? { refusal: 'the fixed text would not parse' } : {}),
    };
  } finally {
    analysis.dispose();
  }
}

export async function fixFiles(
  selections: readonly Selection[],
  found: Outcome,
  options: FixOptions,
): Promise<Outcome> {
  const fixable = new Set(
    found.reported.filter(({ finding }) => isFixable(finding, options.level)).map(({ file }) => file),
  );
  if (fixable.size === 0) return found;
  const engine = await createFixer();
  const reported: Reported[] = found.reported.filter(({ file }) => !fixable.has(file));
  const diffs: string[] = [];
  let fixed = 0;
  for (const { root, targets } of selections) {
    for (const target of targets.filter(({ file }) => fixable.has(file))) {
      const result = fixFile(engine, target, options);
      if (result) {
        fixed += result.fixed;
        diffs.push(result.diff);
        reported.push(...result.findings.map((finding) => ({ file: target.file, root, finding })));
      } else reported.push(...found.reported.filter(({ file }) => file === target.file));
    }
  }
  const isBroken = found.isBroken || engine.disabledRules.length > 0;
  return { ...found, reported: sortReported(reported), fixed, diff: diffs.join(''), isBroken };
}

/** Undefined when the file was left as it is; the reason has been printed. */
function fixFile(
  engine: Engine,
  { path, file, settings }: Target,
  { level, isDryRun }: FixOptions,
):
  { readonly fixed: number; readonly diff: string; readonly findings: readonly FindingRecord[] } | undefined {
  const refuse = (reason: string): undefined => {
    warn(`${shownPath(file)} was not fixed: ${reason}`);
    return undefined;
  };
  try {
    const before = readFileSync(file);
    const decoded = decodePython(before);
    if ('skipped' in decoded) return refuse(`it ${decoded.skipped}`);
    if (!decoded.exact) return refuse('its bytes are not valid in its encoding');
    const result = fixText(engine, path, decoded.text, settings, level);
    if (result.refusal !== undefined) return refuse(result.refusal);
    if (result.text === decoded.text) return undefined;
    const bytes = encodePython(decoded, result.text);
    if (!bytes) return refuse('the fixed text cannot be written in its encoding');
    if (isDryRun) return { ...result, diff: unifiedDiff(shownPath(file), decoded.text, result.text) };
    const refusal = write(file, before, bytes);
    return refusal === undefined ? { ...result, diff: '' } : refuse(refusal);
  } catch (error) {
    return refuse(`it ${reasonOf(error)}`);
  }
}

/** Replaces the file as a whole, so that no reader and no crash sees half of it; or says why it stays as it was. */
function write(file: string, before: Uint8Array, after: Uint8Array): string | undefined {
  const real = realpathSync(file);
  const temporary = `${real}.${process.pid}.seaworthy`;
  try {
    writeFileSync(temporary, after, { flag: 'wx' });
    chmodSync(temporary, statSync(real).mode);
    if (!readFileSync(real).equals(before)) return 'it was changed meanwhile';
    renameSync(temporary, real);
    return undefined;
  } catch (error) {
    return writeReasonOf(error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

export function unifiedDiff(name: string, before: string, after: string): string {
  const path = name.replaceAll('\\', '/');
  const patch = createTwoFilesPatch(join('a', path), join('b', path), before, after, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^={3,}\n/, '');
}
