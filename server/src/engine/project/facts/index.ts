/**
 * The facts of one project: everything that checks ask about, derived from a snapshot, each group computed at most
 * once and only when a check wants it.
 */
import type { AcknowledgementReason, HealthProblem, ProjectProfile, TopicId } from '../../../protocol/health';
import type { ResolvedConfig } from '../../config';
import { filesAStep, filterInSteps, finish, stepsOf, type MaybeSteps, type Steps } from '../../steps';
import { pathSet } from '../paths';
import type { ProjectSnapshot } from '../snapshot';
import { ciHost, collectCi, type CiFacts } from './ci';
import { collectDependencies, type DependencyFacts } from './dependencies';
import { collectCoverage, type CoverageFacts } from './coverage';
import { createDocuments, type Documents, type Parsed, type Table } from './documents';
import { collectIgnores, type IgnoreFacts } from './ignores';
import { collectImports, type ImportFacts } from './imports';
import { collectEntryPoints, detectProfile, type EntryPoints, type ProfileFacts } from './profile';
import { moduleName } from './roles';
import { collectStrictness, type Strictness } from './strictness';
import { collectTools, type ToolFacts } from './tools';
import { tallyOf, type Tally } from './tally';
import { collectFolders, collectSources, type SourceFacts, type SourceFile } from './totals';
import { collectVariables, type EnvironmentVariable } from './variables';
import { collectWorkflows, type Workflow } from './workflows';

export interface FactsOptions {
  /** Overrides the detected profile. */
  readonly profile?: ProjectProfile;
  readonly acknowledgements?: Readonly<
    Record<string, { readonly reason: AcknowledgementReason; readonly note?: string }>
  >;
  readonly disabledTopics?: readonly TopicId[];
}

/** What a configuration says about the facts. */
export function factsOptions({
  projectProfile,
  acknowledgements,
  topicsDisabled,
}: Pick<ResolvedConfig, 'projectProfile' | 'acknowledgements' | 'topicsDisabled'>): FactsOptions {
  return {
    ...(projectProfile === undefined ? {} : { profile: projectProfile }),
    acknowledgements,
    disabledTopics: topicsDisabled,
  };
}

export interface ProjectFacts {
  readonly snapshot: ProjectSnapshot;
  readonly options: FactsOptions;
  readonly documents: Documents;
  readonly paths: ReadonlySet<string>;
  readonly pyproject: Parsed<Table>;
  readonly sources: SourceFacts;
  readonly dependencies: DependencyFacts;
  readonly imports: ImportFacts;
  /** What is counted in the project's own code. */
  readonly inCode: Tally;
  readonly inTests: Tally;
  /** Outermost packages and single modules of the code. */
  readonly codeFolders: readonly string[];
  /** Environment variables that the code reads. */
  readonly variables: readonly EnvironmentVariable[];
  readonly tools: ToolFacts;
  readonly ci: CiFacts;
  readonly workflows: readonly Workflow[];
  readonly coverage: CoverageFacts;
  readonly strictness: readonly Strictness[];
  readonly ignores: IgnoreFacts;
  readonly entryPoints: EntryPoints;
  readonly profile: ProfileFacts;
  /** Modules that users run directly, where printing is the job. */
  readonly entryFiles: ReadonlySet<string>;
  /** Nothing to grade: no Python file and no notebook. */
  readonly empty: boolean;
  /** One short file without any tooling: only the first steps are asked of it. */
  readonly tiny: boolean;
  readonly problems: readonly HealthProblem[];
  /**
   * Computes in steps what is otherwise computed when somebody asks, which takes long for many files: what is known of the
   * code, or of all files.
   */
  prepare(what: 'code' | 'all'): Steps<void>;
  /** Files that apply to the project: its own, then those of the repository above it, as paths from the root. */
  find(pattern: RegExp): readonly string[];
}

const tinyLines = 30;

