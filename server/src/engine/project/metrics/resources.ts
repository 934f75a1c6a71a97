/** What a call says about files and connections that must not stay open, and about the shape of log records. */
import { nodeText, type SyntaxNode } from '../../syntax/node';
import { httpVerbs } from './names';
import { add, type State } from './state';

const fileOpeners: ReadonlySet<string> = new Set(['open', 'io.open', 'codecs.open', 'gzip.open', 'bz2.open']);
const jsonFormatter = /^(?:\w*Json\w*Formatter|JSON\w*Formatter|StdlibFormatter)$/i;

/** Files without `with`, HTTP requests without a timeout. httpx has a timeout of its own; requests and urllib wait forever. */
export function visitResource(
  state: State,
  node: SyntaxNode,
  name: string,
  last: string,
  line: number,
): void {
  if (fileOpeners.has(name)) {
    state.resources.total += 1;
    if (!isClosed(state, node)) add(state.resources.unguarded, line);
  } else if ((name === `requests.${last}` && httpVerbs.has(last)) || name === 'urllib.request.urlopen') {
    state.resources.total += 1;
    const text = state.source.slice(node.startIndex, node.endIndex);
    // `**options` may hold the timeout: not known to be missing.
    if (!/\btimeout\s*=|\*\*/.test(text)) add(state.resources.unguarded, line);
  }
}

/** In a `with`, returned or handed on to something that may close it, or closed by name further down. */
function isClosed(state: State, node: SyntaxNode): boolean {
  let child = node;
  for (let parent = node.parent; parent; parent = parent.parent) {
    switch (parent.type) {
      case 'with_item':
      case 'return_statement':
      case 'yield':
      case 'await':
      case 'lambda':
        return true;
      case 'argument_list':
        return handsOver(state, parent);
      case 'attribute':
        return false;
      case 'assignment':
        return isClosedLater(state, parent, child);
      case 'expression_statement':
      case 'block':
      case 'module':
        return false;
      default:
        child = parent;
    }
  }
  return false;
}

/** `json.load(open(x))` leaves the file open; `stack.enter_context(open(x))` and `Popen(stdout=open(x))` do not. */
function handsOver({ source }: State, argumentList: SyntaxNode): boolean {
  const callee = nodeText(argumentList.parent?.childForFieldName('function'), source);
  return !/(?:^|\.)(?:load|loads|reader|DictReader|read|writer|dump|print|list|sorted|set|len|parse)$/.test(
    callee,
  );
}

/** An attribute outlives the function on purpose; a local name has to be closed, used in a `with`, or returned. */
function isClosedLater({ source }: State, assignment: SyntaxNode, value: SyntaxNode): boolean {
  const target = assignment.childForFieldName('left');
  if (!target || value.id === target.id) return false;
  if (target.type !== 'identifier') return true;
  let scope: SyntaxNode | null = assignment.parent;
  while (scope && scope.type !== 'function_definition' && scope.type !== 'module') scope = scope.parent;
  const name = nodeText(target, source);
  const rest = source.slice(assignment.endIndex, scope?.endIndex ?? source.length);
  return new RegExp(
    `\\b${name}\\s*\\.\\s*close\\b|\\bwith\\b[^\\n]*\\b${name}\\b|\\breturn\\b[^\\n]*\\b${name}\\b`,
  ).test(rest);
}

/** Log records as data that a log store can search. */
export function visitLogFormat(
  state: State,
  node: SyntaxNode,
  name: string,
  last: string,
  line: number,
): void {
  if (name.startsWith('structlog.') && /^(?:configure|configure_once|get_logger|getLogger)$/.test(last)) {
    add(state.structuredLogging, line);
  } else if (jsonFormatter.test(last)) add(state.structuredLogging, line);
  else if (name === 'loguru.logger.add') {
    const text = state.source.slice(node.startIndex, node.endIndex);
    if (/\bserialize\s*=\s*True\b/.test(text)) add(state.structuredLogging, line);
  }
}
