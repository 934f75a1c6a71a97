/** What the reasons for differences ask about a line: the code around it, read anew and not through the rules. */
import type { SyntaxNode } from '../../server/src/engine/syntax/node';
import type { Difference } from './conformance';

/** The innermost node of one of `kinds` around the line's first character. */
export function around({ analysis, offset }: Difference, ...kinds: string[]): SyntaxNode | undefined {
  let node: SyntaxNode | null = analysis.root.descendantForIndex(offset, offset);
  while (node && !kinds.includes(node.type)) node = node.parent;
  return node ?? undefined;
}

export function textOf(node: SyntaxNode | undefined, { analysis }: Difference): string {
  return node ? analysis.source.slice(node.startIndex, node.endIndex) : '';
}

/** Name of the function that holds the line; empty at module level. */
export function functionName(difference: Difference): string {
  const definition = around(difference, 'function_definition');
  return textOf(definition?.childForFieldName('name') ?? undefined, difference);
}

/** Parameters of the function that holds the line, `self` and `cls` aside. */
export function parameterNames(difference: Difference): string[] {
  const list = around(difference, 'function_definition')?.childForFieldName('parameters');
  const names = list?.descendantsOfType('identifier').map((name) => textOf(name, difference)) ?? [];
  return names.filter((name) => name !== 'self' && name !== 'cls');
}

/** The file imports one of `modules`, at its beginning or anywhere else. */
export function imports({ analysis }: Difference, modules: readonly string[]): boolean {
  const names = modules.join('|');
  return new RegExp(`^\\s*(?:import|from)\\s+(?:[\\w., ]+,\\s*)?(?:${names})\\b`, 'm').test(
    analysis.source.text,
  );
}
