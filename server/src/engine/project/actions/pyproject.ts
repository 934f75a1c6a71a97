/** Adds to TOML and INI files as text: what is there keeps its comments, order and line ends. */
import { parse as parseToml } from 'smol-toml';
import { SourceText } from '../../syntax/text';
import type { ProjectFacts } from '../facts';
import { tableAt, tomlLine } from '../facts/documents';
import { appendLines } from './append';
import type { FileChange, Refusal } from './types';

/** Appends whole tables; `text` uses `\n`. The result is parsed again: some layouts do not allow a table at the end. */
export function appendToToml(facts: ProjectFacts, path: string, text: string): FileChange | Refusal {
  const document = facts.documents.toml(path);
  if (document.status === 'broken') {
    const { line, message } = document.problem;
    return { refused: `${path} does not parse (line ${line}: ${message}): fix it first` };
  }
  if (document.status === 'absent') return { path, create: text };
  const lines = text.replace(/\n$/, '').split('\n');
  return checked(path, document.text, appendLines(document.text, lines));
}

/** Inserts lines below a table's header, on the 1-based line `header`. */
export function insertBelowHeader(
  path: string,
  before: string,
  header: number,
  ...lines: readonly string[]
): FileChange | Refusal {
  const source = new SourceText(before);
  const at = source.lineEnd(header - 1);
  return checked(path, before, {
    start: at,
    end: at,
    newText: lines.map((line) => source.eol + line).join(''),
  });
}

/** Lines for a TOML table: behind the first of the keys `after` that it has, else below its header, else as a new table. */
export function addToTable(
  facts: ProjectFacts,
  path: string,
  keys: readonly string[],
  lines: readonly string[],
  after: readonly string[] = [],
): FileChange | Refusal {
  const document = facts.documents.toml(path);
  const header = `[${keys.join('.')}]`;
  const isThere = document.status === 'ok' && tableAt(document.data, ...keys) !== undefined;
  if (document.status !== 'ok' || !isThere)
    return appendToToml(facts, path, `${[header, ...lines].join('\n')}\n`);
  const row = tomlLine(document.text, ...keys);
  const written = (document.text.split(/\r\n|\n/)[row - 1] ?? '').replace(/\s+/g, '');
  return written.startsWith(header)
    ? insertBelowHeader(path, document.text, rowBehind(document.text, row, after), ...lines)
    : { refused: `add ${lines.join(', ')} to ${header} in ${path} by hand` };
}

/** Row of the first key of the list whose value ends on its line; the header's row when there is none. */
function rowBehind(text: string, header: number, keys: readonly string[]): number {
  const rows = text.split(/\r\n|\n/).slice(header);
  const end = rows.findIndex((row) => /^\s*\[/.test(row));
  const body = end < 0 ? rows : rows.slice(0, end);
  for (const key of keys) {
    const index = body.findIndex((row) => new RegExp(`^\\s*${key}\\s*=\\s*"[^"]*"\\s*(?:#.*)?$`).test(row));
    if (index >= 0) return header + 1 + index;
  }
  return header;
}

function checked(
  path: string,
  before: string,
  edit: { readonly start: number; readonly end: number; readonly newText: string },
): FileChange | Refusal {
  if (path.endsWith('.toml') || path === 'Pipfile') {
    try {
      parseToml((before.slice(0, edit.start) + edit.newText + before.slice(edit.end)).replace(/^\uFEFF/, ''));
    } catch {
      return { refused: `${path} is laid out so that nothing can be added safely: add it by hand` };
    }
  }
  return { path, edits: [edit] };
}

/** A basic string of TOML. */
export function tomlString(text: string): string {
  return JSON.stringify(text);
}
