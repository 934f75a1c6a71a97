/**
 * Comments that silence findings: our own, and those that name an equivalent rule of another linter.
 *
 * Only lines that carry a finding are read, so that a file without findings costs nothing.
 */
import type { SourceText, TextRange } from '../syntax/text';
import type { LocalFinding } from './finding';
import type { Rule } from './rule';
import { hasTool, matchesCode, matchesPylint, names } from './suppression-names';
import { suppressedRanges, type SuppressedRanges, type TypeAt } from './suppression-ranges';

const own = /#\s*seaworthy:\s*ignore(?![\w-])(?:\[([^\]]*)\])?/i;
const noqa = /#\s*noqa\b(?:\s*:\s*([A-Z][A-Z0-9]*(?:[\s,]+[A-Z][A-Z0-9]*)*))?/i;
const nosec = /#\s*nosec\b(?:[\s:]+((?:B\d+|[a-z_]+)(?:[\s,]+(?:B\d+|[a-z_]+))*))?/;
const ruff = /#\s*ruff:\s*ignore\[([^\]]*)\]/;
const pylint = /#\s*pylint:\s*disable(?:-next)?=([\w\-,\s]+)/;

export class Suppressions {
  readonly #source: SourceText;
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #typeAt: TypeAt;
  #ranges: SuppressedRanges | undefined;

  constructor(source: SourceText, rules: ReadonlyMap<string, Rule>, typeAt: TypeAt) {
    this.#source = source;
    this.#rules = rules;
    this.#typeAt = typeAt;
  }

  covers(finding: LocalFinding): boolean {
    const rule = this.#rules.get(finding.rule);
    if (!rule) return false;
    const first = this.#source.lineAt(finding.start);
    if ((this.#ranges ??= suppressedRanges(this.#source, this.#typeAt))(first, rule)) return true;
    const last = lastLine(this.#source, finding);
    if (this.#lineSilences(first, rule)) return true;
    // A comment cannot follow the first line of a multi-line string or call; the last line speaks for it too.
    if (last !== first && this.#lineSilences(last, rule)) return true;
    return first > 0 && disableNext(this.#comment(first - 1), rule);
  }

  #lineSilences(line: number, rule: Rule): boolean {
    const comment = this.#comment(line);
    return comment !== '' && lineSilences(comment, rule);
  }

  /** The comment at the end of a line; empty when there is none. */
  #comment(line: number): string {
    const text = this.#source.lineText(line);
    const start = this.#source.lineStart(line);
    for (let hash = text.indexOf('#'); hash >= 0; hash = text.indexOf('#', hash + 1)) {
      if (this.#typeAt(start + hash) === 'comment') return text.slice(hash);
    }
    return '';
  }
}

/** The line where a finding ends, or where the backslashes at its end lead to: no comment can follow a backslash. */
export function lastLine(source: SourceText, { start, end }: TextRange): number {
  let line = source.lineAt(Math.max(start, end - 1));
  while (line + 1 < source.lineCount && source.lineText(line).endsWith('\\')) line += 1;
  return line;
}

function lineSilences(comment: string, rule: Rule): boolean {
  const ours = own.exec(comment);
  if (ours && (ours[1] === undefined ? true : names(ours[1]).includes(rule.meta.name))) return true;
  const quality = noqa.exec(comment);
  if (quality && (quality[1] === undefined || matchesCode(quality[1], rule))) return true;
  const security = nosec.exec(comment);
  if (security && hasTool(rule, 'bandit') && (security[1] === undefined || matchesCode(security[1], rule)))
    return true;
  const named = ruff.exec(comment);
  if (named && matchesCode(named[1] ?? '', rule)) return true;
  const disabled = pylint.exec(comment);
  return disabled?.[0].includes('disable=') === true && matchesPylint(disabled[1] ?? '', rule);
}

function disableNext(comment: string, rule: Rule): boolean {
  const match = pylint.exec(comment);
  return match?.[0].includes('disable-next=') === true && matchesPylint(match[1] ?? '', rule);
}
