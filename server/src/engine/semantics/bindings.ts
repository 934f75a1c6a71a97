/**
 * What a piece of code binds: the names that assignments, imports, definitions, parameters and patterns introduce,
 * each with the scope it lands in. Plain data relative to the start of the unit, so that it survives edits elsewhere.
 */
import type { NodeKind } from '../syntax/node-kinds.generated';
import { dottedName, isAsync, type SyntaxNode } from '../syntax/node';
import { annotatedType, calleeText, valueText } from './value-text';

export type BindingKind = 'import' | 'function' | 'class' | 'parameter' | 'variable';

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** Start of the scope node (function, lambda, class, comprehension) relative to the unit; -1: outside the unit. */
  readonly scope: number;
  /** Start of the bound name relative to the unit. */
  readonly at: number;
  /** Imports: the qualified name, `.`-prefixed for relative ones. Absent when the import is of a whole package head. */
  readonly qualified?: string | undefined;
  /** Variables assigned from a call or a plain name: its dotted source text, to be resolved where it stands. */
  readonly source?: { readonly kind: 'call' | 'name'; readonly text: string } | undefined;
  /** The dotted source text of the annotated type; `None` beside it is left out. */
  readonly annotation?: string | undefined;
  /** Assigned `None`: a place kept for a value that comes later. */
  readonly isNone?: boolean | undefined;
  /** Assigned a list, dictionary or set that is written out. */
  readonly display?: 'list' | 'dict' | 'set' | undefined;
  /** Functions: calling it gives a coroutine, or an asynchronous generator. */
  readonly flavor?: 'coroutine' | 'async-generator' | undefined;
  /** Functions: source texts of the decorators, without their arguments. */
  readonly decorators?: string | undefined;
  /** Bound inside `if TYPE_CHECKING:`: not there at run time. */
  readonly typeOnly?: boolean | undefined;
}

/** Kinds that open a scope of their own. */
export const scopeKinds = [
  'function_definition',
  'lambda',
  'class_definition',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
] as const satisfies readonly NodeKind[];

/** Kinds of nodes that bind names. */
export const bindingKinds: readonly NodeKind[] = [
  'assignment',
  'augmented_assignment',
  'named_expression',
  'for_statement',
  'for_in_clause',
  'as_pattern_target',
  'function_definition',
  'class_definition',
  'parameters',
  'lambda_parameters',
  'import_statement',
  'import_from_statement',
  'global_statement',
  'case_pattern',
  'type_alias_statement',
];

/** Where the collector writes; `declareGlobal` moves later bindings of that name in that scope to the module. */
export interface BindingSink {
  add(binding: Binding): void;
  declareGlobal(name: string, scope: number): void;
  wildcardImport(module: string): void;
  /** An assignment to an attribute of `self` or `cls`; `name` is the attribute's. */
  addMember?(binding: Binding): void;
}

export interface BindingSite {
  readonly text: string;
  /** Start of the unit. */
  readonly origin: number;
  /** Scope in which `node` stands, as in `Binding.scope`. */
  readonly scope: number;
  readonly typeOnly: boolean;
  /** Of the definition that `node` is. */
  readonly decorators?: string | undefined;
}

/** Reports the names that `node` (of one of `bindingKinds`) binds. */
export function collectBindings(
  node: SyntaxNode,
  kind: NodeKind,
  site: BindingSite,
  sink: BindingSink,
): void {
  switch (kind) {
    case 'assignment':
      collectAssignment(node, site, sink);
      break;
    case 'augmented_assignment':
    case 'for_statement':
    case 'for_in_clause':
      collectTargets(node.childForFieldName('left'), site, sink);
      break;
    case 'named_expression':
      collectTargets(node.childForFieldName('name'), site, sink);
      break;
    case 'as_pattern_target':
      collectAlias(node, site, sink);
      break;
    case 'function_definition':
    case 'class_definition':
      collectDefinition(node, kind, site, sink);
      break;
    case 'parameters':
    case 'lambda_parameters':
      for (const parameter of node.namedChildren) collectParameter(parameter, site, sink);
      break;
    case 'import_statement':
      for (const name of node.childrenForFieldName('name')) collectImport(name, site, sink);
      break;
    case 'import_from_statement':
      collectFromImport(node, site, sink);
      break;
    case 'global_statement':
      for (const name of node.namedChildren) sink.declareGlobal(textOf(name, site), site.scope);
      break;
    case 'case_pattern':
      collectCapture(node, site, sink);
      break;
    case 'type_alias_statement':
      collectTypeAlias(node, site, sink);
      break;
    default:
      break;
  }
}

