/** `--defer ruff`: finds Ruff's configuration of each file, and leaves out what Ruff reports there by itself. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { rules, type Rule } from '../engine';
import {
  isLeftToRuff,
  pinnedRuff,
  readRuffFile,
  ruffFileNames,
  ruffProject,
  type RuffFile,
  type RuffProject,
} from '../engine/config';
import { relativePath } from '../node/walk';
import type { Reported } from './findings';

/** Where a version of Ruff is pinned. */
const pinningFiles = ['uv.lock', 'poetry.lock', '.pre-commit-config.yaml', 'requirements-dev.txt'];
/** `extend` in a circle ends somewhere. */
const longestChain = 10;

/** Without the findings that Ruff reports anyway. */
export function withoutRuffs(reported: readonly Reported[]): readonly Reported[] {
  const known = new Map<string, Rule>(rules.map((rule) => [rule.meta.name, rule]));
  const find = finder();
  return reported.filter(({ file, root, finding }) => {
    const rule = known.get(finding.rule);
    if (!rule) return true;
    const { folder, project } = find(dirname(file), root);
    return !isLeftToRuff(rule, finding.messageId, relativePath(folder, file), project);
  });
}

interface Located {
  readonly folder: string;
  readonly project: RuffProject;
}

/** As Ruff looks: the nearest folder at or above the file that configures it. */
function finder(): (folder: string, root: string) => Located {
  const found = new Map<string, Located>();
  const find = (folder: string, root: string): Located => {
    const known = found.get(folder);
    if (known) return known;
    const file = fileIn(folder);
    const above = dirname(folder);
    const located = file
      ? { folder, project: ruffProject(chainOf(file), versionIn(root)) }
      : above === folder
        ? { folder: root, project: ruffProject([], versionIn(root)) }
        : find(above, root);
    found.set(folder, located);
    return located;
  };
  return find;
}

interface Read extends RuffFile {
  readonly path: string;
}

function fileIn(folder: string): Read | undefined {
  for (const name of ruffFileNames) {
    const path = join(folder, name);
    const file = readAt(path, name);
    if (file) return file;
  }
  return undefined;
}

function readAt(path: string, name: string): Read | undefined {
  const text = textOf(path);
  const file = text === undefined ? undefined : readRuffFile(name, text);
  return file && { ...file, path };
}

function chainOf(own: Read): readonly RuffFile[] {
  const chain = [own];
  for (let last = own; last.extend !== undefined && chain.length < longestChain;) {
    const path = resolve(dirname(last.path), last.extend);
    const next = readAt(path, path.endsWith('pyproject.toml') ? 'pyproject.toml' : 'ruff.toml');
    if (!next) break;
    chain.push(next);
    last = next;
  }
  return chain;
}

function versionIn(root: string): string | undefined {
  return pinnedRuff(pinningFiles.flatMap((name) => textOf(join(root, name)) ?? []));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
