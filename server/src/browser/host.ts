/** The server's machine when it runs in a web worker: files through the client, timers of the worker. */
import type { Connection } from 'vscode-languageserver';
import { configFilePatterns } from '../engine/project';
import type { PackedFindings } from '../engine/packed-records';
import type { Scan, ScanRequest, ServerHost } from '../lsp/host';
import { checkFile } from '../lsp/health/check-file';
import { joinUri, pathBelow } from '../lsp/uri';
import { fsList, fsRead } from '../protocol';

declare const SEAWORTHY_VERSION: string;

/** Folders that hold other people's code, for clients that do not exclude them. */
const excluded = '**/{.git,.hg,.tox,.nox,.venv,venv,env,node_modules,site-packages,__pycache__,*_cache}/**';
const maxPaths = 100_000;
/** Longer files are generated data; the host on Node leaves them out too. */
const maxLength = 2 * 1024 * 1024;
/** In milliseconds: long work shares the worker's one thread with the editor's requests. */
const sliceLength = 6;

export function createBrowserHost(connection: Connection): ServerHost {
  const host: ServerHost = {
    version: SEAWORTHY_VERSION,
    loadGrammar: ({ grammar }) => {
      if (!grammar)
        return Promise.reject(new Error('the client sent no grammar in its initialization options'));
      return Promise.resolve({ runtime: bytesOf(grammar.runtime), python: bytesOf(grammar.python) });
    },
    startTimer: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return { dispose: () => clearTimeout(timer) };
    },
    // Between slices, a timer lets everything through that has arrived.
    attend: () => undefined,
    pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
    inSteps: async (steps) => {
      let pausedAt = performance.now();
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        if (performance.now() - pausedAt <= sliceLength) continue;
        await host.pause();
        pausedAt = performance.now();
      }
    },
    readText: (uri) => readText(connection, uri),
    // The editor knows its file systems, and asks them itself.
    isWritable: () => true,
    scanProject: (folder, request) => scan(connection, host, folder, request),
    lastCommit: () => ({ unknown: 'Git cannot be read in a browser' }),
  };
  return host;
}

/** Every scan looks at everything: a workspace in a browser is small, and the client may not tell of changes. */
async function scan(
  connection: Connection,
  host: ServerHost,
  folder: string,
  request: ScanRequest,
): Promise<Scan | undefined> {
  const { engine, texts } = request;
  const all = await list(connection, folder, '**/*', maxPaths);
  const config = await request.configFor(all);
  const paths = all.filter((path) => !config.isExcluded(path));
  const listed = new Set(await list(connection, folder, `**/{${configFilePatterns.join(',')}}`, maxPaths));
  const isPython = (path: string): boolean => /\.pyi?$/.test(path);
  const wanted = paths.filter((path) => isPython(path) || listed.has(path));
  const loaded = new Map<string, string>();
  const unreadable: { path: string; reason: string }[] = [];
  const metrics = new Map<string, ReturnType<typeof checkFile>['metrics']>();
  const findings = new Map<string, Readonly<Record<string, number>>>();
  const records = new Map<string, PackedFindings>();
  let pausedAt = performance.now();
  for (const [index, path] of wanted.entries()) {
    if (performance.now() - pausedAt > sliceLength) {
      await host.pause();
      pausedAt = performance.now();
    }
    if (request.isCancelled()) return undefined;
    request.onProgress(index, wanted.length);
    const text = texts.get(path) ?? (await readText(connection, joinUri(folder, path)));
    if (text === undefined) {
      unreadable.push({ path, reason: 'cannot be read' });
      continue;
    }
    if (listed.has(path)) loaded.set(path, text);
    const settings = config.lintFor(path);
    if (!isPython(path) || !settings || metrics.size >= config.maxFiles || text.length > maxLength) continue;
    const analysis = engine.open(path, text, settings, { summary: true });
    try {
      const checked = checkFile(analysis);
      metrics.set(path, checked.metrics);
      findings.set(path, checked.findings);
      if (checked.records !== '') records.set(path, checked.records);
    } finally {
      analysis.dispose();
    }
  }
  const total = wanted.filter(isPython).length;
  const snapshot = {
    paths,
    text: (path: string) => loaded.get(path),
    unreadable,
    ...(total > metrics.size ? { truncated: { graded: metrics.size, total } } : {}),
    trusted: request.trusted,
    metrics,
    findings,
  };
  const again: Scan['again'] = (next) => scan(connection, host, folder, next);
  const rescan: Scan['rescan'] = (_, next) => again(next);
  return { snapshot, findings: records, crashes: [], again, rescan };
}

async function list(
  connection: Connection,
  folder: string,
  include: string,
  limit: number,
): Promise<string[]> {
  const uris = await connection.sendRequest<string[]>(fsList, { folder, include, exclude: excluded, limit });
  return uris.flatMap((uri) => pathBelow(folder, uri) ?? []);
}

async function readText(connection: Connection, uri: string): Promise<string | undefined> {
  const bytes = await connection.sendRequest<Uint8Array | null>(fsRead, { uri });
  return bytes === null ? undefined : new TextDecoder().decode(bytesOf(bytes));
}

/** A message port delivers typed arrays; a client that goes through JSON sends their elements. */
function bytesOf(value: Uint8Array): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : Uint8Array.from(Object.values(value as Record<string, number>));
}