export function buildFacts(snapshot: ProjectSnapshot, options: FactsOptions = {}): ProjectFacts {
  const paths = sorted(snapshot.paths);
  const documents = createDocuments(snapshot);
  const outer = [...(snapshot.git?.repositoryFiles ?? [])]
    .map(([path, text]) => ({ path, text, shown: fromRoot(path, snapshot.git?.pathFromRepository ?? '') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const sources = lazy(() => collectSources(snapshot.metrics));
  const entryPoints = lazy(() => collectEntryPoints(documents));
  const tools = lazy(() =>
    collectTools(paths, documents, (path) => {
      const found = outer.find((file) => file.path === path);
      return found && { path: found.shown, text: found.text };
    }),
  );
  const dependencies = lazy(() => collectDependencies(paths, documents, sources().all));
  const imports = lazy(() => collectImports(sources(), paths));
  const inCode = lazy(() => tallyOf(sources().code));
  const inTests = lazy(() => tallyOf(sources().tests));
  const codeFolders = lazy(() => collectFolders(sources().code));
  const variables = lazy(() => collectVariables(sources().code));
  const ci = lazy(() => collectCi(paths, documents, outer));
  const workflows = lazy(() => collectWorkflows(paths, documents, outer));
  const coverage = lazy(() => collectCoverage(paths, documents, ci(), tools().tasks));
  const strictness = lazy(() => collectStrictness(documents));
  const ignores = lazy(() => collectIgnores({ ...snapshot, paths, text: (path) => snapshot.text(path) }));
  const profile = lazy(() => detectProfile(paths, sources(), documents, entryPoints(), options.profile));
  const entryFiles = lazy(() => findEntryFiles(sources().code, entryPoints(), profile().profile));
  const problems = lazy(() => collectProblems(snapshot, documents, paths));
  const empty = snapshot.metrics.size === 0 && !paths.some((path) => path.endsWith('.ipynb'));
  const tiny = lazy(() => isTiny(paths, sources()));
  const found = new Map<string, readonly string[]>();
  const parts: Readonly<Record<'code' | 'all', readonly Part[]>> = {
    code: [sources, imports, dependencies, profile, tiny],
    all: [
      ...[sources, imports, inCode, inTests, codeFolders, variables, ci, workflows, problems],
      ...[tools, dependencies, profile, entryFiles],
    ],
  };
  return {
    snapshot,
    options,
    documents,
    paths: pathSet(paths),
    empty,
    *prepare(what) {
      for (const part of parts[what]) yield* part.prepare();
    },
    find: (pattern) => {
      // Several checks and actions look for the same.
      const key = String(pattern);
      let known = found.get(key);
      if (!known) {
        const above = outer.filter((file) => pattern.test(file.path)).map((file) => file.shown);
        found.set(key, (known = [...paths.filter((path) => pattern.test(path)), ...above]));
      }
      return known;
    },
    get pyproject() {
      return documents.toml('pyproject.toml');
    },
    get sources() {
      return sources();
    },
    get dependencies() {
      return dependencies();
    },
    get imports() {
      return imports();
    },
    get inCode() {
      return inCode();
    },
    get inTests() {
      return inTests();
    },
    get codeFolders() {
      return codeFolders();
    },
    get variables() {
      return variables();
    },
    get tools() {
      return tools();
    },
    get ci() {
      return ci();
    },
    get workflows() {
      return workflows();
    },
    get coverage() {
      return coverage();
    },
    get strictness() {
      return strictness();
    },
    get ignores() {
      return ignores();
    },
    get entryPoints() {
      return entryPoints();
    },
    get profile() {
      return profile();
    },
    get entryFiles() {
      return entryFiles();
    },
    get tiny() {
      return tiny();
    },
    get problems() {
      return problems();
    },
  };
}

interface Part {
  readonly prepare: () => Steps<void>;
}

/** Computed when somebody asks, or in steps before that. */
function lazy<T>(compute: () => MaybeSteps<T>): (() => T) & Part {
  let cell: { readonly value: T } | undefined;
  const get = (): T => (cell ??= { value: finish(stepsOf(compute())) }).value;
  return Object.assign(get, {
    *prepare() {
      if (cell) return;
      yield;
      cell = { value: yield* stepsOf(compute()) };
    },
  });
}

/** Hosts mostly give them in order: looking is cheaper than sorting thousands. */
function sorted(paths: readonly string[]): readonly string[] {
  const isSorted = paths.every((path, at) => at === 0 || (paths[at - 1] ?? '') <= path);
  return isSorted ? paths : [...paths].sort();
}

function fromRoot(path: string, pathFromRepository: string): string {
  return pathFromRepository === '' ? path : '../'.repeat(pathFromRepository.split('/').length) + path;
}

function* findEntryFiles(
  code: readonly SourceFile[],
  entryPoints: EntryPoints,
  profile: ProjectProfile,
): Steps<ReadonlySet<string>> {
  const scripts = new Set(entryPoints.scriptModules);
  const found = yield* filterInSteps(
    code,
    ({ path, metrics }) =>
      metrics.mainGuardLine !== null ||
      path.endsWith('__main__.py') ||
      (scripts.size > 0 && scripts.has(moduleName(path))) ||
      (metrics.commandLine && profile === 'cli'),
  );
  return new Set(found.map((file) => file.path));
}

function isTiny(paths: readonly string[], sources: SourceFacts): boolean {
  if (sources.code.length !== 1 || sources.tests.length > 0 || sources.codeLines >= tinyLines) return false;
  return !paths.some(
    (path) =>
      /^(?:pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|\.?ruff\.toml|\.flake8|\.?pylintrc|\.pre-commit-config\.ya?ml)$/.test(
        path,
      ) || ciHost(path) !== undefined,
  );
}

const tomlFiles =
  /^(?:pyproject\.toml|Pipfile|\.?(?:ruff|pytest|lefthook|mise|pylintrc)\.toml|(?:ty|pyrefly|tox|prek|pixi|hatch)\.toml)$/;
const iniFiles = /^(?:setup\.cfg|tox\.ini|pytest\.ini|\.pytest\.ini|\.?mypy\.ini|\.flake8|\.coveragerc)$/;
const yamlFiles =
  /^(?:[\w.-]*environment[\w.-]*\.ya?ml|conda\/[\w.-]*environment[\w.-]*\.ya?ml|\.pre-commit-config\.ya?ml|\.?lefthook\.ya?ml|\.github\/dependabot\.ya?ml)$/;
const jsonFiles = /^(?:pyrightconfig\.json|renovate\.json)$/;

function* collectProblems(
  snapshot: ProjectSnapshot,
  documents: Documents,
  paths: readonly string[],
): Steps<readonly HealthProblem[]> {
  const problems: HealthProblem[] = snapshot.unreadable.map(({ path, reason }) => ({
    path,
    line: 1,
    column: 1,
    message: reason,
    key: 'unreadable',
  }));
  const unreadable = new Set(problems.map((problem) => problem.path));
  for (const [at, path] of paths.entries()) {
    if (at % filesAStep === 0) yield;
    if (path.endsWith('.py') || unreadable.has(path)) continue;
    const parsed = tomlFiles.test(path)
      ? documents.toml(path)
      : iniFiles.test(path)
        ? documents.ini(path)
        : jsonFiles.test(path)
          ? documents.json(path)
          : yamlFiles.test(path) || (ciHost(path) !== undefined && path !== 'Jenkinsfile')
            ? documents.yaml(path)
            : undefined;
    if (parsed) yield;
    if (parsed?.status === 'broken') problems.push(parsed.problem);
  }
  return problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}
