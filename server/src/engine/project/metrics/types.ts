/** What one pass over a Python file keeps for grading: plain, compact JSON, because hosts cache it on disk. */

/** Raise whenever the collected fields change: hosts put it into their cache key. */
export const metricsVersion = 5;

export interface ImportMetric {
  /** Dotted module as written; leading dots for relative imports. */
  readonly module: string;
  /** Imported names of a `from` import; absent for `import x`. */
  readonly names?: readonly string[];
  /** Local name to imported name, for `from` imports with `as`. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly line: number;
  /** `typing`: under `if TYPE_CHECKING`; `optional`: inside `try`; `local`: inside a function. */
  readonly guard?: 'typing' | 'optional' | 'local';
}

export interface PublicFunction {
  readonly name: string;
  readonly line: number;
  /** Number of parameters that a caller has to give. */
  readonly required: number;
  /** Source text of the only returned value, when the body is nothing but `return <plain literal>`. */
  readonly literal?: string;
  /** Line of the first statement behind the docstring, 0 when it shares the line of the header. */
  readonly bodyLine: number;
}

/** A web framework application, such as `app = FastAPI()`. */
export interface WebApplication {
  readonly framework: string;
  readonly line: number;
  /** The module-level variable that holds it, where there is one. */
  readonly variable?: string;
  /** Last line of the call. */
  readonly endLine: number;
}

/** What other modules may want to know of a function: callers that wait for it, callers that it holds up. */
export interface FunctionMetric {
  /** `load`, or `Store.load` for a method of a top-level class. */
  readonly name: string;
  readonly line: number;
  /** Absent: an ordinary function. */
  readonly kind?: 'async' | 'generator';
  /** It has a decorator that may put something else in its place, or there are several of its name. */
  readonly uncertain?: true;
  /** Its first call that waits without giving way. */
  readonly blocking?: { readonly call: string; readonly line: number };
  /** Functions that it calls, outside the standard library: `helper`, `Store.save`, `.db.load`, `app.db.load`. */
  readonly calls?: readonly string[];
  /** Classes of its `raise` statements by the names that its file has for them, the first few. */
  readonly raises?: readonly string[];
}

/** A count with the lines of its first few examples (1-based). */
export interface Counted {
  readonly count: number;
  readonly lines: readonly number[];
}

export interface FileMetrics {
  readonly version: number;
  /** Lines that are neither blank nor only a comment. */
  readonly codeLines: number;
  /** True when the parser had to recover from broken syntax. */
  readonly broken: boolean;
  readonly imports: readonly ImportMetric[];
  /** Public functions and methods, and those with every parameter and the result annotated. */
  readonly functions: {
    readonly total: number;
    readonly annotated: number;
    readonly unannotatedLines: readonly number[];
  };
  /** Top-level public functions, in source order, at most 20. */
  readonly publicFunctions: readonly PublicFunction[];
  /** Top-level public classes, in source order, at most 20. */
  readonly publicClasses: readonly { readonly name: string; readonly line: number }[];
  /** Top-level exception classes that are made from a message alone, as `Exception` is. */
  readonly exceptions: readonly string[];
  /** Functions and methods that are async, block, or call what is not in the standard library. */
  readonly callGraph: readonly FunctionMetric[];
  readonly handlers: { readonly total: number; readonly swallowed: Counted; readonly printOnly: Counted };
  readonly prints: { readonly inFunctions: Counted; readonly topLevel: Counted };
  /** Line of `if __name__ == "__main__"`, or null. */
  readonly mainGuardLine: number | null;
  /** Calls that run on import, outside the main guard, and are not known to be harmless. */
  readonly importEffects: Counted;
  readonly ioCalls: Counted;
  readonly logging: {
    /** Loggers made: `getLogger`, `structlog.get_logger`, or loguru imported. */
    readonly loggers: Counted;
    readonly configuration: Counted;
    readonly calls: number;
    readonly rootCalls: Counted;
    readonly eager: Counted;
    /** `error(...)` inside a handler without the exception. */
    readonly errorInHandler: Counted;
  };
  /** Environment variables read by literal name, sorted. */
  readonly environmentKeys: readonly string[];
  /** Reads of the environment or a settings class (pydantic-settings, dotenv, decouple, dynaconf). */
  readonly environmentReads: Counted;
  readonly configurationLiterals: Counted;
  /** Names of the variables among them, sorted. */
  readonly configurationNames: readonly string[];
  readonly webApplications: readonly WebApplication[];
  readonly routes: readonly { readonly path: string; readonly line: number }[];
  readonly async: { readonly functions: number; readonly blocking: Counted };
  /** Uses of asyncio, threads or processes. */
  readonly concurrency: Counted;
  readonly tests: { readonly functions: number; readonly withoutAssert: Counted };
  readonly sysPathChanges: Counted;
  /** Last line of the docstring and of the imports that open the file, 0 when there are none. */
  readonly headEndLine: number;
  /** Paths of one machine (`/home/…`, `C:\\Users\\…`), debug switches and servers bound to every interface. */
  readonly machineValues: Counted;
  /** `# type: ignore` and `# pyright: ignore` comments; `bare` are those that name no error code. */
  readonly typeIgnores: { readonly total: number; readonly bare: Counted };
  /** Files opened and HTTP requests made; `unguarded` ones have no `with` or no timeout. */
  readonly resources: { readonly total: number; readonly unguarded: Counted };
  /** Tasks whose result is dropped, and coroutines that are never awaited. */
  readonly lostTasks: Counted;
  /** Globals changed in threads without a lock, executors never shut down, processes started on import. */
  readonly sharedState: Counted;
  /** Log records written as data: structlog, JSON formatters, loguru's serialize. */
  readonly structuredLogging: Counted;
  /** The file says in its first comments that a tool wrote it. */
  readonly generated: boolean;
  /** What a script says about itself in a comment block that installers read (PEP 723). */
  readonly inlineScript?: {
    readonly line: number;
    readonly requiresPython?: string;
    readonly dependencies: readonly string[];
  };
  /** Imports of a command-line framework: argparse, click, typer, fire, docopt. */
  readonly commandLine: boolean;
}
