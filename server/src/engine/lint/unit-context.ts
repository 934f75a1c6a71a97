/** What rules are handed while they run over one unit. */
import { Names } from '../semantics/names';
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { Collected } from './collect';
import type { FrameKind, Report, RuleContext } from './context';
import { localFinding, type LocalFinding } from './finding';
import type { FileFacts } from './file-facts';
import type { Reads } from './reads';
import { Position } from './position';
import type { ProjectQueries } from './project-queries';
import type { Rule } from './rule';
import type { LintSettings, RuleOptions } from './settings';
import type { ClassScope, UnitNode } from './units';

export interface UnitInput {
  readonly unit: UnitNode;
  readonly collected: Collected;
  readonly source: SourceText;
  readonly reads: Reads;
}

/** A class because one is made for each unit: its methods cost nothing, closures would. */
export class UnitContext implements RuleContext {
  readonly source: SourceText;
  readonly names: Names;
  readonly options: RuleOptions;
  readonly targetVersion: readonly [number, number];
  readonly position: Position;
  readonly findings: LocalFinding[] = [];
  /** The node that is looked at, and the rule that does. */
  current: SyntaxNode;
  rule: Rule | undefined;
  readonly #unit: UnitNode;
  readonly #errors: Collected['errors'];
  readonly #reads: Reads;
  #last: { readonly node: SyntaxNode; readonly ask: unknown; readonly answer: unknown } | undefined;

  constructor({ unit, collected, source, reads }: UnitInput, { options, targetVersion }: LintSettings) {
    this.source = source;
    this.names = new Names(source.text, collected.names, reads);
    this.options = options;
    this.targetVersion = targetVersion;
    this.position = new Position(unit.owner, source.text);
    this.current = unit.node;
    this.#unit = unit;
    this.#errors = collected.errors;
    this.#reads = reads;
  }

  get file(): FileFacts {
    return this.#reads.facts;
  }

  get project(): ProjectQueries {
    return this.#reads.project;
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.startIndex, node.endIndex);
  }

  enclosing(...kinds: FrameKind[]): SyntaxNode | undefined {
    return this.position.enclosing(this.current, kinds);
  }

  enclosingClass(): ClassScope | undefined {
    this.#reads.noteClass();
    return this.position.enclosingClass(this.current);
  }

  isMethod(node: SyntaxNode): boolean {
    return this.position.isMethod(node);
  }

  once<T>(node: SyntaxNode, ask: (node: SyntaxNode, context: RuleContext) => T): T {
    const last = this.#last;
    if (last?.node === node && last.ask === ask) return last.answer as T;
    const answer = ask(node, this);
    this.#last = { node, ask, answer };
    return answer;
  }

  report(report: Report<unknown>): void {
    if (this.rule && !this.#isBroken(report.node))
      this.findings.push(localFinding(this.rule, report, this.#unit.start));
  }

  /** Broken code proves nothing: no finding on a node that holds an error or stands inside one. */
  #isBroken(node: SyntaxNode): boolean {
    if (node.hasError) return true;
    const start = node.startIndex - this.#unit.start;
    return this.#errors.some((error) => error.start <= start && start < error.end);
  }
}
