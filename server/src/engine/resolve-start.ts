/** Where a statement goes that is to run first in a program, in the present text of the file that starts it. */
import type { ImportPlace, InsertAtStart } from './lint/file-operations';
import type { TextEdit } from './syntax/edits';
import { SourceText } from './syntax/text';

/** Undefined where the text is not what the lines of the operation were read from. */
export function insertionsAtStart(
  text: string | undefined,
  { statement, imports, start }: InsertAtStart,
): readonly TextEdit[] | undefined {
  if (text === undefined) return undefined;
  const source = new SourceText(text);
  const line = start.guard === undefined ? mainBody(source, start) : guardedStart(source, start.guard, start);
  if (line === undefined) return undefined;
  const indent = indentOf(source.lineText(line));
  if (indent === '') return undefined;
  const at = source.lineStart(line);
  const newText = statement.map((part) => (part === '' ? '' : indent + part) + source.eol).join('');
  const edits: TextEdit[] = [];
  for (const place of imports) {
    const edit = importEdit(source, place);
    if (!edit) return undefined;
    if (edit !== 'present') edits.push(edit);
  }
  return [...joinedInsertions(edits), { start: at, end: at, newText }];
}

/** The first statement in the block of the guard; of `main()`, where that statement calls it. Lines are 0-based here. */
function guardedStart(source: SourceText, guard: number, start: InsertAtStart['start']): number | undefined {
  if (!/^if\s*\(?\s*__name__\s*==[^:]*:\s*(?:#.*)?$/.test(lineOf(source, guard - 1))) return undefined;
  const first = nextCode(source, guard);
  if (first === undefined) return undefined;
  return start.main && /\bmain\s*\(/.test(source.lineText(first)) ? mainBody(source, start) : first;
}

function mainBody(source: SourceText, { main }: InsertAtStart['start']): number | undefined {
  if (!main || !/^(?:async\s+)?def\s+main\s*\(/.test(lineOf(source, main.line - 1))) return undefined;
  // What stands above ends the header or a docstring: otherwise the body has moved.
  let above = main.bodyLine - 2;
  while (above >= main.line && /^\s*(?:#.*)?$/.test(lineOf(source, above))) above -= 1;
  const isStart = /(?::\s*(?:#.*)?|["'])\s*$/.test(lineOf(source, above));
  return isStart && /^\s+[^\s#]/.test(lineOf(source, main.bodyLine - 1)) ? main.bodyLine - 1 : undefined;
}

function nextCode(source: SourceText, from: number): number | undefined {
  for (let line = from; line < source.lineCount; line += 1)
    if (!/^\s*(?:#|$)/.test(source.lineText(line))) return line;
  return undefined;
}

function importEdit(source: SourceText, place: ImportPlace): TextEdit | 'present' | undefined {
  const { module, line, side, isSetOff } = place;
  const text = lineOf(source, line - 1);
  if (side === 'present') {
    const isThere = new RegExp(
      `^import\\b.*\\b${module.replaceAll('.', '\\.')}(?!\\w|\\s*\\.|\\s+as\\b)`,
    ).test(text);
    return isThere ? 'present' : undefined;
  }
  // An import that goes on below, or shares its line, has no certain end.
  const isImport = side === 'above' ? /^(?:import|from)\s/ : /^(?:import|from)\s[^(;\\]*$/;
  if (!isImport.test(text)) return undefined;
  const { eol } = source;
  const gap = isSetOff ? eol : '';
  if (side === 'above') {
    const at = source.lineStart(line - 1);
    return { start: at, end: at, newText: `import ${module}${eol}${gap}` };
  }
  const at = source.lineEnd(line - 1);
  return { start: at, end: at, newText: `${gap}${eol}import ${module}` };
}

/** Several imports at one place: one behind the other, set off once. */
function joinedInsertions(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    const index = result.findIndex(({ start }) => start === edit.start);
    const other = result[index];
    if (!other) result.push(edit);
    else {
      const first = other.newText.replace(/(\r\n|\r|\n)+$/, '$1');
      result[index] = { ...other, newText: first + edit.newText.replace(/^(\r\n|\r|\n)+/, '$1') };
    }
  }
  return result;
}

function lineOf(source: SourceText, line: number): string {
  return line >= 0 && line < source.lineCount ? source.lineText(line) : '';
}

function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}
