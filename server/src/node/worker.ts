/** Entry of a worker thread: analyses the files it is sent, a batch at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { Engine, type LintSettings } from '../engine';
import { analyseBytes } from './analyse';
import { loadGrammar } from './grammar';
import type { Batch, BatchResult, RuleCrash, WorkerInput } from './messages';

const input = workerData as WorkerInput;
const current = new Int32Array(input.current);
const settings = new Map<number, LintSettings>();
let crashes: RuleCrash[] = [];
let path = '';

const engine = Engine.create({
  grammar: loadGrammar(input.grammarFrom),
  onCrash: (rule, error) => {
    crashes.push({ rule, path, message: error instanceof Error ? error.message : String(error) });
  },
});

parentPort?.on('message', (batch: Batch) => {
  void run(batch);
});

/** Whatever throws here, the thread may be damaged: it ends, and the pool names the file and starts another. */
async function run(batch: Batch): Promise<void> {
  const ready = await engine;
  for (const [number, value] of batch.settings) settings.set(number, value);
  crashes = [];
  const outcomes = batch.files.map((file, index) => {
    Atomics.store(current, 0, index);
    path = file.path;
    const own = settings.get(file.settings);
    if (!own) throw new Error(`settings ${file.settings} were never sent`);
    return analyseBytes(ready, { ...file, settings: own }, input.wanted);
  });
  parentPort?.postMessage({ outcomes, crashes } satisfies BatchResult);
}
