/** The call graph's part of a file: which functions are async, which hold up their callers, and whom they call. */
import { standardLibrary } from '../../semantics/standard-library';
import type { SyntaxNode } from '../../syntax/node';
import { innermost, type FunctionFrame, type State } from './state';

/** Decorators that leave a function what it is. */
const transparent =
  /^(?:staticmethod|classmethod|(?:abc\.)?abstractmethod|(?:typing\.|typing_extensions\.)?(?:override|final|overload)|functools\.wraps|[\w.]+\.(?:get|post|put|patch|delete|head|route|websocket|on_event|fixture))$/;

export function keepsFunction(decorator: string): boolean {
  return transparent.test(decorator);
}

export function addToGraph(state: State, frame: FunctionFrame): void {
  const { graph, line } = frame;
  if (!graph) return;
  const { name, calls, blocking, raises } = graph;
  // Which of two functions of one name is meant cannot be told, wherever they stand.
  const isSecond = state.functionNames.has(name);
  state.functionNames.add(name);
  if (!frame.async && !blocking && calls.size === 0 && raises.size === 0 && !isSecond) return;
  const yields = /\byield\b/.test(state.source.slice(frame.start, frame.end));
  const kind = yields ? 'generator' : frame.async ? 'async' : undefined;
  const isFollowed = kind === undefined;
  state.callGraph.push({
    name,
    line,
    ...(kind ? { kind } : {}),
    ...(graph.uncertain || isSecond ? { uncertain: true } : {}),
    ...(isFollowed && blocking ? { blocking } : {}),
    ...(isFollowed && calls.size > 0 ? { calls: [...calls] } : {}),
    ...(raises.size > 0 ? { raises: [...raises] } : {}),
  });
}

const callLimit = 30;
const raiseLimit = 3;
const raisedClass = /raise\s+([A-Z]\w*)\s*(?:\(|$|\s+from\b)/y;

/** Only plain names: what another module may import from this one. */
export function addRaise(state: State, node: SyntaxNode): void {
  const graph = innermostFunction(state)?.graph;
  if (!graph || graph.raises.size >= raiseLimit) return;
  const text = state.source.slice(node.startIndex, node.endIndex);
  raisedClass.lastIndex = 0;
  const name = raisedClass.exec(text)?.[1];
  if (name !== undefined && !/^(?:Base)?Exception$|^NotImplementedError$/.test(name)) graph.raises.add(name);
}

/** `name` is what is called, import aliases resolved; `written` is what the source says. */
export function addCall(state: State, name: string, written: string, blocks: boolean, line: number): void {
  const frame = innermostFunction(state);
  const graph = frame?.graph;
  if (!graph || frame.async) return;
  if (blocks) {
    graph.blocking ??= { call: name, line };
    return;
  }
  if (graph.calls.size >= callLimit) return;
  const callee = calleeOf(state, name, written);
  if (callee !== undefined) graph.calls.add(callee);
}

function calleeOf(state: State, name: string, written: string): string | undefined {
  if (name !== written) {
    const head = name.split('.', 1)[0] ?? '';
    return name.startsWith('.') || (name.includes('.') && !standardLibrary.has(head)) ? name : undefined;
  }
  const method = /^(?:self|cls)\.([A-Za-z_]\w*)$/.exec(written)?.[1];
  if (method !== undefined) {
    const owner = innermost(state, 'class');
    return owner && owner.name !== '' ? `${owner.name}.${method}` : undefined;
  }
  if (/^[A-Za-z_]\w*$/.test(written)) return builtins.has(written) ? undefined : written;
  const head = written.split('.', 1)[0] ?? '';
  // `import app.db` binds `app`: the whole name is written out.
  return state.aliases.get(head) === head && !standardLibrary.has(head) ? written : undefined;
}

const builtins: ReadonlySet<string> = new Set(
  (
    'abs all any bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod enumerate filter float format ' +
    'frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max memoryview min next object oct ord pow ' +
    'print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip'
  ).split(' '),
);

function innermostFunction(state: State): FunctionFrame | undefined {
  for (let index = state.frames.length - 1; index >= 0; index -= 1) {
    const frame = state.frames[index];
    if (frame?.kind === 'function') return frame;
    if (frame?.kind === 'lambda') return undefined;
  }
  return undefined;
}
