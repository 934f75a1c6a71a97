/**
 * The bench: parts that each fill a section of the report. Run through `npm run bench`, which bundles this file first:
 * a loader that transforms sources on the fly would be measured too.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../server/src/engine';
import { analysis } from './parts/analysis';
import { growth } from './parts/growth';
import { keystrokes } from './parts/keystrokes';
import { memory } from './parts/memory';
import type { Bench, Part } from './parts/part';
import { responsiveness } from './parts/responsiveness';
import { scans } from './parts/scans';
import { start } from './parts/start';
import { renderReport, sayRow, verdict, type Recorder, type Row, type Section } from './report';

/** What scripts/bench.mjs hands over, as JSON. */
interface Order {
  readonly root: string;
  readonly bundles: string;
  /** Names of parts; empty for all. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly runs: number;
  readonly write: boolean;
  readonly activations: Bench['activations'];
}

const parts: readonly Part[] = [keystrokes, ...scans, analysis, growth, memory, responsiveness, start];

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function runPart(part: Part, bench: Bench): Promise<Section> {
  const loadBefore = load();
  const rows: Row[] = [];
  const notes: string[] = [];
  const recorder: Recorder = {
    row: (row) => {
      rows.push(row);
      say(sayRow(row));
    },
    note: (text) => notes.push(text),
  };
  say(`\n${part.title}`);
  await part.run(bench, recorder);
  for (const note of notes) say(`  (${note})`);
  const [before, after] = [loadBefore, load()];
  return { name: part.name, title: part.title, rows, notes, run: describeRun(before, after, bench) };
}

/** Processes that want to run, over the last minute; above the number of cores somebody else measures too. */
function load(): number {
  return loadavg()[0] ?? Number.NaN;
}

function describeMachine(): string {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown processor'}), ${gigabytes} GB, ` +
    `${process.platform} ${process.arch}, Node ${process.version}.`
  );
}

function describeRun(before: number, after: number, { quick, runs }: Bench): string {
  const kind = quick
    ? 'A quick run: single measurements of less, not to be quoted.'
    : `Medians of ${runs} runs, unless a row or note says otherwise.`;
  if (process.platform === 'win32') return kind;
  return `${kind} Load of the machine: ${before.toFixed(1)} before, ${after.toFixed(1)} after.`;
}

/** The latest figures of each part on this machine: one part may be measured again without the others. */
function keep(bundles: string, sections: readonly Section[]): readonly Section[] {
  const file = join(bundles, 'sections.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Section[]) : [];
  const latest = new Map([...known, ...sections].map((section) => [section.name, section]));
  const kept = parts.flatMap(({ name }) => latest.get(name) ?? []);
  writeFileSync(file, JSON.stringify(kept, null, 1));
  return kept;
}

function sayMissed(sections: readonly Section[]): void {
  const missed = sections.flatMap(({ rows }) => rows.filter(({ ratio }) => ratio !== undefined && ratio > 1));
  say(missed.length === 0 ? '\nEvery limit is kept.' : '\nMissed:');
  for (const row of missed) say(`  ${row.what}: ${row.measured} | ${row.against ?? ''} | ${verdict(row)}`);
}

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2] ?? '{}') as Order;
  // Node reads the certificates that an environment adds whenever it starts, and nothing here connects to anything.
  delete process.env['NODE_EXTRA_CA_CERTS'];
  const { root, only, quick, write } = order;
  const unknown = only.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no part ${unknown.join(', ')}; the parts are ${parts.map(({ name }) => name).join(', ')}`,
    );
  if (write && quick) throw new Error('--write is for figures to be quoted: leave out --quick');
  const grammar = (file: string): Uint8Array => readFileSync(join(root, 'grammars', file));
  const engine = await Engine.create({
    grammar: { runtime: grammar('web-tree-sitter.wasm'), python: grammar('tree-sitter-python.wasm') },
  });
  const bench: Bench = { ...order, engine };
  say(`Measuring; the machine should be otherwise idle.\n${describeMachine()}`);
  const sections: Section[] = [];
  for (const part of parts) {
    if (only.length > 0 && !only.includes(part.name)) continue;
    sections.push(await runPart(part, bench));
    if (!quick) keep(bench.bundles, sections);
  }
  sayMissed(sections);
  if (!write) return;
  const notes = readFileSync(join(root, 'test/perf/where-time-goes.md'), 'utf8');
  const latest = keep(bench.bundles, sections);
  const missing = parts.filter(({ name }) => !latest.some((section) => section.name === name));
  const report = renderReport(latest, missing, describeMachine(), notes);
  writeFileSync(join(root, 'docs/performance.md'), report);
  say('\nwrote docs/performance.md');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
