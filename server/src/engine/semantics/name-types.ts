/**
 * Types of names, attributes and calls of the file's own functions and classes, as far as one function and the
 * annotations around it tell. Abstains where a name is bound by anything but plain assignments of one type.
 */
import { codeChildren, nodeText, statementsOf, type SyntaxNode } from '../syntax/node';
import { writtenType } from './annotations';
import { libraryResults } from './builtin-types';
import type { Names } from './names';
import type { TypeSite } from './reachability';
import { binaryResult, membersOf, typeOf, type InferredType } from './types';

interface FunctionSite extends TypeSite {
  readonly definition: SyntaxNode;
  readonly root: SyntaxNode;
}

/** `site` with what can be told of names inside `definition`, a function of the module or a method of its classes. */
export function withNames(
  definition: SyntaxNode,
  root: SyntaxNode,
  { text, names }: { readonly text: string; readonly names: Names },
): TypeSite {
  const open = new Set<string>();
  const site: FunctionSite = {
    text,
    names,
    definition,
    root,
    lookUp: (node) => {
      const key = `${node.startIndex} ${node.endIndex}`;
      // `x = x.strip()` would ask for itself for ever.
      if (open.has(key)) return undefined;
      open.add(key);
      try {
        return lookUp(node, site);
      } finally {
        open.delete(key);
      }
    },
  };
  return site;
}

function likely(annotation: string | undefined): InferredType | undefined {
  return annotation === undefined ? undefined : { annotation, tier: 'likely' };
}

function lookUp(node: SyntaxNode, site: FunctionSite): InferredType | undefined {
  switch (node.type) {
    case 'identifier':
      return likely(nameType(node, site));
    case 'attribute':
      return likely(memberType(node, site));
    case 'call':
      return likely(callType(node, site));
    case 'await': {
      const call = node.firstNamedChild;
      const called = call?.type === 'call' ? calledFunction(call, site) : undefined;
      return called?.isAsync ? likely(resultOf(called.definition, site)) : undefined;
    }
    default:
      return undefined;
  }
}

function nameType(node: SyntaxNode, site: FunctionSite): string | undefined {
  const name = nodeText(node, site.text);
  const resolution = site.names.resolve(name, node.startIndex);
  if (resolution.origin !== 'local') return undefined;
  const { bindings } = resolution;
  const isParameter = bindings.length === 1 && bindings[0]?.kind === 'parameter';
  if (isParameter) return name === 'self' ? ownClass(site) : parameterType(name, site.definition, site);
  return bindings.every(({ kind }) => kind === 'variable')
    ? variableType(name, bindings.length, site)
    : undefined;
}

/** The annotation of a parameter, when it is one plain type: of several, the code may have ruled out some. */
function parameterType(name: string, definition: SyntaxNode, { text, names }: TypeSite): string | undefined {
  for (const parameter of definition.childForFieldName('parameters')?.namedChildren ?? []) {
    const named = parameter.childForFieldName('name') ?? parameter.firstNamedChild;
    const type = parameter.childForFieldName('type');
    if (named?.type !== 'identifier' || !type || nodeText(named, text) !== name) continue;
    if (parameter.childForFieldName('value')?.type === 'none') return undefined;
    const written = writtenType(nodeText(type, text), type.startIndex, names);
    return written !== undefined && membersOf(written).length === 1 ? written : undefined;
  }
  return undefined;
}

/** A local variable: all that it is ever given has to be of one type. `count` is how often it is bound. */
function variableType(name: string, count: number, site: FunctionSite): string | undefined {
  const own = ownAssignments(site.definition).filter(
    (assignment) => nodeText(assignment.childForFieldName('left'), site.text) === name,
  );
  return own.length === count ? assignedType(own, site) : undefined;
}

const innerScopes = ['function_definition', 'lambda', 'class_definition'] as const;

