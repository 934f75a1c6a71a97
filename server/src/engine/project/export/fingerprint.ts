/**
 * A name for a finding that survives moving its code: rule, the words of its line, the definition around it, and a
 * number for the second of two that are otherwise the same. Found in the text alone, since Python's indentation says
 * what encloses what.
 */
export interface Fingerprinted {
  readonly rule: string;
  /** Zero-based line. */
  readonly line: number;
}

/** One fingerprint for each finding of a file, in the same order. */
export function fingerprints(text: string, path: string, findings: readonly Fingerprinted[]): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  const seen = new Map<string, number>();
  return findings.map(({ rule, line }) => {
    const words = (lines[line] ?? '').trim().replace(/\s+/g, ' ');
    const base = [rule, path, enclosing(lines, line), words].join('\n');
    const ordinal = seen.get(base) ?? 0;
    seen.set(base, ordinal + 1);
    return hash(`${base}\n${ordinal}`);
  });
}

/** Names of the definitions around a line, outermost first: `Shop.load`. */
function enclosing(lines: readonly string[], from: number): string {
  const names: string[] = [];
  let limit = indentOf(lines[from] ?? '');
  for (let line = from - 1; line >= 0 && limit > 0; line -= 1) {
    const text = lines[line] ?? '';
    const definition = /^(\s*)(?:async\s+def|def|class)\s+(\w+)/.exec(text);
    if (!definition || indentOf(text) >= limit) continue;
    names.unshift(definition[2] ?? '');
    limit = indentOf(text);
  }
  return names.join('.');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** 64 bits as two FNV-1a runs with different offsets: short, and no library or runtime is needed. */
function hash(text: string): string {
  return fnv(text, 0x811c9dc5) + fnv(text, 0x01000193);
}

function fnv(text: string, offset: number): string {
  let value = offset;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
