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

/** What a unit was told: keys of the module table, and the questions about the project with prints of their answers. */
export interface Recorded {
  readonly keys: ReadonlySet<string>;
  readonly asks: ReadonlyMap<string, string>;
  /** The unit knows the class around it. */
  readonly knowsClass: boolean;
}

export const nothingRead: Recorded = { keys: new Set(), asks: new Map(), knowsClass: false };

/** The facts as a rule sees them: reading one is recorded. */
class RecordedFacts implements FileFacts {
  readonly #facts: FileFacts;
  readonly #reads: Reads;

  constructor(facts: FileFacts, reads: Reads) {
    this.#facts = facts;
    this.#reads = reads;
  }

  get path(): string {
    this.#reads.record('fact:path');
    return this.#facts.path;
  }

  get role(): FileRole {
    this.#reads.record('fact:role');
    return this.#facts.role;
  }

  get hasMainGuard(): boolean {
    this.#reads.record('fact:hasMainGuard');
    return this.#facts.hasMainGuard;
  }

  get readsInput(): boolean {
    this.#reads.record('fact:readsInput');
    return this.#facts.readsInput;
  }

  get configuresLogging(): boolean {
    this.#reads.record('fact:configuresLogging');
    return this.#facts.configuresLogging;
  }

  get mountsAdapter(): boolean {
    this.#reads.record('fact:mountsAdapter');
    return this.#facts.mountsAdapter;
  }

  get isAnnotated(): boolean {
    this.#reads.record('fact:isAnnotated');
    return this.#facts.isAnnotated;
  }

  get postponesAnnotations(): boolean {
    this.#reads.record('fact:postponesAnnotations');
    return this.#facts.postponesAnnotations;
  }

  get isStandalone(): boolean {
    this.#reads.record('fact:isStandalone');
    return this.#facts.isStandalone;
  }

  get imports(): ReadonlySet<string> {
    this.#reads.record('fact:imports');
    return this.#facts.imports;
  }
}

/** The recorder between one unit and the module table. */
export class Reads {
  readonly #keys = new Set<string>();
  #asks: Map<string, string> | undefined;
  #knowsClass = false;
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
    this.facts = new RecordedFacts(table.facts, this);
  }

  /** Most names are asked for by several rules: what was answered before is recorded already. */
  lookup(name: string): readonly Binding[] {
    const known = this.allowed ? this.#names.get(name) : undefined;
    if (known) return known;
    this.record(`name:${name}`);
    const bindings = this.#table.lookup(name);
    this.#names.set(name, bindings);
    return bindings;
  }

  member(owner: string, name: string): readonly Binding[] {
    this.record(`member:${owner} ${name}`);
    return this.#table.member(owner, name);
  }

  callsOf(name: string): readonly string[] | undefined {
    this.record(`calls:${name}`);
    return this.#table.callsOf(name);
  }

  /** The project around the file; what is asked is remembered like the rest. */
  get project(): ProjectQueries {
    return (this.#project ??= projectQueries(this.#source, this.#table.facts.path, (question, answer) => {
      if (!this.allowed) throw new Error(`a rule of scope 'statement' asked for ${question}`);
      (this.#asks ??= new Map<string, string>()).set(question, answerPrint(answer));
    }));
  }

  /** Remembers the answer to `key` as one that the unit depends on. */
  record(key: string): void {
    if (!this.allowed) throw new Error(`a rule of scope 'statement' asked for ${key}`);
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.#table.note(key);
  }

  /** The unit asked for the class around it. */
  noteClass(): void {
    this.#knowsClass = true;
  }

  get recorded(): Recorded {
    return { keys: this.#keys, asks: this.#asks ?? nothingRead.asks, knowsClass: this.#knowsClass };
  }
}

/** True when the project would answer the same to everything that was asked. */
export function answersHold({ asks }: Recorded, path: string, project: ProjectSource): boolean {
  for (const [question, print] of asks)
    if (answerPrint(project.answer(path, question)) !== print) return false;
  return true;
}
