/**
 * The recorder between one unit and what it may ask beyond itself: the module table and the project. After an edit, only
 * units that asked something whose answer has changed are looked at again.
 */
import type { Binding } from '../semantics/bindings';
import type { FileFacts } from './file-facts';
import type { FileRole } from './file-role';
import type { ModuleTable } from './module-table';
import {
  answerPrint,
  projectQueries,
  unknownProject,
  type ProjectQueries,
  type ProjectSource,
} from './project-queries';
import type { ClassScope } from './units';

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
