/**
 * Splits a file into units, the pieces that are analysed and kept separately: each top-level statement, with classes
 * split further into a header and the statements of their bodies.
 */
import { dottedName, type SyntaxNode } from '../syntax/node';

/** The class that a unit stands in. Rules of a member may ask for it; what they see is compared after edits. */
export interface ClassScope {
  readonly name: string;
  /** Source text of each base and keyword of the class statement. */
  readonly bases: readonly string[];
  /** Dotted source text of each decorator, without its arguments. */
  readonly decorators: readonly string[];
  readonly outer: ClassScope | undefined;
}

export interface UnitNode {
  readonly node: SyntaxNode;
  readonly start: number;
  readonly end: number;
  /** For a class header: the end of the whole class. Its rules may look into the body. */
  readonly reach: number;
  readonly kind: 'statement' | 'class-header';
  readonly owner: ClassScope | undefined;
}

/** `statements` are the children of the module (or of a class body), comments included. */
export function splitUnits(statements: readonly SyntaxNode[], text: string): UnitNode[] {
  const units: UnitNode[] = [];
  for (const statement of statements) splitStatement(statement, undefined, text, units);
  return units;
}

function splitStatement(
  statement: SyntaxNode,
  owner: ClassScope | undefined,
  text: string,
  units: UnitNode[],
): void {
  const { type } = statement;
  if (type === 'comment') return;
  const definition = type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
  const body = definition?.type === 'class_definition' ? definition.childForFieldName('body') : null;
  const start = statement.startIndex;
  const end = statement.endIndex;
  if (!definition || !body) {
    units.push({ node: statement, start, end, reach: end, kind: 'statement', owner });
    return;
  }
  units.push({ node: statement, start, end: body.startIndex, reach: end, kind: 'class-header', owner });
  const scope = classScope(statement, definition, owner, text);
  for (const member of body.namedChildren) splitStatement(member, scope, text, units);
}

/** Dotted name of a class inside the module. */
export function classPath({ name, outer }: ClassScope): string {
  return outer ? `${classPath(outer)}.${name}` : name;
}

/** What a class tells the units in its body, on lines. */
export function classPrint(owner: ClassScope | undefined): string {
  if (!owner) return '';
  return [owner.name, ...owner.bases, '@', ...owner.decorators, classPrint(owner.outer)].join('\n');
}

function classScope(
  statement: SyntaxNode,
  definition: SyntaxNode,
  outer: ClassScope | undefined,
  text: string,
): ClassScope {
  const name = definition.childForFieldName('name');
  const bases = definition.childForFieldName('superclasses')?.namedChildren ?? [];
  const decorators = statement === definition ? [] : statement.namedChildren;
  return {
    name: name ? text.slice(name.startIndex, name.endIndex) : '',
    bases: bases
      .filter((base) => base.type !== 'comment')
      .map((base) => text.slice(base.startIndex, base.endIndex)),
    decorators: decorators.flatMap((child) => decoratorName(child, text) ?? []),
    outer,
  };
}

/** Dotted text of a decorator without its arguments: `app.route` for `@app.route("/")`. */
export function decoratorName(decorator: SyntaxNode, text: string): string | undefined {
  if (decorator.type !== 'decorator') return undefined;
  const expression = decorator.firstNamedChild;
  return dottedName(
    expression?.type === 'call' ? expression.childForFieldName('function') : expression,
    text,
  );
}
