/** What the analysis of a file costs beside parsing alone, and where the time goes. In process, one thread. */
import { readFileSync } from 'node:fs';
import { collectMetrics } from '../../../server/src/engine/project';
import { recordFindings } from '../../../server/src/engine/records';
import { settingsFor } from '../../../server/src/engine';
import { standardLibrary, treeOf } from '../inputs';
import { ms } from '../report';
import { inTurn, timed } from '../statistics';
import type { Bench, Part } from './part';

export const analysis: Part = {
  name: 'analysis',
  title: 'Analysis of a file against parsing alone',
  run: async (bench, { row, note }) => {
    const { engine } = bench;
    const tree = treeOf('standard library', standardLibrary(), { maxDepth: 1 });
    const texts = tree.files.map((path) => readFileSync(path, 'utf8'));
    const runs = bench.runs;
    const { costs, cpuRatios, wallRatios } = await inTurn(
      runs,
      [opened, parsed, withFindings, withFixes, withMetrics].map(
        (work) => () => timed(() => work(bench, texts)),
      ),
    );
    const parse = costs[1]?.cpu ?? Number.NaN;
    const ratio = cpuRatios[1] ?? Number.NaN;
    const what = `all ${engine.rules.length} rules on ${texts.length} files, ${tree.megabytes.toFixed(1)} MB`;
    const measured = `${ratio.toFixed(2)} x parsing (CPU; wall ${(wallRatios[1] ?? Number.NaN).toFixed(2)} x)`;
    const budget = 'analysis of a file against parsing it';
    row({ what, measured, against: `limit 1.8 x parsing, ${ms(parse)}`, ratio: ratio / 1.8, budget });
    row({ what, measured, against: 'aim 1.3 x parsing', ratio: ratio / 1.3 });
    const share = (index: number, less: number): string =>
      `${(((costs[index]?.cpu ?? 0) - less) / parse).toFixed(2)} x parsing`;
    row({
      what: 'of that, parsing alone',
      measured: `${ms(parse)}, ${(tree.megabytes / (parse / 1000)).toFixed(1)} MB/s`,
    });
    const open = costs[0]?.cpu ?? 0;
    row({ what: 'of that, units, scopes and rules', measured: share(0, parse) });
    row({ what: 'on top, findings with their positions', measured: share(2, open) });
    row({ what: 'on top, every fix of every finding', measured: share(3, costs[2]?.cpu ?? 0) });
    row({ what: 'on top, metrics for the health of a project', measured: share(4, open) });
    note(`Medians of ${runs} rounds, CPU time, all five in turn.`);
  },
};

type Work = (bench: Bench, texts: readonly string[]) => void;

const parsed: Work = ({ engine: { parser } }, texts) =>
  texts.forEach((text) => parser.release(parser.parse(text)));

function analysed(use: (opened: ReturnType<Bench['engine']['open']>, text: string) => void): Work {
  return ({ engine }, texts) => {
    const settings = settingsFor(engine.rules);
    for (const text of texts) {
      const opened = engine.open('module.py', text, settings);
      use(opened, text);
      opened.dispose();
    }
  };
}

const opened = analysed(() => undefined);
const withFindings = analysed((document) => recordFindings(document, { withFixes: false }));
const withFixes = analysed((document) => recordFindings(document, { withFixes: true }));
const withMetrics = analysed(({ root }, text) => collectMetrics(root, text));
