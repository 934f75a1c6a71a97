/**
 * What a rule is. One file a rule: plain-data metadata, `visit` keyed by node kind, `fix` on demand.
 *
 * A rule is pure, keeps no module state and never throws on broken code. `visit` reports facts; edits are built by
 * `fix`, later, only when somebody asks for them.
 */
import { topicIds, type TopicId } from '../../protocol/health';
import type { NodeKind } from '../syntax/node-kinds.generated';
import type { SyntaxNode } from '../syntax/node';
import type { FixContext, RuleContext } from './context';
import type { Applicability, Fix } from './fix';
import type { ProjectReport, ProjectView } from './project-rule';

export type Topic = TopicId;
/** The ten topics, in their fixed order. */
export const topics = topicIds;

export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** The milder of both. */
export function milder(severity: Severity, atMost: Severity | undefined): Severity {
  return atMost && severities.indexOf(atMost) > severities.indexOf(severity) ? atMost : severity;
}

/**
 * What a rule's findings depend on, so that an edit elsewhere need not check again:
 * `statement`: the statement alone (a name or fact of the module may not be asked for);
 * `module`: also names and facts of the module; each one asked for is remembered, and a change of it checks again;
 * `file`: anything in the file; checked again after every edit, so it must be cheap.
 */
export type RuleScope = 'statement' | 'module' | 'file';

/** The same habit in another linter: its code, and its name where suppression comments use names. */
export interface Equivalent {
  readonly tool: 'ruff' | 'pylint' | 'bandit' | 'pyright' | 'sonar';
  readonly code: string;
  readonly name?: string;
  /**
   * Where this code is on, the other linter reports whatever the rule reports: `alone`, or `together` with the rule's
   * other codes marked so. Absent where the rule finds more. A gate compares it with Ruff.
   */
  readonly suffices?: 'alone' | 'together';
  /** Ids of the rule's messages that the code is about, where the rule says more than the other linter does. */
  readonly messages?: readonly string[];
}

export interface RuleExample {
  /** Python source; ends with a line break. */
  readonly code: string;
  /** Path that decides the file's role; `app.py` by default. */
  readonly path?: string;
  /** Other files of the project around it, by path, for rules that ask about the project. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface RuleMeta {
  /** Kebab case, the file's name: reads well after "ignore". */
  readonly name: string;
  readonly topic: Topic;
  /** One sentence without the rule's name: what is found. */
  readonly summary: string;
  readonly severity: Severity;
  /** The narrowest profile that has the rule on. */
  readonly profile: 'recommended' | 'strict' | 'all';
  readonly scope: RuleScope;
  /** Best applicability among its fixes; `none` needs `whyNoFix`. */
  readonly fix: Applicability | 'none';
  readonly whyNoFix?: string;
  /** What is underlined is a secret: the editor shows it in its place, no output of ours does. */
  readonly isSecret?: true;
  /** Version that brought the rule. */
  readonly since: string;
  readonly equivalents: readonly Equivalent[];
  /** Rules that say more about the same code: where one of them reports it, this rule leaves it to them. */
  readonly yieldsTo?: readonly string[];
  /** Message templates by id, with `{placeholders}`. Written for the person at the keyboard, one sentence. */
  readonly messages: Readonly<Record<string, string>>;
  readonly docs: {
    /** Why it matters in production: two to four sentences. */
    readonly why: string;
    /** Each really reports; the first is the "before" of the hover, its first fix the "after". */
    readonly bad: readonly RuleExample[];
    /** Each really is clean. */
    readonly good: readonly RuleExample[];
    /** What is deliberately not reported, a phrase each. */
    readonly guards: readonly string[];
    /** What the fixes do, and what they may change. */
    readonly fixes: string;
  };
}

/** JSON-like data that a finding carries from `visit` to `fix`. Offsets in it would not survive edits: keep none. */
export type FindingData = unknown;

/** A look at those calls alone that may be meant: a rule that visits every call asks each for its name. */
export interface CallVisitor<Data = FindingData> {
  /** What stands right before the arguments: `get` of `requests.Session().get(url)`. Absent: whatever it is. */
  readonly words?: readonly string[] | ReadonlySet<string> | RegExp;
  /** Top-level modules of what is meant: a file that imports one of them may call it by another plain name. */
  readonly modules?: readonly string[];
  /** Only what runs in an `async def`. */
  readonly inAsync?: true;
  readonly visit: (node: SyntaxNode, context: RuleContext<Data>) => void;
}

export interface Rule<Data = FindingData> {
  readonly meta: RuleMeta;
  readonly visit?: { readonly [Kind in NodeKind]?: (node: SyntaxNode, context: RuleContext<Data>) => void };
  /** Calls, by name. */
  readonly calls?: CallVisitor<Data>;
  /** For `file` rules: the top-level statements, in order, comments included. */
  readonly visitFile?: (statements: readonly SyntaxNode[], context: RuleContext<Data>) => void;
  /** Alternatives, preferred first. `node` is the reported node, found again in the present tree. */
  readonly fix?: (finding: FixTarget<Data>, context: FixContext) => readonly Fix[];
  /**
   * For what is found in the project and not in one file's code. Runs after a scan, never without an index. Nothing in place
   * of a report is a step on the way to the next.
   */
  readonly checkProject?: (project: ProjectView) => Iterable<ProjectReport<Data> | undefined>;
  /** As `fix`, for findings of `checkProject`: changes of files, preferred first. */
  readonly fixProject?: (report: ProjectReport<Data>, project: ProjectView) => readonly Fix[];
}

export interface FixTarget<Data> {
  readonly node: SyntaxNode;
  readonly data: Data;
  readonly messageId: string;
}

/** The same for a rule that looks at the project alone. */
export function defineProjectRule<Data = undefined>(
  rule: Pick<Rule<Data>, 'meta' | 'fixProject'> & Required<Pick<Rule<Data>, 'checkProject'>>,
): Rule {
  return rule as Rule;
}

/** Identity with types: `export default defineRule<Data>({...})`, where `Data` is what `report` hands to `fix`. */
export function defineRule<Data = undefined>(rule: Rule<Data>): Rule {
  return rule as Rule;
}
