/**
 * Which findings Ruff reports under a project's own configuration: `check --defer ruff` leaves those to it. Selectors,
 * their precedence and `extend` are as Ruff documents them; where Ruff does not report a finding, ours stays.
 */
import { parse } from 'smol-toml';
import picomatch from 'picomatch/posix';
import { equivalentsOf } from '../lint/other-linters';
import type { Equivalent, Rule } from '../lint/rule';
import { isCodePrefix } from '../lint/suppression-names';
import type { PathTest } from './globs';
import { defaultCodes, earlierDefaults } from './ruff-defaults';
import { isTable } from './values';

type Table = Readonly<Record<string, unknown>>;

/** The settings of one configuration file. */
export interface RuffFile {
  readonly table: Table;
  /** Path of another file whose settings count where this one has none. */
  readonly extend: string | undefined;
}

/** File names in a folder, the one that wins first. A pyproject.toml counts only with `[tool.ruff]`. */
export const ruffFileNames = ['.ruff.toml', 'ruff.toml', 'pyproject.toml'] as const;

/** Undefined where the file does not configure Ruff, or cannot be read. */
export function readRuffFile(name: string, text: string): RuffFile | undefined {
  let document: unknown;
  try {
    document = parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  const tool = isTable(document) && name === 'pyproject.toml' ? document['tool'] : undefined;
  const table = name === 'pyproject.toml' ? isTable(tool) && tool['ruff'] : document;
  if (!isTable(table)) return undefined;
  return { table, extend: typeof table['extend'] === 'string' ? table['extend'] : undefined };
}

/** What Ruff reports in one project. Paths are relative to the folder of its configuration, with `/`. */
export interface RuffProject {
  readonly isExcluded: PathTest;
  readonly reports: (code: string, name: string | undefined, path: string) => boolean;
}

/** `chain` has the file that counts first and then those that it extends; it may be empty. */
export function ruffProject(chain: readonly RuffFile[], version: string | undefined): RuffProject {
  const layers = [...chain].reverse().map(({ table }) => layerOf(table));
  const excludes = layers.reduce<readonly string[]>(
    (before, { exclude, extendExclude }) => [...(exclude ?? before), ...extendExclude],
    [],
  );
  const ignores = layers.reduce<readonly Ignore[]>(
    (before, { perFile, extendPerFile }) => [...(perFile ?? before), ...extendPerFile],
    [],
  );
  const required = layers.map((layer) => layer.requiredVersion).filter((one) => one !== undefined);
  const isEarlier = isBefore016(required.at(-1) ?? version);
  const isOn = (code: string, name: string | undefined): boolean =>
    layers.reduce(
      (before, layer) => decide(layer, before, code, name),
      isEarlier ? earlierDefaults.some((prefix) => isCodePrefix(prefix, code)) : defaultCodes.has(code),
    );
  return {
    isExcluded: excluder(excludes),
    reports: (code, name, path) =>
      isOn(code, name) &&
      !ignores.some(({ test, selectors }) => selectors.some((one) => selects(one, code, name)) && test(path)),
  };
}

/** True where Ruff, with this configuration, reports whatever the rule reports in this file with this message. */
export function isLeftToRuff({ meta }: Rule, messageId: string, path: string, project: RuffProject): boolean {
  const ruffs = equivalentsOf(meta, messageId).filter(
    ({ tool, suffices }) => tool === 'ruff' && suffices !== undefined,
  );
  if (ruffs.length === 0 || project.isExcluded(path)) return false;
  const reports = ({ code, name }: Equivalent): boolean => project.reports(code, name, path);
  const together = ruffs.filter(({ suffices }) => suffices === 'together');
  return (
    ruffs.some((one) => one.suffices === 'alone' && reports(one)) ||
    (together.length > 0 && together.every(reports))
  );
}

interface Ignore {
  readonly test: PathTest;
  readonly selectors: readonly string[];
}

interface Layer {
  readonly select: readonly string[] | undefined;
  readonly extendSelect: readonly string[];
  readonly ignore: readonly string[];
  readonly exclude: readonly string[] | undefined;
  readonly extendExclude: readonly string[];
  readonly perFile: readonly Ignore[] | undefined;
  readonly extendPerFile: readonly Ignore[];
  readonly requiredVersion: string | undefined;
}

/** Linter settings stand in `[lint]`, and in old configurations at the top. */
function layerOf(table: Table): Layer {
  const lint = isTable(table['lint']) ? table['lint'] : {};
  const setting = (key: string): unknown => lint[key] ?? table[key];
  const required = table['required-version'];
  const lintExclude = strings(lint['exclude']) ?? [];
  return {
    select: strings(setting('select')),
    extendSelect: strings(setting('extend-select')) ?? [],
    ignore: [...(strings(setting('ignore')) ?? []), ...(strings(setting('extend-ignore')) ?? [])],
    exclude: strings(table['exclude']),
    extendExclude: [...(strings(table['extend-exclude']) ?? []), ...lintExclude],
    perFile: ignoresOf(setting('per-file-ignores')),
    extendPerFile: ignoresOf(setting('extend-per-file-ignores')) ?? [],
    requiredVersion: typeof required === 'string' ? required : undefined,
  };
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function ignoresOf(value: unknown): readonly Ignore[] | undefined {
  if (!isTable(value)) return undefined;
  return Object.entries(value).map(([glob, selectors]) => {
    const isNegated = glob.startsWith('!');
    const test = fileTest(isNegated ? glob.slice(1) : glob);
    return { test: (path) => test(path) !== isNegated, selectors: strings(selectors) ?? [] };
  });
}

/** Ruff's globs match the file's name or its whole path, and their `*` goes through folders. */
function fileTest(glob: string): PathTest {
  const test = picomatch(glob.replace(/^\.?\//, ''), { dot: true, bash: true });
  return (path) => test(path) || test(path.slice(path.lastIndexOf('/') + 1));
}

/** The file itself, or a folder above it. */
function excluder(globs: readonly string[]): PathTest {
  const tests = globs.map((glob) => fileTest(glob.replace(/\/+$/, '')));
  return (path) => {
    const parts = path.split('/');
    return parts.some((_, index) => tests.some((test) => test(parts.slice(0, index + 1).join('/'))));
  };
}

/** The most specific selector decides, and `ignore` among equals. */
function decide(layer: Layer, before: boolean, code: string, name: string | undefined): boolean {
  const best = (selectors: readonly string[]): number =>
    Math.max(-1, ...selectors.filter((one) => selects(one, code, name)).map(specificity));
  const on = best([...(layer.select ?? []), ...layer.extendSelect]);
  const off = best(layer.ignore);
  if (on < 0 && off < 0) return layer.select ? false : before;
  return on > off;
}

function selects(selector: string, code: string, name: string | undefined): boolean {
  if (selector === 'ALL' || selector === code || selector === name) return true;
  // Pylint's rules are four families with a name in common.
  return selector === 'PL' ? code.startsWith('PL') : isCodePrefix(selector, code);
}

function specificity(selector: string): number {
  if (selector === 'ALL') return 0;
  if (/^[A-Z]+$/.test(selector)) return 1;
  return /^[A-Z]+\d+$/.test(selector) ? 1 + selector.replace(/\D/g, '').length : 10;
}

/** A version, or what `required-version` asks for: true where it rules out 0.16 and later. */
function isBefore016(version: string | undefined): boolean {
  const bound = /(?:^|[,\s])(?:<=?|={2,3}|~=)?\s*v?0\.(\d+)/.exec(version ?? '');
  if (!bound) return false;
  const minor = Number(bound[1]);
  return bound[0].includes('<') && !bound[0].includes('=') ? minor <= 16 : minor < 16;
}

const pins: readonly RegExp[] = [
  /^name = "ruff"\r?\nversion = "([\d.]+)"/m,
  /astral-sh\/ruff-pre-commit\b[^\n]*\n\s*rev:\s*["']?v?([\d.]+)/,
  /^ruff==([\d.]+)/m,
];

/** The version of Ruff that a lock file, a hook or a list of requirements pins. */
export function pinnedRuff(texts: readonly string[]): string | undefined {
  return texts.flatMap((text) => pins.map((pin) => pin.exec(text)?.[1])).find((found) => found !== undefined);
}
