/** How long a keystroke takes to its diagnostics, through the server over stdio, on files of four sizes. */
import { measureKeystrokes } from '../keystroke';
import { editedTexts } from '../inputs';
import { onPath, versionOf } from '../processes';
import { describe, ms } from '../report';
import { createRuff } from '../ruff-wasm';
import { ourCommand } from '../server-process';
import { median } from '../statistics';
import type { Part } from './part';

export const keystrokes: Part = {
  name: 'keystrokes',
  title: 'A keystroke, to diagnostics over stdio',
  run: async ({ root, quick }, { row, note }) => {
    const edits = quick ? 30 : 150;
    const ruffServer = onPath('ruff');
    // Ours first: once the peer has run here, its code is compiled in the background for seconds.
    const own = [];
    for (const edited of editedTexts())
      own.push({ ...edited, ...(await measureKeystrokes(ourCommand(root), edited.text, edits)) });
    const ruff = createRuff();
    for (const { name, text, limit, latency, cpu, findings } of own) {
      const lines = text.split('\n').length - 1;
      const what = `${lines.toLocaleString('en')} lines (${name}; ${findings} findings)`;
      const measured = describe(latency);
      const budget = `keystroke at ${lines.toLocaleString('en')} lines`;
      row({ what, measured, against: `limit p95 ${limit} ms`, ratio: latency.p95 / limit, budget });
      if (!Number.isNaN(cpu.median)) {
        row({
          what: `${lines.toLocaleString('en')} lines, CPU time of the server alone`,
          measured: describe(cpu),
          against: `limit p95 ${limit} ms`,
          ratio: cpu.p95 / limit,
          budget: `${budget}, CPU time of the server alone`,
        });
      }
      const peer = wasmMedian(ruff, text, quick ? 3 : 9);
      row({
        what: `${lines.toLocaleString('en')} lines, CPU time`,
        measured: `p50 ${ms(cpu.median)}`,
        against: `ruff-wasm, the text checked in process: p50 ${ms(peer)}`,
        ratio: cpu.median / peer,
      });
      if (ruffServer === undefined) continue;
      const native = await measureKeystrokes([ruffServer, 'server'], text, Math.min(edits, 60));
      row({
        what,
        measured,
        against: `native ruff server: ${describe(native.latency)}; a tenth of its p95`,
        ratio: latency.p95 / (native.latency.p95 / 10),
      });
    }
    note(
      'CPU time is what the server needs for a keystroke, to the microsecond; the time to the diagnostics is that, plus the ' +
        'two pipes, plus whatever else the machine does meanwhile.',
    );
    note(`${edits * 2} keystrokes each: one character typed at the end of a called name, then deleted.`);
    note(
      'Diagnostics are asked for as VS Code does: with the id of the last report, so that the answer may be that nothing has changed.',
    );
    note(
      ruffServer === undefined
        ? 'No native `ruff` was on the PATH: not compared with its server.'
        : `The native server is ${versionOf(ruffServer)} with its default rules.`,
    );
  },
};

function wasmMedian(check: (text: string) => number, text: string, runs: number): number {
  const times = Array.from({ length: runs + 2 }, () => {
    const { user, system } = process.cpuUsage();
    check(text);
    const after = process.cpuUsage();
    return (after.user + after.system - user - system) / 1000;
  });
  return median(times.slice(2));
}
