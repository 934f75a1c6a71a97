/** The statements at the end of a script, and how they move behind the main guard. */
import type { FixContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { isLabel, namesOf } from '../../lint/scope-names';
import { builtinNames } from '../../semantics/python-names';
import type { NodeKind } from '../../syntax/node-kinds.generated';
import type { SyntaxNode } from '../../syntax/node';

export interface Tail {
  /** Start of the first line that moves, a comment that belongs to it included. */
  readonly start: number;
  /** End of the last statement's last line, line break left out. */
  readonly end: number;
  readonly statements: readonly SyntaxNode[];
  /** Everything above, comments included. */
  readonly above: readonly SyntaxNode[];
}

const definitions = new Set([
  'function_definition',
  'class_definition',
  'decorated_definition',
  'import_statement',
  'import_from_statement',
  'future_import_statement',
]);

export function lastDefinition(statements: readonly SyntaxNode[]): SyntaxNode | undefined {
  return statements[lastIndex(statements, ({ type }) => definitions.has(type))];
}

/** What follows the last definition or import and the constants behind it; undefined when it cannot be indented. */
export function tailOf(statements: readonly SyntaxNode[], context: FixContext): Tail | undefined {
  const { source } = context;
  let first = lastIndex(statements, ({ type }) => definitions.has(type)) + 1;
  while (first < statements.length && staysAbove(statements[first], context)) first += 1;
  const last = lastIndex(statements, ({ type }) => type !== 'comment');
  const moving = statements.slice(first, last + 1);
  const start = moving[0]?.startIndex;
  const lastEnd = moving.at(-1)?.endIndex;
  if (start === undefined || lastEnd === undefined || moving.some(({ hasError }) => hasError))
    return undefined;
  const previousEnd = statements[first - 1]?.endIndex ?? 0;
  // Two statements on one line cannot be torn apart line by line.
  const isOwnLine =
    source.lineStart(source.lineAt(start)) === start &&
    (start === 0 || source.lineAt(previousEnd) < source.lineAt(start));
  if (!isOwnLine) return undefined;
  return {
    start: leadingComments(statements, first, context) ?? start,
    end: source.lineEnd(source.lineAt(lastEnd)),
    statements: moving,
    above: statements.slice(0, first),
  };
}

function lastIndex(statements: readonly SyntaxNode[], test: (statement: SyntaxNode) => boolean): number {
  return statements.reduce((found, statement, index) => (test(statement) ? index : found), -1);
}

/** Constants are there to be imported, and so are the objects that servers and runners look for: `gunicorn shop:app`. */
const imported = /^(?:_*[A-Z][A-Z0-9_]*|__\w+__|app|application|api|server|celery|wsgi|asgi|handler|demo)$/;

/** Comments, and assignments of names that others import. */
function staysAbove(statement: SyntaxNode | undefined, context: FixContext): boolean {
  if (!statement) return false;
  if (statement.type === 'comment') return true;
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (assignment?.type !== 'assignment' || statement.namedChildCount !== 1) return false;
  const left = assignment.childForFieldName('left');
  return left?.type === 'identifier' && imported.test(context.text(left));
}

/** Comment lines right above the first statement move with it. */
function leadingComments(
  statements: readonly SyntaxNode[],
  first: number,
  { source }: FixContext,
): number | undefined {
  let start: number | undefined;
  let line = source.lineAt(statements[first]?.startIndex ?? 0);
  for (let index = first - 1; index >= 0; index -= 1) {
    const comment = statements[index];
    if (comment?.type !== 'comment' || source.lineAt(comment.startIndex) !== line - 1) break;
    if (source.lineStart(line - 1) !== comment.startIndex) break;
    start = comment.startIndex;
    line -= 1;
  }
  return start;
}

/** The tail behind `if __name__ == "__main__":`. */
export function guardedTail(tail: Tail, context: FixContext): FixEdit {
  const { eol } = context.source;
  const newText = `${blankLines(tail, context)}if __name__ == "__main__":${eol}${indented(tail, context)}`;
  return { start: tail.start, end: tail.end, newText };
}

/** The tail as the body of a new `main`. */
export function mainFunction(tail: Tail, context: FixContext): FixEdit {
  const { eol, indentUnit } = context.source;
  const guard = `${eol}${eol}${eol}if __name__ == "__main__":${eol}${indentUnit}main()`;
  const newText = `${blankLines(tail, context)}def main() -> None:${eol}${indented(tail, context)}${guard}`;
  return { start: tail.start, end: tail.end, newText };
}

/** Line breaks that are missing to two blank lines above. */
function blankLines({ start }: Tail, { source }: FixContext): string {
  let line = source.lineAt(start) - 1;
  let blank = 0;
  while (line >= 0 && source.lineText(line).trim() === '') {
    blank += 1;
    line -= 1;
  }
  return line < 0 ? '' : source.eol.repeat(Math.max(0, 2 - blank));
}

/** The lines of the tail one level deeper. Lines that begin inside a string stay as they are, and so do empty ones. */
function indented({ start, end, statements }: Tail, { source }: FixContext): string {
  const inString = new Set<number>();
  for (const statement of statements) {
    for (const string of statement.descendantsOfType('string')) {
      const last = source.lineAt(string.endIndex);
      for (let line = source.lineAt(string.startIndex) + 1; line <= last; line += 1) inString.add(line);
    }
  }
  const lines: string[] = [];
  for (let line = source.lineAt(start); line <= source.lineAt(end); line += 1) {
    const text = source.lineText(line);
    const stays = inString.has(line) || text.trim() === '';
    const lineEnd =
      line < source.lineAt(end) ? source.slice(source.lineEnd(line), source.lineStart(line + 1)) : '';
    lines.push(`${stays ? '' : source.indentUnit}${text}${lineEnd}`);
  }
  return lines.join('');
}

/** Statements and calls that mean something else inside a function, or whose names others may need. */
const unfit: NodeKind[] = [
  'function_definition',
  'class_definition',
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'global_statement',
  'nonlocal_statement',
  'delete_statement',
  'return_statement',
  'type_alias_statement',
  'yield',
  'await',
  'wildcard_import',
  'print_statement',
  'exec_statement',
];

/** Every name of the tail keeps its meaning, and nobody outside it can need one. */
export function canMove(tail: Tail, context: FixContext): boolean {
  const { text } = context.source;
  if (/\b(?:globals|locals|vars|eval|exec|dir|__import__|timeit)\s*\(/.test(text)) return false;
  if (tail.statements.some((statement) => statement.descendantsOfType(unfit).length > 0)) return false;
  const bound = new Set(tail.statements.flatMap((statement) => [...namesOf(statement, text).bound]));
  for (const name of bound) {
    // Others may import it, and a builtin would be unbound at its first use.
    if (imported.test(name) || builtinNames.has(name)) return false;
  }
  return tail.above.every((statement) => isIndependent(statement, bound, context));
}

/** Nothing in `statement` binds or reads one of `names` in the module's scope. */
function isIndependent(statement: SyntaxNode, names: ReadonlySet<string>, context: FixContext): boolean {
  if (statement.type === 'comment' || names.size === 0) return true;
  const { text } = context.source;
  const { bound, scope } = namesOf(statement, text);
  for (const name of bound) if (names.has(name)) return false;
  return statement.descendantsOfType('identifier').every((identifier) => {
    const name = context.text(identifier);
    if (!names.has(name)) return true;
    return isLabel(identifier) || scope.resolve(name, identifier.startIndex).origin === 'local';
  });
}
