/**
 * The narrow view of a tree-sitter node that rules see, and small helpers over it.
 *
 * Each property that is not a plain field crosses into wasm (about a microsecond). `text` is left out on purpose: slice
 * the source instead. Climbing `parent` in a loop is slow; ask the context for an enclosing node.
 */
import type { FieldName, NodeKind } from './node-kinds.generated';

export interface SyntaxNode {
  /** Identity within one tree: two nodes with the same id are the same node. */
  readonly id: number;
  /** The kind. Anonymous tokens ("(", "async") give their own text, hence `string`. */
  readonly type: NodeKind | (string & {});
  readonly typeId: number;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Zero-based; rows are counted by `\n` alone. For reports of lines only: offsets are the currency of edits. */
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly isNamed: boolean;
  readonly isMissing: boolean;
  readonly isError: boolean;
  readonly hasError: boolean;
  readonly childCount: number;
  readonly namedChildCount: number;
  readonly children: SyntaxNode[];
  readonly namedChildren: SyntaxNode[];
  readonly firstChild: SyntaxNode | null;
  readonly lastChild: SyntaxNode | null;
  readonly firstNamedChild: SyntaxNode | null;
  readonly lastNamedChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
  readonly previousSibling: SyntaxNode | null;
  readonly nextNamedSibling: SyntaxNode | null;
  readonly previousNamedSibling: SyntaxNode | null;
  readonly parent: SyntaxNode | null;
  child(index: number): SyntaxNode | null;
  namedChild(index: number): SyntaxNode | null;
  childForFieldName(name: FieldName): SyntaxNode | null;
  childrenForFieldName(name: FieldName): SyntaxNode[];
  descendantsOfType(kinds: NodeKind | NodeKind[]): SyntaxNode[];
  descendantForIndex(start: number, end: number): SyntaxNode | null;
  namedDescendantForIndex(start: number, end: number): SyntaxNode | null;
}

/** Source text of a node; empty for none. */
export function nodeText(node: SyntaxNode | null | undefined, text: string): string {
  return node ? text.slice(node.startIndex, node.endIndex) : '';
}

/** Named children without comments, which the grammar allows anywhere. */
export function codeChildren(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

export function childOfType(node: SyntaxNode, kind: NodeKind): SyntaxNode | undefined {
  return node.namedChildren.find((child) => child.type === kind);
}

/**
 * True for a statement or definition. Where the parser gives up, an error stands in their place, and where it gives up the
 * whole file, loose pieces of them: a handler, a list of parameters.
 */
export function isWholeStatement({ type }: SyntaxNode): boolean {
  return /_(?:statement|definition)$/.test(type);
}

/** Statements of a suite (the `block` of a compound statement). */
export function statementsOf(block: SyntaxNode | null | undefined): SyntaxNode[] {
  return block ? codeChildren(block) : [];
}

/** The expression of an expression statement that holds just one, else undefined. */
export function soleExpression(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type !== 'expression_statement' || statement.namedChildCount !== 1) return undefined;
  return statement.firstNamedChild ?? undefined;
}

/** Strips redundant parentheses. */
export function unparenthesized(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (current.type === 'parenthesized_expression') {
    const inner = codeChildren(current)[0];
    if (!inner) return current;
    current = inner;
  }
  return current;
}

/** Positional and keyword arguments of a call; `splat` tells of `*args` or `**kwargs` among them. */
export interface CallArguments {
  readonly list: SyntaxNode | null;
  readonly positional: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
  readonly splat: boolean;
}

export function callArguments(call: SyntaxNode, text: string): CallArguments {
  const list = call.childForFieldName('arguments');
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  let splat = false;
  // `sum(x for x in y)` has a generator in place of the argument list.
  if (list?.type === 'generator_expression') return { list, positional: [list], keywords, splat };
  for (const child of list ? codeChildren(list) : []) {
    if (child.type === 'list_splat' || child.type === 'dictionary_splat') {
      splat = true;
    } else if (child.type === 'keyword_argument') {
      const name = child.childForFieldName('name');
      const value = child.childForFieldName('value');
      if (name && value) keywords.set(text.slice(name.startIndex, name.endIndex), value);
    } else {
      positional.push(child);
    }
  }
  return { list, positional, keywords, splat };
}

/** `a`, `a.b.c` as dotted text; undefined for anything else (calls, subscripts). */
export function dottedName(node: SyntaxNode | null, text: string): string | undefined {
  if (!node) return undefined;
  if (node.type === 'identifier') return text.slice(node.startIndex, node.endIndex);
  if (node.type === 'dotted_name') return text.slice(node.startIndex, node.endIndex).replace(/\s+/g, '');
  if (node.type !== 'attribute') return undefined;
  const object = dottedName(node.childForFieldName('object'), text);
  const attribute = node.childForFieldName('attribute');
  if (object === undefined || !attribute) return undefined;
  return `${object}.${text.slice(attribute.startIndex, attribute.endIndex)}`;
}

/** True for a function written `async def`. */
export function isAsync(definition: SyntaxNode): boolean {
  return definition.firstChild?.type === 'async';
}
