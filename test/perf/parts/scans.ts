/** Whole processes that check whole trees: cold, warm, and other linters on the same files. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { debianTree, withFolder, writeProject, type Tree } from '../inputs';
import { debianProgram, onPath, runProcess, versionOf, type Command } from '../processes';
import { ms, type Recorder } from '../report';
import { inTurn, type Compared, type Cost } from '../statistics';
import type { Bench, Part } from './part';

export const jobs = 2;
const sampleSize = 40;

const title = `from the command line (${jobs} jobs, whole process)`;
const note =
  'Seaworthy runs all its rules, computes every fix and writes JSON. ruff-wasm runs its default rules and returns its ' +
  'findings to JavaScript. flake8 and pylint run with their defaults.';

/** One tree a part: a part takes minutes and can be measured again by itself. */
export const scans: readonly Part[] = [
  {
    name: 'django',
    title: `Checking Django ${title}`,
    run: (bench, recorder) => inFolder(bench, recorder, () => debianTree('Django', 'python3-django')),
  },
  {
    name: 'sympy',
    title: `Checking SymPy ${title}`,
    run: (bench, recorder) => inFolder(bench, recorder, () => debianTree('SymPy', 'python3-sympy')),
  },
  {
    name: 'ten-thousand',
    title: `Checking 10,000 files ${title}`,
    run: (bench, recorder) =>
      inFolder(bench, recorder, (folder) =>
        writeProject(join(folder, 'project'), bench.quick ? 1_000 : 10_000),
      ),
  },
];

function inFolder(bench: Bench, recorder: Recorder, find: (folder: string) => Tree | string): Promise<void> {
  return withFolder(async (folder) => {
    const tree = find(folder);
    if (typeof tree === 'string') return recorder.note(`Not measured: ${tree}.`);
    await scanTree(bench, recorder, tree, join(folder, 'cache'));
    recorder.note(note);
  });
}

/** `check` of the built command line. */
export function ourCheck(
  root: string,
  target: string,
  extra: readonly string[],
  env?: NodeJS.ProcessEnv,
): Command {
  const args = ['check', target, '--jobs', String(jobs), '--exit-zero', '--output-format', 'json'];
  return {
    program: process.execPath,
    args: [join(root, 'dist/cli.js'), ...args, '--select', 'all', ...extra],
    ...(env ? { env } : {}),
  };
}

export function ruffWasm(bundles: string, tree: Tree, threads: number): Command {
  const input = tree.files.join('\n');
  return { program: process.execPath, args: [join(bundles, 'ruff-wasm.cjs'), String(threads)], input };
}

