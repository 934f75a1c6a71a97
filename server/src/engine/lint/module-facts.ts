/**
 * What a whole file tells its units: module names and a few facts, merged from the units' summaries. Units read through
 * a `Reads` recorder; after an edit, only units that read something that has changed are checked again.
 */
import type { Binding } from '../semantics/bindings';
import { roleOf, type FileRole } from './file-role';
import {
  answerPrint,
  projectQueries,
  unknownProject,
  type ProjectQueries,
  type ProjectSource,
} from './project-queries';
import type { ClassScope } from './units';

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
  readonly signature?: 'annotated' | 'plain';
  /** Members of a class: dotted name of the class, and what the unit binds as its attributes. */
  readonly owner?: string;
  readonly members?: readonly Binding[];
  /** Class headers: dotted name of the class and of its bases. */
  readonly classBases?: { readonly path: string; readonly bases: readonly string[] };
  /** Functions and methods: what they call, see `callsOutOfScope`. */
  readonly calls?: { readonly path: string; readonly callees: readonly string[] };
}

export interface FileFacts {
  /** Path relative to the workspace folder, with `/`. */
  readonly path: string;
  readonly role: FileRole;
  readonly hasMainGuard: boolean;
  /** The file calls `input()` somewhere: it talks to a person. */
  readonly readsInput: boolean;
  /** The file sets logging up: `logging.basicConfig(...)`, `logging.config.dictConfig(...)`. */
  readonly configuresLogging: boolean;
  /** A session of requests gets an adapter of somebody's own: `session.mount("https://", TimeoutAdapter(5))`. */
  readonly mountsAdapter: boolean;
  /** At least half of the functions have annotations: the file is on its way. */
  readonly isAnnotated: boolean;
  /** `from __future__ import annotations` is there. */
  readonly postponesAnnotations: boolean;
  /** It carries its own dependencies, in a `# /// script` block. */
  readonly isStandalone: boolean;
  /** Top-level modules that the file imports, sorted. */
  readonly imports: ReadonlySet<string>;
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

/** What the head of a text says without any unit: the facts that `ModuleTable` reads from the text itself. */
export function headPrint(text: string): string {
  return `${text.startsWith('#!')} ${postponesAnnotations(text)} ${isStandalone(text)}`;
}

/** Characters at the start of a text in which facts about the whole are looked for. */
const headLength = 20_000;

function isStandalone(text: string): boolean {
  const head = text.slice(0, headLength);
  return head.includes('/// script') && /^# \/\/\/ script[ \t]*\r?$/m.test(head);
}

function postponesAnnotations(text: string): boolean {
  const head = text.slice(0, headLength);
  return (
    head.includes('__future__') &&
    /^from\s+__future__\s+import\s(?:\s*\([^)]*|[^\n]*)\bannotations\b/m.test(head)
  );
}

const noBindings: readonly Binding[] = [];

/** Steps up a chain of base classes; a class may name itself as its base while it is being typed. */
const maxBases = 5;

export class ModuleTable {
  readonly facts: FileFacts;
  readonly #names = new Map<string, Binding[]>();
  readonly #prints = new Map<string, string>();
  readonly #members = new Map<string, Binding[]>();
  readonly #bases = new Map<string, readonly string[]>();
  readonly #calls = new Map<string, readonly string[]>();
  /** Of the answers about calls. */
  readonly #callPrints = new Map<string, string>();

  constructor(path: string, text: string, summaries: readonly UnitSummary[]) {
    const imports = new Set<string>();
    let hasMainGuard = false;
    let defines = false;
    let callsAtImport = false;
    let readsInput = false;
    let configuresLogging = false;
    let mountsAdapter = false;
    let annotated = 0;
    let plain = 0;
    for (const summary of summaries) {
      for (const binding of summary.moduleBindings) {
        const known = this.#names.get(binding.name);
        if (known) known.push(binding);
        else this.#names.set(binding.name, [binding]);
        if (binding.qualified !== undefined) imports.add(topModule(binding.qualified));
      }
      for (const module of summary.wildcards) imports.add(topModule(module));
      this.#addClassFacts(summary);
      hasMainGuard ||= summary.isMainGuard;
      defines ||= summary.defines;
      callsAtImport ||= summary.callsAtImport;
      readsInput ||= summary.readsInput;
      configuresLogging ||= summary.configuresLogging;
      mountsAdapter ||= summary.mountsAdapter;
      if (summary.signature === 'annotated') annotated += 1;
      else if (summary.signature === 'plain') plain += 1;
    }
    const hints = {
      hasShebang: text.startsWith('#!'),
      hasMainGuard,
      isPureScript: callsAtImport && !defines,
    };
    this.facts = {
      path,
      role: roleOf(path, hints),
      hasMainGuard,
      readsInput,
      configuresLogging,
      mountsAdapter,
      isAnnotated: annotated > 0 && annotated >= plain,
      postponesAnnotations: postponesAnnotations(text),
      isStandalone: isStandalone(text),
      imports,
    };
  }

