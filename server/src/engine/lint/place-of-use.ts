/** The place where a fix writes a name: what names mean there, and which of them are bound by then. */
import type { Binding } from '../semantics/bindings';
import { bindsAlways, runsLater } from '../semantics/binding-order';
import type { Names } from '../semantics/names';
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import { isImport } from './import-order';

/** Submodules that their package always loads. */
const alwaysLoaded = new Set(['os.path', 'xml.dom', 'xml.sax']);

export class PlaceOfUse {
  readonly source: SourceText;
  readonly statements: readonly SyntaxNode[];
  readonly names: Names;
  readonly at: number;
  #limit: number | undefined;

  /** `statements` are those of the module; `at` is where the name will be used. */
  constructor(source: SourceText, statements: readonly SyntaxNode[], names: Names, at: number) {
    this.source = source;
    this.statements = statements;
    this.names = names;
    this.at = at;
  }

  /** Source text under which `module` can be written at the place of use. */
  nameOf(module: string): string | undefined {
    const last = module.slice(module.lastIndexOf('.') + 1);
    return [module, last, ...this.aliases()].find(
      (candidate) => this.means(candidate, module) && (!candidate.includes('.') || this.#isLoaded(module)),
    );
  }

  /** `np` of `import numpy as np`, of every import at module level. */
  aliases(): string[] {
    const names = this.statements
      .filter(isImport)
      .flatMap((statement) => statement.childrenForFieldName('name'));
    return names.flatMap((name) => {
      const alias = name.type === 'aliased_import' ? name.childForFieldName('alias') : null;
      return alias ? [this.text(alias)] : [];
    });
  }

  /** True where `candidate`, written here, is `wanted` by its full name. */
  means(candidate: string, wanted: string): boolean {
    return this.isBoundBefore(headOf(candidate)) && this.names.qualifiedText(candidate, this.at) === wanted;
  }

  /** Something else already has the name, here or in the module. */
  isTaken(name: string, wanted: string): boolean {
    const here = this.names.resolve(name, this.at);
    if (here.origin === 'local') return true;
    if (here.origin !== 'module') return here.origin === 'builtin';
    // `import os.path` binds `os` as `import os` would; a type-only or late import of the same thing does no harm.
    return !here.bindings.every(
      (binding: Binding) => binding.kind === 'import' && sameHead(binding.qualified, wanted),
    );
  }

  /** A name is surely there at run time when the place of use runs. */
  isBoundBefore(name: string): boolean {
    const resolution = this.names.resolve(name, this.at);
    if (resolution.origin === 'local') return this.names.isLocalBefore(name, this.at);
    if (resolution.origin !== 'module' || resolution.bindings.every(({ typeOnly }) => typeOnly)) return false;
    const { text } = this.source;
    return this.statements.some(
      (statement) => statement.endIndex <= this.limit && bindsAlways(statement, name, text),
    );
  }

  /** Inside a function the whole module has run; at module level only what stands before has. */
  get limit(): number {
    if (this.#limit === undefined) {
      const use = this.statementOfUse();
      this.#limit = use && !runsLater(use, this.at) ? use.startIndex : this.source.length;
    }
    return this.#limit;
  }

  statementOfUse(): SyntaxNode | undefined {
    return this.statements.find(({ startIndex, endIndex }) => startIndex <= this.at && this.at < endIndex);
  }

  text(node: SyntaxNode | null): string {
    return node ? this.source.slice(node.startIndex, node.endIndex) : '';
  }

  /** `import a` does not load `a.b`; `import a.b` and `import a.b.c` do. */
  #isLoaded(module: string): boolean {
    if (alwaysLoaded.has(module)) return true;
    return this.statements.some(
      (statement) =>
        statement.type === 'import_statement' &&
        statement.childrenForFieldName('name').some((name) => `${this.text(name)}.`.startsWith(`${module}.`)),
    );
  }
}

export function headOf(dotted: string): string {
  return dotted.split('.', 1)[0] ?? dotted;
}

function sameHead(qualified: string | undefined, wanted: string): boolean {
  return qualified === wanted || qualified === headOf(wanted);
}