function textOf(node: SyntaxNode, site: BindingSite): string {
  return site.text.slice(node.startIndex, node.endIndex);
}

type BindingExtra = Partial<Omit<Binding, 'name' | 'kind' | 'scope' | 'at' | 'typeOnly'>>;

const nothing: BindingExtra = {};

/** Always of one shape: bindings are made by the thousand and read everywhere. */
function bindingOf(name: SyntaxNode, kind: BindingKind, site: BindingSite, extra: BindingExtra): Binding {
  return {
    name: textOf(name, site),
    kind,
    scope: site.scope,
    at: name.startIndex - site.origin,
    qualified: extra.qualified,
    source: extra.source,
    annotation: extra.annotation,
    isNone: extra.isNone,
    display: extra.display,
    flavor: extra.flavor,
    decorators: extra.decorators,
    typeOnly: site.typeOnly ? true : undefined,
  };
}

const displays: Readonly<Partial<Record<NodeKind, Binding['display']>>> = {
  list: 'list',
  dictionary: 'dict',
  set: 'set',
};

function add(
  name: SyntaxNode,
  kind: BindingKind,
  site: BindingSite,
  sink: BindingSink,
  extra = nothing,
): void {
  sink.add(bindingOf(name, kind, site, extra));
}

function collectDefinition(
  node: SyntaxNode,
  kind: 'function_definition' | 'class_definition',
  site: BindingSite,
  sink: BindingSink,
): void {
  const name = node.childForFieldName('name');
  if (!name) return;
  const { decorators } = site;
  if (kind === 'class_definition') {
    add(name, 'class', site, sink, { decorators });
    return;
  }
  const isCoroutine = site.text.startsWith('async', node.startIndex) && isAsync(node);
  add(name, 'function', site, sink, { decorators, flavor: isCoroutine ? flavorOf(node) : undefined });
}

/** An `async def` with a `yield` of its own is a generator; awaiting it is an error. */
function flavorOf(definition: SyntaxNode): 'coroutine' | 'async-generator' {
  let skipTo = -1;
  const found = definition
    .childForFieldName('body')
    ?.descendantsOfType(['yield', 'function_definition', 'lambda']);
  for (const node of found ?? []) {
    if (!node.isNamed || node.startIndex < skipTo) continue;
    if (node.type === 'yield') return 'async-generator';
    skipTo = node.endIndex;
  }
  return 'coroutine';
}

/** Names in an assignment target, through tuples, lists, stars and parentheses; attributes and subscripts bind nothing. */
function collectTargets(
  target: SyntaxNode | null,
  site: BindingSite,
  sink: BindingSink,
  extra?: BindingExtra,
): void {
  if (!target) return;
  if (target.type === 'identifier') {
    add(target, 'variable', site, sink, extra);
    return;
  }
  if (target.type === 'attribute') addMember(target, site, sink, extra);
  if (target.type === 'attribute' || target.type === 'subscript') return;
  for (const child of target.namedChildren) collectTargets(child, site, sink);
}

function collectAssignment(node: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const left = node.childForFieldName('left');
  if (left?.type !== 'identifier' && left?.type !== 'attribute') {
    collectTargets(left, site, sink);
    return;
  }
  // Only attributes of the instance or class are looked at further.
  if (left.type === 'attribute' && !isMemberText(site.text, left.startIndex)) return;
  let right = node.childForFieldName('right');
  const annotation = node.childForFieldName('type');
  // `a = b = call()` nests the second assignment on the right.
  while (right?.type === 'assignment') right = right.childForFieldName('right');
  if (right?.type === 'await') right = right.firstNamedChild;
  const source = valueText(right, site.text);
  const annotationText = annotation ? annotatedType(textOf(annotation, site)) : undefined;
  const display = right ? displays[right.type as NodeKind] : undefined;
  const isNone = right?.type === 'none' ? true : undefined;
  collectTargets(left, site, sink, { display, source, annotation: annotationText, isNone });
}

function isMemberText(text: string, start: number): boolean {
  return text.startsWith('self.', start) || text.startsWith('cls.', start);
}

