/** What the statements at the head of a file are, and the order in which isort and Ruff keep imports. */
import { standardLibraryModules } from '../semantics/python-names';
import { soleExpression, type SyntaxNode } from '../syntax/node';

export function isImport({ type }: SyntaxNode): boolean {
  return (
    type === 'import_statement' || type === 'import_from_statement' || type === 'future_import_statement'
  );
}

export function isDefinition({ type }: SyntaxNode): boolean {
  return type === 'function_definition' || type === 'class_definition' || type === 'decorated_definition';
}

export function isString(statement: SyntaxNode): boolean {
  const type = soleExpression(statement)?.type;
  return type === 'string' || type === 'concatenated_string';
}

/** `__version__ = …` and the like are part of many heads. */
export function isHeadAssignment(text: string): boolean {
  return /^__\w+__\s*(:[^=]+)?=/.test(text);
}

/** isort's order of sections: future, standard library, third party, relative. */
export function sectionOf(module: string): number {
  const head = module.split('.', 1)[0] ?? '';
  if (head === '__future__') return 0;
  if (head === '') return 3;
  return standardLibraryModules.has(head) ? 1 : 2;
}

/** Plain imports before `from` imports, each by module name, as isort and Ruff sort by default. */
export function comesBefore(text: string, module: string, line: string, wanted: string): boolean {
  const isFrom = text.startsWith('from');
  const wantsFrom = line.startsWith('from');
  if (isFrom !== wantsFrom) return !isFrom;
  return module.toLowerCase() <= wanted.toLowerCase();
}
