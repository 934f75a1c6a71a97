/**
 * The peer that runs on the same runtime: Ruff compiled to wasm, with its default rules. As a process of its own it reads
 * the list of files from standard input, one path a line, and checks them in as many worker threads as it is told.
 */
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

export function createRuff(): (text: string) => number {
  const workspace = new Workspace({}, PositionEncoding.Utf16);
  return (text) => (workspace.check(text) as unknown[]).length;
}

/** Threads take the next file that nobody has taken yet: as even a share as can be. */
interface Share {
  readonly paths: readonly string[];
  readonly next: SharedArrayBuffer;
}

function checkShare({ paths, next }: Share): number {
  const check = createRuff();
  const counter = new Int32Array(next);
  let total = 0;
  for (;;) {
    const path = paths[Atomics.add(counter, 0, 1)];
    if (path === undefined) return total;
    total += check(readFileSync(path, 'utf8'));
  }
}

async function main(jobs: number): Promise<void> {
  const paths = readFileSync(0, 'utf8').split('\n').filter(Boolean);
  const share: Share = { paths, next: new SharedArrayBuffer(4) };
  const counts = await Promise.all(
    Array.from({ length: jobs }, async () => {
      const worker = new Worker(__filename, { workerData: share });
      return new Promise<number>((resolve, reject) => {
        worker.on('message', resolve);
        worker.on('error', reject);
      });
    }),
  );
  process.stdout.write(`${counts.reduce((sum, count) => sum + count, 0)}\n`);
}

if (!isMainThread && parentPort) parentPort.postMessage(checkShare(workerData as Share));
else if (process.argv[1]?.endsWith('ruff-wasm.cjs')) void main(Number(process.argv[2] ?? 1));