  lookup(name: string): readonly Binding[] {
    return this.#names.get(name) ?? noBindings;
  }

  #addClassFacts({ owner, members, classBases, calls }: UnitSummary): void {
    for (const member of members ?? []) {
      const key = `${owner ?? ''} ${member.name}`;
      const known = this.#members.get(key);
      if (known) known.push(member);
      else this.#members.set(key, [member]);
    }
    if (classBases) this.#bases.set(classBases.path, classBases.bases);
    this.#addCalls(calls);
  }

  /** The last definition of a name is the one that is called. */
  #addCalls(calls: UnitSummary['calls']): void {
    if (calls) this.#calls.set(calls.path, calls.callees);
  }

  /** Takes the calls of all units anew, where nothing else has changed: calls change with every other keystroke. */
  renewCalls(summaries: Iterable<UnitSummary>): void {
    this.#calls.clear();
    this.#callPrints.clear();
    for (const { calls } of summaries) this.#addCalls(calls);
  }

  member(owner: string, name: string, depth = 0): readonly Binding[] {
    const own = this.#members.get(`${owner} ${name}`);
    if (own || depth > maxBases) return own ?? noBindings;
    for (const base of this.#bases.get(owner) ?? []) {
      const inherited = this.member(base, name, depth + 1);
      if (inherited.length > 0) return inherited;
    }
    return noBindings;
  }

  callsOf(name: string, depth = 0): readonly string[] | undefined {
    const own = this.#calls.get(name);
    const dot = name.lastIndexOf('.');
    if (own || dot < 0 || depth > maxBases) return own;
    for (const base of this.#bases.get(name.slice(0, dot)) ?? []) {
      const inherited = this.callsOf(`${base}${name.slice(dot)}`, depth + 1);
      if (inherited) return inherited;
    }
    return undefined;
  }

  /** A value that changes when the answer to the read `key` does. Positions are left out: they shift. */
  fingerprint(key: string): string {
    const prints = key.startsWith('calls') ? this.#callPrints : this.#prints;
    let print = prints.get(key);
    if (print === undefined) {
      print = this.#printOf(key);
      prints.set(key, print);
    }
    return print;
  }

  #printOf(key: string): string {
    if (key === 'calls') return '';
    const [, kind, what = ''] = /^(\w+):(.*)$/s.exec(key) ?? [];
    switch (kind) {
      case 'name':
        return namePrint(this.lookup(what));
      case 'member': {
        const [owner = '', name = ''] = what.split(' ');
        return namePrint(this.member(owner, name));
      }
      case 'calls':
        return this.callsOf(what)?.join('\n') ?? '-';
      default:
        return factPrint(this.facts, what);
    }
  }
}

const askPrefix = 'ask:';

/** The questions about the project among what was read, with the prints of their answers. */
export function asksIn(recorded: ReadonlyMap<string, string>): [question: string, print: string][] {
  return [...recorded].flatMap(([key, print]) =>
    key.startsWith(askPrefix) ? [[key.slice(askPrefix.length), print]] : [],
  );
}

/** The facts as a rule sees them: reading one is recorded. */
class RecordedFacts implements FileFacts {
  readonly #facts: FileFacts;
  readonly #record: (key: string) => void;

  constructor(facts: FileFacts, record: (key: string) => void) {
    this.#facts = facts;
    this.#record = record;
  }

  get path(): string {
    this.#record('fact:path');
    return this.#facts.path;
  }

  get role(): FileRole {
    this.#record('fact:role');
    return this.#facts.role;
  }

  get hasMainGuard(): boolean {
    this.#record('fact:hasMainGuard');
    return this.#facts.hasMainGuard;
  }

  get readsInput(): boolean {
    this.#record('fact:readsInput');
    return this.#facts.readsInput;
  }