/** `self.name = ...`: for the class around, if the unit is a member of one. */
function addMember(target: SyntaxNode, site: BindingSite, sink: BindingSink, extra = nothing): void {
  if (!sink.addMember || !isMemberText(site.text, target.startIndex)) return;
  const name = target.childForFieldName('attribute');
  const owner = target.childForFieldName('object');
  if (!name || owner?.type !== 'identifier') return;
  sink.addMember(bindingOf(name, 'variable', site, extra));
}

function collectParameter(parameter: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const name =
    parameter.type === 'identifier'
      ? parameter
      : (parameter.childForFieldName('name') ?? firstIdentifier(parameter));
  if (!name || name.type !== 'identifier') return;
  // `*args: int` is a tuple of them.
  const isSplat = parameter.firstNamedChild?.type.endsWith('_splat_pattern');
  const type = isSplat ? null : parameter.childForFieldName('type');
  const annotation = type ? annotatedType(textOf(type, site)) : undefined;
  add(name, 'parameter', site, sink, { annotation });
}

function firstIdentifier(node: SyntaxNode): SyntaxNode | null {
  for (const child of node.namedChildren) {
    if (child.type === 'identifier') return child;
    if (child.type === 'list_splat_pattern' || child.type === 'dictionary_splat_pattern')
      return firstIdentifier(child);
  }
  return null;
}

function collectImport(name: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  if (name.type === 'aliased_import') {
    const alias = name.childForFieldName('alias');
    const target = dottedName(name.childForFieldName('name'), site.text);
    if (alias && target !== undefined) add(alias, 'import', site, sink, { qualified: target });
    return;
  }
  const head = name.firstNamedChild;
  // `import a.b` binds `a`; what is imported below it is reached through attributes.
  if (head) add(head, 'import', site, sink, { qualified: textOf(head, site) });
}

function collectFromImport(node: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const module = node.childForFieldName('module_name');
  if (!module) return;
  const prefix = textOf(module, site).replace(/\s+/g, '');
  const names = node.childrenForFieldName('name');
  if (names.length === 0) {
    if (node.namedChildren.some((child) => child.type === 'wildcard_import')) sink.wildcardImport(prefix);
    return;
  }
  const separator = prefix.endsWith('.') ? '' : '.';
  for (const name of names) {
    const aliased = name.type === 'aliased_import';
    const target = aliased ? name.childForFieldName('name') : name;
    const local = aliased ? name.childForFieldName('alias') : name.firstNamedChild;
    if (!target || !local) continue;
    add(local, 'import', site, sink, { qualified: `${prefix}${separator}${textOf(target, site)}` });
  }
}

/** Nested patterns are `case_pattern`s of their own, save what these kinds hold directly. */
function collectCapture(node: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const inner = node.firstNamedChild;
  switch (inner?.type) {
    case 'dotted_name':
      collectPlainCapture(inner, site, sink);
      break;
    case 'splat_pattern':
    case 'as_pattern':
    case 'keyword_pattern':
      collectPlainCapture(inner.lastNamedChild, site, sink);
      break;
    case 'dict_pattern':
      for (const child of inner.namedChildren) {
        if (child.type === 'splat_pattern') collectPlainCapture(child.lastNamedChild, site, sink);
      }
      break;
    case 'union_pattern':
      for (const child of inner.namedChildren) collectPlainCapture(child, site, sink);
      break;
    default:
      break;
  }
}

/** `x` captures; `a.x` is a value to compare with. */
function collectPlainCapture(node: SyntaxNode | null, site: BindingSite, sink: BindingSink): void {
  const name = node?.type === 'dotted_name' && node.namedChildCount === 1 ? node.firstNamedChild : node;
  if (name?.type === 'identifier') add(name, 'variable', site, sink);
}

/** `with call() as x` and `except Type as x`: `x` is what the call gives, or an instance of the type. */
function collectAlias(node: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const target = node.firstNamedChild;
  const value = node.parent?.firstNamedChild ?? null;
  const callee = value?.type === 'call' ? calleeText(value, site.text) : dottedName(value, site.text);
  const source = callee === undefined ? undefined : ({ kind: 'call', text: callee } as const);
  collectTargets(target, site, sink, { source });
}

function collectTypeAlias(node: SyntaxNode, site: BindingSite, sink: BindingSink): void {
  const left = node.childForFieldName('left');
  const name = left?.firstNamedChild;
  if (name?.type === 'identifier') add(name, 'variable', site, sink);
}
