/**
 * What an editor does to a text, at random: typing, pasting, deleting blocks, several cursors at once, commenting out,
 * moving lines, other line ends. An event holds the edits of one message: each in offsets of the text that the one
 * before left. Every event can be taken back.
 */
import type { TextEdit } from '../../server/src/engine/index';
import type { Random } from './random';

export interface EditEvent {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** Pieces that make and mend broken syntax, and change what names mean. */
const pieces = [
  '(', ')', '[', '{', '}', ':', '"', "'", '"""', '#', '\\', '\n', '\n\n', '\r\n', '    ', '\t', ' ', ',', '=', '.', '🚢',
  'import logging\n', 'import logging as log\n', 'from os import path\n', 'x = 1\n', 'print = None\n', 'class A:\n',
  'def f():\n', '    pass\n', 'try:\n', 'except Exception:\n', 'finally:\n', 'if TYPE_CHECKING:\n', '@decorated\n',
  'logger = logging.getLogger(__name__)\n', 'if __name__ == "__main__":\n', 'global x\n', 'async ', 'lambda: ', 'return ',
] as const; // prettier-ignore

/** What several cursors type at once. */
const typed = ['x', '#', '    ', ')', '"', 'self.', '\n', ', y=1', ''] as const;

type Maker = (text: string, random: Random) => readonly TextEdit[];

/** Small edits are listed more than once: they are what mostly happens, and what leaves the code sound. */
const makers: readonly [readonly [string, Maker], ...(readonly [string, Maker])[]] = [
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['edit', (text, random) => [randomEdit(text, random)]],
  ['two edits', twoEdits],
  ['typing over a name', typeOverName],
  ['paste of lines', pasteLines],
  ['deletion of lines', deleteLines],
  ['moved line', moveLine],
  ['cursors in a column', columnCursors],
  ['renamed everywhere', renameEverywhere],
  ['commented out', (text, random) => prefixLines(text, random, '# ')],
  ['indented', (text, random) => prefixLines(text, random, '    ')],
  ['dedented', dedentLines],
  ['another line end', otherLineEnd],
];

/** A text that has grown to twice its size is cut back; a lone carriage return, which costs every edit, goes soon. */
export function randomEvent(text: string, random: Random, usualLength: number): EditEvent {
  const lone = /\r(?!\n)/.exec(text);
  if (lone && random.below(3) === 0) {
    const edit = { start: lone.index, end: lone.index + 1, newText: '\n' };
    return { name: 'another line end', edits: [edit] };
  }
  const isRare = random.below(150) === 0;
  if (isRare) return { name: 'other line ends', edits: otherLineEnds(text, random) };
  const [name, make] =
    text.length > 2 * usualLength ? (['deletion of lines', deleteLines] as const) : random.pick(makers);
  return { name, edits: make(text, random) };
}

/** What brings `text` back after the event. */
export function inverse(text: string, { name, edits }: EditEvent): EditEvent {
  const back: TextEdit[] = [];
  let before = text;
  for (const { start, end, newText } of edits) {
    back.unshift({ start, end: start + newText.length, newText: before.slice(start, end) });
    before = before.slice(0, start) + newText + before.slice(end);
  }
  return { name: `undo of ${name}`, edits: back };
}

/** An edit of `text`: an insertion, a deletion or a replacement. */
export function randomEdit(text: string, random: Random): TextEdit {
  const newText = random.below(4) === 0 ? sliceOf(text, random) : random.pick(pieces);
  const start = random.below(text.length + 1);
  // Whole lines go in between lines half of the time, where they often leave the code sound.
  const isLine = newText.endsWith('\n') && random.below(2) === 0;
  if (isLine) {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    return { start: lineStart, end: lineStart, newText };
  }
  switch (random.below(3)) {
    case 0:
      return { start, end: start, newText };
    case 1:
      return { start, end: Math.min(text.length, start + 1 + random.below(30)), newText: '' };
    default:
      return { start, end: Math.min(text.length, start + random.below(12)), newText };
  }
}

function sliceOf(text: string, random: Random): string {
  const start = random.below(text.length);
  return text.slice(start, start + random.below(60));
}

function twoEdits(text: string, random: Random): readonly TextEdit[] {
  const first = randomEdit(text, random);
  const between = text.slice(0, first.start) + first.newText + text.slice(first.end);
  return [first, randomEdit(between, random)];
}

/** Letters go into a name, or the name loses some: the code mostly stays sound. */
function typeOverName(text: string, random: Random): readonly TextEdit[] {
  const names = [...text.matchAll(/[A-Za-z_]\w*/g)];
  const name = names[random.below(names.length)];
  if (!name) return [randomEdit(text, random)];
  const start = name.index + random.below(name[0].length + 1);
  const gone = random.below(2) === 0 ? random.below(name.index + name[0].length - start + 1) : 0;
  return [{ start, end: start + gone, newText: random.pick(['x', '_', 'log', 'é']) }];
}

/** Lines of the text itself, so that what is pasted is real code. */
function pasteLines(text: string, random: Random): readonly TextEdit[] {
  const from = someLines(text, random, 60);
  const at = lineStartBefore(text, random.below(text.length + 1));
  return [{ start: at, end: at, newText: text.slice(from.start, from.end) }];
}

function deleteLines(text: string, random: Random): readonly TextEdit[] {
  return [{ ...someLines(text, random, 40), newText: '' }];
}

/** As editors do it: the line above goes below in one message. */
function moveLine(text: string, random: Random): readonly TextEdit[] {
  const line = someLines(text, random, 1);
  const next = text.indexOf('\n', line.end) + 1;
  if (next === 0) return [randomEdit(text, random)];
  const moved = text.slice(line.start, line.end);
  return [
    { start: next, end: next, newText: moved },
    { ...line, newText: '' },
  ];
}

/** Edits of one multi-cursor change come from the last to the first, so that all offsets are those of the same text. */
function fromLast(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => b.start - a.start);
}

