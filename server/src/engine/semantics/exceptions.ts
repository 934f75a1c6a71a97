/**
 * Which exceptions a piece of code can raise, as far as a table of well-known calls can tell.
 *
 * The answer is honest about its limits: `certain` is false as soon as the code calls something that is not known, and
 * `unknown` names the first such call. A later inference over the project's own functions plugs in as `CallRaises`.
 */
import {
  callArguments,
  codeChildren,
  dottedName,
  isAsync,
  unparenthesized,
  type SyntaxNode,
} from '../syntax/node';
import { callRaises, divisionRaises, subscriptRaises, unpackRaises } from './exception-operations';
import { canonicalException, isCaughtBy } from './exception-table';
import { typesCaught } from './handler-types';
import type { Names } from './names';

export interface RaisedType {
  /** `ValueError`, `json.JSONDecodeError`, or the source text of a class that the file itself names. */
  readonly name: string;
  /** The operation that raises it, for the person to read: `int()`. */
  readonly by: string;
  /** Written in the code itself (`raise AppError(...)`): `name` is source text. */
  readonly asWritten?: boolean;
}

export interface RaisedTypes {
  /** Minimal: none is a subclass of another. In the order of the code, standard before others. */
  readonly types: readonly RaisedType[];
  readonly certain: boolean;
  /** The first operation that could raise anything. */
  readonly unknown?: string;
}

/** What a call raises by better knowledge than the table (a call graph); undefined where it cannot tell either. */
export type CallRaises = (call: SyntaxNode, qualified: string | undefined) => readonly string[] | undefined;

export interface RaiseContext {
  readonly text: string;
  readonly names: Names;
  readonly deeper?: CallRaises;
}

/** What the statements of a `try` or `with` body can raise out of that body. */
export function raisedBy(statements: readonly SyntaxNode[], context: RaiseContext): RaisedTypes {
  const sink = new Sink();
  for (const statement of statements) walk(statement, context, sink);
  return sink.outcome();
}

/** Leaves out what another of the list covers. */
export function minimalTypes(types: readonly RaisedType[]): RaisedType[] {
  return types.filter((type, index) =>
    types.every((other, at) => {
      if (at === index || !isCaughtBy(type.name, other.name)) return true;
      return type.name === other.name && index < at;
    }),
  );
}

/** Nobody should swallow these, so no fix may name them. */
const neverCaught = new Set([
  'KeyboardInterrupt',
  'SystemExit',
  'GeneratorExit',
  'BaseException',
  'Exception',
]);

/** Collects what is found; `weak` types count only when nothing better explains the handler. */
class Sink {
  /** Inside a handler of an inner `try`. */
  isHandling = false;
  readonly #strong: RaisedType[] = [];
  readonly #weak: RaisedType[] = [];
  #unknown: string | undefined;

  add(name: string, by: string, asWritten = false): void {
    const canonical = asWritten ? name : canonicalException(name);
    if (neverCaught.has(canonical)) {
      if (canonical === 'Exception') this.giveUp(`the inner ${by}`);
      return;
    }
    this.#strong.push({ name: canonical, by, ...(asWritten ? { asWritten } : {}) });
  }

  addWeak(name: string, by: string): void {
    this.#weak.push({ name, by });
  }

  giveUp(by: string): void {
    this.#unknown ??= by;
  }

