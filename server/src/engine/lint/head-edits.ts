/** Edits that put imports and other lines into the head of a module. */
import type { FixEdit } from './fix';
import { comesBefore, sectionOf } from './import-order';
import { ModuleHead, type ImportLine } from './module-head';
import type { PlaceOfUse } from './place-of-use';

/** Names are added to an import line up to this length. */
const maxImportLine = 80;
/** So much of the text tells what follows an insertion. */
const maxLookAhead = 2000;
/** A definition, its comments included: two blank lines stand before it. */
const leadsToDefinition = /^(?:#[^\r\n]*(?:\r\n|\r|\n))*(?:@|(?:async[ \t]+)?def\b|class\b)/;

export class HeadEdits {
  readonly head: ModuleHead;
  readonly #place: PlaceOfUse;

  constructor(place: PlaceOfUse) {
    this.#place = place;
    this.head = new ModuleHead(place.source, place.statements, place.at);
  }

  /** A line of its own for an import of `module`, in its section. */
  addImport(line: string, module: string): FixEdit | undefined {
    const { eol } = this.#place.source;
    const { imports } = this.head;
    const section = sectionOf(module);
    if (imports.length === 0) return this.insertLines(`${line}${eol}`);
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

  /** Adds `name` to a plain `from module import a, b` of the head. */
  addToImport(module: string, name: string): FixEdit | undefined {
    const place = this.#place;
    const { source } = place;
    const statement = place.statements.find(
      (candidate) =>
        candidate.type === 'import_from_statement' &&
        place.text(candidate.childForFieldName('module_name')) === module &&
        /^from\s+\S+\s+import\s+\w[\w ,]*$/.test(place.text(candidate)) &&
        this.head.endsBefore(candidate, place.limit),
    );
    const names = statement?.childrenForFieldName('name') ?? [];
    const [first] = names;
    if (!first || source.lineText(source.lineAt(first.startIndex)).length > maxImportLine) return undefined;
    // Replacing a name, not inserting behind it, lets two fixes share the edit.
    const before = names.filter((other) => place.text(other) < name).at(-1);
    const anchor = before ?? first;
    const newText = before ? `${place.text(anchor)}, ${name}` : `${name}, ${place.text(anchor)}`;
    return { start: anchor.startIndex, end: anchor.endIndex, newText };
  }

  /** Whole lines at a place without imports, set off by a blank line from what stands around. */
  insertLines(lines: string): FixEdit | undefined {
    const { eol, text } = this.#place.source;
    const at = this.head.codeStart();
    if (at === undefined) return undefined;
    const before = at > 0 && !text.startsWith('\ufeff', at - 1) ? eol : '';
    const next = text.slice(at, at + maxLookAhead);
    const after = /^[ \t]*(\r\n|\r|\n|$)/.test(next) ? '' : leadsToDefinition.test(next) ? eol + eol : eol;
    return { start: at, end: at, newText: `${this.#breakBefore(at)}${before}${lines}${after}` };
  }

  /** A line behind the imports, which end at `after`. */
  lineBelow(after: number, line: string): FixEdit {
    const { eol } = this.#place.source;
    return { start: after, end: after, newText: `${this.#breakBefore(after)}${eol}${line}${eol}` };
  }

  /** A last line without line break needs one before anything can follow. */
  #breakBefore(at: number): string {
    const { eol, length, text } = this.#place.source;
    return at > 0 && at === length && !/[\r\n]$/.test(text) ? eol : '';
  }
}

function standsBefore(other: ImportLine, line: string, module: string, section: number): boolean {
  const theirs = sectionOf(other.module);
  return theirs < section || (theirs === section && comesBefore(other.text, other.module, line, module));
}
