/** From nothing to the first diagnostics: activation in the editor, start of the server, a file opened. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { editedTexts } from '../inputs';
import { measureFirstDiagnostics } from '../keystroke';
import { ms } from '../report';
import { ourCommand } from '../server-process';
import { median } from '../statistics';
import type { Part, Times } from './part';

const total = (times: readonly Times[]): number => median(times.map(({ load, activate }) => load + activate));

function told(times: readonly Times[]): string {
  const load = median(times.map((one) => one.load));
  const activate = median(times.map((one) => one.activate));
  return `${ms(total(times))} (code ${ms(load)}, \`activate()\` ${ms(activate)})`;
}

export const start: Part = {
  name: 'start',
  title: 'Start and size',
  run: async ({ root, runs, activations }, { row, note }) => {
    if (typeof activations === 'string') note(`Activation not measured: ${activations}.`);
    else {
      const ours = activations.map((one) => one.ours);
      row({
        what: `activation as VS Code measures it, loading the code and \`activate()\`, ${activations.length} starts`,
        measured: told(ours),
        against: 'limit 50 ms',
        ratio: total(ours) / 50,
        budget: 'activation of the client',
      });
      const git = activations.map((one) => one.git);
      row({ what: "the same of VS Code's own extension for Git, in the same windows", measured: told(git) });
      row({
        what: 'from `activate()` until the language client is loaded and its server ready, in the same windows',
        measured: ms(median(activations.map(({ server }) => server))),
      });
    }
    const [small] = editedTexts();
    const firsts: number[] = [];
    const starts: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const result = await measureFirstDiagnostics(ourCommand(root), small?.text ?? '');
      firsts.push(result.first);
      starts.push(result.start);
    }
    row({
      what: 'first diagnostics after opening 500 lines, server just started',
      measured: ms(median(firsts)),
      against: 'limit 300 ms',
      ratio: median(firsts) / 300,
      budget: 'first diagnostics of 500 lines',
    });
    row({ what: 'start of the server, to its answer to `initialize`', measured: ms(median(starts)) });
    const vsix = join(root, 'dist/seaworthy.vsix');
    if (!existsSync(vsix)) return note('No VSIX in dist/: its size is not shown.');
    const megabytes = statSync(vsix).size / 1e6;
    row({
      what: 'VSIX',
      measured: `${megabytes.toFixed(2)} MB`,
      against: 'limit 1.5 MB',
      ratio: megabytes / 1.5,
      budget: 'size of the VSIX',
    });
  },
};
