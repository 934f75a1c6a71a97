/**
 * Comments on a line of their own: they silence the whole file, or everything from there to the end of the block,
 * unless a later one says otherwise. A comment of Ruff may also mean the next line alone.
 */
import { lineMatches } from '../syntax/line-matches';
import type { SourceText } from '../syntax/text';
import type { Rule } from './rule';
import { hasTool, matchesCode, matchesPylint, names } from './suppression-names';

/** Type of the smallest node at an offset: tells a comment from a `#` in a string. */
export type TypeAt = (offset: number) => string | undefined;

/** Whether a rule is silent on a line. */
export type SuppressedRanges = (line: number, rule: Rule) => boolean;

interface Directive {
  readonly reach: Reach;
  readonly first: number;
  /** The last line it speaks for. */
  readonly last: number;
  readonly silences: boolean;
  readonly means: (rule: Rule) => boolean;
}

type Reach = 'file' | 'block' | 'next';

interface Form {
  readonly pattern: RegExp;
  readonly reach: Reach;
  readonly means: (list: string | undefined, rule: Rule) => boolean;
  readonly silences?: false;
}

const ofCode = (list: string | undefined, rule: Rule): boolean =>
  list === undefined || matchesCode(list, rule);
const ofPylint = (list: string | undefined, rule: Rule): boolean => matchesPylint(list ?? 'all', rule);

const forms: readonly Form[] = [
  {
    pattern: /^#\s*seaworthy:\s*ignore-file(?![\w-])(?:\[([^\]]*)\])?/i,
    reach: 'file',
    means: (list, rule) => list === undefined || names(list).includes(rule.meta.name),
  },
  { pattern: /^#\s*(?:ruff|flake8)\s*:\s*noqa(?:\s*:\s*([A-Z0-9,\s]+))?\s*$/i, reach: 'file', means: ofCode },
  { pattern: /^#\s*ruff:\s*file-ignore\[([^\]]*)\]/, reach: 'file', means: ofCode },
  { pattern: /^#\s*ruff:\s*disable\[([^\]]*)\]/, reach: 'block', means: ofCode },
  { pattern: /^#\s*ruff:\s*enable\[([^\]]*)\]/, reach: 'block', means: ofCode, silences: false },
  { pattern: /^#\s*ruff:\s*ignore\[([^\]]*)\]/, reach: 'next', means: ofCode },
  { pattern: /^#\s*pylint:\s*skip-file\b/, reach: 'file', means: (_, rule) => hasTool(rule, 'pylint') },
  { pattern: /^#\s*pylint:\s*disable=([\w\-,\s]+)/, reach: 'block', means: ofPylint },
  { pattern: /^#\s*pylint:\s*enable=([\w\-,\s]+)/, reach: 'block', means: ofPylint, silences: false },
];

const candidate = /[\ufeff \t\f]*#[^\n]*\b(?:seaworthy|ruff|flake8|pylint)\s*:/iy;
/** What such a comment holds, in the spellings that people use. */
const words = ['eaworthy', 'ruff', 'Ruff', 'lake8', 'ylint'];

export function suppressedRanges(source: SourceText, typeAt: TypeAt): SuppressedRanges {
  const directives: Directive[] = [];
  for (const match of lineMatches(source, words, candidate)) {
    const line = source.lineAt(match.index);
    const comment = source.lineText(line).trim();
    for (const { pattern, reach, means, silences = true } of forms) {
      const found = pattern.exec(comment);
      if (!found || typeAt(match.index + match[0].indexOf('#')) !== 'comment') continue;
      const lines = linesOf(source, line, reach, typeAt);
      directives.push({ ...lines, reach, silences, means: (rule) => means(found[1], rule) });
    }
  }
  if (directives.length === 0) return () => false;
  return (line, rule) => {
    const said = directives.filter(({ first, last, means }) => first <= line && line <= last && means(rule));
    // The file as a whole has the last word over what is switched on again inside.
    return said.some(({ reach }) => reach === 'file') || said.at(-1)?.silences === true;
  };
}

function linesOf(
  source: SourceText,
  line: number,
  reach: Reach,
  typeAt: TypeAt,
): Pick<Directive, 'first' | 'last'> {
  switch (reach) {
    case 'file':
      return { first: 0, last: Infinity };
    case 'next': {
      const next = nextCode(source, line + 1);
      return { first: next, last: next };
    }
    case 'block':
      return { first: line, last: blockEnd(source, line, typeAt) };
  }
}

/** The line of code below, with other comments and blank lines between. */
function nextCode(source: SourceText, from: number): number {
  let line = from;
  while (line < source.lineCount && /^\s*(?:#|$)/.test(source.lineText(line))) line += 1;
  return line;
}

/** The last line before code that is indented less. The text of a string may be, and ends nothing. */
function blockEnd(source: SourceText, from: number, typeAt: TypeAt): number {
  const indent = indentOf(source.lineText(from));
  if (indent === 0) return Infinity;
  for (let line = nextCode(source, from + 1); line < source.lineCount; line = nextCode(source, line + 1)) {
    const own = indentOf(source.lineText(line));
    if (own < indent && !isInString(typeAt(source.lineStart(line) + own))) return line - 1;
  }
  return Infinity;
}

function isInString(type: string | undefined): boolean {
  return type === 'string_content' || type === 'string_end' || type === 'escape_sequence';
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
