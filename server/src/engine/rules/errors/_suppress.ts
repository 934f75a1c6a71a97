/** `with contextlib.suppress(…)`: reading it, narrowing it, and turning it into a `try` and back. */
import type { FixContext } from '../../lint/context';
import type { Fix, Inserted } from '../../lint/fix';
import { callArguments, codeChildren, type SyntaxNode } from '../../syntax/node';
import { combined, failureMessage } from './_handler-fixes';
import { isBroadType, type Handler, type Place } from './_handler';
import { applicabilityOf, narrowingOf, type Narrowing } from './_narrowing';

export interface Suppress {
  readonly call: SyntaxNode;
  readonly types: readonly SyntaxNode[];
  /** Nothing else is managed by the same `with`. */
  readonly isAlone: boolean;
  /** Those that are `Exception` or `BaseException`. */
  readonly broad: readonly SyntaxNode[];
}

/** The first `suppress` call of a `with` that swallows everything. */
export function suppressOf(node: SyntaxNode, context: Place): Suppress | undefined {
  const { text } = context.source;
  const body = node.childForFieldName('body');
  const header = text.slice(node.startIndex, body?.startIndex ?? node.endIndex);
  if (!header.includes('Exception')) return undefined;
  const clause = node.namedChildren.find(({ type }) => type === 'with_clause');
  const items = clause ? codeChildren(clause) : [];
  for (const item of items) {
    const call = item.childForFieldName('value');
    if (call?.type !== 'call') continue;
    if (context.names.qualifiedName(call.childForFieldName('function')) !== 'contextlib.suppress') continue;
    const { positional, splat } = callArguments(call, text);
    const broad = positional.filter((type) => isBroadType(type, context));
    if (!splat && broad.length > 0) return { call, types: positional, broad, isAlone: items.length === 1 };
  }
  return undefined;
}

export function narrowSuppress(
  node: SyntaxNode,
  { types, broad, isAlone }: Suppress,
  context: FixContext,
): Fix | undefined {
  const kept = types.filter((type) => !broad.some(({ id }) => id === type.id));
  const narrowing = narrowingOf(node.childForFieldName('body') ?? undefined, kept, [], context);
  const [first] = types;
  const last = types.at(-1);
  // What a later item raises while it is entered or left is suppressed too.
  if (!narrowing || !first || !last || !isAlone) return undefined;
  const { startIndex: start } = first;
  const { endIndex: end } = last;
  if (context.source.slice(start, end).includes('#')) return undefined;
  const edit = { start, end, newText: narrowing.types.join(', ') };
  return {
    title: `Suppress only ${narrowing.reason}`,
    applicability: 'unsafe',
    edits: [...narrowing.imports, edit],
  };
}

/** `try: … except Exception: logger.exception(…)` in place of a `with` that has nothing else to manage. */
export function logInsteadOfSuppress(
  node: SyntaxNode,
  { call, types, isAlone }: Suppress,
  context: FixContext,
): Fix | undefined {
  const { source } = context;
  const body = node.childForFieldName('body');
  const clause = call.parent?.parent;
  const last = body ? codeChildren(body).at(-1) : undefined;
  if (!body || !last || !clause || !isAlone || node.firstChild?.type !== 'with') return undefined;
  const colon = headerColon(node, clause.endIndex, body.startIndex, context);
  const logger = context.insertions.logger();
  if (colon === undefined || !logger) return undefined;
  const names = types.map((type) => context.text(type));
  if (names.some((name) => name.includes('#'))) return undefined;
  const written = names.length === 1 ? (names[0] ?? '') : `(${names.join(', ')})`;
  const indent = source.indentAt(node.startIndex);
  const at = source.lineEnd(source.lineAt(last.endIndex));
  const statement = `${logger.name}.exception("${failureMessage(body, context)}")`;
  const { eol, indentUnit } = source;
  const handler = `${eol}${indent}except ${written}:${eol}${indent}${indentUnit}${statement}`;
  const edits = combined(logger.edits, [
    { start: node.startIndex, end: colon, newText: 'try' },
    { start: at, end: at, newText: handler },
  ]);
  return (
    edits && { title: `Catch the error and log it with \`${statement}\``, applicability: 'unsafe', edits }
  );
}

/** `with contextlib.suppress(T):` in place of a `try` whose only handler does nothing. */
export function suppressInsteadOfTry(
  { node, statements }: Handler,
  narrowing: Narrowing,
  context: FixContext,
): Fix | undefined {
  const { source } = context;
  const try_ = node.parent;
  const body = try_?.childForFieldName('body');
  const [statement] = statements;
  if (!try_ || !body || !statement) return undefined;
  const clauses = codeChildren(try_).filter(({ type }) => type !== 'block');
  const end = source.lineEnd(source.lineAt(statement.endIndex));
  // Comments of the handler would go with it.
  const hasComment = source.slice(node.startIndex, end).includes('#');
  const isAlone = /^[ \t]*;?[ \t]*$/.test(source.slice(statement.endIndex, end));
  const isGroup = /^except\s*\*/.test(context.text(node));
  if (clauses.length !== 1 || isGroup || hasComment || !isAlone) return undefined;
  const colon = headerColon(try_, try_.startIndex + 'try'.length, body.startIndex, context);
  const suppress = suppressName(context);
  if (colon === undefined || !suppress) return undefined;
  const from = source.lineEnd(source.lineAt(node.startIndex) - 1);
  const edits = combined(narrowing.imports, suppress.edits, [
    { start: try_.startIndex, end: colon, newText: `with ${suppress.name}(${narrowing.types.join(', ')})` },
    { start: from, end, newText: '' },
  ]);
  return (
    edits && {
      title: `Use \`${suppress.name}\` for ${narrowing.reason}`,
      applicability: applicabilityOf(narrowing),
      edits,
    }
  );
}

/** `suppress` as the file imports it already, else through the module. */
function suppressName({ insertions }: FixContext): Inserted | undefined {
  const imported = insertions.importFrom('contextlib', 'suppress');
  if (imported?.edits.length === 0) return imported;
  const module = insertions.importModule('contextlib');
  return module && { name: `${module.name}.suppress`, edits: module.edits };
}

/** Offset of the colon that ends a header, when nothing but space stands before it. */
function headerColon(
  node: SyntaxNode,
  from: number,
  bodyStart: number,
  { source }: FixContext,
): number | undefined {
  const match = /^[ \t]*:/.exec(source.slice(Math.max(from, node.startIndex), bodyStart));
  return match ? from + match[0].length - 1 : undefined;
}