  /** Takes over what `inner` raises and none of `caught` stops. */
  merge(inner: Sink, caught: readonly string[]): void {
    const escapes = ({ name }: RaisedType): boolean => !caught.some((type) => isCaughtBy(name, type));
    this.#strong.push(...inner.#strong.filter(escapes));
    this.#weak.push(...inner.#weak.filter(escapes));
    if (inner.#unknown !== undefined && !caught.includes('Exception')) this.giveUp(inner.#unknown);
  }

  outcome(): RaisedTypes {
    const explained = this.#strong.length > 0 || this.#unknown !== undefined;
    const types = minimalTypes(explained ? this.#strong : this.#weak);
    const builtinFirst = [...types.filter(isBuiltinType), ...types.filter((type) => !isBuiltinType(type))];
    const certain = this.#unknown === undefined;
    return {
      types: builtinFirst,
      certain,
      ...(this.#unknown === undefined ? {} : { unknown: this.#unknown }),
    };
  }
}

function isBuiltinType({ name, asWritten }: RaisedType): boolean {
  return asWritten !== true && !name.includes('.');
}

function walk(node: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const { text } = context;
  switch (node.type) {
    case 'comment':
    case 'function_definition':
    case 'lambda':
    case 'type':
    case 'case_pattern':
      // Definitions do not run here; annotations and patterns raise nothing.
      return;
    case 'decorated_definition':
      sink.giveUp('a decorator');
      return;
    case 'class_definition':
      walkChild(node.childForFieldName('body'), context, sink);
      return;
    case 'call':
      walkCall(node, context, sink);
      return;
    case 'attribute':
      walkAttribute(node, context, sink);
      return;
    case 'identifier':
      if (context.names.resolve(slice(node, text), node.startIndex).origin === 'unknown') {
        sink.addWeak('NameError', `\`${slice(node, text)}\``);
      }
      return;
    case 'keyword_argument':
      walkChild(node.childForFieldName('value'), context, sink);
      return;
    case 'import_statement':
    case 'import_from_statement':
      sink.add('ImportError', 'the import');
      return;
    case 'assert_statement':
      // A broken assertion is a mistake in the program: caught only where nothing else is tried.
      sink.addWeak('AssertionError', '`assert`');
      break;
    case 'yield':
      // Whoever drives the generator can throw anything in here.
      sink.giveUp('`yield`');
      break;
    case 'await':
      // A task or a future brings whatever it ran into.
      if (node.firstNamedChild?.type !== 'call') sink.giveUp(`\`${brief(node, text)}\``);
      break;
    case 'raise_statement':
      walkRaise(node, context, sink);
      return;
    case 'subscript':
      addOperation(subscriptRaises(node, context), `\`${brief(node, text)}\``, sink);
      break;
    case 'binary_operator':
    case 'augmented_assignment':
      addOperation(divisionRaises(node, context), 'the division', sink);
      break;
    case 'assignment':
      walkAssignment(node, context, sink);
      return;
    case 'for_statement':
    case 'for_in_clause':
      if (isAsync(node) && node.childForFieldName('right')?.type !== 'call') sink.giveUp('`async for`');
      walkChildren(node.namedChildren.slice(1), context, sink);
      return;
    case 'with_item':
      walkWithItem(node, context, sink);
      return;
    case 'try_statement':
      walkTry(node, context, sink);
      return;
    default:
      break;
  }
  walkChildren(node.namedChildren, context, sink);
}

function walkChildren(nodes: readonly SyntaxNode[], context: RaiseContext, sink: Sink): void {
  for (const node of nodes) walk(node, context, sink);
}

function walkChild(node: SyntaxNode | null | undefined, context: RaiseContext, sink: Sink): void {
  if (node) walk(node, context, sink);
}

function addOperation(types: readonly string[], by: string, sink: Sink): void {
  for (const type of types) sink.add(type, by);
}

function walkCall(call: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const callee = call.childForFieldName('function');
  const qualified = context.names.qualifiedName(callee);
  const by = `\`${brief(callee, context.text)}()\``;
  const types = context.deeper?.(call, qualified) ?? callRaises(call, qualified, context);
  if (types === undefined) sink.giveUp(by);
  else addOperation(types, by, sink);
  if (qualified === 'builtins.input') sink.addWeak('EOFError', by);
  if (callee?.type === 'attribute') walkChild(callee.childForFieldName('object'), context, sink);
  else if (callee && callee.type !== 'identifier') walk(callee, context, sink);
  walkChildren(callArguments(call, context.text).list?.namedChildren ?? [], context, sink);
  // A lambda that a known function gets runs in it: `sorted(rows, key=lambda row: row["name"])`.
  if (types !== undefined) walkLambdas(call, context, sink);
}

function walkLambdas(call: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const { positional, keywords } = callArguments(call, context.text);
  for (const argument of [...positional, ...keywords.values()]) {
    if (argument.type === 'lambda') walkChild(argument.childForFieldName('body'), context, sink);
  }
}

function walkAttribute(node: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const object = node.childForFieldName('object');
  const head = dottedName(object, context.text)?.split('.', 1)[0] ?? '';
  const resolution = context.names.resolve(head, node.startIndex);
  // What a module or the class itself has is known when the code is written.
  const isImported = 'bindings' in resolution && resolution.bindings.some(({ kind }) => kind === 'import');
  if (!isImported && head !== 'self' && head !== 'cls')
    sink.addWeak('AttributeError', `\`${brief(node, context.text)}\``);
  // A name in front of a dot is no reason to expect a NameError.
  if (object && object.type !== 'identifier') walk(object, context, sink);
}

function walkRaise(node: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const { names, text } = context;
  const raised = node.firstNamedChild;
  const thrown = raised?.type === 'call' ? raised.childForFieldName('function') : raised;
  const written = dottedName(thrown, text);
  const looksLikeClass = written !== undefined && /(^|\.)_*[A-Z]\w*$/.test(written);
  // What an inner handler raises again is counted with the body that it handles.
  if (!raised && sink.isHandling) return;
  if (!looksLikeClass) {
    sink.giveUp('the inner `raise`');
    return;
  }
  const qualified = names.qualifiedName(thrown);
  if (qualified?.startsWith('builtins.')) sink.add(qualified, '`raise`');
  else sink.add(written, '`raise`', true);
  if (raised?.type === 'call')
    walkChildren(callArguments(raised, text).list?.namedChildren ?? [], context, sink);
}

function walkAssignment(node: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left && right) addOperation(unpackRaises(left, right, context), 'the unpacking', sink);
  walkChild(right, context, sink);
  // `d[k] = v` stores: what it raises depends on the receiver alone, but its parts are evaluated.
  if (left?.type === 'subscript' || left?.type === 'attribute') {
    const parts = left.namedChildren.filter((child) => child.type !== 'identifier');
    walkChildren(parts, context, sink);
  }
}

function walkWithItem(item: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const value = item.childForFieldName('value');
  const manager = value?.type === 'as_pattern' ? value.firstNamedChild : value;
  if (!manager) return;
  if (unparenthesized(manager).type !== 'call') sink.giveUp(`\`with ${brief(manager, context.text)}\``);
  walk(manager, context, sink);
}

/** What escapes an inner `try`: its body less what its handlers catch, and all that its other clauses raise. */
function walkTry(node: SyntaxNode, context: RaiseContext, sink: Sink): void {
  const inner = new Sink();
  walkChild(node.childForFieldName('body'), context, inner);
  const caught: string[] = [];
  for (const clause of codeChildren(node)) {
    if (clause.type === 'block') continue;
    if (clause.type === 'except_clause' && !raisesAgain(clause, context.text)) {
      for (const type of typesCaught(clause, context)) if (type !== undefined) caught.push(type);
    }
    const outer = sink.isHandling;
    sink.isHandling ||= clause.type === 'except_clause';
    for (const child of codeChildren(clause)) if (child.type === 'block') walk(child, context, sink);
    sink.isHandling = outer;
  }
  if (caught.includes('BaseException')) caught.push('Exception');
  sink.merge(inner, caught);
}

function raisesAgain(handler: SyntaxNode, text: string): boolean {
  return handler.descendantsOfType('raise_statement').some((raise) => slice(raise, text).trim() === 'raise');
}

function slice(node: SyntaxNode, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** Source text for a title: one line, not long. */
function brief(node: SyntaxNode | null, text: string): string {
  const full = node ? slice(node, text).replace(/\s+/g, ' ').replaceAll('`', '') : '';
  return full.length <= 40 ? full : `${full.slice(0, 39)}…`;
}