function columnCursors(text: string, random: Random): readonly TextEdit[] {
  const column = random.below(12);
  const newText = random.pick(typed);
  const gone = newText === '' ? 1 + random.below(4) : random.below(2);
  const edits = lineStartsOf(text, someLines(text, random, 6)).map((start) => {
    const lineEnd = endOfLine(text, start);
    const at = Math.min(start + column, lineEnd);
    return { start: at, end: Math.min(at + gone, lineEnd), newText };
  });
  return fromLast(edits);
}

function renameEverywhere(text: string, random: Random): readonly TextEdit[] {
  const names = [...text.matchAll(/\b[A-Za-z_]\w*\b/g)];
  const chosen = names[random.below(names.length)]?.[0];
  const newText = random.pick(['renamed', 'print', 'logging', 'x', 'except']);
  const edits = names
    .filter(([name]) => name === chosen)
    .slice(0, 40)
    .map(({ 0: name, index }) => ({ start: index, end: index + name.length, newText }));
  return fromLast(edits);
}

function prefixLines(text: string, random: Random, prefix: string): readonly TextEdit[] {
  const starts = lineStartsOf(text, someLines(text, random, 12));
  return fromLast(starts.map((start) => ({ start, end: start, newText: prefix })));
}

function dedentLines(text: string, random: Random): readonly TextEdit[] {
  const starts = lineStartsOf(text, someLines(text, random, 12));
  const edits = starts.flatMap((start) => {
    const width = /^(?: {1,4}|\t|# ?)/.exec(text.slice(start, start + 4))?.[0].length ?? 0;
    return width === 0 ? [] : [{ start, end: start + width, newText: '' }];
  });
  return fromLast(edits);
}

/** One line end becomes another one. */
function otherLineEnd(text: string, random: Random): readonly TextEdit[] {
  const start = text.indexOf('\n', random.below(text.length));
  if (start < 0) return [randomEdit(text, random)];
  const newText = random.below(10) === 0 ? '\r' : '\r\n';
  return [{ start: text[start - 1] === '\r' ? start - 1 : start, end: start + 1, newText }];
}

/** The whole text is replaced, as by "Change End of Line Sequence". */
function otherLineEnds(text: string, random: Random): readonly TextEdit[] {
  const newText = text.replaceAll(/\r\n|\n|\r/g, random.pick(['\n', '\r\n', '\n']));
  return [{ start: 0, end: text.length, newText }];
}

function lineStartBefore(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > start ? end - 1 : end;
}

/** Up to `limit` whole lines, with their line ends. */
function someLines(text: string, random: Random, limit: number): { start: number; end: number } {
  const start = lineStartBefore(text, random.below(text.length + 1));
  let end = start;
  for (let count = 1 + random.below(limit); count > 0 && end < text.length; count -= 1) {
    const next = text.indexOf('\n', end);
    end = next < 0 ? text.length : next + 1;
  }
  return { start, end };
}

function lineStartsOf(text: string, { start, end }: { start: number; end: number }): number[] {
  const starts: number[] = [];
  for (let at = start; at < end;) {
    starts.push(at);
    const next = text.indexOf('\n', at);
    if (next < 0) break;
    at = next + 1;
  }
  return starts;
}
