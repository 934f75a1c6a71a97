/**
 * Collects a file's metrics in one pass over its tree: one request for all wanted node types, in document order, with
 * a stack of enclosing ranges. Asking nodes for their parents, or running one query per question, costs ten times more.
 */
import { summaryKinds, visitedNode, type Visited } from '../../lint/kind-table';
import type { NodeKind } from '../../syntax/node-kinds.generated';
import type { SyntaxNode } from '../../syntax/node';
import { addRaise } from './call-graph';
import {
  markAsserted,
  markHandled,
  visitAssignment,
  visitCall,
  visitDecorator,
  visitSubscript,
} from './calls';
import { finishConcurrency, visitGlobal } from './concurrency';
import {
  finishFunction,
  finishHandler,
  visitClass,
  visitFunction,
  visitHandler,
  visitImport,
} from './definitions';
import { createState, runsOnImport, toMetrics, type State } from './state';
import { scanText } from './text';
import { metricsVersion, type FileMetrics } from './types';

const isWanted: ReadonlySet<NodeKind> = new Set(summaryKinds);

const typingGuard = /if\s*\(?\s*(?:\w+\s*\.\s*)?TYPE_CHECKING\b/y;
const mainGuard = /if\s*\(?\s*(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/y;

/** Of a file that has nothing in it; files share its parts. */
export const emptyMetrics: FileMetrics = toMetrics(createState(''), {
  version: metricsVersion,
  codeLines: 0,
  broken: false,
});

/** Of a file that nothing else looks at. */
export function collectMetrics(rootNode: SyntaxNode, source: string): FileMetrics {
  const nodes = rootNode.descendantsOfType([...summaryKinds]);
  return summarize(rootNode, source, nodes.map(visitedNode));
}

/** `nodes` are those of `summaryKinds`, in pre-order; others are skipped. Whatever the parser recovered is counted. */
export function summarize(rootNode: SyntaxNode, source: string, nodes: Iterable<Visited>): FileMetrics {
  const state = createState(source);
  for (const { node, kind } of nodes) {
    if (!isWanted.has(kind)) continue;
    leaveFrames(state, node.startIndex);
    visit(state, node, kind);
  }
  leaveFrames(state, Number.POSITIVE_INFINITY);
  finishConcurrency(state);
  scanText(state, rootNode);
  return toMetrics(state, {
    version: metricsVersion,
    codeLines: countCodeLines(source),
    broken: rootNode.hasError,
  });
}

function leaveFrames(state: State, start: number): void {
  for (;;) {
    const frame = state.frames.at(-1);
    if (!frame || frame.end > start) return;
    state.frames.pop();
    if (frame.kind === 'function') finishFunction(state, frame);
    else if (frame.kind === 'handler') finishHandler(state, frame);
  }
}

function visit(state: State, node: SyntaxNode, kind: NodeKind): void {
  switch (kind) {
    case 'call':
      visitCall(state, node);
      return;
    case 'assignment':
    case 'augmented_assignment':
      visitAssignment(state, node);
      return;
    case 'subscript':
      visitSubscript(state, node);
      return;
    case 'import_statement':
    case 'import_from_statement':
      visitImport(state, node);
      return;
    case 'function_definition':
      state.frames.push(visitFunction(state, node));
      return;
    case 'class_definition':
      state.frames.push(visitClass(state, node));
      return;
    case 'decorator':
      visitDecorator(state, node);
      state.frames.push({ kind: 'decorator', end: node.endIndex });
      return;
    case 'lambda':
      state.frames.push({ kind: 'lambda', end: node.endIndex });
      return;
    case 'try_statement':
      state.frames.push({ kind: 'try', end: node.endIndex });
      return;
    case 'except_clause':
      state.frames.push(visitHandler(state, node));
      return;
    case 'if_statement':
      visitGuard(state, node);
      return;
    case 'global_statement':
      visitGlobal(state, node);
      return;
    case 'raise_statement':
      markHandled(state);
      addRaise(state, node);
      return;
    case 'assert_statement':
      markAsserted(state);
      return;
    default:
      return;
  }
}

function visitGuard(state: State, node: SyntaxNode): void {
  const guard = matches(mainGuard, state, node)
    ? 'main'
    : matches(typingGuard, state, node)
      ? 'typing'
      : undefined;
  if (!guard) return;
  if (guard === 'main') {
    if (!runsOnImport(state)) return;
    state.mainGuardLine ??= node.startPosition.row + 1;
  }
  state.frames.push({ kind: guard, end: node.childForFieldName('consequence')?.endIndex ?? node.endIndex });
}

function matches(pattern: RegExp, state: State, node: SyntaxNode): boolean {
  pattern.lastIndex = node.startIndex;
  return pattern.test(state.source);
}

/** A scan of the text: cheaper than asking for comment nodes, and a `#` line inside a string is rare enough. */
function countCodeLines(source: string): number {
  let count = 0;
  for (const line of source.split(/\r\n|\n|\r/)) {
    const first = /\S/.exec(line)?.[0];
    if (first !== undefined && first !== '#') count += 1;
  }
  return count;
}
