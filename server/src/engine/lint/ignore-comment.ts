/**
 * The edits that silence a finding: a `# seaworthy: ignore[rule]` comment where it stands, or `ignore-file[rule]` in the
 * head of the file. Suppression reads both.
 */
import type { SyntaxNode } from '../syntax/node';
import type { SourceText, TextRange } from '../syntax/text';
import type { TextEdit } from '../syntax/edits';
import { magicLines } from './module-head';
import { lastLine } from './suppression';

const ofLine = /#\s*seaworthy:\s*ignore\[([^\]]*)\]/i;
const ofFile = /^[\ufeff \t\f]*(#\s*seaworthy:\s*ignore-file\[([^\]\n]*)\])/gim;

/**
 * Adds the comment to the last line of the finding, or to its first where no comment can stand at the end of the last
 * (it ends inside a string, or in a backslash). Undefined where neither line takes one.
 */
export function ignoreEdit(
  source: SourceText,
  root: SyntaxNode,
  finding: TextRange & { readonly rule: string },
): TextEdit | undefined {
  const first = source.lineAt(finding.start);
  const last = lastLine(source, finding);
  for (const line of last === first ? [first] : [last, first]) {
    const edit = editOfLine(source, root, line, finding.rule);
    if (edit) return edit;
  }
  return undefined;
}

/**
 * Adds the rule to the file's own `ignore-file` comment, or such a comment below the lines that have to come first: the
 * shebang and the coding. Above the docstring, and never inside a block of metadata. Undefined where a lone `\r` ends lines.
 */
export function ignoreFileEdit(source: SourceText, root: SyntaxNode, rule: string): TextEdit | undefined {
  if (source.hasLoneReturn) return undefined;
  for (const match of source.text.matchAll(ofFile)) {
    const [whole, comment = '', names = ''] = match;
    const end = match.index + whole.length;
    const isComment = root.descendantForIndex(end - comment.length, end - 1)?.type === 'comment';
    if (isComment) return extended(names, end - 1, rule);
  }
  const line = magicLines(source);
  if (line >= source.lineCount) return undefined;
  const start = line === 0 && source.text.startsWith('\ufeff') ? 1 : source.lineStart(line);
  return { start, end: start, newText: `# seaworthy: ignore-file[${rule}]${source.eol}` };
}

function editOfLine(source: SourceText, root: SyntaxNode, line: number, rule: string): TextEdit | undefined {
  const text = source.lineText(line);
  const end = source.lineStart(line) + text.trimEnd().length;
  const comment = commentEndingAt(root, end);
  if (!comment) {
    const open = text.endsWith('\\') || isInString(root, source.lineEnd(line));
    return open ? undefined : { start: end, end, newText: `  # seaworthy: ignore[${rule}]` };
  }
  const list = ofLine.exec(source.slice(comment.startIndex, comment.endIndex));
  if (!list) return { start: end, end, newText: `  # seaworthy: ignore[${rule}]` };
  return extended(list[1] ?? '', comment.startIndex + list.index + list[0].length - 1, rule);
}

/** One more name in a list that ends at `at`. */
function extended(names: string, at: number, rule: string): TextEdit {
  const kept = names.replace(/[\s,]+$/, '');
  return { start: at - (names.length - kept.length), end: at, newText: kept === '' ? rule : `, ${rule}` };
}

function commentEndingAt(root: SyntaxNode, end: number): SyntaxNode | undefined {
  if (end === 0) return undefined;
  const node = root.descendantForIndex(end - 1, end - 1);
  return node?.type === 'comment' ? node : undefined;
}

/** True when the line break at `offset` belongs to a string that goes on. */
function isInString(root: SyntaxNode, offset: number): boolean {
  let node = root.descendantForIndex(offset, offset);
  // A line break in a replacement field of an f-string is still inside the string's quotes.
  while (node && !(node.type === 'string' && node.startIndex < offset && offset < node.endIndex))
    node = node.parent;
  return node !== null;
}
