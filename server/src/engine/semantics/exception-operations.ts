/** What single operations raise: calls by name and arguments, subscripts by the form of the index, division, unpacking. */
import {
  callArguments,
  codeChildren,
  dottedName,
  unparenthesized,
  type CallArguments,
  type SyntaxNode,
} from '../syntax/node';
import { functionRaises, methodRaises } from './exception-table';
import type { RaiseContext } from './exceptions';
import { isRequestMapping, isSearch, mayBeNone } from './maybe-none';

/** What `call` raises; an empty list is "nothing", undefined "not known". */
export function callRaises(
  call: SyntaxNode,
  qualified: string | undefined,
  context: RaiseContext,
): readonly string[] | undefined {
  const callee = call.childForFieldName('function');
  const arguments_ = callArguments(call, context.text);
  if (qualified !== undefined) {
    const special = specialRaises(qualified, arguments_, context);
    if (special) return special === 'unknown' ? undefined : special;
  }
  const method = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : null;
  const name = method ? slice(method, context.text) : '';
  const known = qualified === undefined ? undefined : functionRaises(qualified);
  // `None` of a search that found nothing has no `group`.
  if (method && isSearch(callee?.childForFieldName('object'), context)) return ['AttributeError'];
  // What a family of functions has in common says little of the text or JSON that one of them hands out.
  const isOwnClass = name === 'json' && qualified?.startsWith('requests.') === true;
  const own = known && turnsBytes.has(name) && !isOwnClass ? methodRaises(name) : undefined;
  if (known) return own ? [...known, ...own] : known;
  if (!method) return undefined;
  if (name === 'get' && isRequestMapping(callee?.childForFieldName('object'), context)) return [];
  if (name === 'format' && isText(callee?.childForFieldName('object') ?? method)) return [];
  return name === 'pop' ? popRaises(arguments_) : methodRaises(name);
}

const turnsBytes: ReadonlySet<string> = new Set(['json', 'decode', 'encode']);

/** Functions whose arguments decide. Undefined leaves the word to the table; `unknown` says that it would be wrong. */
function specialRaises(
  qualified: string,
  { positional, keywords, splat }: CallArguments,
  context: RaiseContext,
): readonly string[] | 'unknown' | undefined {
  const [first, second] = positional;
  switch (qualified) {
    case 'builtins.int':
    case 'builtins.float':
      if (!first || isNumber(first, context)) return [];
      return mayBeNone(first, context) ? ['ValueError', 'TypeError'] : undefined;
    case 'builtins.divmod':
      return second && Number(slice(second, context.text)) > 0 ? [] : ['ZeroDivisionError'];
    case 'builtins.sorted':
      return calledRaises(keywords.get('key'), context);
    case 'builtins.next':
    case 'builtins.getattr':
      return positional.length > (qualified === 'builtins.next' ? 1 : 2) ? [] : undefined;
    case 'builtins.min':
    case 'builtins.max': {
      const called = calledRaises(keywords.get('key'), context);
      const isEmptyable = positional.length === 1 && !splat && !keywords.has('default');
      return called === 'unknown' || !isEmptyable ? called : ['ValueError', ...called];
    }
    case 'builtins.map':
    case 'builtins.filter':
    case 'functools.reduce':
      // `map(int, words)` raises what `int` raises, when the result is used.
      return calledRaises(first, context);
    case 'os.environ.pop':
      return second ? [] : undefined;
    case 'collections.deque':
      return [];
    default:
      if (/^re\.\w+$/.test(qualified)) return first?.type === 'string' ? [] : undefined;
      return /^subprocess\.(run|call|check_call|check_output|Popen)$/.test(qualified)
        ? subprocessRaises(qualified, { positional, keywords }, context)
        : undefined;
  }
}

/** What a function raises that another one calls; a lambda is looked at where the arguments are. */
function calledRaises(
  called: SyntaxNode | undefined,
  { names }: RaiseContext,
): readonly string[] | 'unknown' {
  if (!called || called.type === 'lambda' || called.type === 'none') return [];
  if (called.type === 'call') {
    const made = names.qualifiedName(called.childForFieldName('function'));
    return made === 'operator.itemgetter' ? ['LookupError'] : 'unknown';
  }
  const function_ = names.qualifiedName(called);
  return (function_ === undefined ? undefined : functionRaises(function_)) ?? 'unknown';
}

function subprocessRaises(
  qualified: string,
  { keywords }: Pick<CallArguments, 'positional' | 'keywords'>,
  { text }: RaiseContext,
): readonly string[] {
  const isTrue = (name: string): boolean => keywords.get(name)?.type === 'true';
  const raised: string[] = [];
  // A shell reports a missing program through its exit code.
  if (!isTrue('shell')) raised.push('OSError');
  if (isTrue('check') || qualified.startsWith('subprocess.check_'))
    raised.push('subprocess.CalledProcessError');
  const timeout = keywords.get('timeout');
  if (timeout && slice(timeout, text) !== 'None') raised.push('subprocess.TimeoutExpired');
  return raised;
}

