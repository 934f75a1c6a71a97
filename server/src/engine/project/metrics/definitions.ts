/** What imports, functions, classes and exception handlers say about the file. */
import { isPlainException } from '../../semantics/plain-exceptions';
import { nodeText, type SyntaxNode } from '../../syntax/node';
import { addToGraph, keepsFunction } from './call-graph';
import { commandLineModules, concurrencyModules, settingsBases } from './names';
import { add, innermost, type ClassFrame, type FunctionFrame, type HandlerFrame, type State } from './state';
import type { ImportMetric, PublicFunction } from './types';

const publicFunctionLimit = 20;
const printStatement = /^(?:print|traceback\.print_exc|click\.echo|typer\.echo)\s*\(/;
const idleStatement = /^(?:pass|continue|break|\.\.\.|return(?:\s+(?:None|False))?)$/;
const handlerHeader = /except\s*\*?\s*(?:\(([^)]*)\)|([\w.]+(?:\s*,\s*[\w.]+)*))?\s*(?:as\s+(\w+)\s*)?:/y;
const broadType = /(?:^|[\s,.])(?:Exception|BaseException)(?:$|[\s,])/;
const plainLiteral = /^(?:-?\d+|True|False|None|"[^"\\\n{}]*"|'[^'\\\n{}]*')$/;

export function visitImport(state: State, node: SyntaxNode): void {
  const line = node.startPosition.row + 1;
  const text = state.source.slice(node.startIndex, node.endIndex).replace(/#[^\n]*|[()\\]/g, ' ');
  const from = /^from\s+([.\s]*[\w.]*)\s*import\b([\s\S]*)$/.exec(text);
  if (from) {
    const module = (from[1] ?? '').replace(/\s+/g, '');
    const pairs = splitNames(from[2] ?? '');
    for (const { name, alias } of pairs) {
      if (name !== '*') state.aliases.set(alias, module.endsWith('.') ? module + name : `${module}.${name}`);
    }
    const renamed = pairs.filter(({ name, alias }) => name !== alias);
    addImport(state, {
      module,
      names: pairs.map((pair) => pair.name),
      ...(renamed.length > 0
        ? { renamed: Object.fromEntries(renamed.map(({ name, alias }) => [alias, name])) }
        : {}),
      line,
    });
    return;
  }
  for (const { name, alias } of splitNames(text.replace(/^import\b/, ''))) {
    const renamed = alias !== name;
    const head = name.split('.')[0] ?? name;
    state.aliases.set(renamed ? alias : head, renamed ? name : head);
    addImport(state, { module: name, line });
  }
}

function splitNames(text: string): { name: string; alias: string }[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = part, alias = name] = part.split(/\s+as\s+/);
      return { name, alias };
    });
}

function addImport(state: State, found: Omit<ImportMetric, 'guard'>): void {
  const guard = innermost(state, 'typing')
    ? 'typing'
    : innermost(state, 'try')
      ? 'optional'
      : innermost(state, 'function')
        ? 'local'
        : undefined;
  state.imports.push(guard ? { ...found, guard } : found);
  const root = found.module.split('.')[0] ?? '';
  if (concurrencyModules.has(root)) add(state.concurrency, found.line);
  if (commandLineModules.has(root)) state.commandLine = true;
  if (found.module === 'loguru') add(state.loggers, found.line);
}

export function visitFunction(state: State, node: SyntaxNode): FunctionFrame {
  const name = nodeText(node.childForFieldName('name'), state.source);
  const line = node.startPosition.row + 1;
  const end = node.endIndex;
  const isAsync = state.source.startsWith('async', node.startIndex);
  const outer = innermost(state, 'function');
  const owner = innermost(state, 'class');
  if (isAsync) state.asyncFunctions += 1;
  (isAsync ? state.asyncNames : state.syncNames).add(owner && !outer ? `self.${name}` : name);
  const test = !outer && name.startsWith('test') && (!owner || owner.test);
  if (test) state.testFunctions += 1;
  if (!outer && !name.startsWith('_') && !owner?.private) {
    const parameters = node.childForFieldName('parameters');
    const shape = parameterShape(parameters, owner !== undefined, state.source);
    state.functions.total += 1;
    if (shape.annotated && node.childForFieldName('return_type')) state.functions.annotated += 1;
    else if (state.functions.unannotatedLines.length < 5) state.functions.unannotatedLines.push(line);
    if (!owner && state.publicFunctions.length < publicFunctionLimit) {
      state.publicFunctions.push(
        publicFunction(
          state,
          node,
          { name, line, required: shape.required, bodyLine: bodyLine(node, state.source) },
          isAsync,
        ),
      );
    }
  }
  const decorators = state.decorators.splice(0);
  const around = state.frames.at(-1);
  const isInGraph = !outer && (!owner || (owner.name !== '' && around === owner));
  const full = owner ? `${owner.name}.${name}` : name;
  const graph = isInGraph
    ? {
        name: full,
        uncertain: !decorators.every(keepsFunction),
        blocking: undefined,
        calls: new Set<string>(),
        raises: new Set<string>(),
      }
    : undefined;
  return {
    kind: 'function',
    name,
    start: node.startIndex,
    end,
    line,
    async: isAsync,
    test,
    asserted: false,
    graph,
  };
}

