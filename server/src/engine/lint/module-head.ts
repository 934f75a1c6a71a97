/**
 * The head of a module: its docstring and its lines of imports, with the places where lines may be added. Statements
 * that share a line by `;` stand and fall together. Nothing at or after the place of use belongs to the head.
 */
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import { isHeadAssignment, isImport, isString } from './import-order';

export interface ImportLine {
  /** Source text of its first import. */
  readonly text: string;
  /** Module of its first import: `__future__`, `os.path`, `.models`. */
  readonly module: string;
  /** Where a line before it starts; absent behind a docstring on the same line. */
  readonly start?: number;
  /** Where a line after it starts; absent when other code runs on the line. */
  readonly end?: number;
}

type Line = readonly SyntaxNode[];

export class ModuleHead {
  readonly #source: SourceText;
  readonly #lines: readonly Line[];
  readonly #at: number;
  readonly imports: readonly ImportLine[];

  /** `statements` are those of the module; `at` is the place of use. */
  constructor(source: SourceText, statements: readonly SyntaxNode[], at: number) {
    this.#source = source;
    this.#at = at;
    this.#lines = groupLines(source, statements);
    this.imports = this.#importLines();
  }

  /** Where code may start in a file without imports: after shebang, comments and docstring. */
  codeStart(): number | undefined {
    const [first] = this.#lines;
    if (first && isDocstring(first[0]) && this.#at >= (first[0]?.endIndex ?? 0)) {
      return this.#holdsUse(first) ? undefined : this.#lineAfter(first);
    }
    const { lineCount } = this.#source;
    let line = 0;
    while (line < lineCount - 1 && lineText(this.#source, line).startsWith('#')) line += 1;
    // A comment block that leads straight into code belongs to that code, unless it is the shebang or coding line.
    const start = line > 0 && lineText(this.#source, line).trim() === '' ? line : magicLines(this.#source);
    return start === 0 && this.#source.text.startsWith('\ufeff') ? 1 : this.#source.lineStart(start);
  }

  /**
   * The end of the imports that the head begins with, or of those that begin with the line of `from`; imports under
   * `try` and `if` in between or behind are passed over.
   */
  importsEnd(from?: SyntaxNode): number | undefined {
    const first = from ? this.#lines.findIndex((line) => line.includes(from)) : this.#firstImportLine();
    let end: number | undefined;
    for (const line of first < 0 ? [] : this.#lines.slice(first)) {
      if (this.#holdsUse(line) || !line.every((statement) => isImport(statement) || guardsImports(statement)))
        break;
      end = this.#lineAfter(line);
    }
    return end;
  }

  /** True when the line of `statement` is over before the place of use, and its own. */
  endsBefore(statement: SyntaxNode, limit: number): boolean {
    const line = this.#lines.find((candidate) => candidate.includes(statement));
    return line !== undefined && line.every(isImport) && (line.at(-1)?.endIndex ?? 0) <= limit;
  }

  #importLines(): ImportLine[] {
    const found: ImportLine[] = [];
    for (const [index, line] of this.#lines.entries()) {
      const hasDocstring = index === 0 && isDocstring(line[0]);
      const code = hasDocstring ? line.slice(1) : line;
      if (code.length === 0) continue;
      const importing = code.find(isImport);
      if (!importing) {
        if (found.length === 0 && !this.#holdsUse(line) && isHeadAssignment(this.#text(line[0]))) continue;
        break;
      }
      const isPure = code.every(isImport);
      // After `from __future__ import x; f()` the head goes on for what has to follow it.
      const isPassable = isPure || (isFuture(importing) && !this.#holdsUse(line));
      found.push({
        text: this.#text(importing),
        module: this.#moduleOf(importing),
        ...(hasDocstring ? {} : { start: this.#source.lineStart(this.#source.lineAt(importing.startIndex)) }),
        ...(isPassable ? { end: this.#lineAfter(line) } : {}),
      });
      if (!isPure) break;
    }
    return found;
  }

  #firstImportLine(): number {
    const [first] = this.imports;
    return first?.end === undefined ? -1 : this.#lines.findIndex((line) => line.some(isImport));
  }

  #holdsUse(line: Line): boolean {
    return line.some(({ startIndex, endIndex }) => startIndex <= this.#at && this.#at < endIndex);
  }

  #lineAfter(line: Line): number {
    const end = line.at(-1)?.endIndex ?? 0;
    return this.#source.lineStart(this.#source.lineAt(end) + 1);
  }

  #moduleOf(statement: SyntaxNode): string {
    if (isFuture(statement)) return '__future__';
    const name = statement.childForFieldName('module_name') ?? statement.childForFieldName('name');
    return this.#text(name?.type === 'aliased_import' ? name.childForFieldName('name') : name);
  }

  #text(node: SyntaxNode | null | undefined): string {
    return node ? this.#source.slice(node.startIndex, node.endIndex) : '';
  }
}

/** How many lines have to stay first: a shebang, and the coding in one of the first two lines. */
export function magicLines(source: SourceText): number {
  const isCoding = (line: number): boolean =>
    line < source.lineCount && /^[ \t\f]*#.*?coding[:=]/.test(lineText(source, line));
  const first = lineText(source, 0);
  // A first line with code on it is the last that could say it.
  if (/^\s*(?:#|$)/.test(first) && !isCoding(0) && isCoding(1)) return 2;
  return first.startsWith('#!') || isCoding(0) ? 1 : 0;
}

function lineText(source: SourceText, line: number): string {
  const text = source.lineText(line);
  return line === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
}

function groupLines(source: SourceText, statements: readonly SyntaxNode[]): Line[] {
  const lines: SyntaxNode[][] = [];
  let lastLine = -1;
  for (const statement of statements) {
    if (statement.type === 'comment') continue;
    const current = lines.at(-1);
    if (current && source.lineAt(statement.startIndex) === lastLine) current.push(statement);
    else lines.push([statement]);
    lastLine = source.lineAt(statement.endIndex);
  }
  return lines;
}

function isDocstring(statement: SyntaxNode | undefined): boolean {
  return statement !== undefined && isString(statement);
}

function isFuture({ type }: SyntaxNode): boolean {
  return type === 'future_import_statement';
}

/** `try: import x` and `if TYPE_CHECKING: import x` in the midst of imports. */
function guardsImports(statement: SyntaxNode): boolean {
  if (statement.type !== 'try_statement' && statement.type !== 'if_statement') return false;
  return statement.descendantsOfType(['import_statement', 'import_from_statement']).length > 0;
}
