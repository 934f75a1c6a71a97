/**
 * What a whole file tells its units: module names, members of its classes, calls of its functions and a few facts, merged
 * from the units' summaries and kept through edits. Who reads it remembers a print of each answer, by a key.
 */
import type { Binding } from '../semantics/bindings';
import { factPrint, factsOf, headPrint, type FileFacts } from './file-facts';
import { callsPrint, namePrint, summaryPrint, type UnitSummary } from './unit-summary';

const noBindings: readonly Binding[] = [];

/** Steps up a chain of base classes; a class may name itself as its base while it is being typed. */
const maxBases = 5;

/** Names by the class that has them, or module names. */
interface Touched {
  readonly names: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

export class ModuleTable {
  readonly #path: string;
  #facts: FileFacts;
  #headPrint: string;
  readonly #names = new Map<string, Binding[]>();
  readonly #members = new Map<string, Binding[]>();
  readonly #bases = new Map<string, readonly string[]>();
  readonly #calls = new Map<string, readonly string[]>();
  /** Of the answers that were asked for. */
  readonly #prints = new Map<string, string>();
  /** The same for answers about calls. */
  readonly #callPrints = new Map<string, string>();

  constructor(path: string, text: string, summaries: readonly UnitSummary[]) {
    this.#path = path;
    this.#facts = factsOf(path, text, summaries);
    this.#headPrint = headPrint(text);
    for (const summary of summaries) {
      this.#addNames(summary);
      if (summary.classBases) this.#bases.set(summary.classBases.path, summary.classBases.bases);
    }
    this.#addCalls(summaries);
  }

  get facts(): FileFacts {
    return this.#facts;
  }

  /**
   * Takes an edit: `fresh` summaries stand in place of the `gone` ones, `all` are those of the present text, in order.
   * Returns the keys whose answers may be others now, or undefined where any may: then a new table is needed.
   */
  update(
    text: string,
    gone: readonly UnitSummary[],
    fresh: readonly UnitSummary[],
    all: readonly UnitSummary[],
  ): ReadonlySet<string> | undefined {
    if (printOf(gone, basesPrint) !== printOf(fresh, basesPrint)) return undefined;
    const changed = new Set<string>();
    const head = headPrint(text);
    if (head !== this.#headPrint || printOf(gone, summaryPrint) !== printOf(fresh, summaryPrint)) {
      this.#headPrint = head;
      this.#facts = factsOf(this.#path, text, all);
      this.#renewNames(touchedBy(gone, fresh), all, changed);
    }
    if (printOf(gone, callsPrint) !== printOf(fresh, callsPrint)) {
      this.#renewCalls([...gone, ...fresh], all);
      changed.add('calls');
    }
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

  #addNames({ moduleBindings, owner = '', members = [] }: UnitSummary, only?: Touched): void {
    for (const binding of moduleBindings)
      if (!only || only.names.has(binding.name)) addTo(this.#names, binding.name, binding);
    const wanted = only?.members.get(owner);
    if (only && !wanted) return;
    for (const member of members)
      if (!wanted || wanted.has(member.name)) addTo(this.#members, `${owner} ${member.name}`, member);
  }

  #renewNames(touched: Touched, all: readonly UnitSummary[], changed: Set<string>): void {
    for (const name of touched.names) this.#names.delete(name);
    for (const [owner, names] of touched.members)
      for (const name of names) this.#members.delete(`${owner} ${name}`);
    for (const summary of all) this.#addNames(summary, touched);
    const memberNames = new Set([...touched.members.values()].flatMap((names) => [...names]));
    for (const [key, before] of this.#prints) {
      // A member may be inherited: its name alone tells who may have asked for it.
      const isTouched = key.startsWith('member:')
        ? memberNames.has(key.slice(key.lastIndexOf(' ') + 1))
        : !key.startsWith('name:') || touched.names.has(key.slice('name:'.length));
      if (!isTouched) continue;
      const now = this.#printOf(key);
      if (now === before) continue;
      this.#prints.set(key, now);
      changed.add(key);
    }
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
    // Calls are inherited and looked for through others: any answer may have changed.
    this.#callPrints.clear();
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
  return { names, members };
}

function addTo(lists: Map<string, Binding[]>, key: string, binding: Binding): void {
  const known = lists.get(key);
  if (known) known.push(binding);
  else lists.set(key, [binding]);
}
