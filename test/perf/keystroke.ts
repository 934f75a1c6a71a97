/** Keystroke to diagnostics through a real server over stdio: one character typed and deleted, at places all over. */
import { mainThreadCpu } from './processes';
import { random, summarize, type Summary } from './statistics';
import { startServer, type StartOptions } from './server-process';

export interface KeystrokeResult {
  readonly latency: Summary;
  /** CPU milliseconds of the server's main thread, where all of it happens; NaN where the system does not tell. */
  readonly cpu: Summary;
  readonly findings: number;
}

const uri = 'file:///bench/keystroke.py';
/** The first edits warm the compiler up, as the first seconds of typing do. */
const warmUp = 30;

export async function measureKeystrokes(
  command: readonly string[],
  text: string,
  edits: number,
  options: StartOptions = {},
): Promise<KeystrokeResult> {
  const server = await startServer(command, options);
  try {
    await server.open(uri, text);
    const first = await server.diagnose(uri);
    const places = callSites(text);
    const next = random(7);
    const times: number[] = [];
    const cpu: number[] = [];
    const cpuNow = (): number => mainThreadCpu(server.process.pid ?? 'self');
    let version = 1;
    for (let edit = -warmUp; edit < edits; edit += 1) {
      const at = places[Math.floor(next() * places.length)] ?? { line: 0, character: 0 };
      const after = { line: at.line, character: at.character + 1 };
      for (const change of [
        { range: { start: at, end: at }, text: 'x' },
        { range: { start: at, end: after }, text: '' },
      ]) {
        version += 1;
        const before = cpuNow();
        const started = performance.now();
        await server.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [change],
        });
        await server.diagnose(uri);
        if (edit < 0) continue;
        times.push(performance.now() - started);
        cpu.push(cpuNow() - before);
      }
    }
    return {
      latency: summarize(times),
      cpu: summarize(cpu),
      findings: first.kind === 'full' ? first.items.length : 0,
    };
  } finally {
    await server.stop();
  }
}

/** From sending `didOpen` to the first diagnostics, in a server that has just started. */
export async function measureFirstDiagnostics(
  command: readonly string[],
  text: string,
): Promise<{ readonly first: number; readonly start: number }> {
  const launched = performance.now();
  const server = await startServer(command);
  try {
    const start = performance.now() - launched;
    const opened = performance.now();
    await server.open(uri, text);
    await server.diagnose(uri);
    return { first: performance.now() - opened, start };
  } finally {
    await server.stop();
  }
}

/** Ends of called names: where people type. */
function callSites(text: string): { line: number; character: number }[] {
  return text.split('\n').flatMap((line, index) => {
    const match = /[a-z_]\(/.exec(line);
    return match ? [{ line: index, character: match.index + 1 }] : [];
  });
}
