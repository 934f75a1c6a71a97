/** The files of a project before any Python is analysed: names, texts that checks ask about, and what git knows. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import type { ResolvedConfig } from '../engine/config';
import {
  configFilePatterns,
  findRoots,
  preparePaths,
  repositoryFilePatterns,
  type GitSnapshot,
} from '../engine/project';
import type { Note } from './analyse-files';
import { findRepository, pathFrom, trackedBelow } from './git';
import { paced, Pacer, rest } from './pacer';
import { readBytes, statIfAny } from './read';
import { maxPaths, walk, type Cancellation, type Walk } from './walk';

export interface Listing {
  readonly walked: Walk;
  readonly git: GitSnapshot | undefined;
}

const isConfigFile = anyOf([...configFilePatterns, '**/.gitignore']);
const isRepositoryFile = anyOf(repositoryFilePatterns);
const textLimit = 1024 * 1024;

/** One expression for all patterns: it is asked about every file. */
function anyOf(patterns: readonly string[]): (path: string) => boolean {
  const all = patterns.map((pattern) => picomatch.makeRe(pattern, { dot: true }).source);
  const expression = new RegExp(all.join('|'));
  return (path) => expression.test(path);
}

/** Throws where the folder itself cannot be read. `found` is what a walk of all files has found already. */
export async function listProject(
  folder: string,
  config: ResolvedConfig,
  signal?: Cancellation,
  found?: Walk,
): Promise<Listing> {
  const stats = statIfAny(folder);
  if (!stats?.isDirectory()) throw new Error(`${folder} ${stats ? 'is not a folder' : 'does not exist'}`);
  const { isExcluded, maxFiles } = config;
  const walked = found ?? (await walk(folder, { isExcluded, maxFiles, allFiles: true, signal }));
  const reason = `holds more than ${maxPaths} files; the others were left out`;
  const unreadable = walked.isCut ? [...walked.unreadable, { path: '.', reason }] : walked.unreadable;
  await rest();
  const git = await readGit(folder);
  await paced(preparePaths(walked.paths));
  return { walked: { ...walked, unreadable }, git };
}

export interface Texts {
  readonly texts: ReadonlyMap<string, string>;
  readonly unreadable: readonly Note[];
}

/** Texts of the files that checks read. `known` gives those that need no second look. */
export async function readTexts(
  folder: string,
  paths: readonly string[],
  known: (path: string) => string | undefined,
): Promise<Texts> {
  const texts = new Map<string, string>();
  const unreadable: Note[] = [];
  const nested = findRoots(paths).filter((root) => root !== '');
  const isWanted = (path: string) =>
    isConfigFile(path) ||
    nested.some((root) => path.startsWith(`${root}/`) && isConfigFile(path.slice(root.length + 1)));
  const pacer = new Pacer();
  for (const path of paths) {
    if (pacer.isDue) await pacer.pause();
    if (!isWanted(path)) continue;
    const text = known(path) ?? readText(join(folder, path));
    if (typeof text === 'string') texts.set(path, text);
    else unreadable.push({ path, message: text.skipped });
  }
  return { texts, unreadable };
}

function readText(file: string): string | { readonly skipped: string } {
  const bytes = readBytes(file, textLimit);
  return bytes instanceof Uint8Array ? decodeConfig(bytes) : bytes;
}

/**
 * `pip freeze > requirements.txt` in PowerShell writes UTF-16 with its mark, which pip reads. Whatever else is not UTF-8
 * is shown with replacement characters; checks look for ASCII words.
 */
function decodeConfig(bytes: Uint8Array): string {
  const mark = `${bytes[0] ?? 0},${bytes[1] ?? 0}`;
  return new TextDecoder(mark === '255,254' ? 'utf-16le' : mark === '254,255' ? 'utf-16be' : 'utf-8').decode(
    bytes,
  );
}

async function readGit(folder: string): Promise<GitSnapshot | undefined> {
  const repository = findRepository(folder);
  if (!repository) return undefined;
  const pathFromRepository = pathFrom(repository.root, folder);
  const tracked = await paced(trackedBelow(repository, folder));
  const repositoryFiles = pathFromRepository === '' ? new Map<string, string>() : filesAbove(repository.root);
  const { remote } = repository;
  return {
    pathFromRepository,
    repositoryFiles,
    ...(tracked ? { tracked } : {}),
    ...(remote === undefined ? {} : { remote }),
  };
}

/** Files of the repository above the project; the patterns reach no deeper than these folders. */
function filesAbove(root: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const folder of ['', '.github/', '.github/workflows/', '.gitlab/', '.circleci/']) {
    for (const name of namesIn(join(root, folder))) {
      const path = folder + name;
      const text = isRepositoryFile(path) ? readText(join(root, path)) : undefined;
      if (typeof text === 'string') texts.set(path, text);
    }
  }
  return texts;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
