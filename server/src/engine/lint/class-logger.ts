/** The logger that a class keeps for its methods: `self.logger`, made in `__init__` or in the class body. */
import type { Names } from '../semantics/names';
import { codeChildren, soleExpression, statementsOf, type SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';

export interface ClassLogger {
  /** `self.logger` or `cls.logger`. */
  readonly name: string;
  /** What it was made by: `logging.getLogger()`. */
  readonly qualified: string;
}

/** Their bodies hold members or fields, which an instance sees in another way. */
const specialBases = /\b(?:\w*Enum|\w*Flag|NamedTuple|TypedDict|Protocol|BaseModel)\b/;

interface Method {
  readonly definition: SyntaxNode;
  readonly receiver: string;
  readonly owner: SyntaxNode;
}

/**
 * The logger of the class around the offset `at`, when it is surely there for the method that runs. `attributes` are the
 * names that it may have.
 */
export function classLogger(
  root: SyntaxNode,
  source: SourceText,
  names: Names,
  { at, attributes }: { readonly at: number; readonly attributes: readonly string[] },
): ClassLogger | undefined {
  const receiver = ['self', 'cls'].find((name) => names.ownerAt(name, at) !== undefined);
  const method = receiver === undefined ? undefined : methodAt(root, source, receiver, at);
  if (!method) return undefined;
  for (const attribute of attributes) {
    const name = `${method.receiver}.${attribute}`;
    const qualified = names.qualifiedText(name, at);
    if (qualified !== undefined && isThere(method, attribute, source, at)) return { name, qualified };
  }
  return undefined;
}

/** The method in whose body `at` is; undefined where its first parameter is no instance or class. */
function methodAt(root: SyntaxNode, source: SourceText, receiver: string, at: number): Method | undefined {
  let definition: SyntaxNode | undefined;
  for (let node = root.descendantForIndex(at, at); node; node = node.parent) {
    if (node.type === 'function_definition') definition = node;
    if (node.type !== 'class_definition') continue;
    const body = definition?.childForFieldName('body');
    const [first] = codeChildren(definition?.childForFieldName('parameters') ?? node);
    if (!definition || !body || body.startIndex > at || !first) return undefined;
    const isReceiver = first.type === 'identifier' && textOf(first, source) === receiver;
    const isStatic = /@\s*staticmethod\b/.test(decoratorsOf(definition, source));
    const isClassMethod = /@\s*classmethod\b/.test(decoratorsOf(definition, source));
    if (!isReceiver || isStatic || isClassMethod !== (receiver === 'cls')) return undefined;
    return { definition, receiver, owner: node };
  }
  return undefined;
}

function isThere({ definition, receiver, owner }: Method, attribute: string, source: SourceText, at: number) {
  const body = owner.childForFieldName('body');
  const text = textOf(owner, source);
  const stores = [
    ...text.matchAll(new RegExp(`\\b(?:self|cls)\\.${attribute}\\s*(?::[^=\\n]+)?=(?!=)`, 'g')),
  ];
  if (!body || new RegExp(`\\bdel\\b[^\\n]*\\.${attribute}\\b`).test(text)) return false;
  const inBody = statementsOf(body).filter((statement) => storedName(statement, source) === attribute);
  if (inBody.length === 1)
    return stores.length === 0 && !specialBases.test(textOf(owner.childForFieldName('superclasses'), source));
  if (inBody.length > 1 || receiver !== 'self' || stores.length !== 1) return false;
  const init = initOf(body, source);
  const statements = statementsOf(init?.childForFieldName('body'));
  const index = statements.findIndex((statement) => storedName(statement, source) === `self.${attribute}`);
  const made = statements[index];
  if (!init || !made) return false;
  const bases = textOf(owner.childForFieldName('superclasses'), source);
  const before = statements.slice(0, index).filter((statement) => !isEmptyBase(statement, bases, source));
  // In `__init__` itself nothing that could log may come first.
  if (definition.id === init.id) return made.endIndex <= at && !before.some(calls);
  // A method that something before the assignment calls does not have it yet, unless it uses it anyway.
  const uses = new RegExp(`\\bself\\.${attribute}\\.`).test(textOf(definition, source));
  return uses || !before.some((statement) => handsOn(statement, source));
}

/** The target of `name = …` or `self.name = …`. */
function storedName(statement: SyntaxNode, source: SourceText): string | undefined {
  const assignment = soleExpression(statement);
  if (assignment?.type !== 'assignment' || !assignment.childForFieldName('right')) return undefined;
  return textOf(assignment.childForFieldName('left'), source);
}

function initOf(body: SyntaxNode, source: SourceText): SyntaxNode | undefined {
  const found = statementsOf(body).filter(
    (statement) =>
      statement.type === 'function_definition' &&
      textOf(statement.childForFieldName('name'), source) === '__init__',
  );
  return found.length === 1 ? found[0] : undefined;
}

/** `super().__init__()` that ends at `object`. */
function isEmptyBase(statement: SyntaxNode, bases: string, source: SourceText): boolean {
  return (
    /^(?:\((?:object|ABC|abc\.ABC)?\))?$/.test(bases) && textOf(statement, source) === 'super().__init__()'
  );
}

function calls(statement: SyntaxNode): boolean {
  return (
    statement.type !== 'expression_statement' || statement.descendantsOfType(['call', 'await']).length > 0
  );
}

/** The instance may get into other hands: all but plain values that are stored in it. */
function handsOn(statement: SyntaxNode, source: SourceText): boolean {
  const isStored = storedName(statement, source)?.startsWith('self.') === true;
  const value = isStored ? (soleExpression(statement)?.childForFieldName('right') ?? null) : statement;
  return /\b(?:self|super)\b/.test(textOf(value, source));
}

function decoratorsOf(definition: SyntaxNode, source: SourceText): string {
  const { parent } = definition;
  return parent?.type === 'decorated_definition'
    ? source.slice(parent.startIndex, definition.startIndex)
    : '';
}

function textOf(node: SyntaxNode | null, source: SourceText): string {
  return node ? source.slice(node.startIndex, node.endIndex) : '';
}
