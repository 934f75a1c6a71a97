/** What a run of `check` prints, in each of its formats. */
import { readFileSync } from 'node:fs';
import { rules } from '../engine';
import { renderFindingsSarif } from '../engine/project';
import { decodePython } from '../node/read';
import { version } from '../node/version';
import { isPython } from '../node/walk';
import type { CheckOptions } from './check';
import { groupByFile, isFixable, type FixLevel, type Reported } from './findings';
import { count, createPaint, print } from './output';
import { renderGithub } from './render-github';
import { renderJson } from './render-json';
import { renderFindingsMarkdown } from './render-markdown';
import { renderText } from './render-text';
import { shownPath, slashed } from './shown-path';
import { renderStatistics } from './statistics';

/** What one run found, before and after fixes. */
export interface Outcome {
  readonly reported: readonly Reported[];
  readonly checkedFiles: number;
  /** Findings that were fixed. */
  readonly fixed: number;
  /** Unified diffs, when they were asked for. */
  readonly diff: string;
  /** The analysis broke down somewhere: the result is not complete. */
  readonly isBroken: boolean;
  /** The text of standard input, which no file holds. */
  readonly input?: string;
}

export function fixLevelOf({ unsafeFixes }: CheckOptions): FixLevel {
  return unsafeFixes ? 'unsafe' : 'safe';
}

/** `stream` takes the findings: standard error where standard output is the fixed text. */
export async function report(
  outcome: Outcome,
  options: CheckOptions,
  stream: NodeJS.WriteStream = process.stdout,
): Promise<void> {
  const { reported } = outcome;
  const { outputFormat: format } = options;
  if (options.diff) {
    await print(outcome.diff);
    // What is on standard output can be applied as a patch.
    await print(
      `Would fix ${count(outcome.fixed, 'finding')}${moreWithUnsafe(outcome, options)}.\n`,
      process.stderr,
    );
  } else if (options.statistics) {
    await print(renderStatistics(reported, fixLevelOf(options), format === 'json' ? 'json' : 'text'), stream);
  } else {
    const parts = format === 'json' ? renderJson(reported) : [render(outcome, format, stream)];
    for (const part of parts) await print(part, stream);
    // Whoever reads the log of a pipeline wants the sum too.
    if (format === 'github') await print(`${summaryOf(outcome)}\n`, process.stderr);
  }
}

function render(
  outcome: Outcome,
  format: Exclude<CheckOptions['outputFormat'], 'json'>,
  stream: NodeJS.WriteStream,
): string {
  const { reported } = outcome;
  switch (format) {
    case 'sarif':
      return renderFindingsSarif(byFile(reported, createReader(outcome)), rules, version);
    case 'github':
      return renderGithub(reported, shownPath);
    case 'markdown':
      return renderFindingsMarkdown(reported, { shownPath, summary: summaryOf(outcome) });
    case 'text': {
      const secret = new Set(rules.flatMap(({ meta }) => (meta.isSecret ? [meta.name] : [])));
      const hides = (rule: string): boolean => secret.has(rule);
      const readText = createReader(outcome);
      const readLines = (file: string): readonly string[] | undefined => readText(file)?.split(/\r\n|\n|\r/);
      const form = { paint: createPaint(stream), shownPath, hides, ...(stream.isTTY ? { readLines } : {}) };
      return `${renderText(reported, form)}${summaryOf(outcome)}\n`;
    }
  }
}

function byFile(
  reported: readonly Reported[],
  readText: (file: string) => string | undefined,
): Parameters<typeof renderFindingsSarif>[0] {
  return [...groupByFile(reported)].map(([file, ofFile]) => ({
    path: slashed(shownPath(file)),
    text: readText(file) ?? '',
    findings: ofFile.map(({ finding }) => finding),
  }));
}

function summaryOf({ reported, checkedFiles, fixed }: Outcome): string {
  const safe = reported.filter(({ finding }) => isFixable(finding, 'safe')).length;
  const unsafe = reported.filter(({ finding }) => isFixable(finding, 'unsafe')).length - safe;
  const offers = [
    ...(safe > 0 ? [`${safe} fixable with --fix`] : []),
    ...(unsafe > 0 ? [`${unsafe}${safe > 0 ? ' more' : ''} with --fix --unsafe-fixes`] : []),
  ];
  const files = new Set(reported.map(({ file }) => file));
  // Rules about the project also find things in files that are not analysed.
  const looked = checkedFiles + [...files].filter((file) => !isPython(file)).length;
  const applied = fixed > 0 ? `Fixed ${count(fixed, 'finding')}. ` : '';
  const found = `Found ${count(reported.length, 'finding')} in ${files.size} of ${count(looked, 'file')}`;
  return `${applied}${found}${offers.length > 0 ? ` (${offers.join(', ')})` : ''}.`;
}

/** What is left and could be fixed, too. */
function moreWithUnsafe({ reported }: Outcome, { unsafeFixes }: CheckOptions): string {
  const left = unsafeFixes ? 0 : reported.filter(({ finding }) => isFixable(finding, 'unsafe')).length;
  return left > 0 ? ` (${left} more with --unsafe-fixes)` : '';
}

/** Texts as they are now. Findings come file by file: the last one is kept. */
function createReader({ input }: Outcome): (file: string) => string | undefined {
  let last: { readonly file: string; readonly text: string | undefined } | undefined;
  return (file) => {
    if (input !== undefined) return input;
    if (last?.file !== file) last = { file, text: read(file) };
    return last.text;
  };
}

function read(file: string): string | undefined {
  try {
    const decoded = decodePython(readFileSync(file));
    return 'skipped' in decoded ? undefined : decoded.text;
  } catch {
    return undefined;
  }
}