/** Assignments of a function itself, not of what is defined inside it. */
function ownAssignments(definition: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let skipTo = -1;
  const body = definition.childForFieldName('body');
  for (const node of body?.descendantsOfType(['assignment', 'augmented_assignment', ...innerScopes]) ?? []) {
    if (!node.isNamed || node.startIndex < skipTo) continue;
    if (node.type === 'assignment' || node.type === 'augmented_assignment') found.push(node);
    else skipTo = node.endIndex;
  }
  return found;
}

/** The one type that assignments give; an annotation says it for all of them. */
function assignedType(assignments: readonly SyntaxNode[], site: TypeSite): string | undefined {
  const { text, names } = site;
  for (const assignment of assignments) {
    const type = assignment.childForFieldName('type');
    if (!type) continue;
    const written = writtenType(nodeText(type, text), type.startIndex, names);
    return written !== undefined && membersOf(written).length === 1 ? written : undefined;
  }
  const plain = assignments.filter(({ type }) => type === 'assignment');
  return oneType(
    plain.map((assignment) => typeOf(assignment.childForFieldName('right'), site)?.annotation),
    assignments.filter(({ type }) => type === 'augmented_assignment'),
    site,
  );
}

/** The one type of `values`, which `+=` and its like must not change. */
function oneType(
  values: readonly (string | undefined)[],
  augmented: readonly SyntaxNode[],
  site: TypeSite,
): string | undefined {
  const [type, ...others] = new Set(values);
  if (type === undefined || others.length > 0 || type === 'None' || membersOf(type).length > 1)
    return undefined;
  const isKept = augmented.every((assignment) => {
    const value = typeOf(assignment.childForFieldName('right'), site)?.annotation;
    const operator = nodeText(assignment.childForFieldName('operator'), site.text).slice(0, -1);
    return value !== undefined && binaryResult(operator, type, value) === type;
  });
  return isKept ? type : undefined;
}

/** `self.name`: what the class declares, or what its methods give it. */
function memberType(node: SyntaxNode, site: FunctionSite): string | undefined {
  const { text } = site;
  if (nodeText(node.childForFieldName('object'), text) !== 'self') return undefined;
  const name = nodeText(node.childForFieldName('attribute'), text);
  const body = classAround(site.definition)?.childForFieldName('body');
  if (!body) return undefined;
  const declared = statementsOf(body).flatMap((statement) => {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    return assignment && left && nodeText(left, text) === name ? [assignment] : [];
  });
  if (declared.some((assignment) => assignment.childForFieldName('type')))
    return declared.length === 1 ? assignedType(declared, site) : undefined;
  const given = body
    .descendantsOfType(['assignment', 'augmented_assignment'])
    .filter((assignment) => nodeText(assignment.childForFieldName('left'), text) === `self.${name}`);
  const plain = given.filter(({ type }) => type === 'assignment');
  return oneType(
    [
      ...plain.map((assignment) => givenType(assignment, site)),
      ...declared.map((assignment) => assignedType([assignment], outside(site))),
    ],
    given.filter(({ type }) => type === 'augmented_assignment'),
    outside(site),
  );
}

/** What one assignment to `self.name` in any method of the class gives. */
function givenType(assignment: SyntaxNode, site: FunctionSite): string | undefined {
  const right = assignment.childForFieldName('right');
  if (assignment.childForFieldName('type') || right?.type !== 'identifier')
    return assignedType([assignment], outside(site));
  const name = nodeText(right, site.text);
  const method = functionAround(assignment);
  const isChanged =
    method &&
    ownAssignments(method).some((own) => nodeText(own.childForFieldName('left'), site.text) === name);
  return method && !isChanged ? parameterType(name, method, site) : undefined;
}

/** Names of other functions cannot be looked up from this one. */
function outside({ text, names }: TypeSite): TypeSite {
  return { text, names };
}

function functionAround({ parent }: SyntaxNode): SyntaxNode | undefined {
  let node = parent;
  while (node && node.type !== 'function_definition') node = node.parent;
  return node ?? undefined;
}

