/** Leaves an exception out of the end of a message, where the traceback says it better. */
import { wording, type Atom } from './literal';
import { wordingOf, type Piece, type TextPiece } from './message';

/** Words that a message must not end with: what they lead to would be missing. */
const leading =
  /\b(?:with|of|to|by|in|from|at|on|for|because|due|is|was|are|were|got|as|and|or|the|a|an|that|than|caught|raised|gave|says?|said|returned)\s*$/i;
/** What every error could say of itself. */
const saysNothing = /^\W*(?:an?\s+)?(?:error|exception)(?:\s+(?:has\s+)?(?:occurred|happened))?\W*$/i;
const closers: Readonly<Record<string, string>> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '>': '<',
  "'": "'",
  '"': '"',
  '`': '`',
};

/**
 * The message without the exception `name` at its end; `nothing` when no words are left, undefined when it is not
 * mentioned there or cannot be taken out without leaving half a sentence.
 */
export function withoutException(
  pieces: readonly Piece[],
  name: string,
): readonly Piece[] | 'nothing' | undefined {
  const kept = [...pieces];
  const tail = takeText(kept);
  if (!/^[\s.!)\]}>'"`]*$/.test(tail)) return undefined;
  let isMentioned = false;
  let enclosing = tail;
  for (;;) {
    const last = kept.at(-1);
    if (last?.kind !== 'value' || !isMention(last.source, name) || last.spec !== '') break;
    if (last.percent !== undefined && !/^%[sr]$/.test(last.percent)) break;
    kept.pop();
    isMentioned = true;
    if (!trimEnd(kept, enclosing, last.source)) return undefined;
    enclosing = '';
  }
  if (!isMentioned) return undefined;
  const text = wordingOf(kept);
  if (!/[\w\ufffc]/.test(text) || saysNothing.test(text)) return 'nothing';
  return leading.test(text) ? undefined : kept;
}

/** Removes text pieces from the end and gives what they said. */
function takeText(pieces: Piece[]): string {
  let text = '';
  for (let last = pieces.at(-1); last && last.kind !== 'value'; last = pieces.at(-1)) {
    if (last.kind === 'text') text = wording(last.atoms) + text;
    pieces.pop();
  }
  return text;
}

/** Takes brackets, quotes and punctuation from the end, as `after` closes them; false when they do not pair. */
function trimEnd(pieces: Piece[], after: string, source: string): boolean {
  const openers = [...after].filter((char) => char in closers).map((char) => closers[char]);
  const { model, atoms } = takeAtoms(pieces);
  for (const opener of openers) {
    if (atoms.at(-1)?.char !== opener) return false;
    atoms.pop();
  }
  // `{e=}` writes the expression in front of its value.
  const label = new RegExp(`(?<![\\w.])${source.replace(/\W/g, '\\$&')}\\s*=\\s*$`).exec(wording(atoms))?.[0];
  if (label !== undefined) atoms.splice(atoms.length - label.length);
  while (/^[\s:\-\u2013\u2014=,;|>]$/.test(atoms.at(-1)?.char ?? 'x')) atoms.pop();
  if (model && (atoms.length > 0 || pieces.length === 0)) pieces.push({ ...model, atoms });
  return !/[([{<'"`]$/.test(wording(atoms));
}

/** The text at the end as one run of atoms; gaps and empty literals behind the last words go. */
function takeAtoms(pieces: Piece[]): { model: TextPiece | undefined; atoms: Atom[] } {
  const atoms: Atom[] = [];
  let model: TextPiece | undefined;
  for (let last = pieces.at(-1); last && last.kind !== 'value'; last = pieces.at(-1)) {
    if (last.kind === 'gap') {
      if (atoms.length > 0) break;
    } else {
      atoms.unshift(...last.atoms);
      if (last.style || !model) model = last;
    }
    pieces.pop();
  }
  return { model, atoms };
}

/** The exception itself, its text or its type. */
export function isMention(source: string, name: string): boolean {
  const plain = source.replace(/\s+/g, '');
  const forms = [
    'traceback.format_exc()',
    name,
    `str(${name})`,
    `repr(${name})`,
    `type(${name}).__name__`,
    `type(${name})`,
    `${name}.__class__.__name__`,
  ];
  return forms.includes(plain);
}
