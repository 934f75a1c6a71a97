/** How cost grows: more of the same files, more files, longer files. */
import { join } from 'node:path';
import { settingsFor } from '../../../server/src/engine';
import { copies, debianTree, firstLines, modules, withFolder, writeProject } from '../inputs';
import { measureKeystrokes } from '../keystroke';
import { runProcess } from '../processes';
import { ms, type Recorder } from '../report';
import { ourCommand } from '../server-process';
import { inTurn, timed, type Cost } from '../statistics';
import type { Bench, Part } from './part';
import { ourCheck } from './scans';

export const growth: Part = {
  name: 'growth',
  title: 'How cost grows',
  run: async (bench, recorder) => {
    await withFolder((folder) => perMegabyte(bench, recorder, folder));
    await withFolder((folder) => moreFiles(bench, recorder, folder));
    await longerFiles(bench, recorder);
    recorder.note(
      'CPU time where a process is measured: what others do on the machine does not count. Start-up is included, so that the ' +
        'smallest tree is dearest by the megabyte. A ratio compares the largest with the smallest, over 1.2.',
    );
  },
};

async function perMegabyte(
  { root, quick, runs }: Bench,
  { row, note }: Recorder,
  folder: string,
): Promise<void> {
  const django = debianTree('Django', 'python3-django');
  if (typeof django === 'string') return note(`Time per megabyte not measured: ${django}.`);
  // One copy is 5 MB.
  const counts = quick ? [1, 2] : [1, 3, 6];
  const trees = counts.map((count) => copies(django, count, join(folder, String(count))));
  const { costs } = await inTurn(
    runs,
    trees.map((tree) => () => runProcess(ourCheck(root, tree.folder, ['--no-cache']))),
    { warmUp: false },
  );
  const cpu = costs.map((cost) => cost.cpu);
  const figures = trees.map((tree, index) => (cpu[index] ?? Number.NaN) / tree.megabytes);
  const sizes = trees.map(({ megabytes }) => megabytes.toFixed(0));
  row({
    what: `cold check, CPU time per MB at ${sizes.join(', ')} MB (copies of Django), start-up included`,
    measured: figures.map((figure) => ms(figure)).join(', '),
    against: 'largest and smallest within 20 %',
    ratio: Math.max(...figures) / Math.min(...figures) / 1.2,
  });
  if (trees.length < 3) return;
  // What is the same for every tree drops out.
  const further = trees.slice(1).map((tree, index) => {
    const before = trees[index]?.megabytes ?? Number.NaN;
    return ((cpu[index + 1] ?? Number.NaN) - (cpu[index] ?? Number.NaN)) / (tree.megabytes - before);
  });
  row({
    what: `cold check, CPU time of each further MB, from ${sizes.slice(0, -1).join(' and ')} MB to ${sizes.slice(1).join(' and ')}`,
    measured: further.map((figure) => ms(figure)).join(', '),
    against: 'within 20 % of each other',
    ratio: Math.max(...further) / Math.min(...further) / 1.2,
    budget: 'CPU time of each further MB, from 5 to 30 MB',
  });
}

async function moreFiles({ root, quick, runs }: Bench, { row }: Recorder, folder: string): Promise<void> {
  const base = quick ? 100 : 500;
  const trees = [1, 4, 16].map((times) => writeProject(join(folder, String(times)), base * times));
  const env = { ...process.env, SEAWORTHY_CACHE_DIR: join(folder, 'cache') };
  for (const { name, extra } of [
    { name: 'cold', extra: ['--no-cache'] },
    { name: 'warm', extra: [] },
  ]) {
    const { costs } = await inTurn(
      runs,
      trees.map((tree) => () => runProcess(ourCheck(root, tree.folder, extra, env))),
      // A warm check needs a first one that fills the cache.
      { warmUp: name === 'warm' },
    );
    row({
      what: `${name} check of 1x, 4x, 16x files (${trees.map(({ files }) => files.length.toLocaleString('en')).join(', ')})`,
      ...grown(costs),
    });
  }
}

async function longerFiles({ root, engine, quick, runs }: Bench, { row }: Recorder): Promise<void> {
  const base = quick ? 250 : 1_000;
  const all = modules();
  const texts = [1, 4, 16].map((times) => firstLines(`${all}\n${all}`, base * times));
  const lines = texts.map((text) => (text.split('\n').length - 1).toLocaleString('en')).join(', ');
  const settings = settingsFor(engine.rules);
  const { costs } = await inTurn(
    runs,
    texts.map((text) => () => timed(() => engine.open('module.py', text, settings).dispose())),
  );
  row({ what: `opening a file of 1x, 4x, 16x lines (${lines})`, ...grown(costs) });
  const latencies: Cost[] = [];
  for (const text of texts) {
    const { latency } = await measureKeystrokes(ourCommand(root), text, quick ? 20 : 100);
    latencies.push({ wall: latency.median, cpu: Number.NaN });
  }
  const [first, , last] = latencies.map(({ wall }) => wall);
  row({
    what: `a keystroke in 1x, 4x, 16x lines (${lines})`,
    measured: `p50 ${latencies.map(({ wall }) => ms(wall)).join(', ')}`,
    against: 'not proportional: 16x lines cost less than 16x',
    ratio: (last ?? Number.NaN) / (first ?? Number.NaN) / 16,
  });
}

/** Sixteen times as much may cost sixteen times as much, with a fifth to spare. */
function grown(costs: readonly Cost[]): { measured: string; against: string; ratio: number } {
  const [first, second, last] = costs.map(({ wall, cpu }) => (Number.isNaN(cpu) ? wall : cpu));
  const factor = (value: number | undefined): number => (value ?? Number.NaN) / (first ?? Number.NaN);
  return {
    measured: `CPU ${[first, second, last].map((value) => ms(value ?? Number.NaN)).join(', ')}: ${factor(second).toFixed(1)}x, ${factor(last).toFixed(1)}x`,
    against: 'proportional within 20 %: 19.2x',
    ratio: factor(last) / 16 / 1.2,
  };
}