function classAround(definition: SyntaxNode): SyntaxNode | undefined {
  const statement = definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
  const owner = statement.parent?.type === 'block' ? statement.parent.parent : null;
  return owner?.type === 'class_definition' ? owner : undefined;
}

/** A class that can be named without arguments, and of which a call makes an instance. */
function isPlainClass(definition: SyntaxNode, text: string): boolean {
  const bases = nodeText(definition.childForFieldName('superclasses'), text);
  const body = nodeText(definition.childForFieldName('body'), text);
  return (
    !/[[=]/.test(bases) && !definition.childForFieldName('type_parameters') && !/\bdef __new__\b/.test(body)
  );
}

/** The type of `self`: `Self` where the language has it, the class around where not; the spelling decides. */
function ownClass(site: FunctionSite): string | undefined {
  const owner = classAround(site.definition);
  return owner && isPlainClass(owner, site.text) ? 'Self' : undefined;
}

/** An instance of a class of the file, what an annotated function of it gives back, what a library says. */
function callType(call: SyntaxNode, site: FunctionSite): string | undefined {
  const callee = call.childForFieldName('function');
  const { text, names } = site;
  if (callee?.type === 'identifier') {
    const name = nodeText(callee, text);
    if (name === 'cls') {
      const isOwn = names.ownerAt('cls', callee.startIndex) !== undefined;
      return isOwn ? ownClass(site) : undefined;
    }
    const made = moduleDefinition(name, callee.startIndex, site);
    if (made?.type === 'class_definition') return isPlainClass(made, text) ? name : undefined;
  }
  const called = calledFunction(call, site);
  if (called) return called.isAsync ? undefined : resultOf(called.definition, site);
  const qualified = names.qualifiedName(callee);
  return qualified === undefined ? undefined : libraryResults.get(qualified);
}

/** The class or function of the module that `name` means, when it has no decorator and no other meaning. */
function moduleDefinition(
  name: string,
  at: number,
  { names, root, text }: FunctionSite,
): SyntaxNode | undefined {
  const resolution = names.resolve(name, at);
  const [only, ...others] = resolution.origin === 'module' ? resolution.bindings : [];
  if (!only || others.length > 0 || (only.kind !== 'class' && only.kind !== 'function')) return undefined;
  return definitionsIn(root, text, name)[0];
}

function definitionsIn(suite: SyntaxNode, text: string, name: string): SyntaxNode[] {
  return codeChildren(suite).filter(
    (node) =>
      (node.type === 'class_definition' || node.type === 'function_definition') &&
      nodeText(node.childForFieldName('name'), text) === name,
  );
}

interface Called {
  readonly definition: SyntaxNode;
  readonly isAsync: boolean;
}

/** `f()` of the module or `self.f()` of the class, without decorators. */
function calledFunction(call: SyntaxNode, site: FunctionSite): Called | undefined {
  const { text } = site;
  const callee = call.childForFieldName('function');
  let found: SyntaxNode | undefined;
  if (callee?.type === 'identifier')
    found = moduleDefinition(nodeText(callee, text), callee.startIndex, site);
  else if (callee?.type === 'attribute' && nodeText(callee.childForFieldName('object'), text) === 'self') {
    const body = classAround(site.definition)?.childForFieldName('body');
    const own = body ? definitionsIn(body, text, nodeText(callee.childForFieldName('attribute'), text)) : [];
    found = own.length === 1 ? own[0] : undefined;
  }
  if (found?.type !== 'function_definition') return undefined;
  return { definition: found, isAsync: text.startsWith('async', found.startIndex) };
}

function resultOf(definition: SyntaxNode, { text, names }: TypeSite): string | undefined {
  const type = definition.childForFieldName('return_type');
  return type ? writtenType(nodeText(type, text), type.startIndex, names) : undefined;
}
