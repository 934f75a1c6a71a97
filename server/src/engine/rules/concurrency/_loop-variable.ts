/** Everything that a scope does with a variable that holds an event loop, and the edits that do without it. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { linesOf } from '../../lint/statement-lines';
import { codeChildren, soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';

/** Statements that exist only because the loop is made by hand. */
export interface LoopUse {
  readonly setup: readonly SyntaxNode[];
  readonly closing: readonly SyntaxNode[];
}

type Context = Pick<RuleContext | FixContext, 'text'>;

/** Undefined when `name` does anything in `scopes` but being made, set, run once and closed. */
export function loopUse(name: string, scopes: readonly SyntaxNode[], context: Context): LoopUse | undefined {
  const setup: SyntaxNode[] = [];
  const closing: SyntaxNode[] = [];
  let runs = 0;
  // The only scope is a function itself; several are the statements of the module.
  const [first, second] = scopes;
  const own = second ? undefined : first?.id;
  const others = scopes.flatMap((scope) => functionsWithOwn(name, scope, context));
  for (const identifier of scopes.flatMap((scope) => scope.descendantsOfType('identifier'))) {
    if (context.text(identifier) !== name) continue;
    const { startIndex: at } = identifier;
    if (others.some(({ id, startIndex, endIndex }) => id !== own && startIndex <= at && at < endIndex))
      continue;
    const { parent } = identifier;
    if (parent?.type === 'attribute') {
      // `self.loop` names an attribute, not the variable.
      if (parent.childForFieldName('attribute')?.id === identifier.id) continue;
      const method = context.text(parent.childForFieldName('attribute') ?? parent);
      const statement = callStatement(parent.parent);
      if (method === 'run_until_complete' && parent.parent?.type === 'call') runs += 1;
      else if (method === 'close' && statement) closing.push(statement);
      else return undefined;
      continue;
    }
    const statement =
      parent?.type === 'assignment' ? assignedOnce(parent, identifier) : argumentOfSet(parent, context);
    if (!statement) return undefined;
    setup.push(statement);
  }
  const made = setup.filter((statement) => statement.firstNamedChild?.type === 'assignment').length;
  return runs === 1 && made === 1 ? { setup, closing } : undefined;
}

/** Functions in `scope`, which may be one itself, that have a variable `name` of their own. */
function functionsWithOwn(name: string, scope: SyntaxNode, context: Context): SyntaxNode[] {
  return scope.descendantsOfType('function_definition').filter((definition) => {
    const isShared = definition
      .descendantsOfType(['global_statement', 'nonlocal_statement'])
      .some((statement) => new RegExp(`\\b${name}\\b`).test(context.text(statement)));
    if (isShared) return false;
    const targets = definition
      .descendantsOfType('assignment')
      .flatMap((assignment) => assignment.childForFieldName('left') ?? []);
    const parameters = definition.childForFieldName('parameters')?.namedChildren ?? [];
    return [...targets, ...parameters].some((node) => context.text(node) === name);
  });
}

function callStatement(call: SyntaxNode | null): SyntaxNode | undefined {
  const statement = call?.type === 'call' ? call.parent : undefined;
  return statement && soleExpression(statement) ? statement : undefined;
}

function assignedOnce(assignment: SyntaxNode, identifier: SyntaxNode): SyntaxNode | undefined {
  const statement = assignment.parent;
  const isTarget = assignment.childForFieldName('left')?.id === identifier.id;
  const value = assignment.childForFieldName('right');
  return isTarget && value?.type === 'call' && statement?.type === 'expression_statement'
    ? statement
    : undefined;
}

/** `asyncio.set_event_loop(loop)` as a statement. */
function argumentOfSet(list: SyntaxNode | null | undefined, context: Context): SyntaxNode | undefined {
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  const callee = call?.childForFieldName('function');
  return callee && /(?:^|\.)set_event_loop$/.test(context.text(callee))
    ? callStatement(call ?? null)
    : undefined;
}

/** Edits that take the statements away; undefined where they share a line, or a suite would be left empty. */
export function withoutLoop(
  { setup, closing }: LoopUse,
  context: FixContext,
): readonly FixEdit[] | undefined {
  const edits: FixEdit[] = [];
  const gone = new Set([...setup, ...closing].map(({ id }) => id));
  for (const statement of [...setup, ...closing]) {
    const suite = statement.parent;
    if (suite?.type === 'block' && statementsOf(suite).every(({ id }) => gone.has(id))) {
      const unwrapping =
        suite.parent?.type === 'finally_clause' ? withoutTry(suite.parent, context) : undefined;
      if (!unwrapping) return undefined;
      edits.push(...unwrapping);
      continue;
    }
    const lines = linesOf(statement, context.source);
    if (!lines || /#/.test(context.source.slice(statement.endIndex, lines.end))) return undefined;
    const next = context.source.lineStart(context.source.lineAt(lines.end) + 1);
    edits.push({ start: lines.start, end: next, newText: '' });
  }
  return edits;
}

/** Takes `try:` and its `finally` away and moves the body out, where there is no handler. */
function withoutTry(clause: SyntaxNode, { source }: FixContext): readonly FixEdit[] | undefined {
  const statement = clause.parent;
  const body = statement?.childForFieldName('body');
  const lines = statement && linesOf(statement, source);
  if (!statement || !body || !lines || codeChildren(statement).length !== 2) return undefined;
  // Comments behind the body would go with `finally`; those in front of it come out with the body.
  const hasComment = statement
    .descendantsOfType('comment')
    .some(({ startIndex }) => startIndex >= source.lineEnd(source.lineAt(body.endIndex)));
  const strings = body.descendantsOfType('string');
  if (
    hasComment ||
    strings.some(({ startIndex, endIndex }) => /[\r\n]/.test(source.slice(startIndex, endIndex)))
  )
    return undefined;
  const first = source.lineAt(statement.startIndex) + 1;
  const last = source.lineAt(body.endIndex);
  const inner = source.indentAt(body.startIndex);
  if (source.lineText(first - 1).trim() !== 'try:') return undefined;
  const edits: FixEdit[] = [{ start: lines.start, end: source.lineStart(first), newText: '' }];
  for (let line = first; line <= last; line += 1) {
    const text = source.lineText(line);
    if (text.trim() === '') continue;
    if (!text.startsWith(inner)) return undefined;
    const start = source.lineStart(line);
    edits.push({ start, end: start + inner.length, newText: lines.indent });
  }
  // From the end of the body to the end of `finally`, the line break behind it stays.
  edits.push({ start: source.lineEnd(last), end: lines.end, newText: '' });
  return edits;
}
