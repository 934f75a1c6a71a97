/**
 * Second look at a unit: hands each node to the rules that want it, keeping the stack of frames around it.
 * A rule that throws is contained: it is reported once, switched off for the session, and everything else goes on.
 */
import { Names } from '../semantics/names';
import { calleeOf } from '../syntax/calls';
import { isWholeStatement, type SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { RuleContext } from './context';
import { localFinding, type LocalFinding } from './finding';
import type { Visited } from './kind-table';
import type { Reads } from './reads';
import type { Handler, RuleSet } from './rule-set';
import { UnitContext, type UnitInput } from './unit-context';

export type CrashHandler = (rule: string, error: unknown) => void;

const none: readonly Handler[] = [];

/** Runs every rule over one unit; `visited` are its nodes in pre-order. */
export function runUnit(
  set: RuleSet,
  disabled: Set<string>,
  input: UnitInput,
  visited: readonly Visited[],
  onCrash: CrashHandler,
): LocalFinding[] {
  const { text } = input.source;
  const run = new UnitRun(set, disabled, input, onCrash);
  for (const entry of visited) {
    run.context.position.enter(entry);
    const handlers = set.handlers(entry.kind);
    if (handlers) run.each(handlers, entry.node);
    if (entry.kind === 'call') run.call(entry.node, text);
  }
  return run.context.findings;
}

class UnitRun {
  readonly context: UnitContext;
  readonly #set: RuleSet;
  readonly #disabled: Set<string>;
  readonly #reads: Reads;
  readonly #onCrash: CrashHandler;

  constructor(set: RuleSet, disabled: Set<string>, input: UnitInput, onCrash: CrashHandler) {
    this.context = new UnitContext(input, set.settings);
    this.#set = set;
    this.#disabled = disabled;
    this.#reads = input.reads;
    this.#onCrash = onCrash;
  }

  each(handlers: readonly Handler[], node: SyntaxNode, but: readonly Handler[] = none): void {
    const { context } = this;
    context.current = node;
    for (const handler of handlers) {
      if (but.length > 0 && but.includes(handler)) continue;
      if (this.#disabled.size > 0 && this.#disabled.has(handler.name)) continue;
      if (handler.inAsync && !context.position.isInAsync(node)) continue;
      context.rule = handler.rule;
      this.#reads.allowed = handler.asksModule;
      try {
        handler.visit(node, context);
      } catch (error) {
        this.#disabled.add(handler.name);
        this.#onCrash(handler.name, error);
      }
    }
  }

  /** Most calls are of no rule's business: the word that is called tells. */
  call(node: SyntaxNode, text: string): void {
    const { word, isPlain } = calleeOf(node, text);
    const called = this.#set.called(word);
    if (called.length > 0) this.each(called, node);
    if (!isPlain) return;
    this.#reads.allowed = true;
    const others = this.#set.calledAs(this.#reads.facts.imports);
    if (others.length > 0 && this.context.names.mayStandFor(word, node.startIndex))
      this.each(others, node, called);
  }
}

/** Runs the rules that look at the file as a whole. Their findings are relative to the start of the file. */
export function runFile(
  set: RuleSet,
  disabled: Set<string>,
  statements: readonly SyntaxNode[],
  source: SourceText,
  reads: Reads,
  onCrash: CrashHandler,
): LocalFinding[] {
  const findings: LocalFinding[] = [];
  reads.allowed = true;
  for (const rule of set.fileRules) {
    if (disabled.has(rule.meta.name)) continue;
    const context: RuleContext = {
      source,
      names: new Names(source.text, { origin: 0, scopes: [], bindings: new Map(), inClass: false }, reads),
      options: set.settings.options,
      targetVersion: set.settings.targetVersion,
      file: reads.facts,
      project: reads.project,
      text: (node) => source.slice(node.startIndex, node.endIndex),
      enclosing: () => undefined,
      enclosingClass: () => undefined,
      isMethod: () => false,
      once: (node, ask) => ask(node, context),
      report: (report) => {
        if (!isBroken(report.node, statements)) findings.push(localFinding(rule, report, 0));
      },
    };
    try {
      rule.visitFile?.(statements, context);
    } catch (error) {
      disabled.add(rule.meta.name);
      onCrash(rule.meta.name, error);
    }
  }
  return findings;
}

/** The same for a rule that looks at the file: asked for each finding, of which there are few. */
function isBroken(node: SyntaxNode, statements: readonly SyntaxNode[]): boolean {
  const start = node.startIndex;
  const around = statements.find((statement) => statement.startIndex <= start && start < statement.endIndex);
  if (node.hasError || (around !== undefined && !isWholeStatement(around))) return true;
  if (!around?.hasError) return false;
  return around
    .descendantsOfType('ERROR')
    .some((error) => error.startIndex <= start && start < error.endIndex);
}
