/**
 * Writes the acknowledgement of a check into the project's configuration: `check = "reason"`, or a table with a note.
 * What is there keeps its comments, order and line ends; a result that does not read back as meant is refused.
 */
import { parse as parseToml } from 'smol-toml';
import type { AcknowledgementReason } from '../../../protocol/health';
import { locateEntry } from '../../config/toml-positions';
import type { TextEdit } from '../../syntax/edits';
import { SourceText, type TextRange } from '../../syntax/text';
import type { ProjectFacts } from '../facts';
import { appendToToml } from './pyproject';
import type { FileChange, ProjectEdit, Refusal } from './types';

/** `reason` null takes an acknowledgement back. */
export function acknowledge(
  facts: ProjectFacts,
  check: string,
  reason: AcknowledgementReason | null,
  note: string,
): ProjectEdit | Refusal {
  // A seaworthy.toml wins over the table in pyproject.toml.
  const own = facts.paths.has('seaworthy.toml');
  const path = own ? 'seaworthy.toml' : 'pyproject.toml';
  const table = own ? ['acknowledge'] : ['tool', 'seaworthy', 'acknowledge'];
  const line = reason === null ? undefined : `${check} = ${valueOf(reason, note)}`;
  const change = changeOf(facts, path, table, check, line);
  if ('refused' in change) return change;
  const label =
    reason === null ? `Take back the acknowledgement of ${check}` : `Acknowledge ${check} in ${path}`;
  return { label, files: [change] };
}

function changeOf(
  facts: ProjectFacts,
  path: string,
  table: readonly string[],
  check: string,
  line: string | undefined,
): FileChange | Refusal {
  const document = facts.documents.toml(path);
  if (document.status !== 'ok') {
    if (line === undefined) return { refused: `${check} is not acknowledged in ${path}` };
    return appendToToml(facts, path, `[${table.join('.')}]\n${line}\n`);
  }
  const { text } = document;
  const entry = locateEntry(text, [...table, check]);
  if (entry) {
    const start = line === undefined ? lineStart(text, entry.key.start) : entry.key.start;
    const end = line === undefined ? nextLine(text, entry.value.end) : valueEnd(text, entry.value);
    return checked(path, text, { start, end, newText: line ?? '' }, table, check, line !== undefined);
  }
  if (line === undefined) return { refused: `${check} is not acknowledged in ${path}` };
  const header = locateEntry(text, table);
  if (!header) return appendToToml(facts, path, `[${table.join('.')}]\n${line}\n`);
  const source = new SourceText(text);
  const at = source.lineEnd(source.positionAt(header.key.end).line);
  return checked(path, text, { start: at, end: at, newText: source.eol + line }, table, check, true);
}

function valueOf(reason: AcknowledgementReason, note: string): string {
  const words = note.replace(/\s+/g, ' ').trim();
  return words === '' ? `"${reason}"` : `{ reason = "${reason}", note = ${JSON.stringify(words)} }`;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Past the comment and the line break behind a value. */
function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Where a string or an inline table ends: the range that is known includes the comment behind it. */
function valueEnd(text: string, { start, end }: TextRange): number {
  const value = /^\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\{(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^}"'])*\})/.exec(
    text.slice(start, end),
  );
  return value ? start + value[0].length : end;
}

/** Some layouts allow no such edit: then the file does not read back as meant. */
function checked(
  path: string,
  text: string,
  edit: TextEdit,
  table: readonly string[],
  check: string,
  isThere: boolean,
): FileChange | Refusal {
  const after = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  try {
    let value: unknown = parseToml(after.replace(/^\uFEFF/, ''));
    for (const name of [...table, check])
      value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
    if ((value !== undefined) === isThere) return { path, edits: [edit] };
  } catch {
    // Refused below.
  }
  return { refused: `${path} is laid out so that it cannot be changed safely: edit it by hand` };
}
