/** Files that are opened inside an expression, without a name: `open(p).read()`, `for line in open(p)`. */
import type { FixContext, RuleContext } from '../../lint/context';
import { joined, type Fix } from '../../lint/fix';
import { hasOwnLines, reindented } from '../../lint/suites';
import { callArguments, codeChildren, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { consumes, isLoopHead, outermost } from './_file-handle';
import { isPath } from './_paths';

type Context = Pick<RuleContext, 'names' | 'text' | 'source'>;

/** True where the expression around an `open(...)` reads or writes the file at once and then forgets it. */
export function isUsedInPlace(call: SyntaxNode, context: Context): boolean {
  const node = outermost(call);
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === 'attribute') {
    const outer = parent.parent;
    const isCalled = outer?.type === 'call' && outer.childForFieldName('function')?.id === parent.id;
    return isCalled && /\.\s*(?:read|readlines|readline|write|writelines)$/.test(context.text(parent));
  }
  if (isLoopHead(node)) return true;
  const list = parent.type === 'keyword_argument' ? parent.parent : parent;
  return list?.type === 'argument_list' && list.parent?.type === 'call' && consumes(list.parent, context);
}

interface Whole {
  readonly method: string;
  /** Arguments between its parentheses, the encoding included. */
  readonly arguments: string;
  /** The call of the method. */
  readonly node: SyntaxNode;
}

/** `Path(p).read_text(encoding="utf-8")` and its like. */
export function pathFix(call: SyntaxNode, context: FixContext): Fix | undefined {
  const { positional } = callArguments(call, context.source.text);
  const [path] = positional;
  const whole = wholeFile(call, context);
  if (!path || !whole || path.type === 'integer' || context.text(path).includes('#')) return undefined;
  const callee = context.names.qualifiedName(call.childForFieldName('function'));
  if (callee !== 'builtins.open' && callee !== 'io.open') return undefined;
  const isReady = isPath(path, context) && ['identifier', 'attribute', 'call'].includes(path.type);
  const pathName = isReady ? undefined : context.insertions.importFrom('pathlib', 'Path');
  if (!isReady && !pathName) return undefined;
  const receiver = isReady ? context.text(path) : `${pathName?.name ?? ''}(${context.text(path)})`;
  const newText = `${receiver}.${whole.method}(${whole.arguments})`;
  const edit = { start: whole.node.startIndex, end: whole.node.endIndex, newText };
  return {
    title: `Use \`Path.${whole.method}\`, which closes the file${whole.method.endsWith('text') ? ' (as UTF-8 unless told otherwise)' : ''}`,
    applicability: 'unsafe',
    edits: joined([...(pathName?.edits ?? []), edit]),
  };
}

/** The method of a path that reads or writes the whole file as this expression does. */
function wholeFile(call: SyntaxNode, context: Context): Whole | undefined {
  const { text } = context.source;
  const { positional, keywords, splat } = callArguments(call, text);
  const attribute = outermost(call).parent;
  const node = attribute?.parent;
  const member = attribute?.type === 'attribute' ? attribute.childForFieldName('attribute') : null;
  if (!node || !member || splat || positional.length > 2) return undefined;
  const given = keywords.get('mode') ?? positional[1];
  const mode = given ? stringLiteral(given, text)?.content : 'r';
  const others = [...keywords.keys()].filter((name) => !['mode', 'encoding', 'errors'].includes(name));
  const outer = callArguments(node, text);
  if (mode === undefined || others.length > 0 || outer.splat || outer.keywords.size > 0) return undefined;
  const encoding = keywords.get('encoding');
  const errors = keywords.get('errors');
  const decoding = [
    `encoding=${encoding ? context.text(encoding) : '"utf-8"'}`,
    ...(errors ? [`errors=${context.text(errors)}`] : []),
  ].join(', ');
  const [value, ...more] = outer.positional;
  switch (`${context.text(member)} ${mode.replace('t', '')}`) {
    case 'read r':
      return value ? undefined : { method: 'read_text', arguments: decoding, node };
    case 'read rb':
      return value ? undefined : { method: 'read_bytes', arguments: '', node };
    case 'write w':
      return !value || more.length > 0 || value.type === 'generator_expression'
        ? undefined
        : { method: 'write_text', arguments: `${context.text(value)}, ${decoding}`, node };
    case 'write wb':
      return !value || more.length > 0
        ? undefined
        : { method: 'write_bytes', arguments: context.text(value), node };
    default:
      return undefined;
  }
}

/** Puts the statement that opens the file into a `with`. */
export function wrapStatement(call: SyntaxNode, context: FixContext): Fix | undefined {
  const { source } = context;
  const statement = statementOf(call);
  const name = freeName(context);
  const callLine = source.lineAt(call.startIndex);
  if (!statement || name === undefined || !hasOwnLines(statement, source)) return undefined;
  if (callLine !== source.lineAt(call.endIndex)) return undefined;
  const outer = source.indentAt(statement.startIndex);
  const inner = outer + (outer.includes('\t') ? '\t' : source.indentUnit);
  const first = source.lineAt(statement.startIndex);
  const last = source.lineAt(statement.endIndex);
  const move = { from: outer, to: inner };
  const part = (from: number, to: number): string =>
    from > to ? '' : reindented([statement], { first: from, last: to, ...move }, source);
  const line = part(callLine, callLine);
  const moved = line.length - (source.lineStart(callLine + 1) - source.lineStart(callLine));
  const at = call.startIndex - source.lineStart(callLine) + moved;
  const text = context.text(call);
  const replaced = line.slice(0, at) + name + line.slice(at + text.length);
  const body = part(first, callLine - 1) + replaced + part(callLine + 1, last);
  const edit = {
    start: source.lineStart(first),
    end: source.lineStart(last + 1),
    newText: `${outer}with ${text} as ${name}:${source.eol}${body}`,
  };
  const title = `Open the file in a \`with\` statement around this ${statement.type === 'for_statement' ? 'loop' : 'line'}`;
  return { title, applicability: 'unsafe', edits: [edit] };
}

const early = new Set([
  'lambda',
  'conditional_expression',
  'boolean_operator',
  'function_definition',
  'class_definition',
  'decorator',
]);
const comprehensions = /_comprehension$|^generator_expression$/;

/** The statement that can be put into a `with`: the file must be opened whenever it runs, once. */
function statementOf(call: SyntaxNode): SyntaxNode | undefined {
  let node = call;
  for (let parent = node.parent; parent; node = parent, parent = node.parent) {
    if (early.has(parent.type)) return undefined;
    if (comprehensions.test(parent.type) && codeChildren(parent)[1]?.id !== node.id) return undefined;
    if (parent.type === 'for_in_clause' && parent.childForFieldName('right')?.id !== node.id)
      return undefined;
    if (parent.type === 'expression_statement' || parent.type === 'return_statement') return parent;
    if (parent.type === 'for_statement')
      return parent.childForFieldName('right')?.id === node.id && parent.firstChild?.type === 'for'
        ? parent
        : undefined;
    if (/_statement$|_clause$|^block$|^module$/.test(parent.type) && parent.type !== 'for_in_clause')
      return undefined;
  }
  return undefined;
}

function freeName(context: FixContext): string | undefined {
  const definition = context.enclosing('function_definition');
  const text = definition ? context.text(definition) : context.source.text;
  return ['f', 'file', 'handle', 'stream'].find((name) => !new RegExp(`\\b${name}\\b`).test(text));
}
