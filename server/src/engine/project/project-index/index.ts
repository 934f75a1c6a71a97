/**
 * The project index: what one file may know of the others. Built from the summaries of all files (their metrics) and the
 * project's facts; replacing one summary costs that file alone, and what is derived from all of them is derived again
 * when somebody asks.
 */
import type { ProjectQueries, ProjectSource } from '../../lint/project-queries';
import { finish, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import type { FileMetrics } from '../metrics/types';
import { createFunctions, type Functions } from './functions';
import { createImportGraph, type ImportGraph } from './import-graph';
import { createModules, type Modules } from './modules';
import { exceptionQueries } from './exceptions';
import { loggingQueries } from './logging';
import { packageQueries } from './packages';
import { serviceQueries } from './service-queries';
import { settingsQueries } from './settings';
import { testQueries } from './tests';

export interface ProjectIndex extends ProjectSource {
  readonly facts: ProjectFacts;
  readonly modules: Modules;
  readonly functions: Functions;
  readonly imports: ImportGraph;
  metricsOf(path: string): FileMetrics | undefined;
  /** All Python files with their summaries. */
  readonly files: ReadonlyMap<string, FileMetrics>;
  /** Grows with every `replace`. */
  readonly version: number;
  /** Takes another summary of a known file. */
  replace(path: string, metrics: FileMetrics): void;
  /** Computes once and again after the next `replace`. */
  derived<T>(compute: () => T): () => T;
}

/** Queries of one file by name; each answers with plain data or nothing. */
export type Queries = { readonly [Name in keyof ProjectQueries]: QueryOf<ProjectQueries[Name]> };
type QueryOf<F> = F extends (...parameters: infer P) => infer R
  ? (path: string, ...parameters: P) => R
  : never;

export function createProjectIndex(facts: ProjectFacts): ProjectIndex {
  return finish(indexInSteps(facts));
}

/** After the facts about the code, which the index asks for. */
export function* indexInSteps(facts: ProjectFacts): Steps<ProjectIndex> {
  yield* facts.prepare('code');
  const modules = yield* createModules(facts.paths);
  yield;
  const index = indexOf(facts, modules);
  yield* index.imports.prepare();
  return index;
}

function indexOf(facts: ProjectFacts, modules: Modules): ProjectIndex {
  const files = new Map(facts.snapshot.metrics);
  const metricsOf = (path: string): FileMetrics | undefined => files.get(path);
  const functions = createFunctions(modules, metricsOf);
  const imports = createImportGraph(modules, files);
  let version = 0;
  const asked = new Map<string, Asked>();
  const index: Omit<ProjectIndex, 'answer'> = {
    facts,
    modules,
    functions,
    imports,
    files,
    metricsOf,
    get version() {
      return version;
    },
    replace: (path, metrics) => {
      files.set(path, metrics);
      functions.forget(path);
      imports.forget(path);
      version += 1;
      asked.clear();
    },
    derived: (compute) => {
      let cell: { readonly version: number; readonly value: ReturnType<typeof compute> } | undefined;
      return () => {
        if (cell?.version !== version) cell = { version, value: compute() };
        return cell.value;
      };
    },
  };
  const queries: Queries = {
    isCoroutine: (path, qualified) => {
      const metric = functions.find(qualified, path)?.metric;
      return !metric || metric.uncertain ? undefined : metric.kind === 'async';
    },
    blockingCallReachedBy: (path, qualified, hops) => {
      const found = functions.find(qualified, path);
      return found && functions.blockingPath(found, hops);
    },
    raisedBy: (path, qualified) => {
      const found = functions.find(qualified, path);
      return found && functions.raisedClasses(found, qualified, path);
    },
    ...settingsQueries(index),
    ...packageQueries(index),
    ...loggingQueries(index),
    ...exceptionQueries(index),
    ...serviceQueries(index),
    ...testQueries(index),
  };
  // Spreading would freeze what `version` says.
  return Object.assign(index, {
    answer: (path: string, text: string) => {
      let question = asked.get(text);
      if (!question) asked.set(text, (question = questionOf(queries, text)));
      const { ask, answers } = question;
      const known = answers.get(path);
      if (known !== undefined || answers.has(path)) return known;
      const answer = ask(path);
      answers.set(path, answer);
      return answer;
    },
  });
}

/** Many files ask the same: each question is read once. */
interface Asked {
  readonly ask: (path: string) => unknown;
  /** By the path of the file that asks. */
  readonly answers: Map<string, unknown>;
}

function questionOf(queries: Queries, text: string): Asked {
  const [name, ...parameters] = JSON.parse(text) as [keyof Queries, ...unknown[]];
  const query = queries[name] as ((path: string, ...parameters: unknown[]) => unknown) | undefined;
  return { ask: (path) => query?.(path, ...parameters), answers: new Map() };
}

export type IndexPart = Omit<ProjectIndex, 'answer'>;
