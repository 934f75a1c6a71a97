/** From nothing to the first diagnostics: activation in the editor, start of the server, a file opened. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { editedTexts } from '../inputs';
import { measureFirstDiagnostics } from '../keystroke';
import { ms } from '../report';
import { ourCommand } from '../server-process';
import { median } from '../statistics';
import type { Part } from './part';

export const start: Part = {
  name: 'start',
  title: 'Start and size',
  run: async ({ root, runs, activations }, { row, note }) => {
    if (typeof activations === 'string') note(`Activation not measured: ${activations}.`);
    else {
      const wall = median(activations.map((one) => one.wall));
      const cpu = median(activations.map((one) => one.cpu));
      row({
        what: `activate() in the extension host of VS Code, ${activations.length} starts`,
        measured: `${ms(wall)} (CPU of the whole host meanwhile ${ms(cpu)})`,
        against: 'limit 50 ms',
        ratio: wall / 50,
        budget: 'activation of the client',
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
