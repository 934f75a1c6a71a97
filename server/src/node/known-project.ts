/**
 * What a project came to, kept in the cache for the next run: its own findings, and that no file has to be looked at again.
 *
 * Both follow from the project alone, so they are found by a print of all that there is of it: names and texts of its
 * files, what git says, the bytes and settings of each Python file, and the answers that its record was made with. Settings
 * of the files in which something was found are compared one by one, because files that are not Python have some, too.
 */
import { createHash } from 'node:crypto';
import type { LintSettings } from '../engine';
import type { ResolvedConfig } from '../engine/config';
import type { Placed, ProjectSnapshot } from '../engine/project';
import { asksAsText } from '../engine/packed-records';
import type { Analysed, Target } from './analyse-files';
import { settingsKey, type ResultCache } from './cache';
import { digestOf } from './cache-file';
import { Pacer } from './pacer';
import type { Listing, Texts } from './project-files';
import { readBytes } from './read';
import { isPython } from './walk';

/** All that there is of a project. */
export interface ProjectInputs {
  readonly listing: Listing;
  readonly texts: Texts;
  readonly targets: readonly Target[];
  readonly trusted: boolean;
}

/** By path, the settings of each file in which a rule found something, undefined where it is excluded. */
export type SettingsAsked = ReadonlyMap<string, LintSettings | undefined>;

interface Kept {
  readonly settings: readonly (readonly [path: string, key: string])[];
  readonly findings: readonly Placed[];
}

/** Hashing many small pieces takes longer, one large one holds the event loop. */
const pieceLength = 64 * 1024;

/** Undefined where something is not known well enough to be recognized: the project has to be asked. */
async function printOf(
  { listing, texts, targets, trusted }: ProjectInputs,
  { records, notes, failures, crashes }: Analysed,
): Promise<string | undefined> {
  if (failures.length > 0 || crashes.length > 0) return undefined;
  const skipped = new Set(notes.map(({ path }) => path));
  const numbers = new Map<string, number>();
  const pacer = new Pacer();
  const { walked, git } = listing;
  const print = createHash('sha1');
  let text = '';
  const add = (part: unknown): void => {
    text += `${JSON.stringify(part)}\n`;
    if (text.length < pieceLength) return;
    print.update(text);
    text = '';
  };
  add([trusted, walked, [...texts.texts], texts.unreadable, notes]);
  if (pacer.isDue) await pacer.pause();
  add(git && { ...git, repositoryFiles: [...git.repositoryFiles], tracked: git.tracked && [...git.tracked] });
  for (const { path } of targets) {
    if (pacer.isDue) await pacer.pause();
    if (skipped.has(path)) continue;
    const record = records.get(path);
    if (record?.key === undefined) return undefined;
    // Files often ask the same.
    const asks = asksAsText(record);
    const number = numbers.get(asks);
    if (number === undefined) numbers.set(asks, numbers.size);
    add([path, record.key, number ?? asks]);
  }
  return print.update(text).digest('base64');
}

/** The findings of a project that is as it was; undefined where it is not, or nobody can tell. */
export async function knownFindings(
  cache: ResultCache,
  inputs: ProjectInputs,
  analysed: Analysed,
  config: ResolvedConfig,
): Promise<readonly Placed[] | undefined> {
  const print = await printOf(inputs, analysed);
  const content = print === undefined ? undefined : cache.ofProject(print);
  if (content === undefined) return undefined;
  const { settings, findings } = JSON.parse(content) as Kept;
  const keyOf = createKeys();
  return settings.every(([path, key]) => keyOf(settingsIn(config, path)) === key) ? findings : undefined;
}

/** `analysed`: what every file came to when it was told what is true of the project. */
export async function keepFindings(
  cache: ResultCache,
  inputs: ProjectInputs,
  analysed: Analysed,
  {
    snapshot,
    projectFindings: findings,
  }: { readonly snapshot: ProjectSnapshot; readonly projectFindings: readonly Placed[] },
  asked: SettingsAsked,
): Promise<void> {
  const print = await printOf(inputs, analysed);
  if (print === undefined) return;
  const named = [...asked.keys()].filter((path) => isPython(path) && snapshot.text(path) === undefined);
  if (!(await namesWhatWasAnalysed(cache, named, inputs, analysed))) return;
  const keyOf = createKeys();
  const settings = [...asked].map(([path, own]) => [path, keyOf(own)] as const);
  cache.setOfProject(print, JSON.stringify({ settings, findings } satisfies Kept));
}

/** A finding is put into the text of its file, which was read once more for it: it must still be the same. */
async function namesWhatWasAnalysed(
  cache: ResultCache,
  paths: readonly string[],
  { targets }: ProjectInputs,
  { records }: Analysed,
): Promise<boolean> {
  const named = new Set(paths);
  const pacer = new Pacer();
  let found = 0;
  for (const { path, file, text, settings } of targets) {
    if (pacer.isDue) await pacer.pause();
    if (!named.has(path)) continue;
    found += 1;
    const bytes = text === undefined ? readBytes(file) : Buffer.from(text);
    if (!(bytes instanceof Uint8Array) || records.get(path)?.key !== cache.key(path, bytes, settings))
      return false;
  }
  return found === named.size;
}

/** Of whatever file a rule about the project names. */
export function settingsIn(config: ResolvedConfig, path: string): LintSettings | undefined {
  return config.isExcluded(path) ? undefined : config.lintForNamed(path);
}

/** Digests, since a key names every rule, each made once: most files share their settings. */
function createKeys(): (settings: LintSettings | undefined) => string {
  const known = new Map<LintSettings, string>();
  return (settings) => {
    if (!settings) return '';
    const key = known.get(settings) ?? digestOf(settingsKey(settings));
    known.set(settings, key);
    return key;
  };
}
