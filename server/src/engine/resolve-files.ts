/** From what a fix wants of other files to their edits, given their present texts. The host reads, this computes. */
import ignore from 'ignore';
import type {
  AppendDefinition,
  AppendLine,
  FileOperation,
  InsertAtStart,
  InsertText,
} from './lint/file-operations';
import { insertionsAtStart } from './resolve-start';
import type { TextEdit } from './syntax/edits';
import { SourceText } from './syntax/text';

/** What happens to one file. The edits are in offsets of its present text. */
export type ResolvedFile =
  | { readonly does: 'create'; readonly path: string; readonly text: string }
  | { readonly does: 'edit'; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly does: 'rename'; readonly path: string; readonly to: string };

/** `refused` completes "Not possible: …". */
export type Resolution = { readonly files: readonly ResolvedFile[] } | { readonly refused: string };

/** The same operations with other spellings of their paths: URIs, or absolute paths. */
export function relocated(
  operations: readonly FileOperation[],
  locate: (path: string, kind: FileOperation['kind']) => string,
): FileOperation[] {
  return operations.map((operation) => {
    const at = (path: string): string => locate(path, operation.kind);
    const path = at(operation.path);
    if (operation.kind === 'rename') return { ...operation, path, to: at(operation.to) };
    if (operation.kind !== 'append-line' || !operation.instead) return { ...operation, path };
    return { ...operation, path, instead: operation.instead.map(at) };
  });
}

/** Every path whose text, or absence, `resolveFiles` asks for. */
export function pathsRead(operations: readonly FileOperation[]): string[] {
  const paths = operations.flatMap((operation) => {
    if (operation.kind === 'rename') return [operation.to];
    return operation.kind === 'append-line'
      ? [operation.path, ...(operation.instead ?? [])]
      : [operation.path];
  });
  return [...new Set(paths)];
}

/** `textOf` gives the present text of a file, undefined where there is none. */
export function resolveFiles(
  operations: readonly FileOperation[],
  textOf: (path: string) => string | undefined,
): Resolution {
  const files: ResolvedFile[] = [];
  const lines = new Map<string, AppendLine[]>();
  for (const operation of operations) {
    if (operation.kind === 'append-line') {
      const path = existing(operation, textOf);
      lines.set(path, [...(lines.get(path) ?? []), operation]);
      continue;
    }
    if (operation.kind !== 'create' && operation.kind !== 'rename') {
      const edits = insertionsIn(textOf(operation.path), operation);
      if (!edits) return { refused: `${baseName(operation.path)} has changed` };
      files.push({ does: 'edit', path: operation.path, edits });
      continue;
    }
    const target = operation.kind === 'create' ? operation.path : operation.to;
    if (textOf(target) !== undefined) return { refused: `${baseName(target)} exists already` };
    files.push(
      operation.kind === 'create'
        ? { does: 'create', path: target, text: operation.text }
        : { does: 'rename', path: operation.path, to: target },
    );
  }
  for (const [path, wanted] of lines) files.push(...withLines(path, wanted, textOf(path)));
  return { files };
}

/** Undefined where the file is no longer what the operation was made for. */
function insertionsIn(
  text: string | undefined,
  operation: InsertText | InsertAtStart | AppendDefinition,
): readonly TextEdit[] | undefined {
  if (operation.kind === 'insert-at-start') return insertionsAtStart(text, operation);
  const edit = operation.kind === 'insert' ? insertionIn(text, operation) : definitionAtEnd(text, operation);
  return edit && [edit];
}

function insertionIn(
  text: string | undefined,
  { offset, newText, before, after }: InsertText,
): TextEdit | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith(before + after, offset - before.length)) return { start: offset, end: offset, newText };
  const found = text.indexOf(before + after);
  if (found < 0 || text.indexOf(before + after, found + 1) >= 0) return undefined;
  const at = found + before.length;
  return { start: at, end: at, newText };
}

/** Below two blank lines. Undefined where the file is gone, or mentions the name already. */
function definitionAtEnd(text: string | undefined, { name, lines }: AppendDefinition): TextEdit | undefined {
  if (text === undefined || new RegExp(`\\b${name}\\b`).test(text)) return undefined;
  const { eol, indentUnit } = new SourceText(text);
  const end = text.trimEnd().length;
  const above = end === 0 ? '' : eol + eol + eol;
  const written = lines.map((line) =>
    line.replace(/^(?: {4})+/, (indent) => indentUnit.repeat(indent.length / 4)),
  );
  return { start: end, end: text.length, newText: above + written.join(eol) + eol };
}

function existing({ path, instead = [] }: AppendLine, textOf: (path: string) => string | undefined): string {
  if (textOf(path) !== undefined) return path;
  return instead.find((other) => textOf(other) !== undefined) ?? path;
}

function withLines(path: string, wanted: readonly AppendLine[], text: string | undefined): ResolvedFile[] {
  const added: string[] = [];
  for (const operation of wanted) {
    if (!isThere(operation, [text ?? '', ...added].join('\n'))) added.push(operation.line);
  }
  if (added.length === 0) return [];
  if (text === undefined) return [{ does: 'create', path, text: added.map((line) => `${line}\n`).join('') }];
  const { eol } = new SourceText(text);
  // A last line without line break stays one: the file ends as its author ends files.
  const isEnded = /(?:^\ufeff?|[\r\n])$/.test(text);
  const newText = isEnded ? added.map((line) => line + eol).join('') : eol + added.join(eol);
  return [{ does: 'edit', path, edits: [{ start: text.length, end: text.length, newText }] }];
}

function isThere({ line, unless }: AppendLine, text: string): boolean {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (lines.some((other) => other.trim() === line.trim())) return true;
  if (unless === undefined) return false;
  if ('ignores' in unless) return ignore().add(lines).ignores(unless.ignores);
  return lines.some((other) => /^\s*(?:export\s+)?([^\s=#]+)\s*(?:=|$)/.exec(other)?.[1] === unless.key);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
