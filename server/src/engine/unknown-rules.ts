/**
 * Names in our own comments that silence nothing, because no rule is called so. They are looked for in the text and cost
 * nothing in files without such a comment.
 */
import { nearest } from './config/suggest';
import type { SyntaxNode } from './syntax/node';
import type { SourceText, TextRange } from './syntax/text';
import type { Rule } from './lint/rule';

export interface UnknownRule extends TextRange {
  readonly name: string;
  /** The rule that was meant, as far as one can tell. */
  readonly suggestion?: string;
}

const comment = /#[ \t]*seaworthy:[ \t]*ignore(?:-file)?\[([^\]\r\n]*)\]/gi;

/** In the order of the text; `rules` are all that exist, on or off. */
export function unknownRules(
  source: SourceText,
  root: SyntaxNode,
  rules: readonly Rule[],
): readonly UnknownRule[] {
  if (!source.includes('eaworthy:')) return [];
  const found: UnknownRule[] = [];
  for (const match of source.text.matchAll(comment)) {
    const [whole, list = ''] = match;
    const unknown = [...list.matchAll(/[^\s,]+/g)].filter(
      ([name]) => !rules.some(({ meta }) => meta.name === name),
    );
    if (unknown.length === 0) continue;
    // A text about such comments silences nothing and means nothing.
    if (root.descendantForIndex(match.index, match.index + 1)?.type !== 'comment') continue;
    const listStart = match.index + whole.length - 1 - list.length;
    for (const { 0: name, index } of unknown) {
      const start = listStart + index;
      const suggestion = suggestionFor(name, rules);
      found.push({
        name,
        start,
        end: start + name.length,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    }
  }
  return found;
}

export function describeUnknownRule({ name, suggestion }: Pick<UnknownRule, 'name' | 'suggestion'>): string {
  const question = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
  return `There is no rule '${name}': nothing is silenced by that name.${question}`;
}

/** The only rule that another linter's code or name stands for, else the nearest name. */
function suggestionFor(name: string, rules: readonly Rule[]): string | undefined {
  const code = name.toUpperCase();
  const same = rules.filter(({ meta }) =>
    meta.equivalents.some((other) => other.code === code || other.name === name.toLowerCase()),
  );
  if (same.length > 0) return same.length === 1 ? same[0]?.meta.name : undefined;
  return nearest(
    name,
    rules.map(({ meta }) => meta.name),
  );
}
