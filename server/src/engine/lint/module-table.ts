/**
 * What a whole file tells its units: module names, members of its classes, calls of its functions and a few facts, merged
 * from the units' summaries and kept through edits. Each question has a key; an edit tells the keys whose answers it changed.
 */
import type { Binding } from '../semantics/bindings';
import { factPrint, factsOf, headPrint, type FileFacts } from './file-facts';
import { callsPrint, namePrint, summaryPrint, type UnitSummary } from './unit-summary';

const noBindings: readonly Binding[] = [];

/** Steps up a chain of base classes; a class may name itself as its base while it is being typed. */
const maxBases = 5;

const noKeys: ReadonlySet<string> = new Set();

/** Names by the class that has them, or module names. */
interface Touched {
  readonly names: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly mayChange: (key: string) => boolean;
}

export class ModuleTable {
  readonly #path: string;
  #facts: FileFacts;
  #headPrint: string;
  readonly #names = new Map<string, Binding[]>();
  readonly #members = new Map<string, Binding[]>();
  readonly #bases = new Map<string, readonly string[]>();
  readonly #calls = new Map<string, readonly string[]>();
  /** Keys of what was ever asked: only these are compared when an edit may have changed their answers. */
  readonly #asked = new Set<string>();

  constructor(path: string, text: string, summaries: readonly UnitSummary[]) {
    this.#path = path;
    this.#facts = factsOf(path, text, summaries);
    this.#headPrint = headPrint(text);
    this.#addAll(summaries);
  }

  get facts(): FileFacts {
    return this.#facts;
  }

  /** Remembers that somebody was told the answer to `key`. */
  note(key: string): void {
    this.#asked.add(key);
  }

  /**
   * Takes an edit: `fresh` summaries stand in place of the `gone` ones, `all` are those of the present text, in order.
   * Returns the noted keys whose answers are others now.
   */
  update(
    text: string,
    gone: readonly UnitSummary[],
    fresh: readonly UnitSummary[],
    all: readonly UnitSummary[],
  ): ReadonlySet<string> {
    // What is inherited may be any name of any class.
    const isRebuilt = printOf(gone, basesPrint) !== printOf(fresh, basesPrint);
    const head = headPrint(text);
    const isRenamed =
      head !== this.#headPrint || printOf(gone, summaryPrint) !== printOf(fresh, summaryPrint);
    const isCalled = printOf(gone, callsPrint) !== printOf(fresh, callsPrint);
    if (!isRebuilt && !isRenamed && !isCalled) return noKeys;
    const touched = touchedBy(gone, fresh);
    const before = this.#answers((key) => {
      if (isRebuilt) return true;
      // Calls are inherited and looked for through others: any answer may have changed.
      return key.startsWith('calls:') ? isCalled : isRenamed && touched.mayChange(key);
    });
    this.#headPrint = head;
    if (isRebuilt || isRenamed) this.#facts = factsOf(this.#path, text, all);
    if (isRebuilt) this.#rebuild(all);
    else {
      if (isRenamed) this.#renewNames(touched, all);
      if (isCalled) this.#renewCalls([...gone, ...fresh], all);
    }
    const changed = new Set<string>();
    for (const [key, print] of before) if (this.#printOf(key) !== print) changed.add(key);
    return changed;
  }

  lookup(name: string): readonly Binding[] {
    return this.#names.get(name) ?? noBindings;
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

  /** Prints of the answers to noted keys, as they are now. */
  #answers(isWanted: (key: string) => boolean): ReadonlyMap<string, string> {
    const prints = new Map<string, string>();
    for (const key of this.#asked) if (isWanted(key)) prints.set(key, this.#printOf(key));
    return prints;
  }

  #addAll(summaries: readonly UnitSummary[]): void {
    for (const summary of summaries) {
      this.#addNames(summary);
      if (summary.classBases) this.#bases.set(summary.classBases.path, summary.classBases.bases);
    }
    this.#addCalls(summaries);
  }

  #rebuild(all: readonly UnitSummary[]): void {
    for (const part of [this.#names, this.#members, this.#bases, this.#calls]) part.clear();
    this.#addAll(all);
  }

  #addNames({ moduleBindings, owner = '', members = [] }: UnitSummary, only?: Touched): void {
    for (const binding of moduleBindings)
      if (!only || only.names.has(binding.name)) addTo(this.#names, binding.name, binding);
    const wanted = only?.members.get(owner);
    if (only && !wanted) return;
    for (const member of members)
      if (!wanted || wanted.has(member.name)) addTo(this.#members, `${owner} ${member.name}`, member);
  }

  #renewNames(touched: Touched, all: readonly UnitSummary[]): void {
    for (const name of touched.names) this.#names.delete(name);
    for (const [owner, names] of touched.members)
      for (const name of names) this.#members.delete(`${owner} ${name}`);
    for (const summary of all) this.#addNames(summary, touched);
  }

  /** The last definition of a name is the one that is called. */
  #addCalls(summaries: readonly UnitSummary[], only?: ReadonlySet<string>): void {
    for (const { calls } of summaries)
      if (calls && (!only || only.has(calls.path))) this.#calls.set(calls.path, calls.callees);
  }

  #renewCalls(touched: readonly UnitSummary[], all: readonly UnitSummary[]): void {
    const paths = new Set(touched.flatMap(({ calls }) => (calls ? [calls.path] : [])));
    for (const path of paths) this.#calls.delete(path);
    this.#addCalls(all, paths);
  }

  /** A value that changes when the answer to `key` does. Positions are left out: they shift. */
  #printOf(key: string): string {
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
        return factPrint(this.#facts, what);
    }
  }
}

/** What these units together tell the module. */
function printOf(summaries: readonly UnitSummary[], print: (summary: UnitSummary) => string): string {
  return summaries.map(print).join('\n\n');
}

function basesPrint({ classBases }: UnitSummary): string {
  return classBases ? [classBases.path, ...classBases.bases].join(' ') : '';
}

function touchedBy(gone: readonly UnitSummary[], fresh: readonly UnitSummary[]): Touched {
  const names = new Set<string>();
  const members = new Map<string, Set<string>>();
  for (const summary of [...gone, ...fresh]) {
    for (const { name } of summary.moduleBindings) names.add(name);
    if (summary.owner === undefined) continue;
    const own = members.get(summary.owner) ?? new Set<string>();
    for (const { name } of summary.members ?? []) own.add(name);
    members.set(summary.owner, own);
  }
  const memberNames = new Set([...members.values()].flatMap((own) => [...own]));
  const mayChange = (key: string): boolean => {
    // A member may be inherited: its name alone tells who may have asked for it.
    if (key.startsWith('member:')) return memberNames.has(key.slice(key.lastIndexOf(' ') + 1));
    return !key.startsWith('name:') || names.has(key.slice('name:'.length));
  };
  return { names, members, mayChange };
}

function addTo(lists: Map<string, Binding[]>, key: string, binding: Binding): void {
  const known = lists.get(key);
  if (known) known.push(binding);
  else lists.set(key, [binding]);
}