function bodyLine(node: SyntaxNode, source: string): number {
  const statements =
    node.childForFieldName('body')?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const first = statements[/^[rRuU]?["']/.test(nodeText(statements[0], source)) ? 1 : 0];
  if (!first || first.startPosition.row === node.startPosition.row) return 0;
  return first.startPosition.row + 1;
}

function publicFunction(
  state: State,
  node: SyntaxNode,
  known: PublicFunction,
  isAsync: boolean,
): PublicFunction {
  if (isAsync || known.required > 0) return known;
  const decorated = /\n?[ \t]*@[^\n]*\n\s*$/.test(
    state.source.slice(Math.max(0, node.startIndex - 200), node.startIndex),
  );
  const statements =
    node.childForFieldName('body')?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const last = statements.at(-1);
  const onlyReturn = last?.type === 'return_statement' && statements.length <= 2;
  const docstringFirst = statements.length < 2 || /^[rRuU]?["']/.test(nodeText(statements[0], state.source));
  const literal = nodeText(last, state.source)
    .replace(/^return\s+/, '')
    .trim();
  return onlyReturn && docstringFirst && !decorated && plainLiteral.test(literal)
    ? { ...known, literal }
    : known;
}

function parameterShape(
  parameters: SyntaxNode | null,
  method: boolean,
  source: string,
): { annotated: boolean; required: number } {
  let annotated = true;
  let required = 0;
  let first = true;
  for (const parameter of parameters?.namedChildren ?? []) {
    const { type } = parameter;
    if (type === 'comment' || type === 'keyword_separator' || type === 'positional_separator') continue;
    const receiver =
      first && method && type === 'identifier' && /^(?:self|cls|mcs)$/.test(nodeText(parameter, source));
    first = false;
    if (receiver) continue;
    if (!type.startsWith('typed_')) annotated = false;
    if (
      type === 'identifier' ||
      (type === 'typed_parameter' && !source.startsWith('*', parameter.startIndex))
    )
      required += 1;
  }
  return { annotated, required };
}

export function finishFunction(state: State, frame: FunctionFrame): void {
  addToGraph(state, frame);
  if (!frame.test || frame.asserted) return;
  // Assertions at the end of a call chain are not seen as calls of their own; the text still shows them.
  if (/\.assert|\braises\b|\bsnapshot\b/.test(state.source.slice(frame.start, frame.end))) return;
  add(state.testsWithoutAssert, frame.line);
}

export function visitClass(state: State, node: SyntaxNode): ClassFrame {
  const name = nodeText(node.childForFieldName('name'), state.source);
  const bases = nodeText(node.childForFieldName('superclasses'), state.source);
  const line = node.startPosition.row + 1;
  const isDecorated = state.decorators.length > 0;
  state.decorators.length = 0;
  if (settingsBases.test(bases)) add(state.environmentReads, line);
  const isTop = !innermost(state, 'function') && !innermost(state, 'class');
  if (isTop && !name.startsWith('_') && state.publicClasses.length < publicFunctionLimit)
    state.publicClasses.push({ name, line });
  const isKnown = (other: string): boolean => state.exceptions.includes(other);
  if (
    isTop &&
    !isDecorated &&
    /(?:Error|Exception)\b/.test(bases) &&
    isPlainException(node, state.source, isKnown)
  )
    state.exceptions.push(name);
  return {
    kind: 'class',
    end: node.endIndex,
    name: isTop ? name : '',
    private: name.startsWith('_'),
    test: name.startsWith('Test') || bases.includes('TestCase'),
  };
}

export function visitHandler(state: State, node: SyntaxNode): HandlerFrame {
  const line = node.startPosition.row + 1;
  handlerHeader.lastIndex = node.startIndex;
  const header = handlerHeader.exec(state.source);
  const types = header?.[1] ?? header?.[2];
  const alias = header?.[3];
  const block = node.namedChildren.filter((child) => child.type === 'block').at(-1);
  const statements = (block?.namedChildren ?? [])
    .filter((child) => child.type !== 'comment')
    .map((child) => nodeText(child, state.source).trim());
  const prints = statements.filter((text) => printStatement.test(text));
  const others = statements.filter((text) => !printStatement.test(text));
  const printOnly = prints.length > 0 && others.every((text) => idleStatement.test(text));
  const usesException = alias !== undefined && others.some((text) => new RegExp(`\\b${alias}\\b`).test(text));
  state.handlers += 1;
  return {
    kind: 'handler',
    end: node.endIndex,
    line,
    broad: header !== null && (types === undefined || broadType.test(types)),
    printOnly,
    handled: usesException,
  };
}

export function finishHandler(state: State, frame: HandlerFrame): void {
  if (frame.broad && !frame.handled) add(state.swallowed, frame.line);
  if (frame.printOnly && !frame.handled) add(state.printOnly, frame.line);
}
