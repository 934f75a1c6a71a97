/**
 * What a rule may ask about the project around its file. Answers come from the project index and may be absent: then
 * every query answers `undefined`, which means "could not tell" and makes no finding.
 *
 * Questions and answers are plain data. An analysis remembers what its units asked and what they were told, so that after
 * a change elsewhere only those units are looked at again, and so that a worker thread needs the answers alone.
 */

import type { FileOperation, ImportPlace, ProgramStart } from './file-operations';

/** A blocking call that a function makes itself or through others. */
export interface BlockingPath {
  /** The call as it would be imported: `requests.get`. */
  readonly call: string;
  /** Where it stands, relative to the project. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Names of the functions between, the asked one first. */
  readonly through: readonly string[];
}

/** A class that a function raises. */
export interface RaisedClass {
  readonly name: string;
  /** Where it can be imported from; absent for builtins. */
  readonly module?: string;
}

/** A third-party module that nothing declares. */
export interface MissingDependency {
  /** Name on the package index. */
  readonly distribution: string;
  /** The file that declares the others. */
  readonly file: string;
  /** The change of `file` that declares it; absent where the file is laid out so that nothing is certain. */
  readonly change?: FileOperation;
}

/** Where the name of an environment variable should be written down. */
export interface MissingVariable {
  readonly file: string;
  readonly exists: boolean;
}

/** A folder that is imported as a package and has no `__init__.py`. */
export interface PackageGap {
  readonly folder: string;
  /** The package that shows that the project marks its packages. */
  readonly example: string;
}

export interface LoggingGap {
  /** A file that logs, for the message. */
  readonly example: string;
  readonly files: number;
}

/** A program imports the asking file, and with it the configuration of logging in it. */
export interface LoggingOnImport {
  /** The file that starts the program. */
  readonly entry: string;
  /** Where the configuration belongs there. */
  readonly place?: { readonly start: ProgramStart; readonly imports: readonly ImportPlace[] };
  /** Why there is no place, as the end of a sentence. */
  readonly reason?: string;
}

/** The module of a package that holds its exception classes, and the class for the asking file. */
export interface ExceptionHome {
  readonly file: string;
  /** How the asking file imports from it. */
  readonly module: string;
  readonly name: string;
  /** The class is there; otherwise it has to be written. */
  readonly exists: boolean;
}

export interface HealthGap {
  /** The file that says that the service is deployed. */
  readonly evidence: string;
}

export interface Shadowing {
  /** Files of the project that import the module by name, the first few, sorted. */
  readonly importers: readonly string[];
}

export interface ProjectQueries {
  /** Is the function that `qualified` names (`app.db.save`, `.db.save`, `.db.Store().save`) an `async def`? */
  isCoroutine(qualified: string): boolean | undefined;
  /** The blocking call that calling this synchronous function of the project ends in, within so many calls. */
  blockingCallReachedBy(qualified: string, hops: number): BlockingPath | undefined;
  /** Classes that the function of the project raises itself. */
  raisedBy(qualified: string): readonly RaisedClass[] | undefined;
  /** What is to be declared for this top-level module, when it is third-party and nothing declares it. */
  undeclaredDependency(module: string): MissingDependency | undefined;
  /** Where the variable is missing, when the project writes its variables down and this one is not there. */
  undocumentedVariable(name: string): MissingVariable | undefined;
  /** The folder without `__init__.py` that the import of this dotted module goes through. */
  packageGap(module: string): PackageGap | undefined;
  /** Set when the project logs, nothing in it sets logging up, and the asking file is where it starts. */
  loggingGap(): LoggingGap | undefined;
  /**
   * Set when a program of the project loads the asking file, which does not start one itself. `modules` are those that
   * the configuration needs, with spaces between.
   */
  loggingOnImport(modules: string): LoggingOnImport | undefined;
  /** The class `own`, or the package's `common` one, in the `exceptions.py` or `errors.py` beside the asking file. */
  exceptionHome(own: string, common: string): ExceptionHome | undefined;
  /** Set when the service is deployed, no route tells whether it is up, and the asking file makes the application. */
  healthGap(): HealthGap | undefined;
  /** Set when the asking file takes the name of a module of the standard library where imports look first. */
  shadowing(): Shadowing | undefined;
  /** False when the project's test runner will not collect tests from the asking file. */
  collectsTests(): boolean | undefined;
}

export type QueryName = keyof ProjectQueries;

/** Where answers come from. `question` is the JSON of a query's name and arguments. */
export interface ProjectSource {
  answer(path: string, question: string): unknown;
}

const sharedQueries: readonly QueryName[] = ['undeclaredDependency', 'undocumentedVariable'];

/** True where the answer hardly ever depends on the file that asks, nor on what the code of others says. */
export function isShared(question: string): boolean {
  return sharedQueries.some((name) => question.startsWith(`["${name}"`));
}

/** No index: nothing can be told. */
export const unknownProject: ProjectSource = { answer: () => undefined };

/** A value that changes when the answer does; empty for no answer. */
export function answerPrint(answer: unknown): string {
  return answer === undefined ? '' : JSON.stringify(answer);
}

/** What a question and its answer are told to. */
export type AskRecorder = (question: string, answer: unknown) => void;

/** The queries of one file, each reported to `record` with its answer. */
export function projectQueries(source: ProjectSource, path: string, record: AskRecorder): ProjectQueries {
  return new Asking(source, path, record);
}

/** A class because one is made for each unit: its methods cost nothing, a dozen closures would. */
class Asking implements ProjectQueries {
  readonly #source: ProjectSource;
  readonly #path: string;
  readonly #record: AskRecorder;

  constructor(source: ProjectSource, path: string, record: AskRecorder) {
    this.#source = source;
    this.#path = path;
    this.#record = record;
  }

  #ask<Name extends QueryName>(
    ...query: [name: Name, ...parameters: Parameters<ProjectQueries[Name]>]
  ): ReturnType<ProjectQueries[Name]> {
    const question = JSON.stringify(query);
    const answer = this.#source.answer(this.#path, question);
    this.#record(question, answer);
    return answer as ReturnType<ProjectQueries[Name]>;
  }

  isCoroutine(qualified: string): boolean | undefined {
    return this.#ask('isCoroutine', qualified);
  }

  blockingCallReachedBy(qualified: string, hops: number): BlockingPath | undefined {
    return this.#ask('blockingCallReachedBy', qualified, hops);
  }

  raisedBy(qualified: string): readonly RaisedClass[] | undefined {
    return this.#ask('raisedBy', qualified);
  }

  undeclaredDependency(module: string): MissingDependency | undefined {
    return this.#ask('undeclaredDependency', module);
  }

  undocumentedVariable(name: string): MissingVariable | undefined {
    return this.#ask('undocumentedVariable', name);
  }

  packageGap(module: string): PackageGap | undefined {
    return this.#ask('packageGap', module);
  }

  loggingGap(): LoggingGap | undefined {
    return this.#ask('loggingGap');
  }

  loggingOnImport(modules: string): LoggingOnImport | undefined {
    return this.#ask('loggingOnImport', modules);
  }

  exceptionHome(own: string, common: string): ExceptionHome | undefined {
    return this.#ask('exceptionHome', own, common);
  }

  healthGap(): HealthGap | undefined {
    return this.#ask('healthGap');
  }

  shadowing(): Shadowing | undefined {
    return this.#ask('shadowing');
  }

  collectsTests(): boolean | undefined {
    return this.#ask('collectsTests');
  }
}
