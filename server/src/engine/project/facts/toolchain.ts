/** How the project is installed and on which Python versions it runs: what generated pipelines and images need to know. */
import type { ProjectFacts } from './index';
import { asStrings, tableAt, type Table } from './documents';
import { normalizeName, requirementFiles } from './dependencies';

export type PackageManager = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip';

export function packageManager(facts: ProjectFacts): PackageManager {
  const { paths, pyproject } = facts;
  const tool = pyproject.status === 'ok' ? tableAt(pyproject.data, 'tool') : undefined;
  if (paths.has('uv.lock')) return 'uv';
  if (paths.has('poetry.lock')) return 'poetry';
  if (paths.has('pdm.lock')) return 'pdm';
  if (paths.has('Pipfile')) return 'pipenv';
  if (tool?.uv !== undefined) return 'uv';
  if (tool?.poetry !== undefined) return 'poetry';
  return tool?.pdm !== undefined ? 'pdm' : 'pip';
}

/** The file of setuptools that says how the project is built; a setup.cfg may only hold settings of tools. */
export function setupFile({ paths, documents }: ProjectFacts): string | undefined {
  if (paths.has('setup.py')) return 'setup.py';
  const config = documents.ini('setup.cfg');
  const isMetadata = config.status === 'ok' && (config.data.has('metadata') || config.data.has('options'));
  return isMetadata ? 'setup.cfg' : undefined;
}

/** What `pip install` takes: the package itself where it can be built, then requirement files. */
export function pipTargets(facts: ProjectFacts): readonly string[] {
  const { pyproject, paths } = facts;
  const isBuilt =
    (pyproject.status === 'ok' && tableAt(pyproject.data, 'build-system') !== undefined) ||
    paths.has('setup.py');
  const files = requirementFiles([...paths]).filter((path) => path.endsWith('.txt'));
  return [...(isBuilt ? ['-e .'] : []), ...files.map((path) => `-r ${path}`)];
}

/** Named groups of development dependencies that hold one of the tools. */
export interface DevelopmentGroups {
  /** Of [project.optional-dependencies]. */
  readonly extras: readonly string[];
  /** Of [dependency-groups]. */
  readonly groups: readonly string[];
  /** What installing them brings. */
  readonly names: ReadonlySet<string>;
}

export function developmentGroups({ pyproject }: ProjectFacts, tools: readonly string[]): DevelopmentGroups {
  const data = pyproject.status === 'ok' ? pyproject.data : {};
  const names = new Set<string>();
  const holding = (table: Table | undefined) =>
    Object.entries(table ?? {}).flatMap(([group, values]) => {
      const found = asStrings(values).map((value) => normalizeName(/^[\w.-]*/.exec(value)?.[0] ?? ''));
      if (!tools.some((tool) => found.includes(tool))) return [];
      for (const name of found) names.add(name);
      return [group];
    });
  const extras = holding(tableAt(data, 'project', 'optional-dependencies'));
  return { extras, groups: holding(tableAt(data, 'dependency-groups')), names };
}

/** Newest minor version of Python 3 that generated files mention, as of this model. */
export const newestMinor = 14;
const oldestMinor = 9;
const assumedMinor = 11;

/** Oldest minor version that the project allows; a recent one where it says nothing. */
export function lowestMinor(facts: ProjectFacts): number {
  const specifier = facts.dependencies.python?.specifier ?? '';
  const minor = /(?:^|>=|==|~=|\^|~|=|>)\s*3\.(\d+)/.exec(specifier)?.[1];
  return minor === undefined ? assumedMinor : Math.min(newestMinor, Math.max(oldestMinor, Number(minor)));
}

export function highestMinor(facts: ProjectFacts): number {
  const specifier = facts.dependencies.python?.specifier ?? '';
  const upper = /<(=?)\s*3\.(\d+)/.exec(specifier);
  const isExact = /^\s*(?:==|~=\s*3\.\d+\.|=)?\s*3\.\d+(?:\.(?:\d+|\*))?\s*$/.test(specifier);
  const lowest = lowestMinor(facts);
  if (isExact) return lowest;
  if (!upper) return newestMinor;
  return Math.max(lowest, Math.min(newestMinor, Number(upper[2]) - (upper[1] === '=' ? 0 : 1)));
}

/** Versions to test on, oldest and newest among them, at most four. */
export function testedVersions(facts: ProjectFacts): readonly string[] {
  const [low, high] = [lowestMinor(facts), highestMinor(facts)];
  const all = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const kept = all.length <= 4 ? all : [low, ...all.slice(-3)];
  return kept.map((minor) => `3.${minor}`);
}

export type CiHost = 'github' | 'gitlab' | 'azure' | 'circleci';

/** The host of the pipelines that are there, else of the remote; GitHub where neither says anything. */
export function ciHostOf(facts: ProjectFacts): CiHost {
  const has = (pattern: RegExp) => facts.find(pattern).length > 0;
  if (has(/^\.circleci\//)) return 'circleci';
  if (has(/^\.gitlab-ci\.yml$/)) return 'gitlab';
  if (has(/^azure-pipelines\.ya?ml$/)) return 'azure';
  if (has(/^\.github\//)) return 'github';
  const remote = facts.snapshot.git?.remote ?? '';
  if (/gitlab/.test(remote)) return 'gitlab';
  return /(?:dev\.azure|visualstudio)\.com$/.test(remote) ? 'azure' : 'github';
}

/** Commands that the project's own tools make, without the package manager's prefix. */
export function projectCommands(facts: ProjectFacts): {
  readonly lint: readonly string[];
  readonly types: string | undefined;
  readonly test: string | undefined;
  /** Distributions of these tools. */
  readonly tools: readonly string[];
} {
  const { linters, formatters, typeCheckers, pytest } = facts.tools;
  const linter = linters
    .map(({ tool }) => tool.toLowerCase())
    .find((tool) => /^(?:ruff|flake8|pylint)/.test(tool));
  const lint = linter?.startsWith('flake8')
    ? 'flake8'
    : linter?.startsWith('pylint')
      ? `pylint ${facts.codeFolders.join(' ')}`
      : 'ruff check .';
  const format = formatters.some(({ tool }) => /^black/i.test(tool))
    ? 'black --check .'
    : formatters.some(({ tool }) => /ruff/i.test(tool))
      ? 'ruff format --check .'
      : undefined;
  const checker = typeCheckers.map(({ tool }) => tool.toLowerCase()).find((tool) => tool in typeCommands);
  const types = checker === undefined ? undefined : typeCommands[checker];
  const { testFunctions, pytestFiles, unittestFiles } = facts.inTests;
  const usesPytest =
    pytest !== undefined ||
    facts.dependencies.declared.some(({ name }) => name === 'pytest') ||
    pytestFiles > 0 ||
    unittestFiles === 0;
  const test = testFunctions > 0 ? (usesPytest ? 'pytest' : 'python -m unittest discover') : undefined;
  const all = [lint, ...(format === undefined ? [] : [format])];
  const tools = [...all, types ?? '', test === 'pytest' ? test : '']
    .map((command) => command.split(' ')[0] ?? '')
    .filter((tool) => tool !== '');
  return { lint: all, types, test, tools: [...new Set(tools)] };
}

const typeCommands: Readonly<Record<string, string>> = {
  mypy: 'mypy',
  pyright: 'pyright',
  basedpyright: 'basedpyright',
  ty: 'ty check',
  pyrefly: 'pyrefly check',
};
