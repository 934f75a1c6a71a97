/** What code has surely bound by the time that other code runs. */
import { bindingKinds, collectBindings } from './bindings';
import type { NodeKind } from '../syntax/node-kinds.generated';
import { statementsOf, type SyntaxNode } from '../syntax/node';

/** True when running `statement` to its end binds `name`: not under a condition, in a loop or in a function. */
export function bindsAlways(statement: SyntaxNode, name: string, text: string): boolean {
  switch (statement.type) {
    case 'function_definition':
    case 'class_definition': {
      const own = statement.childForFieldName('name');
      return own !== null && text.slice(own.startIndex, own.endIndex) === name;
    }
    case 'decorated_definition': {
      const definition = statement.childForFieldName('definition');
      return definition !== null && bindsAlways(definition, name, text);
    }
    case 'with_statement':
    case 'try_statement':
      return suiteBinds(statement.childForFieldName('body'), name, text);
    case 'if_statement':
      return everyBranchBinds(statement, name, text);
    case 'for_statement':
    case 'while_statement':
    case 'match_statement':
      return false;
    default:
      return namesBoundIn(statement, text).includes(name);
  }
}

function suiteBinds(suite: SyntaxNode | null, name: string, text: string): boolean {
  return statementsOf(suite).some((statement) => bindsAlways(statement, name, text));
}

function everyBranchBinds(statement: SyntaxNode, name: string, text: string): boolean {
  const branches = statement.childrenForFieldName('alternative');
  if (branches.at(-1)?.type !== 'else_clause') return false;
  const suites = branches.map((branch) =>
    branch.childForFieldName(branch.type === 'else_clause' ? 'body' : 'consequence'),
  );
  return [statement.childForFieldName('consequence'), ...suites].every((suite) =>
    suiteBinds(suite, name, text),
  );
}

const own: ReadonlySet<string> = new Set<NodeKind>([
  'assignment',
  'import_statement',
  'import_from_statement',
  'named_expression',
]);

/** Names that a simple statement binds. */
function namesBoundIn(statement: SyntaxNode, text: string): string[] {
  const names: string[] = [];
  const sink = {
    add: (binding: { readonly name: string }) => void names.push(binding.name),
    declareGlobal: () => undefined,
    wildcardImport: () => undefined,
  };
  const site = { text, origin: 0, scope: -1, typeOnly: false };
  for (const node of statement.descendantsOfType(bindingKinds.filter((kind) => own.has(kind)))) {
    collectBindings(node, node.type as NodeKind, site, sink);
  }
  return names;
}

/** True when the code at `at` runs when its function is called, not when the module runs through `statement`. */
export function runsLater(statement: SyntaxNode, at: number): boolean {
  let node: SyntaxNode | null = statement.descendantForIndex(at, at);
  while (node && node.id !== statement.id) {
    if (isBodyOfFunction(node, at)) return true;
    node = node.parent;
  }
  return node !== null && isBodyOfFunction(node, at);
}

function isBodyOfFunction(node: SyntaxNode, at: number): boolean {
  if (node.type !== 'function_definition' && node.type !== 'lambda') return false;
  const body = node.childForFieldName('body');
  return body !== null && body.startIndex <= at && at < body.endIndex;
}
