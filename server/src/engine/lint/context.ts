/** What a rule is handed while it looks (`RuleContext`) and while it builds fixes (`FixContext`). */
import type { NodeKind } from '../syntax/node-kinds.generated';
import type { SyntaxNode } from '../syntax/node';
import type { SourceText, TextRange } from '../syntax/text';
import { scopeKinds } from '../semantics/bindings';
import type { Names } from '../semantics/names';
import type { Insertions } from './insertion';
import type { FileFacts } from './file-facts';
import type { ProjectQueries } from './project-queries';
import type { Severity } from './rule';
import type { RuleOptions } from './settings';
import type { ClassScope } from './units';

/** Kinds of nodes that `enclosing` can find. */
export const frameKinds = [
  ...scopeKinds,
  'decorated_definition',
  'try_statement',
  'except_clause',
  'finally_clause',
  'with_statement',
  'for_statement',
  'while_statement',
  'if_statement',
] as const satisfies readonly NodeKind[];
export type FrameKind = (typeof frameKinds)[number];

export interface Report<Data> {
  readonly node: SyntaxNode;
  /** Id in `meta.messages`. */
  readonly message: string;
  /** Fills the message's placeholders. Never the value of a secret. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** What to underline, when that is not the whole node. It must start inside the node. */
  readonly range?: TextRange;
  readonly data?: Data;
  /** What the finding is about, when that is more than the node: see `yieldsTo` of the rule. */
  readonly about?: SyntaxNode;
  /** One finding a file is enough: of those of the rule that say the same here, the first stays. */
  readonly once?: string;
  /** Lowers the severity of this one finding, where the evidence is weak; it never raises it. */
  readonly atMost?: Severity;
}

interface NodeContext {
  readonly source: SourceText;
  /** Facts of the whole file. For `statement` rules, asking is an error. */
  readonly file: FileFacts;
  readonly names: Names;
  /** The project around the file; without an index every query answers `undefined`. For `statement` rules as `file`. */
  readonly project: ProjectQueries;
  readonly options: RuleOptions;
  readonly targetVersion: readonly [number, number];
  text(node: SyntaxNode): string;
  /** The nearest node of one of `kinds` around the current one. Classes are found only inside the same unit. */
  enclosing(...kinds: FrameKind[]): SyntaxNode | undefined;
  /** The class whose body directly or indirectly holds the current node, function scopes between or not. */
  enclosingClass(): ClassScope | undefined;
  /** True when the function definition `node` is directly in a class body. */
  isMethod(node: SyntaxNode): boolean;
}

export interface RuleContext<Data = unknown> extends NodeContext {
  /** What `ask` says of the node; asked once where several rules look at a node and ask the same one after another. */
  once<T>(node: SyntaxNode, ask: (node: SyntaxNode, context: RuleContext) => T): T;
  report(report: Report<Data>): void;
}

export interface FixContext extends NodeContext {
  /** Imports and loggers to insert. */
  readonly insertions: Insertions;
  readonly root: SyntaxNode;
}
