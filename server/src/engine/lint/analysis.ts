/**
 * The analysis of one open document: its tree, its units and their findings, kept up to date edit by edit.
 *
 * After an edit only units that the edit or the parser's changed ranges touch are looked at again, and units that read
 * a module name or fact that has changed. The outcome equals a fresh analysis; a randomised test holds it to that.
 */
import { Names } from '../semantics/names';
import { finish, type Steps } from '../steps';
import type { TextEdit } from '../syntax/edits';
import type { SyntaxNode } from '../syntax/node';
import { changedRanges, editTree, type PythonParser, type SyntaxTree } from '../syntax/parser';
import { SourceText } from '../syntax/text';
import { collect } from './collect';
import { collectFindings } from './collect-findings';
import type { FixContext } from './context';
import { runFile, runUnit, type CrashHandler } from './dispatch';
import type { Finding, LocalFinding } from './finding';
import type { Fix } from './fix';
import { Insertions } from './insertion';
import type { KindTable, Visited } from './kind-table';
import { ModuleTable } from './module-table';
import { Position } from './position';
import { unknownProject, type ProjectSource } from './project-queries';
import { answersHold, nothingRead, Reads, type Recorded } from './reads';
import type { RuleSet } from './rule-set';
import { UnitList, type Unit } from './unit-list';
import type { UnitSummary } from './unit-summary';
import type { UnitNode } from './units';

/** What an analysis shares with all others of its engine. */
export interface AnalysisHost {
  readonly parser: PythonParser;
  readonly rules: RuleSet;
  readonly kinds: KindTable;
  /** `kinds` and those that summaries are made from. */
  readonly summaryKinds: KindTable;
  /** Names of rules that have crashed; shared, so that a crash switches the rule off everywhere. */
  readonly disabled: Set<string>;
  readonly onCrash: CrashHandler;
}

export interface AnalysisOptions {
  /** What is known of the project around the file. */
  readonly project?: ProjectSource | undefined;
  /** A summary of the file will be asked for: the nodes that it is made from are kept until then. */
  readonly summary?: boolean;
}

/** An edit, and the text that it makes of the one before where somebody has made it already. */
export interface AppliedEdit extends TextEdit {
  readonly after?: SourceText;
}

/** Broken texts up to this length are parsed afresh after each edit: it takes a few milliseconds. */
const shortText = 30_000;

export class Analysis {
  readonly path: string;
  #host: AnalysisHost;
  #source: SourceText;
  #tree: SyntaxTree;
  #statements: SyntaxNode[] = [];
  readonly #units = new UnitList();
  #table: ModuleTable;
  #project: ProjectSource;
  #fileFindings: readonly LocalFinding[] = [];
  #fileReads: Recorded = nothingRead;
  /** The nodes of the first look, where a summary was announced. */
  #kept: (readonly Visited[])[] | undefined;
  #findings: Finding[] | undefined;
  /** How many rules were off when `#findings` was collected: a crash elsewhere takes findings away here too. */
  #disabledBefore = 0;
  #disposed = false;
  /** The tree is not the one that parsing the text afresh is sure to give. */
  #depends = false;
  #lastVisited: { readonly unit: Unit; readonly visited: readonly Visited[] } | undefined;

  private constructor(host: AnalysisHost, path: string, text: string, options: AnalysisOptions) {
    this.#host = host;
    this.#project = options.project ?? unknownProject;
    if (options.summary) this.#kept = [];
    this.path = path;
    this.#source = new SourceText(text);
    this.#tree = host.parser.parse(text);
    this.#table = new ModuleTable(path, text, []);
  }

  /** Parses the text; then a step or two a unit. */
  static *inSteps(
    host: AnalysisHost,
    path: string,
    text: string,
    options: AnalysisOptions = {},
  ): Steps<Analysis> {
    const analysis = new Analysis(host, path, text, options);
    let isDone = false;
    try {
      yield* analysis.#refreshInSteps(false);
      isDone = true;
    } finally {
      if (!isDone) analysis.dispose();
    }
    return analysis;
  }

  get source(): SourceText {
    return this.#source;
  }

  get hasSyntaxErrors(): boolean {
    return this.#tree.rootNode.hasError;
  }

  get root(): SyntaxNode {
    return this.#tree.rootNode;
  }

  /** Units that were looked at since the last call: what an edit really cost. For tests and the bench. */
  checkedUnits = 0;