async function scanTree(bench: Bench, { row, note }: Recorder, tree: Tree, cache: string): Promise<void> {
  const { root, bundles, runs } = bench;
  const env = { ...process.env, SEAWORTHY_CACHE_DIR: cache };
  rmSync(cache, { recursive: true, force: true });
  const isDjango = tree.name === 'Django';
  const name = `${tree.name} (${tree.files.length.toLocaleString('en')} files, ${tree.megabytes.toFixed(1)} MB)`;
  const cold = (): Promise<Cost> => runProcess(ourCheck(root, tree.folder, ['--no-cache']));
  const warm = (): Promise<Cost> => runProcess(ourCheck(root, tree.folder, [], env));
  await warm();
  const beside = await inTurn(
    runs,
    [
      cold,
      () => runProcess(ruffWasm(bundles, tree, jobs)),
      warm,
      // Every thread of it compiles its own wasm: on a small or busy machine one may be the stronger peer.
      ...(isDjango ? [() => runProcess(ruffWasm(bundles, tree, 1))] : []),
    ],
    { warmUp: false },
  );
  row({
    what: `${name}, cold`,
    measured: costOf(beside, 0),
    against: `ruff-wasm, ${jobs} jobs: ${costOf(beside, 1)}`,
    ratio: beside.wallRatios[1] ?? Number.NaN,
    ...(isDjango ? { budget: 'cold scan of Django' } : {}),
  });
  if (isDjango) {
    row({
      what: `${name}, cold`,
      measured: costOf(beside, 0),
      against: `ruff-wasm, 1 job: ${costOf(beside, 3)}`,
      ratio: beside.wallRatios[3] ?? Number.NaN,
    });
  }
  row({
    what: `${name}, cold, CPU time`,
    measured: ms(beside.costs[0]?.cpu ?? Number.NaN),
    against: `ruff-wasm: ${ms(beside.costs[1]?.cpu ?? Number.NaN)}`,
    ratio: beside.cpuRatios[1] ?? Number.NaN,
  });
  row({
    what: `${name}, warm cache`,
    measured: `${costOf(beside, 2)}; ${(beside.wallRatios[2] ?? Number.NaN).toFixed(1)} x faster than cold (CPU ${(beside.cpuRatios[2] ?? Number.NaN).toFixed(1)} x)`,
    against: `limit 10 x faster than cold, ${costOf(beside, 0)}`,
    ratio: 10 / (beside.wallRatios[2] ?? Number.NaN),
    ...(isDjango ? { budget: 'warm scan of Django' } : {}),
  });
  if (!isDjango) return;
  await native(bench, { row, note }, tree, name, cold);
  await onSample(bench, { row, note }, tree, 'flake8', (path, sample) => ({
    program: path,
    args: ['--isolated', '--exit-zero', '--jobs', String(jobs), ...sample],
  }));
  await onSample(bench, { row, note }, tree, 'pylint', (path, sample) => ({
    program: path,
    args: ['--rcfile=/dev/null', '--exit-zero', '--persistent=n', '-j', String(jobs), ...sample],
  }));
}

async function native(
  { runs }: Bench,
  { row }: Recorder,
  tree: Tree,
  name: string,
  cold: () => Promise<Cost>,
): Promise<void> {
  const program = onPath('ruff');
  if (program === undefined) return;
  const args = ['check', '--isolated', '--no-cache', '--exit-zero', '--output-format', 'json', tree.folder];
  const env = { ...process.env, RAYON_NUM_THREADS: String(jobs) };
  const compared = await inTurn(runs, [cold, () => runProcess({ program, args, env })]);
  row({
    what: `${name}, cold`,
    measured: costOf(compared, 0),
    against: `for information: native ${versionOf(program)}, ${costOf(compared, 1)}, ${ratioText(compared)}`,
  });
}

/** Linters that would need minutes for the whole tree get a sample of it, and so do we. */
async function onSample(
  { root, quick, runs }: Bench,
  { row, note }: Recorder,
  tree: Tree,
  linter: string,
  command: (path: string, sample: readonly string[]) => Command,
): Promise<void> {
  const found = debianProgram(linter);
  if ('missing' in found) return note(`Not compared with ${linter}: ${found.missing}.`);
  const every = Math.ceil(tree.files.length / (quick ? 8 : sampleSize));
  const sample = tree.files.filter((_, index) => index % every === 0);
  const ours = ourCheck(root, '', ['--no-cache']);
  const own = { ...ours, args: ours.args.flatMap((arg) => (arg === '' ? sample : [arg])) };
  const compared = await inTurn(
    runs,
    [() => runProcess(own), () => runProcess(command(found.path, sample))],
    { warmUp: false },
  );
  row({
    what: `a sample of ${sample.length} files of ${tree.name}, cold`,
    measured: costOf(compared, 0),
    against: `${linter} ${
      versionOf(found.path)
        .replace(/^pylint /, '')
        .split(' ')[0]
    }, ${jobs} jobs: ${costOf(compared, 1)}`,
    ratio: compared.wallRatios[1] ?? Number.NaN,
  });
}

function costOf({ costs }: Compared, index: number): string {
  const { wall = Number.NaN, cpu = Number.NaN } = costs[index] ?? {};
  return Number.isNaN(cpu) ? ms(wall) : `${ms(wall)} (CPU ${ms(cpu)})`;
}

function ratioText({ wallRatios }: Compared): string {
  return `${(wallRatios[1] ?? Number.NaN).toFixed(1)} x its time`;
}
