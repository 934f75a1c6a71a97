/** The built server as a process of its own, over standard input and output. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { bundle } from './bundles';
import { TestClient } from './client';

export interface Child {
  readonly client: TestClient;
  readonly process: ChildProcessWithoutNullStreams;
  readonly errors: () => string;
  /** Exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

interface Context {
  after(cleanUp: () => void): void;
}

/** `args` follow `node`: by default the server's own bundle. The process ends with the test. */
export function startChild(
  context: Context,
  args: readonly string[] = [bundle('server.js'), '--stdio'],
  env: NodeJS.ProcessEnv = {},
): Child {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  // Writing to a server that has ended is part of some tests.
  child.stdin.on('error', () => undefined);
  context.after(() => {
    child.kill('SIGKILL');
  });
  const exit = once(child, 'exit').then(([code, signal]) => (code as number | null) ?? String(signal));
  const client = new TestClient(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  return { client, process: child, errors: () => errors, exit };
}