  get configuresLogging(): boolean {
    this.#record('fact:configuresLogging');
    return this.#facts.configuresLogging;
  }

  get mountsAdapter(): boolean {
    this.#record('fact:mountsAdapter');
    return this.#facts.mountsAdapter;
  }

  get isAnnotated(): boolean {
    this.#record('fact:isAnnotated');
    return this.#facts.isAnnotated;
  }

  get postponesAnnotations(): boolean {
    this.#record('fact:postponesAnnotations');
    return this.#facts.postponesAnnotations;
  }

  get isStandalone(): boolean {
    this.#record('fact:isStandalone');
    return this.#facts.isStandalone;
  }

  get imports(): ReadonlySet<string> {
    this.#record('fact:imports');
    return this.#facts.imports;
  }
}

/** The recorder between one unit and the module table. */
export class Reads {
  readonly #prints = new Map<string, string>();
  readonly #names = new Map<string, readonly Binding[]>();
  readonly #table: ModuleTable;
  readonly #source: ProjectSource;
  #project: ProjectQueries | undefined;
  /** Read-only view of the facts that remembers which were asked for. */
  readonly facts: FileFacts;
  /** False while a `statement` rule runs: what it asked for would not be looked at again. */
  allowed = true;

  constructor(table: ModuleTable, project: ProjectSource = unknownProject) {
    this.#table = table;
    this.#source = project;
    this.facts = new RecordedFacts(table.facts, (key) => this.#record(key));
  }

  /** Most names are asked for by several rules: what was answered before is recorded already. */
  lookup(name: string): readonly Binding[] {
    const known = this.allowed ? this.#names.get(name) : undefined;
    if (known) return known;
    this.#record(`name:${name}`);
    const bindings = this.#table.lookup(name);
    this.#names.set(name, bindings);
    return bindings;
  }

  member(owner: string, name: string): readonly Binding[] {
    this.#record(`member:${owner} ${name}`);
    return this.#table.member(owner, name);
  }

  callsOf(name: string): readonly string[] | undefined {
    // The plain key tells the analysis that changed calls concern this unit at all.
    this.#record('calls');
    this.#record(`calls:${name}`);
    return this.#table.callsOf(name);
  }

  /** The project around the file; what is asked is remembered like the rest. */
  get project(): ProjectQueries {
    return (this.#project ??= projectQueries(this.#source, this.#table.facts.path, (question, answer) => {
      if (!this.allowed) throw new Error(`a rule of scope 'statement' asked for ${question}`);
      this.#prints.set(askPrefix + question, answerPrint(answer));
    }));
  }

  /** The unit asked for the class around it. */
  classScope(owner: ClassScope | undefined): void {
    this.#prints.set('class', classPrint(owner));
  }

  get recorded(): ReadonlyMap<string, string> {
    return this.#prints;
  }

  #record(key: string): void {
    if (!this.allowed) throw new Error(`a rule of scope 'statement' asked for ${key}`);
    if (!this.#prints.has(key)) this.#prints.set(key, this.#table.fingerprint(key));
  }
}

/** True when everything in `recorded` would be answered the same by `table` for a unit inside `owner`. */
export function stillHolds(
  recorded: ReadonlyMap<string, string>,
  table: ModuleTable,
  owner: ClassScope | undefined,
): boolean {
  for (const [key, print] of recorded) {
    // What the project answers is compared when the project changes.
    if (key.startsWith(askPrefix)) continue;
    if ((key === 'class' ? classPrint(owner) : table.fingerprint(key)) !== print) return false;
  }
  return true;
}

/** The same for what was asked about the project. */
export function answersHold(
  recorded: ReadonlyMap<string, string>,
  path: string,
  project: ProjectSource,
): boolean {
  return asksIn(recorded).every(([question, print]) => answerPrint(project.answer(path, question)) === print);
}

function classPrint(owner: ClassScope | undefined): string {
  if (!owner) return '';
  return [owner.name, ...owner.bases, '@', ...owner.decorators, classPrint(owner.outer)].join('\n');
}

function namePrint(bindings: readonly Binding[]): string {
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

function factPrint(facts: FileFacts, key: string): string {
  const value: string | boolean | ReadonlySet<string> = facts[key as keyof FileFacts];
  return typeof value === 'object' ? [...value].sort().join(' ') : String(value);
}

function topModule(qualified: string): string {
  return qualified.startsWith('.') ? '.' : (qualified.split('.', 1)[0] ?? qualified);
}
