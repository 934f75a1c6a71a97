/** How long the server's event loop is held while it scans a project: what a keystroke may have to wait. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { healthGet, type HealthGetParams } from '../../../server/src/protocol';
import { debianTree, firstLines, modules, withFolder, writeProject } from '../inputs';
import { ms, type Recorder } from '../report';
import { startProbed } from '../server-process';
import { median, percentile } from '../statistics';
import type { Bench, Part } from './part';

export const responsiveness: Part = {
  name: 'responsiveness',
  title: 'The server while it scans',
  run: (bench, recorder) =>
    withFolder(async (folder) => {
      const size = bench.quick ? 1_000 : 10_000;
      const written = writeProject(join(folder, 'project'), size);
      const django = debianTree('Django', 'python3-django');
      if (typeof django === 'string') recorder.note(`Not measured on Django: ${django}.`);
      else await measure(bench, recorder, 'Django', django.folder, ['cold', 'warm']);
      await measure(bench, recorder, `${size.toLocaleString('en')} files`, written.folder, kinds);
      recorder.note(
        `Medians of ${bench.runs} scans of each kind, each in a new server; a rescan is a look at everything again after a ` +
          'change of one file. A busy machine holds the loop too: on one, these are upper bounds.',
      );
    }),
};

const kinds = ['cold', 'warm', 'rescan'] as const;
type Kind = (typeof kinds)[number];

async function measure(
  bench: Bench,
  { row }: Recorder,
  name: string,
  project: string,
  wanted: readonly Kind[],
): Promise<void> {
  const results = new Map<Kind, Held[]>(wanted.map((kind) => [kind, []]));
  for (let run = 0; run < bench.runs; run += 1) {
    // What the cold scan leaves in the cache is there for the others.
    await withFolder(async (cache) => {
      for (const [kind, held] of results) held.push(await heldDuring(bench, project, cache, kind));
    });
  }
  for (const [kind, held] of results) {
    const what = kind === 'rescan' ? `rescan of ${name}` : `${kind} scan of ${name}`;
    const worst = median(held.map(({ max }) => max));
    const p99 = median(held.map((result) => result.p99));
    const worstCpu = median(held.map(({ maxCpu }) => maxCpu));
    const own = Number.isNaN(worstCpu) ? worst : worstCpu;
    row({
      what: `event loop held longest, ${what}`,
      measured: Number.isNaN(worstCpu)
        ? `${ms(worst)} (p99 ${ms(p99)})`
        : `${ms(worstCpu)} of CPU time (wall ${ms(worst)}, p99 ${ms(p99)})`,
      against: 'limit 10 ms',
      ratio: own / 10,
      budget: `event loop held, ${what}`,
    });
    row({
      what: `diagnostics asked for every 20 ms meanwhile, ${what}`,
      measured: `p50 ${ms(median(held.map(({ answers }) => percentile(answers, 0.5))))}, p95 ${ms(median(held.map(({ answers }) => percentile(answers, 0.95))))}`,
    });
  }
}

interface Held {
  readonly p99: number;
  readonly max: number;
  readonly maxCpu: number;
  readonly answers: readonly number[];
}

async function heldDuring(
  { root, bundles }: Bench,
  project: string,
  cache: string,
  kind: Kind,
): Promise<Held> {
  const workspace = pathToFileURL(project).href;
  const env = { ...process.env, SEAWORTHY_CACHE_DIR: cache };
  const server = await startProbed(root, join(bundles, 'probe.cjs'), { folder: workspace, env });
  try {
    const uri = `${workspace}/bench.py`;
    await server.open(uri, firstLines(modules(), 1_000));
    await server.diagnose(uri);
    const scan = (params: HealthGetParams): Promise<unknown> =>
      server.connection.sendRequest(healthGet, params);
    if (kind === 'rescan') {
      await scan({});
      appendFileSync(join(project, 'package0', 'module2.py'), '\nlast = 1\n');
    }
    await server.startDelays();
    const answers: number[] = [];
    let isOver = false;
    const scanning = scan(kind === 'rescan' ? { refresh: [workspace] } : {}).finally(() => (isOver = true));
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
}
