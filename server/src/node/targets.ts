/** Which files a scan looks at, and which of them may have changed since the scan before. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathSet } from '../engine/project';
import { smallFile, type Target } from './analyse-files';
import { Pacer } from './pacer';
import type { ProjectScan, ScanOptions } from './project';
import { listProject, type Listing } from './project-files';
import { statIfAny } from './read';
import { filesBelow, isPython } from './walk';

export async function targetsFor(
  folder: string,
  paths: readonly string[],
  { config, overlay }: ScanOptions,
): Promise<readonly Target[]> {
  const fileOf = filesBelow(folder);
  const pacer = new Pacer();
  const targets: Target[] = [];
  for (const path of paths) {
    if (pacer.isDue) await pacer.pause();
    const settings = config.lintForNamed(path);
    targets.push({ path, file: fileOf(path), settings, text: overlay?.get(path) });
  }
  return targets;
}

export async function targetsOf(
  folder: string,
  { walked }: Listing,
  options: ScanOptions,
): Promise<readonly Target[]> {
  const below = await targetsFor(folder, walked.python, options);
  const known = new Set(walked.python);
  return [...below, ...(options.named ?? []).filter(({ path }) => !known.has(path))];
}

/** Another configuration may leave out other files: with one, they are listed once more. */
export async function listConfigured(
  folder: string,
  options: ScanOptions,
): Promise<{ readonly listing: Listing; readonly options: ScanOptions }> {
  const { signal, configFor, walked } = options;
  const listing = await listProject(folder, options.config, signal, walked);
  const config = (await configFor?.(listing.walked.paths)) ?? options.config;
  if (config === options.config) return { listing, options };
  return { listing: await listProject(folder, config, signal), options: { ...options, config } };
}

/** Only a new or deleted file, or another `.gitignore`, changes the list. */
export async function listAgain(
  { folder, snapshot }: ProjectScan,
  changed: ReadonlySet<string>,
  { config, signal }: ScanOptions,
): Promise<Listing> {
  const known = pathSet(snapshot.paths);
  const isSame = [...changed].every(
    (path) => known.has(path) && !path.endsWith('.gitignore') && existsSync(join(folder, path)),
  );
  if (!isSame) return listProject(folder, config, signal);
  const python = snapshot.paths.filter(
    (path) => isPython(path) && (snapshot.metrics.has(path) || changed.has(path)),
  );
  const unreadable = snapshot.unreadable.filter(({ path }) => !changed.has(path));
  const total = snapshot.truncated?.total ?? python.length;
  const environments = snapshot.environments ?? [];
  return { walked: { python, paths: snapshot.paths, unreadable, total, environments }, git: snapshot.git };
}

/** What is known of a file stays, unless the file was looked at again or is gone. */
export function keptBy(
  { walked }: Listing,
  again: ReadonlySet<string>,
): (file: { readonly path: string }) => boolean {
  const present = pathSet(walked.paths);
  return ({ path }) => present.has(path) && !again.has(path);
}

export function isSmall({ file, text }: Target): boolean {
  return (text?.length ?? statIfAny(file)?.size ?? 0) <= smallFile;
}