/** Lists, sets, dictionaries and deques all have `pop`. */
function popRaises({ positional }: CallArguments): readonly string[] {
  const [key, fallback] = positional;
  if (fallback) return [];
  if (!key) return ['LookupError'];
  return indexRaises(key);
}

const numberCalls = new Set([
  'builtins.len', 'builtins.round', 'builtins.abs', 'builtins.ord', 'time.time', 'time.monotonic', 'time.perf_counter',
  'math.floor', 'math.ceil', 'math.sqrt', 'random.random', 'random.randint',
]); // prettier-ignore

/** A number by its looks: converting it cannot fail. */
function isNumber(node: SyntaxNode, context: RaiseContext): boolean {
  const plain = unparenthesized(node);
  if (['integer', 'float', 'true', 'false'].includes(plain.type)) return true;
  if (plain.type === 'string')
    return /^["']\s*[+-]?(\d+(\.\d+)?|inf|nan)\s*["']$/i.test(slice(plain, context.text));
  if (plain.type !== 'call') return false;
  const qualified = context.names.qualifiedName(plain.childForFieldName('function'));
  return qualified !== undefined && numberCalls.has(qualified);
}

/** `x[k]` by what is known of the receiver, else by the form of the index. */
export function subscriptRaises(node: SyntaxNode, context: RaiseContext): readonly string[] {
  const { names } = context;
  const value = node.childForFieldName('value');
  const indexes = node.childrenForFieldName('subscript');
  const [index] = indexes;
  if (!value || !index || indexes.some(({ type }) => type === 'slice')) return [];
  // The row or match that was not found, rather than an index in it.
  if (unparenthesized(value).type === 'call' && mayBeNone(value, context)) return ['TypeError'];
  const receiver = names.qualifiedName(value);
  // `list[int]`, `Optional[str]`: a type, not a lookup.
  if (receiver !== undefined && /^(typing|builtins|collections\.abc)\.\w+$/.test(receiver)) return [];
  if (receiver === 'os.environ' || receiver === 'builtins.dict()' || /^dictionary/.test(value.type))
    return ['KeyError'];
  if (receiver === 'sys.argv' || receiver === 'builtins.list()' || /^list/.test(value.type))
    return ['IndexError'];
  if (receiver === 'collections.defaultdict()' || receiver === 'collections.Counter()') return [];
  return indexes.length > 1 ? ['LookupError'] : indexRaises(index);
}

function indexRaises(index: SyntaxNode): readonly string[] {
  switch (unparenthesized(index).type) {
    case 'string':
    case 'concatenated_string':
      return ['KeyError'];
    case 'integer':
    case 'unary_operator':
    case 'binary_operator':
      return ['IndexError'];
    case 'slice':
      return [];
    default:
      return ['LookupError'];
  }
}

/** A divisor that may be zero. `%` formats strings as often as it divides, so it has to look like numbers. */
export function divisionRaises(node: SyntaxNode, context: RaiseContext): readonly string[] {
  const operator = node.childForFieldName('operator')?.type.replace('=', '');
  if (operator !== '/' && operator !== '//' && operator !== '%') return [];
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || !right || isText(left) || isText(right)) return [];
  if (['integer', 'float'].includes(right.type))
    return Number(slice(right, context.text)) === 0 ? ['ZeroDivisionError'] : [];
  if (operator === '%' && left.type !== 'integer' && left.type !== 'float') return [];
  return operator === '/' && looksLikePath(left, context) ? [] : ['ZeroDivisionError'];
}

function isText(node: SyntaxNode): boolean {
  return unparenthesized(node).type === 'string' || node.type === 'concatenated_string';
}

function looksLikePath(node: SyntaxNode, { names, text }: RaiseContext): boolean {
  if (names.qualifiedName(node)?.includes('pathlib.') === true) return true;
  const last = (dottedName(node, text) ?? slice(node, text)).split('.').at(-1) ?? '';
  return /path|dir|root|folder|parent|home|cwd|base/i.test(last);
}

/** `a, b = line.split()`: as many values as there happen to be. */
export function unpackRaises(left: SyntaxNode, right: SyntaxNode, { text }: RaiseContext): readonly string[] {
  if (left.type !== 'pattern_list' && left.type !== 'tuple_pattern') return [];
  if (codeChildren(left).some((child) => child.type === 'list_splat_pattern')) return [];
  if (right.type !== 'call') return [];
  const method = right.childForFieldName('function')?.childForFieldName('attribute');
  return method && /^r?split$/.test(slice(method, text)) ? ['ValueError'] : [];
}

function slice(node: SyntaxNode, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}
