/** The server's machine when it runs on Node: files, timers, and the project scan. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scan, ScanRequest, ServerHost } from '../lsp/host';
import { cacheFolder } from './cache';
import { openLastCommit } from './git-commit';
import { loadGrammar } from './grammar';
import { smallHeaps } from './heap';
import { paced, standBack } from './pacer';
import { createScanner, type ProjectScan, type ProjectScanner, type ScanOptions } from './project';
import { readBytes } from './read';
import { version } from './version';
import { Cancelled } from './walk';

export interface NodeHostOptions {
  /** Folder of the bundles, inside the package or checkout: the worker is in it, the grammar beside or above it. */
  readonly bundles: string;
  /** Where results are kept between sessions; by default where the command line keeps them. */
  readonly cacheFolder?: string;
}

export function createNodeHost(options: NodeHostOptions): ServerHost {
  const scanner = createScanner({
    workerPath: join(options.bundles, 'worker.js'),
    version,
    cacheFolder: options.cacheFolder ?? cacheFolder(),
    heap: smallHeaps,
  });
  return {
    version,
    loadGrammar: () => Promise.resolve(loadGrammar(options.bundles)),
    startTimer: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return { dispose: () => clearTimeout(timer) };
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    attend: standBack,
    inSteps: paced,
    readText: (uri) => Promise.resolve(readText(uri)),
    isWritable: (uri) => {
      const path = pathOf(uri);
      return path === undefined || isWritable(path);
    },
    scanProject: (folder, request) => {
      const path = pathOf(folder);
      if (path === undefined) throw new Error(`${folder} is not on this machine`);
      return unlessCancelled(scanner, scanner.scan(path, scanOptions(request)));
    },
    lastCommit: (folder) => {
      const path = pathOf(folder);
      return path === undefined ? { unknown: 'the folder is not on this machine' } : openLastCommit(path);
    },
  };
}

async function unlessCancelled(
  scanner: ProjectScanner,
  running: Promise<ProjectScan>,
): Promise<Scan | undefined> {
  try {
    const scan = await running;
    const { snapshot, findings, crashes } = scan;
    return {
      snapshot,
      findings,
      crashes,
      again: (request) =>
        unlessCancelled(scanner, scanner.scan(scan.folder, scanOptions(request), scan, request.engine)),
      rescan: (paths, request) =>
        unlessCancelled(scanner, scanner.rescan(scan, paths, scanOptions(request), request.engine)),
    };
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

function scanOptions({
  config,
  configFor,
  trusted,
  texts,
  isCancelled,
  onProgress,
}: ScanRequest): ScanOptions {
  const signal = {
    get aborted() {
      return isCancelled();
    },
  };
  return { config, configFor, trusted, overlay: texts, signal, onProgress };
}

function readText(uri: string): string | undefined {
  const path = pathOf(uri);
  const bytes = path === undefined ? undefined : readBytes(path);
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : undefined;
}

/** Of a file that is not there, the nearest folder that is. */
export function isWritable(path: string): boolean {
  let present = path;
  while (!existsSync(present) && dirname(present) !== present) present = dirname(present);
  try {
    accessSync(present, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a `file:` URI on this machine; undefined for any other. */
function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
