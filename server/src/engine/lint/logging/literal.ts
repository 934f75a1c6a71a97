/**
 * The text inside Python string literals, as source: one atom for each character or escape sequence, so that text can
 * move between literals of other quotes and prefixes without ever being evaluated and printed again.
 */

/** How a literal is written: its quotes, and whether backslashes are themselves. */
export interface LiteralStyle {
  readonly quotes: string;
  readonly isRaw: boolean;
}

export interface Atom {
  /** How it is written in a literal that is not raw, quotes aside. */
  readonly source: string;
  /** The character that it stands for; undefined where only Python can tell (`\N{DASH}`, unknown escapes). */
  readonly char: string | undefined;
}

export interface Prefix extends LiteralStyle {
  /** Lower case, without `r`: `f`, `b`, `u`, `t` or nothing. */
  readonly letters: string;
}

const escapes =
  /\\(?:\r\n|N\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[\s\S])|\r\n|\{\{|\}\}|[\s\S]/g;
const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '"': '"', '\\': '\\' };

/** The prefix and quotes of a `string_start`. */
export function prefixOf(start: string): Prefix {
  const letters = /^[a-zA-Z]*/.exec(start)?.[0] ?? '';
  const lower = letters.toLowerCase();
  return { letters: lower.replace('r', ''), quotes: start.slice(letters.length), isRaw: lower.includes('r') };
}

/** The atoms of a stretch of literal text; undefined for the few spellings that cannot be moved. */
export function atomsOf(content: string, { isRaw, letters }: Prefix): Atom[] | undefined {
  const isFormatted = letters === 'f';
  const atoms: Atom[] = [];
  for (const [piece] of content.matchAll(escapes)) {
    if (piece.startsWith('\\') && isRaw) {
      // A backslash is itself, and so is what follows it; `\N{` in a raw f-string opens a replacement field.
      if (piece.length !== 2 || /[\r\n]/.test(piece)) return undefined;
      atoms.push(backslash, { source: piece === '\\\\' ? '\\\\' : piece.slice(1), char: piece.slice(1) });
    } else if (piece.startsWith('\\')) {
      atoms.push({ source: piece, char: charOf(piece) });
    } else if (piece === '{{' || piece === '}}') {
      const brace = piece.slice(1);
      atoms.push({ source: brace, char: brace });
      if (!isFormatted) atoms.push({ source: brace, char: brace });
    } else {
      atoms.push({ source: piece, char: /[\r\n]/.test(piece) ? '\n' : piece });
    }
  }
  return atoms;
}

const backslash: Atom = { source: '\\\\', char: '\\' };

/** Atoms of text of our own, which holds neither quotes nor backslashes. */
export function plainAtoms(text: string): Atom[] {
  return [...text].map((char) => ({ source: char, char }));
}

/** What the atoms say, as far as it can be told: for looking at words, not for writing code. */
export function wording(atoms: readonly Atom[]): string {
  return atoms.map(({ source, char }) => char ?? source).join('');
}

function charOf(escape: string): string | undefined {
  const body = escape.slice(1);
  if (/^[xuU]/.test(body) && body.length > 1) return codePoint(Number.parseInt(body.slice(1), 16));
  if (/^[0-7]/.test(body)) return codePoint(Number.parseInt(body, 8));
  return named[body];
}

function codePoint(value: number): string | undefined {
  return value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}

/** Writes one literal. `isRaw` in the style is a wish, granted where the text allows it. */
export function writeLiteral(atoms: readonly Atom[], { quotes, isRaw }: LiteralStyle): string {
  const raw = isRaw ? rawText(atoms, quotes) : undefined;
  return raw === undefined ? `${quotes}${cookedText(atoms, quotes)}${quotes}` : `r${quotes}${raw}${quotes}`;
}

/** The text of a raw literal; undefined where it would need an escape, or no backslash asks for one to be raw. */
function rawText(atoms: readonly Atom[], quotes: string): string | undefined {
  const quote = quotes.charAt(0);
  if (!atoms.some(({ char }) => char === '\\')) return undefined;
  const isWritable = ({ source, char }: Atom): boolean =>
    char !== undefined && char !== quote && !/[\r\n]/.test(char) && (char === source || char === '\\');
  if (!atoms.every(isWritable)) return undefined;
  const text = wording(atoms);
  return /(?<!\\)(?:\\\\)*\\$/.test(text) ? undefined : text;
}

function cookedText(atoms: readonly Atom[], quotes: string): string {
  const quote = quotes.charAt(0);
  const isTriple = quotes.length === 3;
  let text = '';
  atoms.forEach(({ source }, index) => {
    const next = atoms[index + 1];
    if (source === quote) text += isTriple && next && next.source !== quote ? source : `\\${source}`;
    else if (/^\r?\n$|^\r$/.test(source)) text += isTriple ? source : '\\n';
    // `\1` followed by a digit from elsewhere would read as another escape.
    else if (/^\\[0-7]{1,2}$/.test(source) && /^[0-7]/.test(next?.source ?? ''))
      text += `\\${source.slice(1).padStart(3, '0')}`;
    else text += source;
  });
  return text;
}
