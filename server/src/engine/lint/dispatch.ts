/**
 * Second look at a unit: hands each node to the rules that want its kind, keeping the stack of frames around it.
 * A rule that throws is contained: it is reported once, switched off for the session, and everything else goes on.
 */
import { Names } from '../semantics/names';
import type { NodeKind } from '../syntax/node-kinds.generated';
import { isWholeStatement, type SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { Collected, Visited } from './collect';
import { frameKinds, type FrameKind, type Report, type RuleContext } from './context';
import type { LocalFinding } from './finding';
import type { FileFacts, Reads } from './module-facts';
import type { ProjectQueries } from './project-queries';
import type { Rule } from './rule';
import type { LintSettings } from './settings';
import type { ClassScope, UnitNode } from './units';

export type CrashHandler = (rule: string, error: unknown) => void;

interface Handler {
  readonly rule: Rule;
  readonly name: string;
  /** A rule of scope `statement` may ask nothing of the module. */
  readonly asksModule: boolean;
  readonly visit: (node: SyntaxNode, context: RuleContext) => void;
}

/** The rules of one configuration, indexed by the kind of node that they visit. */
export class RuleSet {
  readonly settings: LintSettings;
  readonly kinds: readonly NodeKind[];
  readonly fileRules: readonly Rule[];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #handlers = new Map<NodeKind, Handler[]>();

  constructor(rules: readonly Rule[], settings: LintSettings) {
    this.settings = settings;
    const active = rules.filter((rule) => settings.severities.has(rule.meta.name));
    this.rules = new Map(active.map((rule) => [rule.meta.name, rule]));
    this.fileRules = active.filter((rule) => rule.visitFile);
    for (const rule of active) {
      for (const [kind, visit] of Object.entries(rule.visit ?? {}) as [NodeKind, Handler['visit']][]) {
        const { name, scope } = rule.meta;
        const handler: Handler = { rule, name, asksModule: scope !== 'statement', visit };
        const handlers = this.#handlers.get(kind);
        if (handlers) handlers.push(handler);
        else this.#handlers.set(kind, [handler]);
      }
    }
    this.kinds = [...this.#handlers.keys()];
  }

  handlers(kind: NodeKind): readonly Handler[] | undefined {
    return this.#handlers.get(kind);
  }
}

interface Frame {
  readonly node: SyntaxNode;
  readonly kind: FrameKind;
  readonly start: number;
  readonly end: number;
}

const isFrame: ReadonlySet<NodeKind> = new Set(frameKinds);

/** Where the current node stands; shared by rules and fixes. */
export class Position {
  readonly #stack: Frame[] = [];
  readonly #owner: ClassScope | undefined;
  readonly #text: string;

  constructor(owner: ClassScope | undefined, text: string) {
    this.#owner = owner;
    this.#text = text;
  }

  /** Moves to `node`; nodes come in pre-order. After it, `enclosing` answers for `node`. */
  enter({ node, kind }: Visited): void {
    const start = node.startIndex;
    while (this.#stack.length > 0 && (this.#stack[this.#stack.length - 1]?.end ?? 0) <= start)
      this.#stack.pop();
    if (isFrame.has(kind)) this.#stack.push({ node, kind: kind as FrameKind, start, end: node.endIndex });
  }

  enclosing(current: SyntaxNode, kinds: readonly FrameKind[]): SyntaxNode | undefined {
    for (let index = this.#stack.length - 1; index >= 0; index -= 1) {
      const frame = this.#stack[index];
      if (frame && kinds.includes(frame.kind) && frame.node.id !== current.id) return frame.node;
    }
    return undefined;
  }

  enclosingClass(current: SyntaxNode): ClassScope | undefined {
    const inner = this.enclosing(current, ['class_definition']);
    if (!inner) return this.#owner;
    const name = inner.childForFieldName('name');
    const bases = inner.childForFieldName('superclasses')?.namedChildren ?? [];
    return {
      name: name ? this.#text.slice(name.startIndex, name.endIndex) : '',
      bases: bases.map((base) => this.#text.slice(base.startIndex, base.endIndex)),
      decorators: [],
      outer: this.#owner,
    };
  }

  isMethod(definition: SyntaxNode): boolean {
    const around = this.enclosing(definition, ['function_definition', 'lambda', 'class_definition']);
    return around ? around.type === 'class_definition' : this.#owner !== undefined;
  }
}

export interface UnitInput {
  readonly unit: UnitNode;
  readonly visited: readonly Visited[];
  readonly collected: Collected;
  readonly source: SourceText;
  readonly reads: Reads;
}

/** Runs every rule over one unit. */
export function runUnit(
  set: RuleSet,
  disabled: Set<string>,
  input: UnitInput,
  onCrash: CrashHandler,
): LocalFinding[] {
  const { unit, visited, source, reads, collected } = input;
  const findings: LocalFinding[] = [];
  const position = new Position(unit.owner, source.text);
  const names = new Names(source.text, collected.names, reads);
  let current: SyntaxNode = unit.node;
  let rule: Rule | undefined;
  const context: RuleContext = {
    source,
    names,
    options: set.settings.options,
    targetVersion: set.settings.targetVersion,
    get file(): FileFacts {
      return reads.facts;
    },
    get project(): ProjectQueries {
      return reads.project;
    },
    text: (node) => source.slice(node.startIndex, node.endIndex),
    enclosing: (...kinds) => position.enclosing(current, kinds),
    enclosingClass: () => {
      reads.classScope(unit.owner);
      return position.enclosingClass(current);
    },
    isMethod: (node) => position.isMethod(node),
    report: (report) => {
      if (rule && !insideError(report.node, collected, unit))
        findings.push(localFinding(rule, report, unit.start));
    },
  };
  for (const entry of visited) {
    position.enter(entry);
    const handlers = set.handlers(entry.kind);
    if (!handlers) continue;
    current = entry.node;
    for (const handler of handlers) {
      if (disabled.size > 0 && disabled.has(handler.name)) continue;
      rule = handler.rule;
      reads.allowed = handler.asksModule;
      try {
        handler.visit(entry.node, context);
      } catch (error) {
        disabled.add(handler.name);
        onCrash(handler.name, error);
      }
    }
  }
  return findings;
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

/** Broken code proves nothing: no finding on a node that holds an error or stands inside one. */
function insideError(node: SyntaxNode, { errors }: Collected, unit: UnitNode): boolean {
  if (node.hasError) return true;
  const start = node.startIndex - unit.start;
  return errors.some((error) => error.start <= start && start < error.end);
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

function localFinding(rule: Rule, report: Report<unknown>, origin: number): LocalFinding {
  const { node, message, range, about, once } = report;
  const template = rule.meta.messages[message];
  if (template === undefined) throw new Error(`rule ${rule.meta.name} has no message '${message}'`);
  const start = node.startIndex;
  const end = node.endIndex;
  return {
    rule: rule.meta.name,
    messageId: message,
    message: fill(template, report.values ?? {}),
    start: (range?.start ?? start) - origin,
    end: (range?.end ?? end) - origin,
    anchor: { start: start - origin, end: end - origin, kind: node.type },
    data: report.data,
    ...(report.atMost ? { atMost: report.atMost } : {}),
    ...(once === undefined ? {} : { once }),
    ...(about ? { about: { start: about.startIndex - origin, end: about.endIndex - origin } } : {}),
  };
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
