/** The rules of one configuration, indexed by what they look at. */
import type { NodeKind } from '../syntax/node-kinds.generated';
import type { SyntaxNode } from '../syntax/node';
import type { RuleContext } from './context';
import type { CallVisitor, Rule } from './rule';
import type { LintSettings } from './settings';

export interface Handler {
  readonly rule: Rule;
  readonly name: string;
  /** A rule of scope `statement` may ask nothing of the module. */
  readonly asksModule: boolean;
  /** Wants to know only what runs in an `async def`. */
  readonly inAsync: boolean;
  readonly visit: (node: SyntaxNode, context: RuleContext) => void;
}

/** Of a rule that looks at calls by name. */
interface CallHandler extends Handler {
  readonly isMeant: (word: string) => boolean;
  readonly modules: readonly string[];
}

/** Words whose handlers are remembered; a server sees ever new ones. */
const maxWords = 5_000;

export class RuleSet {
  readonly settings: LintSettings;
  readonly kinds: readonly NodeKind[];
  readonly fileRules: readonly Rule[];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #handlers = new Map<NodeKind, Handler[]>();
  readonly #callHandlers: readonly CallHandler[];
  readonly #byWord = new Map<string, readonly Handler[]>();
  readonly #byImports = new WeakMap<ReadonlySet<string>, readonly Handler[]>();

  constructor(rules: readonly Rule[], settings: LintSettings) {
    this.settings = settings;
    const active = rules.filter((rule) => settings.severities.has(rule.meta.name));
    this.rules = new Map(active.map((rule) => [rule.meta.name, rule]));
    this.fileRules = active.filter((rule) => rule.visitFile);
    this.#callHandlers = active.flatMap((rule) => (rule.calls ? [callHandlerOf(rule, rule.calls)] : []));
    for (const rule of active) {
      for (const [kind, visit] of Object.entries(rule.visit ?? {}) as [NodeKind, Handler['visit']][]) {
        const handlers = this.#handlers.get(kind);
        const handler = handlerOf(rule, visit);
        if (handlers) handlers.push(handler);
        else this.#handlers.set(kind, [handler]);
      }
    }
    const kinds = new Set(this.#handlers.keys());
    if (this.#callHandlers.length > 0) kinds.add('call');
    this.kinds = [...kinds];
  }

  handlers(kind: NodeKind): readonly Handler[] | undefined {
    return this.#handlers.get(kind);
  }

  /** Handlers of a call by the word right before its arguments. */
  called(word: string): readonly Handler[] {
    let handlers = this.#byWord.get(word);
    if (!handlers) {
      handlers = this.#callHandlers.filter(({ isMeant }) => isMeant(word));
      if (this.#byWord.size >= maxWords) this.#byWord.clear();
      this.#byWord.set(word, handlers);
    }
    return handlers;
  }

  /** Handlers of a call of any plain name, in a file that imports `modules`: it may stand for something of theirs. */
  calledAs(modules: ReadonlySet<string>): readonly Handler[] {
    let handlers = this.#byImports.get(modules);
    if (!handlers) {
      handlers = this.#callHandlers.filter((handler) => handler.modules.some((name) => modules.has(name)));
      this.#byImports.set(modules, handlers);
    }
    return handlers;
  }
}

function handlerOf(rule: Rule, visit: Handler['visit'], inAsync = false): Handler {
  const { name, scope } = rule.meta;
  return { rule, name, asksModule: scope !== 'statement', inAsync, visit };
}

function callHandlerOf(rule: Rule, { words, modules, inAsync, visit }: CallVisitor): CallHandler {
  return { ...handlerOf(rule, visit, inAsync), isMeant: testOf(words), modules: modules ?? [] };
}

function testOf(words: CallVisitor['words']): CallHandler['isMeant'] {
  if (words === undefined) return () => true;
  if (words instanceof RegExp) return (word) => words.test(word);
  const known = new Set(words);
  return (word) => known.has(word);
}