  /** Applies edits one after another, each in offsets of the text that the one before left. */
  update(edits: readonly AppliedEdit[]): void {
    if (edits.length === 0) return;
    this.#lastVisited = undefined;
    this.#kept = undefined;
    const previous = this.#tree;
    const wasBroken = this.hasSyntaxErrors;
    for (const edit of edits) {
      const after = edit.after ?? this.#source.edited(edit);
      editTree(previous, edit, this.#source, after);
      this.#units.edit(edit);
      this.#source = after;
    }
    // The parser counts lines by `\n` alone; with a lone `\r` its rows and ours differ, so it starts afresh.
    const incremental = !this.#source.hasLoneReturn;
    this.#tree = this.#host.parser.parse(this.#source.text, incremental ? previous : undefined);
    this.#depends = incremental && wasBroken && this.hasSyntaxErrors;
    if (this.#depends && this.#source.length <= shortText) this.#parseAfresh();
    if (incremental) {
      for (const range of changedRanges(previous, this.#tree)) this.#units.touch(range);
    }
    this.#host.parser.release(previous);
    this.#refresh(incremental);
  }

  /**
   * Where edits lead from one broken text to another, the parser may recover in another way than from scratch, or miss
   * that nothing is broken any more. True until the text is parsed afresh.
   */
  get dependsOnEdits(): boolean {
    return this.#depends;
  }

  /** Parses the text from scratch, which takes as long as opening it. True when that makes a difference. */
  renew(): boolean {
    if (!this.#depends) return false;
    this.#depends = false;
    const { parser } = this.#host;
    const fresh = parser.parse(this.#source.text);
    const isSame = fresh.rootNode.hasError && changedRanges(this.#tree, fresh).length === 0;
    parser.release(isSame ? fresh : this.#tree);
    if (isSame) return false;
    this.#tree = fresh;
    this.#lastVisited = undefined;
    this.#refresh(false);
    return true;
  }

  /** Replaces the rules or settings; everything is looked at again. */
  reconfigure(host: AnalysisHost): void {
    this.#host = host;
    this.#lastVisited = undefined;
    this.#kept = undefined;
    this.#refresh(false);
  }

  /** Takes what the project says now: units that were told something else are looked at again. True if there were any. */
  refreshProject(project: ProjectSource = this.#project): boolean {
    this.#project = project;
    this.#lastVisited = undefined;
    let isChanged = !answersHold(this.#fileReads, this.path, project);
    for (const unit of this.#units.all) {
      if (answersHold(unit.reads, this.path, project)) continue;
      this.#check(unit, this.#host.kinds.visit(this.#nodeOf(unit)));
      isChanged = true;
    }
    if (!isChanged) return false;
    this.#checkFile();
    this.#findings = undefined;
    return true;
  }

  /** What was asked about the project, with the prints of the answers. */
  get asks(): ReadonlyMap<string, string> {
    const asks = new Map(this.#fileReads.asks);
    for (const { reads } of this.#units.all)
      for (const [question, print] of reads.asks) asks.set(question, print);
    return asks;
  }

  /** Every node that a summary is made from, in pre-order, others among them. */
  *nodes(): Iterable<Visited> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept) for (const visited of kept) yield* visited;
    else yield* this.#host.summaryKinds.all(this.#tree.rootNode);
  }

  /** Findings in the order of the text, suppressed ones left out. */
  get findings(): readonly Finding[] {
    const disabled = this.#host.disabled.size;
    if (!this.#findings || disabled !== this.#disabledBefore) this.#findings = this.#collectFindings();
    this.#disabledBefore = disabled;
    return this.#findings;
  }

  /** Alternatives for one finding of this text, preferred first. Built now, from the present tree. */
  fixes(finding: Finding): readonly Fix[] {
    const rule = this.#host.rules.rules.get(finding.rule);
    if (!rule?.fix || this.#host.disabled.has(finding.rule)) return [];
    const { start, end, kind } = finding.anchor;
    const node = findNode(this.#tree.rootNode, start, end, (candidate) => candidate.type === kind);
    if (!node) return [];
    try {
      return rule.fix({ node, data: finding.data, messageId: finding.messageId }, this.#fixContext(node));
    } catch (error) {
      this.#host.disabled.add(finding.rule);
      this.#host.onCrash(finding.rule, error);
      return [];
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#lastVisited = undefined;
    this.#kept = undefined;
    this.#statements = [];
    this.#host.parser.release(this.#tree);
  }

  #parseAfresh(): void {
    this.#host.parser.release(this.#tree);
    this.#tree = this.#host.parser.parse(this.#source.text);
    this.#depends = false;
  }

  #refresh(reuse: boolean): void {
    finish(this.#refreshInSteps(reuse));
  }

  *#refreshInSteps(reuse: boolean): Steps<void> {
    const { text } = this.#source;
    this.#statements = this.#tree.rootNode.namedChildren;
    const { fresh, gone, rehoused } = this.#units.renew(this.#statements, text, reuse);
    const nodes = fresh.map((unit) => this.#nodeOf(unit));
    const kinds = this.#kept ? this.#host.summaryKinds : this.#host.kinds;
    const visited = nodes.map((node) => kinds.visit(node));
    this.#kept?.push(...visited);
    for (const [index, unit] of fresh.entries()) {
      yield;
      unit.collected = collect(this.#nodeOf(unit), visited[index] ?? [], text);
    }
    const outdated = this.#outdated(this.#renewModule(reuse, gone, fresh), rehoused);
    for (const [index, unit] of fresh.entries()) {
      yield;
      this.#check(unit, visited[index] ?? []);
    }
    for (const unit of outdated) this.#check(unit, this.#host.kinds.visit(this.#nodeOf(unit)));
    this.#checkFile();
    this.#findings = undefined;
  }

  /** Keys of what the module answers otherwise now. */
  #renewModule(reuse: boolean, gone: readonly Unit[], fresh: readonly Unit[]): ReadonlySet<string> {
    const { text } = this.#source;
    const all = summariesOf(this.#units.all);
    if (reuse) return this.#table.update(text, summariesOf(gone), summariesOf(fresh), all);
    this.#table = new ModuleTable(this.path, text, all);
    return new Set();
  }

  /** Kept units that were told something that is no longer so. */
  #outdated(changed: ReadonlySet<string>, rehoused: readonly Unit[]): ReadonlySet<Unit> {
    const outdated = new Set(rehoused.filter(({ reads }) => reads.knowsClass));
    const keys = [...changed];
    if (keys.length === 0) return outdated;
    for (const unit of this.#units.all) if (keys.some((key) => unit.reads.keys.has(key))) outdated.add(unit);
    return outdated;
  }

  /** The node of a unit in the present tree. */
  #nodeOf(unit: Unit): UnitNode {
    if (unit.node) return unit.node;
    const { start, end, reach, kind, typeId, owner } = unit;
    const node = findNode(this.#tree.rootNode, start, reach, (candidate) => candidate.typeId === typeId);
    if (!node) throw new Error(`a kept statement at ${start} is no longer in the tree of ${this.path}`);
    return (unit.node = { node, start, end, reach, kind, owner });
  }

  #check(unit: Unit, visited: readonly Visited[]): void {
    if (!unit.collected) return;
    const { rules, disabled, onCrash } = this.#host;
    const reads = new Reads(this.#table, this.#project);
    const node = this.#nodeOf(unit);
    const input = { unit: node, collected: unit.collected, source: this.#source, reads };
    unit.findings = runUnit(rules, disabled, input, visited, onCrash);
    unit.reads = reads.recorded;
    this.checkedUnits += 1;
  }

  #checkFile(): void {
    const { rules, disabled, onCrash } = this.#host;
    const reads = new Reads(this.#table, this.#project);
    this.#fileFindings = runFile(rules, disabled, this.#statements, this.#source, reads, onCrash);
    this.#fileReads = reads.recorded;
  }

  #collectFindings(): Finding[] {
    const { rules, disabled } = this.#host;
    return collectFindings(
      this.#units.all,
      this.#fileFindings,
      this.#source,
      this.#tree.rootNode,
      rules,
      disabled,
    );
  }

  /** The wanted nodes of a unit; kept for the next fix, which is mostly in the same unit. */
  #visitedOf(unit: Unit): readonly Visited[] {
    if (this.#lastVisited?.unit !== unit) {
      this.#lastVisited = { unit, visited: this.#host.kinds.visit(this.#nodeOf(unit)) };
    }
    return this.#lastVisited.visited;
  }

  #fixContext(node: SyntaxNode): FixContext {
    const at = node.startIndex;
    const unit = this.#units.at(at);
    const reads = new Reads(this.#table, this.#project);
    const position = new Position(unit?.owner, this.#source.text);
    for (const entry of unit ? this.#visitedOf(unit) : []) {
      if (entry.node.startIndex > at) break;
      const isIt = entry.node.id === node.id;
      // A node may begin with one that stands inside it: `block` with its first statement.
      if (isIt || entry.node.startIndex < at || entry.node.endIndex > node.endIndex) position.enter(entry);
      if (isIt) break;
    }
    const unitNames = unit?.collected?.names ?? {
      origin: 0,
      scopes: [],
      bindings: new Map(),
      inClass: false,
    };
    const names = new Names(this.#source.text, unitNames, reads);
    const { settings } = this.#host.rules;
    return {
      source: this.#source,
      file: reads.facts,
      project: reads.project,
      names,
      options: settings.options,
      targetVersion: settings.targetVersion,
      root: this.#tree.rootNode,
      insertions: new Insertions(this.#source, this.#statements, names, at),
      text: (other) => this.#source.slice(other.startIndex, other.endIndex),
      enclosing: (...kinds) => position.enclosing(node, kinds),
      enclosingClass: () => position.enclosingClass(node),
      isMethod: (definition) => position.isMethod(definition),
    };
  }
}

function summariesOf(units: readonly Unit[]): readonly UnitSummary[] {
  const summaries: UnitSummary[] = [];
  for (const { collected } of units) if (collected) summaries.push(collected.summary);
  return summaries;
}

/** The node of exactly this range that passes the test; several nodes may share one range. */
function findNode(
  root: SyntaxNode,
  start: number,
  end: number,
  test: (candidate: SyntaxNode) => boolean,
): SyntaxNode | undefined {
  // The smallest comes first.
  let node = root.descendantForIndex(start, end);
  while (node && node.startIndex === start && node.endIndex === end) {
    if (test(node)) return node;
    node = node.parent;
  }
  return undefined;
}
