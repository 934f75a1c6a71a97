/**
 * Where new imports and loggers go: the one service behind every fix that needs a name which is not there yet.
 *
 * Keeps the docstring first, `from __future__` before everything, isort's sections, the file's line ends; reuses an
 * existing import or logger whatever it is called; and abstains (undefined) where a name is already taken.
 */
import type { Names } from '../semantics/names';
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { Inserted } from './fix';
import { HeadEdits } from './head-edits';
import { addedLogger, knownLogger, loggerOfClass, type InsertedLogger } from './logger-insertion';
import { headOf, PlaceOfUse } from './place-of-use';

export class Insertions {
  readonly #place: PlaceOfUse;
  #edits: HeadEdits | undefined;

  /** `statements` are those of the module; `at` is where the new name will be used. */
  constructor(source: SourceText, statements: readonly SyntaxNode[], names: Names, at: number) {
    this.#place = new PlaceOfUse(source, statements, names, at);
  }

  /** `import module`; for `os.path`-like modules the name is the dotted one. */
  importModule(module: string): Inserted | undefined {
    const existing = this.#place.nameOf(module);
    if (existing !== undefined) return { name: existing, edits: [] };
    if (this.#place.isTaken(headOf(module), module)) return undefined;
    const edit = this.#head.addImport(`import ${module}`, module);
    return edit && { name: module, edits: [edit] };
  }

  /** `from module import name`, or the name through the module where that is imported. */
  importFrom(module: string, name: string): Inserted | undefined {
    const wanted = `${module}.${name}`;
    const direct = [name, ...this.#place.aliases()].find((candidate) => this.#place.means(candidate, wanted));
    if (direct !== undefined) return { name: direct, edits: [] };
    const owner = this.#place.nameOf(module);
    if (owner !== undefined) return { name: `${owner}.${name}`, edits: [] };
    if (this.#place.isTaken(name, wanted)) return undefined;
    const edit =
      this.#head.addToImport(module, name) ?? this.#head.addImport(`from ${module} import ${name}`, module);
    return edit && { name, edits: [edit] };
  }

  /** A logger for the place of use: the module's, the one that the class around keeps, or a new one of the module. */
  logger(): InsertedLogger | undefined {
    return knownLogger(this.#place) ?? loggerOfClass(this.#place) ?? addedLogger(this.#place, this.#head);
  }

  /** The module's logger: the one it has, or a new `logger = logging.getLogger(__name__)`. */
  moduleLogger(): InsertedLogger | undefined {
    return knownLogger(this.#place) ?? addedLogger(this.#place, this.#head);
  }

  /**
   * A variable of the module, made by `line` below the imports; one that is there already serves when its value is
   * made by the same call, `source`.
   */
  moduleVariable(
    name: string,
    value: { readonly source: string; readonly line: string },
  ): Inserted | undefined {
    const known = this.#place.names.resolve(name, this.#place.at);
    if (known.origin === 'module') {
      const isSame = known.bindings.every(({ source }) => `${source?.text ?? ''}()` === value.source);
      return isSame && this.#place.isBoundBefore(name) ? { name, edits: [] } : undefined;
    }
    if (known.origin !== 'unknown') return undefined;
    const { head } = this.#head;
    const after = head.importsEnd();
    if (after !== undefined) return { name, edits: [this.#head.lineBelow(after, value.line)] };
    const lines =
      head.imports.length === 0
        ? this.#head.insertLines(`${value.line}${this.#place.source.eol}`)
        : undefined;
    return lines && { name, edits: [lines] };
  }

  get #head(): HeadEdits {
    return (this.#edits ??= new HeadEdits(this.#place));
  }
}
