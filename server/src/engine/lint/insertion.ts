/**
 * Where new imports and loggers go: the one service behind every fix that needs a name which is not there yet.
 *
 * Keeps the docstring first, `from __future__` before everything, isort's sections, the file's line ends; reuses an
 * existing import or logger whatever it is called; and abstains (undefined) where a name is already taken.
 */
import type { Binding } from '../semantics/bindings';
import { bindsAlways, runsLater } from '../semantics/binding-order';
import type { Names } from '../semantics/names';
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import { classLogger } from './class-logger';
import type { FixEdit } from './fix';
import { comesBefore, isImport, sectionOf } from './import-order';
import { ModuleHead, type ImportLine } from './module-head';

/** A name to write in the fixed code, and the edits that make it mean what it should. */
export interface Inserted {
  readonly name: string;
  readonly edits: readonly FixEdit[];
}

export interface InsertedLogger extends Inserted {
  readonly isLoguru: boolean;
}

const loggerNames = ['logger', 'log', '_logger', '_log', 'LOGGER', 'LOG', '_LOGGER'];
const loggerFactories = new Set([
  'logging.getLogger()',
  'logging.Logger()',
  'structlog.get_logger()',
  'loguru.logger',
]);
/** Names are added to an import line up to this length. */
const maxImportLine = 80;
/** So much of the text tells what follows an insertion. */
const maxLookAhead = 2000;
/** A definition, its comments included: two blank lines stand before it. */
const leadsToDefinition = /^(?:#[^\r\n]*(?:\r\n|\r|\n))*(?:@|(?:async[ \t]+)?def\b|class\b)/;
/** Submodules that their package always loads. */
const alwaysLoaded = new Set(['os.path', 'xml.dom', 'xml.sax']);

export class Insertions {
  readonly #source: SourceText;
  readonly #statements: readonly SyntaxNode[];
  readonly #names: Names;
  readonly #at: number;
  #head: ModuleHead | undefined;
  #limit: number | undefined;

  /** `statements` are those of the module; `at` is where the new name will be used. */
  constructor(source: SourceText, statements: readonly SyntaxNode[], names: Names, at: number) {
    this.#source = source;
    this.#statements = statements;
    this.#names = names;
    this.#at = at;
  }

  /** `import module`; for `os.path`-like modules the name is the dotted one. */
  importModule(module: string): Inserted | undefined {
    const existing = this.#moduleName(module);
    if (existing !== undefined) return { name: existing, edits: [] };
    if (this.#isTaken(headOf(module), module)) return undefined;
    const edit = this.#importEdit(`import ${module}`, module);
    return edit && { name: module, edits: [edit] };
  }

  /** `from module import name`, or the name through the module where that is imported. */
  importFrom(module: string, name: string): Inserted | undefined {
    const wanted = `${module}.${name}`;
    const direct = [name, ...this.#aliases()].find((candidate) => this.#means(candidate, wanted));
    if (direct !== undefined) return { name: direct, edits: [] };
    const owner = this.#moduleName(module);
    if (owner !== undefined) return { name: `${owner}.${name}`, edits: [] };
    if (this.#isTaken(name, wanted)) return undefined;
    const edit = this.#addToImport(module, name) ?? this.#importEdit(`from ${module} import ${name}`, module);
    return edit && { name, edits: [edit] };
  }

  /** Adds `name` to a plain `from module import a, b` of the head. */
  #addToImport(module: string, name: string): FixEdit | undefined {
    const statement = this.#statements.find(
      (candidate) =>
        candidate.type === 'import_from_statement' &&
        this.#text(candidate.childForFieldName('module_name')) === module &&
        /^from\s+\S+\s+import\s+\w[\w ,]*$/.test(this.#text(candidate)) &&
        this.#moduleHead.endsBefore(candidate, this.#useLimit),
    );
    const names = statement?.childrenForFieldName('name') ?? [];
    const [first] = names;
    if (!first || this.#source.lineText(this.#source.lineAt(first.startIndex)).length > maxImportLine)
      return undefined;
    // Replacing a name, not inserting behind it, lets two fixes share the edit.
    const before = names.filter((other) => this.#text(other) < name).at(-1);
    const anchor = before ?? first;
    const newText = before ? `${this.#text(anchor)}, ${name}` : `${name}, ${this.#text(anchor)}`;
    return { start: anchor.startIndex, end: anchor.endIndex, newText };
  }

  /** A logger for the place of use: the module's, the one that the class around keeps, or a new one of the module. */
  logger(): InsertedLogger | undefined {
    return this.#knownLogger() ?? this.#classLogger() ?? this.#addedLogger();
  }

  /** The module's logger: the one it has, or a new `logger = logging.getLogger(__name__)`. */
  moduleLogger(): InsertedLogger | undefined {
    return this.#knownLogger() ?? this.#addedLogger();
  }

  #knownLogger(): InsertedLogger | undefined {
    for (const name of loggerNames) {
      const qualified = this.#names.qualifiedText(name, this.#at);
      if (qualified !== undefined && isLogger(qualified) && this.#isBoundBefore(name)) {
        return { name, edits: [], isLoguru: qualified.startsWith('loguru') };
      }
    }
    return undefined;
  }

  #classLogger(): InsertedLogger | undefined {
    const top = this.#statementOfUse();
    const found =
      top && classLogger(top, this.#source, this.#names, { at: this.#at, attributes: loggerNames });
    if (!found || !loggerFactories.has(found.qualified)) return undefined;
    return { name: found.name, edits: [], isLoguru: found.qualified.startsWith('loguru') };
  }

  #addedLogger(): InsertedLogger | undefined {
    if (this.#names.resolve('logger', this.#at).origin !== 'unknown') return undefined;
    const edits = this.#newLogger();
    return edits && { name: 'logger', edits, isLoguru: false };
  }

  /**
   * A variable of the module, made by `line` below the imports; one that is there already serves when its value is
   * made by the same call, `source`.
   */
  moduleVariable(
    name: string,
    value: { readonly source: string; readonly line: string },
  ): Inserted | undefined {
    const known = this.#names.resolve(name, this.#at);
    if (known.origin === 'module') {
      const isSame = known.bindings.every(({ source }) => `${source?.text ?? ''}()` === value.source);
      return isSame && this.#isBoundBefore(name) ? { name, edits: [] } : undefined;
    }
    if (known.origin !== 'unknown') return undefined;
    const { eol } = this.#source;
    const after = this.#moduleHead.importsEnd();
    if (after === undefined) {
      const lines =
        this.#moduleHead.imports.length === 0 ? this.#insertLines(`${value.line}${eol}`) : undefined;
      return lines && { name, edits: [lines] };
    }
    const newText = `${this.#breakBefore(after)}${eol}${value.line}${eol}`;
    return { name, edits: [{ start: after, end: after, newText }] };
  }

  #newLogger(): readonly FixEdit[] | undefined {
    const { eol } = this.#source;
    const logging = this.#moduleLogging();
    if (!logging) return undefined;
    const line = `logger = ${logging.name}.getLogger(__name__)`;
    const head = this.#moduleHead.importsEnd();
    if (head === undefined && logging.from === undefined) {
      // No import to stand behind: import and logger go in together, so that they stay in order.
      const lines = this.#insertLines(`import logging${eol}${eol}${line}${eol}`);
      return this.#moduleHead.imports.length === 0 && lines ? [lines] : undefined;
    }
    const after = Math.max(head ?? 0, logging.from ?? 0);
    const edit = { start: after, end: after, newText: `${this.#breakBefore(after)}${eol}${line}${eol}` };
    if (logging.from !== undefined) return [edit];
    const importEdit = this.#importEdit('import logging', 'logging');
    if (!importEdit) return undefined;
    if (importEdit.start !== after) return [importEdit, edit];
    return [{ start: after, end: after, newText: `${importEdit.newText}${eol}${line}${eol}` }];
  }

  /** `logging` as the module itself may use it: `from` that offset on, or everywhere once it is imported at the head. */
  #moduleLogging(): { readonly name: string; readonly from?: number } | undefined {
    for (const statement of this.#statements) {
      if (statement.type !== 'import_statement' || !this.#moduleHead.endsBefore(statement, this.#useLimit))
        continue;
      const name = this.#nameOfLogging(statement);
      const from = name === undefined ? undefined : this.#moduleHead.importsEnd(statement);
      if (name !== undefined && from !== undefined) return { name, from };
    }
    // An import in a function, or under a condition, does not serve the module: it gets its own.
    const taken = this.#names.resolveInModule('logging');
    const isFree =
      taken.origin === 'unknown' ||
      (taken.origin === 'module' && taken.bindings.every(({ qualified }) => qualified === 'logging'));
    return isFree ? { name: 'logging' } : undefined;
  }

  #nameOfLogging(statement: SyntaxNode): string | undefined {
    for (const name of statement.childrenForFieldName('name')) {
      const alias = name.childForFieldName('alias');
      const target = alias ? name.childForFieldName('name') : name;
      // `import logging.config` binds `logging` too.
      if (!target || headOf(this.#text(target)) !== 'logging') continue;
      if (!alias) return 'logging';
      if (this.#text(target) === 'logging') return this.#text(alias);
    }
    return undefined;
  }

  /** Source text under which `module` can be written at the place of use. */
  #moduleName(module: string): string | undefined {
    const last = module.slice(module.lastIndexOf('.') + 1);
    return [module, last, ...this.#aliases()].find(
      (candidate) => this.#means(candidate, module) && (!candidate.includes('.') || this.#isLoaded(module)),
    );
  }

  #means(candidate: string, wanted: string): boolean {
    return (
      this.#isBoundBefore(headOf(candidate)) && this.#names.qualifiedText(candidate, this.#at) === wanted
    );
  }

  /** `import a` does not load `a.b`; `import a.b` and `import a.b.c` do. */
  #isLoaded(module: string): boolean {
    if (alwaysLoaded.has(module)) return true;
    return this.#statements.some(
      (statement) =>
        statement.type === 'import_statement' &&
        statement
          .childrenForFieldName('name')
          .some((name) => `${this.#text(name)}.`.startsWith(`${module}.`)),
    );
  }

  /** `np` of `import numpy as np`, of every import at module level. */
  #aliases(): string[] {
    const names = this.#statements
      .filter(isImport)
      .flatMap((statement) => statement.childrenForFieldName('name'));
    return names.flatMap((name) => {
      const alias = name.type === 'aliased_import' ? name.childForFieldName('alias') : null;
      return alias ? [this.#text(alias)] : [];
    });
  }

  /** Something else already has the name, here or in the module. */
  #isTaken(name: string, wanted: string): boolean {
    const here = this.#names.resolve(name, this.#at);
    if (here.origin === 'local') return true;
    if (here.origin !== 'module') return here.origin === 'builtin';
    // `import os.path` binds `os` as `import os` would; a type-only or late import of the same thing does no harm.
    return !here.bindings.every(
      (binding: Binding) => binding.kind === 'import' && sameHead(binding.qualified, wanted),
    );
  }

  /** A name is surely there at run time when the place of use runs. */
  #isBoundBefore(name: string): boolean {
    const resolution = this.#names.resolve(name, this.#at);
    if (resolution.origin === 'local') return this.#names.isLocalBefore(name, this.#at);
    if (resolution.origin !== 'module' || resolution.bindings.every(({ typeOnly }) => typeOnly)) return false;
    const { text } = this.#source;
    return this.#statements.some(
      (statement) => statement.endIndex <= this.#useLimit && bindsAlways(statement, name, text),
    );
  }

  /** Inside a function the whole module has run; at module level only what stands before has. */
  get #useLimit(): number {
    if (this.#limit === undefined) {
      const use = this.#statementOfUse();
      this.#limit = use && !runsLater(use, this.#at) ? use.startIndex : this.#source.length;
    }
    return this.#limit;
  }

  #statementOfUse(): SyntaxNode | undefined {
    return this.#statements.find(({ startIndex, endIndex }) => startIndex <= this.#at && this.#at < endIndex);
  }

  get #moduleHead(): ModuleHead {
    return (this.#head ??= new ModuleHead(this.#source, this.#statements, this.#at));
  }

  #importEdit(line: string, module: string): FixEdit | undefined {
    const { eol } = this.#source;
    const { imports } = this.#moduleHead;
    const section = sectionOf(module);
    if (imports.length === 0) return this.#insertLines(`${line}${eol}`);
    let index = -1;
    imports.forEach((other, at) => {
      if (other.end !== undefined && standsBefore(other, line, module, section)) index = at;
    });
    const after = imports[index];
    const next = imports[index + 1];
    // Inside a section that follows at once the new line joins it; its blank line above stays where it is.
    const joinsNext =
      next !== undefined && sectionOf(next.module) === section && sectionOf(after?.module ?? '') !== section;
    if (next?.start !== undefined && (joinsNext || !after)) {
      if (imports.slice(index + 1).some((other) => sectionOf(other.module) < section)) return undefined;
      const gap = sectionOf(next.module) > section ? eol : '';
      return { start: next.start, end: next.start, newText: `${line}${eol}${gap}` };
    }
    if (after?.end === undefined) return undefined;
    const gap = sectionOf(after.module) < section ? eol : '';
    return {
      start: after.end,
      end: after.end,
      newText: `${this.#breakBefore(after.end)}${gap}${line}${eol}`,
    };
  }

  /** Whole lines at a place without imports, set off by a blank line from what stands around. */
  #insertLines(lines: string): FixEdit | undefined {
    const { eol, text } = this.#source;
    const at = this.#moduleHead.codeStart();
    if (at === undefined) return undefined;
    const before = at > 0 && !text.startsWith('\ufeff', at - 1) ? eol : '';
    const next = text.slice(at, at + maxLookAhead);
    const after = /^[ \t]*(\r\n|\r|\n|$)/.test(next) ? '' : leadsToDefinition.test(next) ? eol + eol : eol;
    return { start: at, end: at, newText: `${this.#breakBefore(at)}${before}${lines}${after}` };
  }

  /** A last line without line break needs one before anything can follow. */
  #breakBefore(at: number): string {
    return at > 0 && at === this.#source.length && !/[\r\n]$/.test(this.#source.text) ? this.#source.eol : '';
  }

  #text(node: SyntaxNode | null): string {
    return node ? this.#source.slice(node.startIndex, node.endIndex) : '';
  }
}

function standsBefore(other: ImportLine, line: string, module: string, section: number): boolean {
  const theirs = sectionOf(other.module);
  return theirs < section || (theirs === section && comesBefore(other.text, other.module, line, module));
}

/** A logger of one of the libraries, or one that another module of the project calls `logger` or makes with `get_logger`. */
function isLogger(qualified: string): boolean {
  return loggerFactories.has(qualified) || /(^|\.)(_?logger|LOGGER|get_?[lL]ogger\(\))$/.test(qualified);
}

function headOf(dotted: string): string {
  return dotted.split('.', 1)[0] ?? dotted;
}

function sameHead(qualified: string | undefined, wanted: string): boolean {
  return qualified === wanted || qualified === headOf(wanted);
}
