/** What one unit adds to its module, and prints of it by which a change shows. */
import type { Binding } from '../semantics/bindings';

/** What one unit adds to the module. Plain data, relative to the unit. */
export interface UnitSummary {
  /** Bindings that land in the module's scope. */
  readonly moduleBindings: readonly Binding[];
  readonly wildcards: readonly string[];
  readonly isMainGuard: boolean;
  /** A function or class definition, or a class member. */
  readonly defines: boolean;
  /** An expression statement at module level that calls something. */
  readonly callsAtImport: boolean;
  readonly readsInput: boolean;
  readonly configuresLogging: boolean;
  readonly mountsAdapter: boolean;
  /** Of the first function that it defines, which is the unit itself or something in it. */
  readonly signature?: 'annotated' | 'plain' | undefined;
  /** Members of a class: dotted name of the class, and what the unit binds as its attributes. */
  readonly owner?: string | undefined;
  readonly members?: readonly Binding[] | undefined;
  /** Class headers: dotted name of the class and of its bases. */
  readonly classBases?: { readonly path: string; readonly bases: readonly string[] } | undefined;
  /** Functions and methods: what they call, see `callsOutOfScope`. */
  readonly calls?: { readonly path: string; readonly callees: readonly string[] } | undefined;
}

/** A value that changes when what the unit adds to the module does. Positions are left out. */
export function summaryPrint(summary: UnitSummary): string {
  const { isMainGuard, defines, callsAtImport, readsInput, configuresLogging, signature } = summary;
  return [
    summary.mountsAdapter,
    isMainGuard,
    defines,
    callsAtImport,
    readsInput,
    configuresLogging,
    signature,
    summary.wildcards.join(' '),
    ...summary.moduleBindings.map((binding) => `${binding.name} ${namePrint([binding])}`),
    summary.owner,
    ...(summary.members ?? []).map((binding) => `${binding.name} ${namePrint([binding])}`),
    summary.classBases && [summary.classBases.path, ...summary.classBases.bases].join(' '),
  ].join('\n');
}

/** A value that changes when what the unit calls does. Calls change with every other keystroke, and few rules ask. */
export function callsPrint({ calls }: UnitSummary): string {
  return calls ? [calls.path, ...calls.callees].join('\n') : '';
}

/** A value that changes when what these bindings say of a name does. Positions are left out: they shift. */
export function namePrint(bindings: readonly Binding[]): string {
  return bindings
    .map(({ kind, qualified, source, annotation, typeOnly, isNone, display, flavor, decorators }) =>
      [
        kind,
        qualified,
        source?.kind,
        source?.text,
        annotation,
        typeOnly,
        isNone,
        display,
        flavor,
        decorators,
      ].join(' '),
    )
    .join('\n');
}
