/** The statements between the opening of a file and its last use, when they can stand in one `with`. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { hasOwnLines, reindented } from '../../lint/suites';
import { codeChildren, soleExpression, type SyntaxNode } from '../../syntax/node';
import { usesOf, wrapperUses, type Use } from './_file-handle';

type Context = Pick<RuleContext, 'names' | 'text' | 'source'>;

export interface Handle {
  readonly name: string;
  /** `f = open(...)`. */
  readonly statement: SyntaxNode;
  readonly call: SyntaxNode;
  /** Its uses in the suite where it is opened, until the name gets another value. */
  readonly uses: readonly Use[];
  readonly isClosed: boolean;
  /** It may be used outside that suite too: no `with` can hold all of it. */
  readonly isUsedOutside: boolean;
}

/** Undefined for a file that leaves the scope, is managed, or closed in a `finally`. */
export function readHandle(
  statement: SyntaxNode,
  call: SyntaxNode,
  name: string,
  scope: SyntaxNode,
  context: Context,
): Handle | undefined {
  const suite = statement.parent;
  if (!suite) return undefined;
  const limit = nextBinding(statement, suite, name, context);
  const own = usesOf(name, scope, context);
  const wrapped = own.flatMap((use) => (use.kind === 'wrapped' ? [use.name] : []));
  if (wrapped.includes(name) || own.some(({ node }) => isDeclaredElsewhere(node))) return undefined;
  const all = [...own, ...[...new Set(wrapped)].flatMap((other) => wrapperUses(other, scope, context))];
  const start = statement.endIndex;
  const uses = all.filter(({ node }) => start <= node.startIndex && node.startIndex < limit);
  const later = limit < suite.endIndex ? [] : all.filter(({ node }) => node.startIndex >= suite.endIndex);
  const held = [...uses, ...later];
  if (held.some(({ kind }) => kind === 'escape' || kind === 'managed')) return undefined;
  if (uses.some(({ kind }) => kind === 'binding')) return undefined;
  if (held.some((use) => use.kind === 'close' && isInFinally(use.call, scope))) return undefined;
  const loop = outermostLoop(statement, scope);
  const comesRound =
    loop !== undefined &&
    all.some(
      ({ node, kind }) => kind !== 'binding' && loop.startIndex < node.startIndex && node.startIndex < start,
    );
  const isUsedOutside = later.length > 0 || comesRound;
  // Outside it may hold something else that is not to be closed: standard output, say.
  if (isUsedOutside && own.filter(({ kind }) => kind === 'binding').length > 1) return undefined;
  const isClosed = held.some(({ kind }) => kind === 'close');
  return { name, statement, call, uses, isClosed, isUsedOutside };
}

/** `global f` and `nonlocal f`: others see the file too. */
function isDeclaredElsewhere({ parent }: SyntaxNode): boolean {
  return parent?.type === 'global_statement' || parent?.type === 'nonlocal_statement';
}

/** Where the name gets another value in the same suite; the end of the suite when it does not. */
function nextBinding(statement: SyntaxNode, suite: SyntaxNode, name: string, context: Context): number {
  for (const other of codeChildren(suite)) {
    if (other.startIndex <= statement.startIndex) continue;
    const assignment = soleExpression(other);
    const target = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    const value = assignment?.childForFieldName('right');
    if (
      target &&
      context.text(target) === name &&
      value &&
      !new RegExp(`\\b${name}\\b`).test(context.text(value))
    )
      return other.startIndex;
    if (
      other.type === 'with_statement' &&
      new RegExp(`^with\\b[^:]*\\bas\\s+${name}\\s*:`).test(context.text(other))
    )
      return other.startIndex;
  }
  return suite.endIndex;
}

function isInFinally(node: SyntaxNode, scope: SyntaxNode): boolean {
  for (let at = node.parent; at && at.id !== scope.id; at = at.parent)
    if (at.type === 'finally_clause') return true;
  return false;
}

function outermostLoop(node: SyntaxNode, scope: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (let at = node.parent; at && at.id !== scope.id; at = at.parent)
    if (at.type === 'for_statement' || at.type === 'while_statement') found = at;
  return found;
}

/** `with open(...) as f:` around everything from the opening to the last use. */
export function wrapRange(handle: Handle, context: FixContext): Fix | undefined {
  const { source } = context;
  const { statement, call, name, uses } = handle;
  const suite = statement.parent;
  const assignment = soleExpression(statement);
  const lastUse = Math.max(...uses.map(({ node }) => node.startIndex));
  if (!suite || handle.isUsedOutside || uses.length === 0 || !hasOwnLines(statement, source))
    return undefined;
  if (assignment?.type !== 'assignment' || assignment.childForFieldName('type')) return undefined;
  if (assignment.childForFieldName('right')?.id !== call.id) return undefined;
  const range = codeChildren(suite).filter(
    ({ startIndex }) => startIndex > statement.startIndex && startIndex <= lastUse,
  );
  const last = range.at(-1);
  if (!last || !hasOwnLines(last, source) || !range.every((one) => startsLine(one, source))) return undefined;
  const outer = source.indentAt(statement.startIndex);
  const inner = outer + (outer.includes('\t') ? '\t' : source.indentUnit);
  const first = source.lineAt(statement.endIndex);
  const lines = { first: first + 1, last: source.lineAt(last.endIndex), from: outer, to: inner };
  const closes = isClose(last, uses) && source.lineText(lines.last).trim() === context.text(last);
  const isOnly = range.length === 1;
  const kept = reindented(range, closes ? { ...lines, last: lines.last - 1 } : lines, source);
  const lineEnd = source.slice(source.lineEnd(lines.last), source.lineStart(lines.last + 1));
  const close = closes && isOnly ? `${inner}pass${lineEnd}` : '';
  const rest = source.slice(statement.endIndex, source.lineStart(first + 1));
  const edit = {
    start: statement.startIndex,
    end: source.lineStart(lines.last + 1),
    newText: `with ${context.text(call)} as ${name}:${rest}${kept}${close}`,
  };
  const title = `Use \`${name}\` in a \`with\` statement; it is closed after its last use, whatever happens`;
  return { title, applicability: 'unsafe', edits: [edit] };
}

function isClose(statement: SyntaxNode, uses: readonly Use[]): boolean {
  const call = soleExpression(statement);
  return uses.some((use) => use.kind === 'close' && use.call.id === call?.id);
}

function startsLine({ startIndex }: SyntaxNode, source: FixContext['source']): boolean {
  return source.slice(source.lineStart(source.lineAt(startIndex)), startIndex).trim() === '';
}
