/**
 * The engine: everything that knows Python and nothing that knows an editor. It does no I/O and has no clock; the same
 * input gives the same output. Hosts (language server, command line, tests) import this file and no other.
 */
import { Analysis, type AnalysisHost, type AnalysisOptions } from './lint/analysis';
import { KindTable, summaryKinds } from './lint/kind-table';
import type { CrashHandler } from './lint/dispatch';
import { RuleSet } from './lint/rule-set';
import type { Rule } from './lint/rule';
import type { LintSettings } from './lint/settings';
import { rules as allRules } from './rules/registry.generated';
import { finish, type Steps } from './steps';
import { PythonParser, type GrammarBytes, type ParserOptions } from './syntax/parser';

export interface EngineOptions extends ParserOptions {
  readonly grammar: GrammarBytes;
  /** All registered rules, unless a test brings its own. */
  readonly rules?: readonly Rule[];
  /** Told once when a rule throws; the rule is then off for the life of the engine. */
  readonly onCrash?: CrashHandler;
}

export class Engine {
  readonly rules: readonly Rule[];
  readonly parser: PythonParser;
  readonly #disabled = new Set<string>();
  readonly #onCrash: CrashHandler;
  readonly #hosts = new WeakMap<LintSettings, AnalysisHost>();

  private constructor(parser: PythonParser, rules: readonly Rule[], onCrash: CrashHandler) {
    this.parser = parser;
    this.rules = rules;
    this.#onCrash = onCrash;
  }

  static async create(options: EngineOptions): Promise<Engine> {
    const parser = await PythonParser.load(options.grammar, options);
    return new Engine(parser, options.rules ?? allRules, options.onCrash ?? (() => undefined));
  }

  /** Rules that have thrown and are off. */
  get disabledRules(): readonly string[] {
    return [...this.#disabled];
  }

  /** Analyses one text. The caller disposes of the analysis; until then it holds a tree. */
  open(path: string, text: string, settings: LintSettings, options?: AnalysisOptions): Analysis {
    return finish(this.openInSteps(path, text, settings, options));
  }

  /** The same in steps. */
  openInSteps(
    path: string,
    text: string,
    settings: LintSettings,
    options?: AnalysisOptions,
  ): Steps<Analysis> {
    return Analysis.inSteps(this.#host(settings), path, text, options);
  }

  /** Applies other settings to an open analysis. */
  reconfigure(analysis: Analysis, settings: LintSettings): void {
    analysis.reconfigure(this.#host(settings));
  }

  #host(settings: LintSettings): AnalysisHost {
    let host = this.#hosts.get(settings);
    if (!host) {
      const rules = new RuleSet(this.rules, settings);
      const kinds = new KindTable(this.parser.language, rules.kinds);
      const wider = new KindTable(this.parser.language, [...rules.kinds, ...summaryKinds]);
      const { parser } = this;
      host = { parser, rules, kinds, summaryKinds: wider, disabled: this.#disabled, onCrash: this.#onCrash };
      this.#hosts.set(settings, host);
    }
    return host;
  }
}

export type { Analysis, AnalysisOptions, AppliedEdit } from './lint/analysis';
export { answerPrint, isShared, unknownProject, type ProjectSource } from './lint/project-queries';
export type { Finding } from './lint/finding';
export type { Applicability, Fix, FixEdit } from './lint/fix';
export { applyFix, mergeFixes } from './lint/fix';
export type { FileOperation } from './lint/file-operations';
export { pathsRead, relocated, resolveFiles, type Resolution, type ResolvedFile } from './resolve-files';
export { fixAll, type FixAllResult } from './lint/fix-all';
export { ignoreEdit, ignoreFileEdit } from './lint/ignore-comment';
export { describeUnknownRule, unknownRules, type UnknownRule } from './unknown-rules';
export { roleOf, type FileRole } from './lint/file-role';
export { severities, topics, type Rule, type RuleMeta, type Severity, type Topic } from './lint/rule';
export { ruleUrl } from './lint/rule-url';
export { isSameHabit, linterOf, type Linter, type OtherDiagnostic } from './lint/other-linters';
export { rules } from './rules/registry.generated';
export { defaultOptions, defaultTargetVersion, settingsFor, type LintSettings } from './lint/settings';
export { applyEdits, type TextEdit } from './syntax/edits';
export type { GrammarBytes } from './syntax/parser';
export { SourceText, type Position, type TextRange } from './syntax/text';
