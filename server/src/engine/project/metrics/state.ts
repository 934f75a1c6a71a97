/** The collector's working state: counters, import aliases and the stack of constructs that enclose a node. */
import type {
  Counted,
  FileMetrics,
  FunctionMetric,
  ImportMetric,
  PublicFunction,
  WebApplication,
} from './types';

const exampleLimit = 5;

export interface MutableCount {
  count: number;
  readonly lines: number[];
}

export function counter(): MutableCount {
  return { count: 0, lines: [] };
}

export function add(target: MutableCount, line: number): void {
  target.count += 1;
  if (target.lines.length < exampleLimit) target.lines.push(line);
}

export interface FunctionFrame {
  readonly kind: 'function';
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly async: boolean;
  readonly test: boolean;
  asserted: boolean;
  /** What the call graph will say of it; absent for functions inside functions, which nobody else can call. */
  readonly graph: GraphEntry | undefined;
}

export interface GraphEntry {
  readonly name: string;
  readonly uncertain: boolean;
  blocking: FunctionMetric['blocking'];
  readonly calls: Set<string>;
  readonly raises: Set<string>;
}

export interface ClassFrame {
  readonly kind: 'class';
  readonly end: number;
  /** Empty for a class that is not at the top level. */
  readonly name: string;
  readonly private: boolean;
  readonly test: boolean;
}

export interface HandlerFrame {
  readonly kind: 'handler';
  readonly end: number;
  readonly line: number;
  readonly broad: boolean;
  readonly printOnly: boolean;
  /** Set once the handler does something about the exception: raises, logs, exits or passes it on. */
  handled: boolean;
}

export type Frame =
  | FunctionFrame
  | ClassFrame
  | HandlerFrame
  | { readonly kind: 'lambda' | 'main' | 'typing' | 'try' | 'decorator'; readonly end: number };

export interface State {
  readonly source: string;
  readonly frames: Frame[];
  readonly aliases: Map<string, string>;
  readonly imports: ImportMetric[];
  readonly functions: { total: number; annotated: number; readonly unannotatedLines: number[] };
  readonly publicFunctions: PublicFunction[];
  readonly publicClasses: { name: string; line: number }[];
  readonly exceptions: string[];
  readonly callGraph: FunctionMetric[];
  /** Names of functions and methods seen so far, to find the second of a name. */
  readonly functionNames: Set<string>;
  /** Of the definition that comes next. */
  decorators: string[];
  handlers: number;
  readonly swallowed: MutableCount;
  readonly printOnly: MutableCount;
  readonly printsInFunctions: MutableCount;
  readonly printsTopLevel: MutableCount;
  mainGuardLine: number | null;
  readonly importEffects: MutableCount;
  readonly io: MutableCount;
  readonly loggers: MutableCount;
  readonly logConfiguration: MutableCount;
  logCalls: number;
  readonly rootLogCalls: MutableCount;
  readonly eagerLogCalls: MutableCount;
  readonly errorInHandler: MutableCount;
  readonly environmentKeys: Set<string>;
  readonly environmentReads: MutableCount;
  readonly configurationLiterals: MutableCount;
  readonly configurationNames: Set<string>;
  readonly webApplications: WebApplication[];
  readonly routes: { path: string; line: number }[];
  asyncFunctions: number;
  readonly blocking: MutableCount;
  readonly concurrency: MutableCount;
  testFunctions: number;
  readonly testsWithoutAssert: MutableCount;
  readonly sysPath: MutableCount;
  commandLine: boolean;
  headEndLine: number;
  generated: boolean;
  inlineScript: FileMetrics['inlineScript'];
  readonly machineValues: MutableCount;
  readonly typeIgnores: { total: number; readonly bare: MutableCount };
  readonly resources: { total: number; readonly unguarded: MutableCount };
  readonly lostTasks: MutableCount;
  readonly sharedState: MutableCount;
  readonly structuredLogging: MutableCount;
  /** Names of functions by whether calling them makes a coroutine; a name with both is left alone. */
  readonly asyncNames: Set<string>;
  readonly syncNames: Set<string>;
  /** Calls that stand alone as statements, kept until all functions of the file are known. */
  readonly loneCalls: { readonly name: string; readonly line: number }[];
  readonly threadTargets: Map<string, number>;
  /** Functions that change a global outside a lock, with the line of the `global` statement. */
  readonly globalWriters: Map<string, number>;
  /** Start of the last call seen: the links of a chain `a().b()` start at the same place and count once. */
  lastCallStart: number;
}

