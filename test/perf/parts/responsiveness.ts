/** How long the server's event loop is held while it scans a project: what a keystroke may have to wait. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { debianTree, firstLines, modules, withFolder } from '../inputs';
import { ms } from '../report';
import { startProbed } from '../server-process';
import { median, percentile } from '../statistics';
import type { Bench, Part } from './part';

export const responsiveness: Part = {
  name: 'responsiveness',
  title: 'The server while it scans',
  run: async (bench, { row, note }) => {
    const django = debianTree('Django', 'python3-django');
    if (typeof django === 'string') return note(`Not measured: ${django}.`);
    const runs = bench.runs;
    for (const name of ['cold', 'warm'] as const) {
      const results: Held[] = [];
      for (let run = 0; run < runs; run += 1)
        results.push(await heldDuring(bench, django.folder, name === 'warm'));
      const worst = median(results.map(({ max }) => max));
      const p99 = median(results.map((result) => result.p99));
      const worstCpu = median(results.map(({ maxCpu }) => maxCpu));
      const own = Number.isNaN(worstCpu) ? worst : worstCpu;
      row({
        what: `event loop held longest, ${name} scan of Django`,
        measured: Number.isNaN(worstCpu)
          ? `${ms(worst)} (p99 ${ms(p99)})`
          : `${ms(worstCpu)} of CPU time (wall ${ms(worst)}, p99 ${ms(p99)})`,
        against: 'limit 10 ms',
        ratio: own / 10,
        budget: `event loop held, ${name} scan`,
      });
      row({
        what: `diagnostics asked for every 20 ms meanwhile, ${name} scan`,
        measured: `p50 ${ms(median(results.map(({ answers }) => percentile(answers, 0.5))))}, p95 ${ms(median(results.map(({ answers }) => percentile(answers, 0.95))))}`,
      });
    }
    note(
      `Medians of ${runs} scans, each in a new server. A busy machine holds the loop too: on one, these are upper bounds.`,
    );
  },
};

interface Held {
  readonly p99: number;
  readonly max: number;
  readonly maxCpu: number;
  readonly answers: readonly number[];
}

function heldDuring({ root, bundles }: Bench, project: string, isWarm: boolean): Promise<Held> {
  return withFolder(async (folder) => {
    const workspace = pathToFileURL(project).href;
    const env = { ...process.env, SEAWORTHY_CACHE_DIR: join(folder, 'cache') };
    const start = (): ReturnType<typeof startProbed> =>
      startProbed(root, join(bundles, 'probe.cjs'), { folder: workspace, env });
    if (isWarm) {
      const first = await start();
      await first.connection.sendRequest('seaworthy/health/get', {});
      await first.stop();
    }
    const server = await start();
    try {
      const uri = `${workspace}/bench.py`;
      await server.open(uri, firstLines(modules(), 1_000));
      await server.diagnose(uri);
      await server.startDelays();
      const answers: number[] = [];
      let isOver = false;
      const scanning = server.connection
        .sendRequest('seaworthy/health/get', {})
        .finally(() => (isOver = true));
      while (!isOver) {
        const asked = performance.now();
        await server.diagnose(uri);
        answers.push(performance.now() - asked);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await scanning;
      return { ...(await server.delays()), answers };
    } finally {
      await server.stop();
    }
  });
}
