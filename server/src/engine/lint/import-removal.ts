/** Takes away an import that a fix leaves without use. Only where that is certain; otherwise it stays. */
import type { SyntaxNode } from '../syntax/node';
import type { TextRange } from '../syntax/text';
import type { FixContext } from './context';
import type { FixEdit } from './fix';

/**
 * Edits that remove the module's imports of `names`, of each whose every use stands in one of `replaced`; a name that
 * stands in none of them was without use before, and stays. `inserted` are edits that the fix makes to other imports.
 */
export function removeImports(
  names: readonly string[],
  replaced: readonly TextRange[],
  context: FixContext,
  inserted: readonly FixEdit[] = [],
): FixEdit[] {
  // Other files import from a package's `__init__`.
  if (/(^|\/)__init__\.pyi?$/.test(context.file.path)) return [];
  const unused = new Map<number, { readonly statement: SyntaxNode; readonly gone: string[] }>();
  for (const name of names) {
    const statement = importWithoutUse(name, replaced, context);
    if (!statement) continue;
    const known = unused.get(statement.id);
    if (known) known.gone.push(name);
    else unused.set(statement.id, { statement, gone: [name] });
  }
  return [...unused.values()].flatMap(({ statement, gone }) => {
    const imported = statement.childrenForFieldName('name');
    return imported.length === gone.length
      ? removeLine(statement, context, inserted)
      : removeNames(statement, imported, gone, context);
  });
}

/** The only import of `name`, when the module needs it no more. */
function importWithoutUse(
  name: string,
  replaced: readonly TextRange[],
  context: FixContext,
): SyntaxNode | undefined {
  const { source, root } = context;
  // Names in strings are exports or forward references.
  if (new RegExp(`["']${name}["']`).test(source.text)) return undefined;
  const [statement, ...others] = root.namedChildren.filter((candidate) =>
    importedNames(candidate, context).includes(name),
  );
  const resolution = context.names.resolveInModule(name);
  if (!statement || others.length > 0 || resolution.origin !== 'module' || resolution.bindings.length > 1)
    return undefined;
  const uses = root.descendantsOfType('identifier').filter((identifier) => {
    const isName = context.text(identifier) === name && !isLabel(identifier);
    return isName && !within(identifier.startIndex, statement);
  });
  const isGone = ({ startIndex: at }: SyntaxNode): boolean =>
    replaced.some(({ start, end }) => start <= at && at < end);
  return uses.length > 0 && uses.every(isGone) ? statement : undefined;
}

function within(at: number, { startIndex, endIndex }: SyntaxNode): boolean {
  return startIndex <= at && at < endIndex;
}

/** Names that an import statement binds; none for other statements. */
function importedNames(statement: SyntaxNode, context: FixContext): string[] {
  if (statement.type !== 'import_statement' && statement.type !== 'import_from_statement') return [];
  return statement.childrenForFieldName('name').map((name) => boundName(name, context));
}

function boundName(name: SyntaxNode, context: FixContext): string {
  return context.text(name.childForFieldName('alias') ?? name);
}

/** The name of an attribute or of a keyword argument uses no import. */
export function isLabel(identifier: SyntaxNode): boolean {
  const { parent } = identifier;
  const field =
    parent?.type === 'attribute' ? 'attribute' : parent?.type === 'keyword_argument' ? 'name' : undefined;
  return field !== undefined && parent?.childForFieldName(field)?.id === identifier.id;
}

/** The whole line, and a blank line behind it where one stands before it too. */
function removeLine(
  statement: SyntaxNode,
  { source, root }: FixContext,
  inserted: readonly FixEdit[],
): FixEdit[] {
  const first = source.lineAt(statement.startIndex);
  const last = source.lineAt(statement.endIndex);
  const start = source.lineStart(first);
  const around = `${source.slice(start, statement.startIndex)}${source.slice(statement.endIndex, source.lineEnd(last))}`;
  // Code or a comment on the line stays, and with it the import; so does a module's only statement.
  if (around.trim() !== '' || root.namedChildCount < 2) return [];
  const isBlank = (line: number): boolean => source.lineText(line).trim() === '';
  const isReplaced = inserted.some((edit) => edit.start >= start && edit.start <= source.lineStart(last + 1));
  const isEdge = first === 0 || isBlank(first - 1);
  const doubled = isEdge && !isReplaced && last + 1 < source.lineCount && isBlank(last + 1);
  return [{ start, end: source.lineStart(last + (doubled ? 2 : 1)), newText: '' }];
}

/** Some names of several, each with the comma and the space that set it off. */
function removeNames(
  statement: SyntaxNode,
  names: readonly SyntaxNode[],
  gone: readonly string[],
  context: FixContext,
): FixEdit[] {
  if (context.text(statement).includes('#')) return [];
  const isGone = (node: SyntaxNode): boolean => gone.includes(boundName(node, context));
  // From the first name of the rest on, each goes with the comma in front of it; those before, with the one behind.
  const kept = names.findIndex((node) => !isGone(node));
  return names.flatMap((node, index): FixEdit[] => {
    if (!isGone(node)) return [];
    const next = names[index + 1];
    const previous = names[index - 1];
    if (index < kept && next) return [{ start: node.startIndex, end: next.startIndex, newText: '' }];
    return previous ? [{ start: previous.endIndex, end: node.endIndex, newText: '' }] : [];
  });
}
