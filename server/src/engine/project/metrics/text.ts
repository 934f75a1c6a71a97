/**
 * What is found by searching the text rather than the tree: comments and the contents of strings. The tree is only asked
 * about the few places that a search hits.
 */
import type { SyntaxNode } from '../../syntax/node';
import { add, type State } from './state';
import type { FileMetrics } from './types';

const ignoreComment = /#\s*(?:type|pyright)\s*:\s*ignore\b(\s*\[\s*[\w-])?/g;
const machinePath = /(?:\/(?:home|Users)\/[A-Za-z][\w.-]*\/|\b[A-Za-z]:\\{1,2}Users\\{1,2}\w)/g;
const debugSwitch = /\bdebug\s*=\s*True\b/g;
const openBinding = /\bhost\s*=\s*(["'])0\.0\.0\.0\1/g;
/** Home folders that exist on every machine of a kind, such as those of containers. */
const sharedHome = /^\/(?:home|Users)\/(?:app|user|runner|vscode|ubuntu|appuser|Shared)\//;

export function scanText(state: State, rootNode: SyntaxNode): void {
  state.headEndLine = headEndLine(state.source, rootNode);
  state.generated = generatedMark.test(firstComments(state.source));
  state.inlineScript = inlineScript(state.source);
  countTypeIgnores(state);
  countMachineValues(state, rootNode);
  if (/\bclass\s+\w+\s*\([^)]*\bFormatter\b/.test(state.source) && /\bjson\.dumps\s*\(/.test(state.source)) {
    const at = state.source.search(/\bclass\s+\w+\s*\([^)]*\bFormatter\b/);
    add(state.structuredLogging, lineAt(state.source, at));
  }
  const named = /["'](?:\(\))?(?:class)?["']\s*:\s*["'][\w.]*(?:json|Json|JSON)\w*\.?\w*Formatter["']/.exec(
    state.source,
  );
  if (named) add(state.structuredLogging, lineAt(state.source, named.index));
}

const generatedMark =
  /do not (?:edit|modify)\b|@generated\b|auto-?generated\b|^#+\s*generated (?:from|by)\b/im;

/** The comments that open a file. */
function firstComments(source: string): string {
  return /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(source.slice(0, 2000))?.[0] ?? '';
}

function inlineScript(source: string): FileMetrics['inlineScript'] {
  const block = /^# \/\/\/ script[ \t]*\r?\n((?:#(?: [^\n]*)?\r?\n)+?)# \/\/\/[ \t]*$/m.exec(source);
  if (!block) return undefined;
  const text = (block[1] ?? '').replace(/^# ?/gm, '');
  const requiresPython = /^requires-python\s*=\s*["']([^"']+)["']/m.exec(text)?.[1];
  const list = /^dependencies\s*=\s*\[((?:[^\]"']|"[^"]*"|'[^']*')*)\]/m.exec(text)?.[1] ?? '';
  return {
    line: lineAt(source, block.index),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    dependencies: [...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map((one) => one[1] ?? one[2] ?? ''),
  };
}

/** The docstring, `__future__` and everything imported before the first other statement. */
function headEndLine(source: string, rootNode: SyntaxNode): number {
  let end = 0;
  for (const child of rootNode.children) {
    if (child.type === 'comment') continue;
    const isDocstring =
      end === 0 && child.type === 'expression_statement' && child.firstChild?.type === 'string';
    if (!isDocstring && !/^(?:import|import_from|future_import)_statement$/.test(child.type)) break;
    end = lineAt(source, child.endIndex);
  }
  return end;
}

function countTypeIgnores({ source, typeIgnores }: State): void {
  if (!source.includes('ignore')) return;
  for (const match of source.matchAll(ignoreComment)) {
    typeIgnores.total += 1;
    if (match[1] === undefined) add(typeIgnores.bare, lineAt(source, match.index));
  }
}

function countMachineValues({ source, machineValues }: State, rootNode: SyntaxNode): void {
  const places: number[] = [];
  for (const match of source.matchAll(machinePath)) {
    if (!sharedHome.test(match[0]) && isValue(rootNode, match.index)) places.push(match.index);
  }
  for (const pattern of [debugSwitch, openBinding]) {
    for (const match of source.matchAll(pattern)) {
      const name = rootNode.descendantForIndex(match.index, match.index);
      if (name?.type === 'identifier' && name.parent?.type === 'keyword_argument') places.push(match.index);
    }
  }
  const lines = [...new Set(places.map((at) => lineAt(source, at)))].sort((a, b) => a - b);
  for (const line of lines) add(machineValues, line);
}

/** Inside a string that is used, not inside a docstring or a comment. */
function isValue(rootNode: SyntaxNode, index: number): boolean {
  let node = rootNode.descendantForIndex(index, index);
  while (node && node.type !== 'string') node = node.parent;
  return node !== null && node.parent?.type !== 'expression_statement';
}

function lineAt(source: string, index: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < index; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
