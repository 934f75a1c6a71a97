/** A language server as a child process over stdio: ours, or a native one to compare with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type DocumentDiagnosticReport,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { serverProcessArguments } from '../../server/src/protocol/process';
import type { Delays, MemoryFigures, Question } from './probe';

export interface ServerProcess {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  open(uri: string, text: string): Promise<void>;
  /** As VS Code asks: with the id of the report before, where there was one. */
  diagnose(uri: string): Promise<DocumentDiagnosticReport>;
  /** Resident memory in MB, where the system tells. */
  readonly residentMegabytes: () => number | undefined;
  stop(): Promise<void>;
}

/** Of a server of ours that was started with the probe. */
export interface ProbedServer extends ServerProcess {
  memory(): Promise<MemoryFigures>;
  startDelays(): Promise<void>;
  delays(): Promise<Delays>;
}

export interface StartOptions {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** As VS Code starts it, but for the pipes. */
export function ourCommand(root: string): readonly string[] {
  return [process.execPath, ...serverProcessArguments, join(root, 'dist/server.js'), '--stdio'];
}

export async function startServer(
  command: readonly string[],
  options: StartOptions = {},
): Promise<ServerProcess> {
  const [program = '', ...rest] = command;
  return talk(
    spawn(program, rest, {
      stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
      ...(options.env ? { env: options.env } : {}),
    }),
    options.folder,
  );
}

/** Our server with the probe inside; `probe` is the probe's bundle. */
export async function startProbed(
  root: string,
  probe: string,
  options: StartOptions = {},
): Promise<ProbedServer> {
  const [program = '', ...rest] = ourCommand(root);
  const server = await startServer([program, '--require', probe, ...rest], options);
  const ask = async (question: Question): Promise<unknown> => {
    server.process.send(question);
    const [answer] = (await once(server.process, 'message')) as [unknown];
    return answer;
  };
  return {
    ...server,
    memory: async () => (await ask('memory')) as MemoryFigures,
    startDelays: async () => void (await ask('start-delays')),
    delays: async () => (await ask('delays')) as Delays,
  };
}

async function talk(child: ChildProcess, folder: string | undefined): Promise<ServerProcess> {
  if (!child.stdin || !child.stdout) throw new Error('the server has no standard streams');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  // Servers ask for settings and register watchers; defaults and silence are the answers.
  connection.onRequest('workspace/configuration', (params: { items: unknown[] }) =>
    params.items.map(() => null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder ?? null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'bench' }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: { diagnostic: { dynamicRegistration: false }, synchronization: {} },
      general: { positionEncodings: ['utf-16'] },
    },
  });
  await connection.sendNotification('initialized', {});
  const reports = new Map<string, string>();
  return {
    connection,
    process: child,
    open: (uri, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'python', version: 1, text },
      }),
    diagnose: async (uri) => {
      const report: DocumentDiagnosticReport = await connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri },
        ...(reports.has(uri) ? { previousResultId: reports.get(uri) } : {}),
      });
      if (report.resultId !== undefined) reports.set(uri, report.resultId);
      return report;
    },
    residentMegabytes: () => resident(child.pid),
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined;
      await connection.sendRequest('shutdown').catch(() => undefined);
      await connection.sendNotification('exit').catch(() => undefined);
      connection.dispose();
      const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

function resident(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return match ? (Number(match[1]) * 1024) / 1e6 : undefined;
}
