/** Can control fall off the end of a suite? Follows the statements of the language, never values. */
import { codeChildren, dottedName, statementsOf, unparenthesized, type SyntaxNode } from '../syntax/node';
import { neverReturns, swallowers } from './builtin-types';
import type { Names } from './names';
import type { InferredType } from './types';

/** What inference may ask about the file. */
export interface TypeSite {
  readonly text: string;
  readonly names: Names;
  /** What can be told of a name, an attribute, a call or an `await`, where somebody knows. */
  readonly lookUp?: (node: SyntaxNode) => InferredType | undefined;
}

/** True when the statement after `block` may be reached from its beginning. */
export function fallsThrough(block: SyntaxNode | null, site: TypeSite): boolean {
  return statementsOf(block).every((statement) => completes(statement, site));
}

function completes(statement: SyntaxNode, site: TypeSite): boolean {
  switch (statement.type) {
    case 'return_statement':
    case 'raise_statement':
    case 'continue_statement':
    case 'break_statement':
      return false;
    case 'expression_statement':
      return !endsProgram(statement, site);
    case 'assert_statement':
      return statement.firstNamedChild?.type !== 'false';
    case 'if_statement':
      return ifCompletes(statement, site);
    case 'while_statement':
    case 'for_statement':
      return loopCompletes(statement, site);
    case 'try_statement':
      return tryCompletes(statement, site);
    case 'with_statement':
      return fallsThrough(statement.childForFieldName('body'), site) || mayResume(statement, site);
    case 'match_statement':
      return matchCompletes(statement, site);
    default:
      return true;
  }
}

function endsProgram(statement: SyntaxNode, { names }: TypeSite): boolean {
  let expression = statement.firstNamedChild;
  if (expression?.type === 'await') expression = expression.firstNamedChild;
  if (expression?.type !== 'call') return false;
  const callee = names.qualifiedName(expression.childForFieldName('function'));
  return callee !== undefined && neverReturns.has(callee);
}

function ifCompletes(statement: SyntaxNode, site: TypeSite): boolean {
  if (fallsThrough(statement.childForFieldName('consequence'), site)) return true;
  let hasElse = false;
  for (const clause of statement.childrenForFieldName('alternative')) {
    hasElse ||= clause.type === 'else_clause';
    if (fallsThrough(clause.childForFieldName(hasElse ? 'body' : 'consequence'), site)) return true;
  }
  return !hasElse;
}

function loopCompletes(loop: SyntaxNode, site: TypeSite): boolean {
  if (breaksOut(loop.childForFieldName('body'))) return true;
  if (loop.type === 'while_statement' && isForever(loop.childForFieldName('condition'), site)) return false;
  const otherwise = loop.childForFieldName('alternative');
  return otherwise ? fallsThrough(otherwise.childForFieldName('body'), site) : true;
}

function isForever(condition: SyntaxNode | null, { text }: TypeSite): boolean {
  if (!condition) return false;
  const inner = unparenthesized(condition);
  return (
    inner.type === 'true' ||
    (inner.type === 'integer' && Number(text.slice(inner.startIndex, inner.endIndex)) > 0)
  );
}

/** A `break` of this loop, not of one inside it. The `else` of an inner loop belongs to this one. */
function breaksOut(block: SyntaxNode | null): boolean {
  if (!block) return false;
  return block.namedChildren.some((child) => {
    if (child.type === 'break_statement') return true;
    if (child.type === 'for_statement' || child.type === 'while_statement') {
      return breaksOut(child.childForFieldName('alternative'));
    }
    if (child.type === 'function_definition' || child.type === 'class_definition') return false;
    return /_statement$|_clause$|^block$/.test(child.type) && breaksOut(child);
  });
}

function tryCompletes(statement: SyntaxNode, site: TypeSite): boolean {
  let body = fallsThrough(statement.childForFieldName('body'), site);
  let handled = false;
  for (const clause of statement.namedChildren) {
    const block = codeChildren(clause).at(-1) ?? null;
    if (clause.type === 'else_clause') body &&= fallsThrough(block, site);
    else if (clause.type === 'except_clause') handled ||= fallsThrough(block, site);
    else if (clause.type === 'finally_clause' && !fallsThrough(block, site)) return false;
  }
  return body || handled;
}

function mayResume(statement: SyntaxNode, { text }: TypeSite): boolean {
  const clause = statement.namedChildren.find((child) => child.type === 'with_clause');
  return (clause ? clause.descendantsOfType('call') : []).some((call) => {
    const callee = dottedName(call.childForFieldName('function'), text);
    return callee !== undefined && swallowers.test(callee);
  });
}

function matchCompletes(statement: SyntaxNode, site: TypeSite): boolean {
  const cases = statementsOf(statement.childForFieldName('body')).filter(
    ({ type }) => type === 'case_clause',
  );
  if (cases.some((clause) => fallsThrough(clause.childForFieldName('consequence'), site))) return true;
  return !cases.some((clause) => isIrrefutable(clause, site));
}

/** `case _:` and `case name:` take everything. */
function isIrrefutable(clause: SyntaxNode, { text }: TypeSite): boolean {
  if (clause.childForFieldName('guard')) return false;
  const [pattern, ...others] = codeChildren(clause).filter(({ type }) => type === 'case_pattern');
  if (!pattern || others.length > 0) return false;
  return /^(?!None$|True$|False$)[^\W\d]\w*$/.test(text.slice(pattern.startIndex, pattern.endIndex));
}