export function createState(source: string): State {
  return {
    source,
    frames: [],
    aliases: new Map(),
    imports: [],
    functions: { total: 0, annotated: 0, unannotatedLines: [] },
    publicFunctions: [],
    publicClasses: [],
    exceptions: [],
    callGraph: [],
    functionNames: new Set(),
    decorators: [],
    handlers: 0,
    swallowed: counter(),
    printOnly: counter(),
    printsInFunctions: counter(),
    printsTopLevel: counter(),
    mainGuardLine: null,
    importEffects: counter(),
    io: counter(),
    loggers: counter(),
    logConfiguration: counter(),
    logCalls: 0,
    rootLogCalls: counter(),
    eagerLogCalls: counter(),
    errorInHandler: counter(),
    environmentKeys: new Set(),
    environmentReads: counter(),
    configurationLiterals: counter(),
    configurationNames: new Set(),
    webApplications: [],
    routes: [],
    asyncFunctions: 0,
    blocking: counter(),
    concurrency: counter(),
    testFunctions: 0,
    testsWithoutAssert: counter(),
    sysPath: counter(),
    commandLine: false,
    headEndLine: 0,
    generated: false,
    inlineScript: undefined,
    machineValues: counter(),
    typeIgnores: { total: 0, bare: counter() },
    resources: { total: 0, unguarded: counter() },
    lostTasks: counter(),
    sharedState: counter(),
    structuredLogging: counter(),
    asyncNames: new Set(),
    syncNames: new Set(),
    loneCalls: [],
    threadTargets: new Map(),
    globalWriters: new Map(),
    lastCallStart: -1,
  };
}

/** The innermost frame of one kind, or undefined. */
export function innermost<K extends Frame['kind']>(
  state: State,
  kind: K,
): Extract<Frame, { kind: K }> | undefined {
  for (let index = state.frames.length - 1; index >= 0; index -= 1) {
    const frame = state.frames[index];
    if (frame?.kind === kind) return frame as Extract<Frame, { kind: K }>;
  }
  return undefined;
}

/** True where a statement runs as soon as the module is imported. */
export function runsOnImport(state: State): boolean {
  return state.frames.every((frame) => frame.kind === 'try' || frame.kind === 'handler');
}

function frozen(count: MutableCount): Counted {
  return { count: count.count, lines: count.lines };
}

/** Which of two functions of one name is meant cannot be told. */
function withoutDoubles(functions: readonly FunctionMetric[]): readonly FunctionMetric[] {
  const seen = new Map<string, number>();
  for (const { name } of functions) seen.set(name, (seen.get(name) ?? 0) + 1);
  return functions.map((one) => ((seen.get(one.name) ?? 0) > 1 ? { ...one, uncertain: true } : one));
}

/** `broken`, `codeLines` and `version` come from the caller. */
export function toMetrics(
  state: State,
  head: Pick<FileMetrics, 'version' | 'codeLines' | 'broken'>,
): FileMetrics {
  return {
    ...head,
    imports: state.imports,
    functions: state.functions,
    publicFunctions: state.publicFunctions,
    publicClasses: state.publicClasses,
    exceptions: state.exceptions,
    callGraph: withoutDoubles(state.callGraph),
    handlers: {
      total: state.handlers,
      swallowed: frozen(state.swallowed),
      printOnly: frozen(state.printOnly),
    },
    prints: { inFunctions: frozen(state.printsInFunctions), topLevel: frozen(state.printsTopLevel) },
    mainGuardLine: state.mainGuardLine,
    importEffects: frozen(state.importEffects),
    ioCalls: frozen(state.io),
    logging: {
      loggers: frozen(state.loggers),
      configuration: frozen(state.logConfiguration),
      calls: state.logCalls,
      rootCalls: frozen(state.rootLogCalls),
      eager: frozen(state.eagerLogCalls),
      errorInHandler: frozen(state.errorInHandler),
    },
    environmentKeys: [...state.environmentKeys].sort(),
    environmentReads: frozen(state.environmentReads),
    configurationLiterals: frozen(state.configurationLiterals),
    configurationNames: [...state.configurationNames].sort(),
    webApplications: state.webApplications,
    routes: state.routes,
    async: { functions: state.asyncFunctions, blocking: frozen(state.blocking) },
    concurrency: frozen(state.concurrency),
    tests: { functions: state.testFunctions, withoutAssert: frozen(state.testsWithoutAssert) },
    sysPathChanges: frozen(state.sysPath),
    commandLine: state.commandLine,
    headEndLine: state.headEndLine,
    generated: state.generated,
    machineValues: frozen(state.machineValues),
    typeIgnores: { total: state.typeIgnores.total, bare: frozen(state.typeIgnores.bare) },
    resources: { total: state.resources.total, unguarded: frozen(state.resources.unguarded) },
    lostTasks: frozen(state.lostTasks),
    sharedState: frozen(state.sharedState),
    structuredLogging: frozen(state.structuredLogging),
    ...(state.inlineScript ? { inlineScript: state.inlineScript } : {}),
  };
}
