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

/** Words whose handlers are remembered; a server sees ever new ones. */
const maxWords = 5_000;
const noModules: ReadonlySet<string> = new Set();

export class RuleSet {
  readonly settings: LintSettings;
  readonly kinds: readonly NodeKind[];
  readonly fileRules: readonly Rule[];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #handlers = new Map<NodeKind, Handler[]>();
  readonly #called: readonly Rule[];
  readonly #byWord = new Map<string, readonly Handler[]>();
  /** By the modules that a file imports, for calls of a plain name: what it stands for may be one of theirs. */
  readonly #byPlainWord = new WeakMap<ReadonlySet<string>, Map<string, readonly Handler[]>>();

  constructor(rules: readonly Rule[], settings: LintSettings) {
    this.settings = settings;
    const active = rules.filter((rule) => settings.severities.has(rule.meta.name));
    this.rules = new Map(active.map((rule) => [rule.meta.name, rule]));
    this.fileRules = active.filter((rule) => rule.visitFile);
    this.#called = active.filter((rule) => rule.calls);
    for (const rule of active) {
      for (const [kind, visit] of Object.entries(rule.visit ?? {}) as [NodeKind, Handler['visit']][]) {
        const handlers = this.#handlers.get(kind);
        const handler = handlerOf(rule, visit);
        if (handlers) handlers.push(handler);
        else this.#handlers.set(kind, [handler]);
      }
    }
    const kinds = new Set(this.#handlers.keys());
    if (this.#called.length > 0) kinds.add('call');
    this.kinds = [...kinds];
  }

  handlers(kind: NodeKind): readonly Handler[] | undefined {
    return this.#handlers.get(kind);
  }

  /**
   * Handlers of a call by the word right before its arguments. `imports` are the modules that the file imports, for a
   * callee that is this word alone.
   */
  callHandlers(word: string, imports?: ReadonlySet<string>): readonly Handler[] {
    const known = imports ? this.#plainWords(imports) : this.#byWord;
    let handlers = known.get(word);
    if (!handlers) {
      if (known.size >= maxWords) known.clear();
      known.set(word, (handlers = this.#handlersFor(word, imports ?? noModules)));
    }
    return handlers;
  }

  #plainWords(imports: ReadonlySet<string>): Map<string, readonly Handler[]> {
    let known = this.#byPlainWord.get(imports);
    if (!known) this.#byPlainWord.set(imports, (known = new Map<string, readonly Handler[]>()));
    return known;
  }

  #handlersFor(word: string, imports: ReadonlySet<string>): readonly Handler[] {
    return this.#called.flatMap((rule) => {
      const { calls } = rule;
      if (!calls) return [];
      const isPossible =
        isAmong(word, calls.words) || calls.modules?.some((module) => imports.has(module)) === true;
      return isPossible ? [handlerOf(rule, calls.visit, calls.inAsync)] : [];
    });
  }
}

function handlerOf(rule: Rule, visit: Handler['visit'], inAsync = false): Handler {
  const { name, scope } = rule.meta;
  return { rule, name, asksModule: scope !== 'statement', inAsync, visit };
}

function isAmong(word: string, words: CallVisitor['words']): boolean {
  if (words === undefined) return true;
  return words instanceof RegExp ? words.test(word) : new Set(words).has(word);
}
