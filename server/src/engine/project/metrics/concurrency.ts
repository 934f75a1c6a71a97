/** What a file does with tasks, threads and processes, and whether something gets lost on the way. */
import type { SyntaxNode } from '../../syntax/node';
import { add, innermost, runsOnImport, type State } from './state';

const taskMakers: ReadonlySet<string> = new Set(['asyncio.create_task', 'asyncio.ensure_future']);
const executors: ReadonlySet<string> = new Set([
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
]);
const processMakers: ReadonlySet<string> = new Set([
  'multiprocessing.Process',
  'multiprocessing.Pool',
  'concurrent.futures.ProcessPoolExecutor',
]);
const loneCallLimit = 500;
const assignmentAt = /^[ \t]*([A-Za-z_]\w*)\s*(?:[-+*/|&^%]|\*\*|\/\/|<<|>>)?=[^=]/gm;

export function visitConcurrency(state: State, node: SyntaxNode, name: string, line: number): void {
  if (standsAlone(state, node)) {
    if (taskMakers.has(name) || /^(?:loop|self\.loop|self\._loop)\.create_task$/.test(name)) {
      if (node.parent?.type === 'expression_statement') add(state.lostTasks, line);
    } else if (state.loneCalls.length < loneCallLimit && /^(?:self\.)?\w+$/.test(name)) {
      state.loneCalls.push({ name, line });
    }
  }
  if (executors.has(name) && !isShutDown(state, node)) add(state.sharedState, line);
  if (processMakers.has(name) && runsOnImport(state)) add(state.sharedState, line);
  if (name === 'threading.Thread') {
    const target = /\btarget\s*=\s*([A-Za-z_]\w*)\b(?!\s*[.(])/.exec(
      state.source.slice(node.startIndex, node.endIndex),
    )?.[1];
    if (target !== undefined && !state.threadTargets.has(target)) state.threadTargets.set(target, line);
  }
}

/** Nothing but blanks before and after it on its lines: the cheap half of asking for its parent. */
function standsAlone({ source }: State, node: SyntaxNode): boolean {
  for (let at = node.startIndex - 1; at >= 0; at -= 1) {
    const character = source[at];
    if (character === '\n' || character === '\r') break;
    if (character !== ' ' && character !== '\t') return false;
  }
  for (let at = node.endIndex; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\n' || character === '\r' || character === '#') return true;
    if (character !== ' ' && character !== '\t') return false;
  }
  return true;
}

function isShutDown({ source }: State, node: SyntaxNode): boolean {
  if (/\.\s*shutdown\s*\(/.test(source)) return true;
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === 'with_item' || parent.type === 'return_statement') return true;
    // Handed to a function or kept in an object: whoever has it then is responsible.
    if (parent.type === 'argument_list') return true;
    if (parent.type === 'assignment') return parent.childForFieldName('left')?.type !== 'identifier';
    if (parent.type === 'expression_statement') return false;
  }
  return false;
}

/** `global name` followed by an assignment to it in a function without any lock. */
export function visitGlobal(state: State, node: SyntaxNode): void {
  const enclosing = innermost(state, 'function');
  if (!enclosing || state.globalWriters.has(enclosing.name)) return;
  const body = state.source.slice(enclosing.start, enclosing.end);
  if (/lock|semaphore|mutex|\bcondition\b/i.test(body)) return;
  const names = new Set(
    state.source
      .slice(node.startIndex, node.endIndex)
      .replace(/^global\s+/, '')
      .split(',')
      .map((name) => name.trim()),
  );
  const isWritten = [...body.matchAll(assignmentAt)].some((match) => names.has(match[1] ?? ''));
  if (isWritten) state.globalWriters.set(enclosing.name, node.startPosition.row + 1);
}

export function finishConcurrency(state: State): void {
  for (const { name, line } of state.loneCalls) {
    if (state.asyncNames.has(name) && !state.syncNames.has(name)) add(state.lostTasks, line);
  }
  for (const target of state.threadTargets.keys()) {
    const line = state.globalWriters.get(target);
    if (line !== undefined) add(state.sharedState, line);
  }
}
