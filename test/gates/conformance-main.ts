/**
 * `npm run conformance`: our rules beside Ruff's on the standard library and four Debian packages, and with `--fixes` the
 * fix gate over all of them. Ends with 1 where an expectation is missed. `--write` writes docs/conformance.md,
 * `--list CODE,…` shows the differences that no reason explains, `--files PART` takes only files named so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { allCorpora, productionCorpora } from '../harness/corpora';
import { createEngine } from '../harness/engine';
import { findPython, type Interpreter } from '../harness/python';
import { root } from '../harness/root';
import { runConformance } from './conformance';
import { missed, renderReport, rowsOf } from './conformance-table';
import { expectations } from './expectations';
import { renderGate, runFixGate } from './fix-gate';
import { intendedDifferences } from './intended-differences';
import { emptyFigures, measure, recommendedRules } from './measure';

const args = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function valueOf(option: string): string | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
}

const python = findPython();
if (!python) {
  process.stderr.write('there is no Python 3 on the path\n');
  process.exit(2);
}
process.exitCode = (await (args.includes('--fixes') ? fixes(python) : compare(python))) ? 0 : 1;

async function compare(interpreter: Interpreter): Promise<boolean> {
  const { engine, crashes } = await createEngine();
  const corpora = corporaOf(interpreter);
  const figures = emptyFigures();
  const recommended = recommendedRules(engine.rules);
  const report = runConformance({
    engine,
    corpora,
    codes: [...new Set(expectations.flatMap(({ codes }) => codes))],
    intended: intendedDifferences,
    filter: valueOf('--files') ?? '',
    onFile: (analysis, corpus) => measure(figures, corpus, analysis, recommended),
  });
  const rows = rowsOf(report, engine.rules);
  const text = renderReport(report, rows, figures, intendedDifferences);
  say(text);
  const listed = valueOf('--list')?.split(',') ?? [];
  for (const line of report.unexplained)
    if (listed.some((code) => line.includes(`: ${code} only by`))) say(line);
  const failures = [
    ...missed(rows, figures, productionCorpora),
    ...crashes.map(({ rule, error }) => `${rule} crashed: ${String(error)}`),
  ];
  say(failures.length === 0 ? '\nEvery expectation is met.' : `\nMissed:\n- ${failures.join('\n- ')}`);
  if (args.includes('--write'))
    await write(
      text,
      corpora.map(({ name }) => name),
    );
  return failures.length === 0;
}

async function write(text: string, names: readonly string[]): Promise<void> {
  const path = join(root, 'docs', 'conformance.md');
  const head =
    '<!-- Written by `npm run conformance -- --write`. Do not edit. -->\n\n# Conformance\n\n' +
    `All rules on ${names.join(', ')}: what they find, what they fix, and how that relates to Ruff.\n\n`;
  writeFileSync(path, await format(head + text, { parser: 'markdown', printWidth: 110 }));
  say('wrote docs/conformance.md');
}

async function fixes(interpreter: Interpreter): Promise<boolean> {
  const rules = valueOf('--rules')?.split(',');
  const report = await runFixGate({
    corpora: corporaOf(interpreter),
    python: interpreter,
    filter: valueOf('--files') ?? '',
    ...(rules ? { rules } : {}),
  });
  for (const line of renderGate(report)) say(line);
  return report.failures.length === 0;
}

function corporaOf(interpreter: Interpreter): ReturnType<typeof allCorpora>['corpora'] {
  const { corpora, missing } = allCorpora(interpreter);
  for (const reason of missing) process.stderr.write(`${reason}\n`);
  return corpora;
}
