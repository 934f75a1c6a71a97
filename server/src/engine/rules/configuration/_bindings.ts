/** Literals that are bound to a name that may hold a secret, in every place where Python binds one. */
import { isProviderToken } from '../../semantics/provider-tokens';
import { secretKind, secretNameHint, isPlausibleSecret } from '../../semantics/secrets';
import type { NodeKind } from '../../syntax/node-kinds.generated';
import { callArguments, codeChildren, dottedName, unparenthesized, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';

export const bindingKinds = [
  'assignment',
  'pair',
  'keyword_argument',
  'default_parameter',
  'typed_default_parameter',
  'call',
] as const satisfies readonly NodeKind[];

/** A string literal and the name that it is bound to. */
export interface BoundSecret {
  readonly name: string;
  readonly literal: SyntaxNode;
}

/** What `node`, one of `bindingKinds`, binds to names of secrets, where the values look like real ones. */
export function boundSecrets(node: SyntaxNode, text: string): BoundSecret[] {
  return bindings(node, text).flatMap(({ name, value, isSigningKey, isBeside }) => {
    const kind = secretKind(name);
    const literal = kind && value ? literalInside(value, text) : undefined;
    const content = literal ? stringLiteral(literal, text)?.content : undefined;
    if (!kind || !literal || content === undefined) return [];
    // The form says more than the name: provider-secret-literal reports it.
    if (isProviderToken(content)) return [];
    const companion = isBeside === true || hasCompanion(node, text);
    const isReal = isPlausibleSecret(content, {
      name,
      kind,
      hasCompanion: companion,
      isSigningKey: isSigningKey === true,
    });
    return isReal ? [{ name, literal }] : [];
  });
}

interface Bound {
  readonly name: string;
  readonly value: SyntaxNode | null;
  readonly isSigningKey?: boolean;
  /** A user name is handed over together with it. */
  readonly isBeside?: boolean;
}

const identifier = /[^\W\d]\w*/y;

function bindings(node: SyntaxNode, text: string): Bound[] {
  if (node.type === 'assignment') return assigned(node, text);
  if (node.type === 'call') return handedOver(node, text);
  if (node.type === 'pair') {
    const colon = text.indexOf(':', node.startIndex);
    if (!secretNameHint.test(text.slice(node.startIndex, colon + 1 || node.startIndex))) return [];
    const key = node.childForFieldName('key');
    const name = key ? stringLiteral(key, text)?.content : undefined;
    return name === undefined ? [] : [{ name, value: node.childForFieldName('value') }];
  }
  identifier.lastIndex = node.startIndex;
  const name = identifier.exec(text)?.[0];
  if (name === undefined || !secretNameHint.test(name)) return [];
  const value = node.childForFieldName('value');
  // `requests.get(url, auth=("user", "password"))`
  if (name === 'auth' && value?.type === 'tuple') return pair(codeChildren(value));
  return [{ name, value, isSigningKey: name === 'SECRET_KEY' }];
}

/** Functions that take a user and a password, or a password or key alone, by position. */
const taking =
  /(?:[\w.]+\.)?(?:(login|HTTPBasicAuth|HTTPDigestAuth|HTTPProxyAuth|BasicAuth)|(set_password)|(Fernet))\s*\(/y;

/** Their last words. */
export const takingWords = [
  'login',
  'HTTPBasicAuth',
  'HTTPDigestAuth',
  'HTTPProxyAuth',
  'BasicAuth',
  'set_password',
  'Fernet',
];

function handedOver(call: SyntaxNode, text: string): Bound[] {
  taking.lastIndex = call.startIndex;
  const taken = taking.exec(text);
  if (!taken || taking.lastIndex - 1 !== call.childForFieldName('arguments')?.startIndex) return [];
  const { positional, splat } = callArguments(call, text);
  if (splat) return [];
  if (taken[1] !== undefined) return pair(positional);
  const [first] = positional;
  return first && positional.length === 1
    ? [{ name: taken[3] === undefined ? 'password' : 'encryption_key', value: first }]
    : [];
}

/** A user and a password. */
function pair(values: readonly SyntaxNode[]): Bound[] {
  const [user, password] = values;
  const isUser = user?.type === 'string' || user?.type === 'identifier' || user?.type === 'attribute';
  return isUser && password && values.length === 2
    ? [{ name: 'password', value: password, isBeside: true }]
    : [];
}

/** Where Flask, Django and others look for the key that signs their sessions. */
function isSigningTarget(target: SyntaxNode, text: string): boolean {
  const name = targetName(target, text) ?? '';
  if (target.type === 'attribute') return name === 'secret_key';
  return target.type === 'subscript' && /^(?:JWT_)?SECRET_KEY$/.test(name);
}

/** `a = b = value` nests to the right: each target is looked at, the value is reported once, by the outermost. */
function assigned(node: SyntaxNode, text: string): Bound[] {
  const { startIndex: start, endIndex: end } = node;
  // The text alone turns most assignments away.
  const head = text.slice(start, Math.min(end, start + 200));
  if (!/["']/.test(head) || !secretNameHint.test(head)) return [];
  if (!mayHoldLiteral(node.childForFieldName('right'))) return [];
  if (node.parent?.type === 'assignment') return [];
  const names: string[] = [];
  let isSigningKey = false;
  let value: SyntaxNode | null = node;
  while (value?.type === 'assignment') {
    const left: SyntaxNode | null = value.childForFieldName('left');
    value = value.childForFieldName('right');
    if (left?.type === 'pattern_list' && value?.type === 'expression_list') {
      const values = codeChildren(value);
      return codeChildren(left).flatMap((target, index) => {
        const name = targetName(target, text);
        return name === undefined ? [] : [{ name, value: values[index] ?? null }];
      });
    }
    const name = left ? targetName(left, text) : undefined;
    if (name !== undefined) names.push(name);
    if (left && isSigningTarget(left, text)) isSigningKey = true;
  }
  const name = names.find((candidate) => secretKind(candidate) !== undefined);
  return name === undefined ? [] : [{ name, value, isSigningKey }];
}

function mayHoldLiteral(value: SyntaxNode | null): boolean {
  return value !== null && literalHolders.has(value.type);
}

/** What a string can stand in or be. */
const literalHolders: ReadonlySet<string> = new Set<NodeKind>([
  'string',
  'concatenated_string',
  'call',
  'parenthesized_expression',
  'expression_list',
  'assignment',
]);

function targetName(target: SyntaxNode, text: string): string | undefined {
  if (target.type === 'identifier') return text.slice(target.startIndex, target.endIndex);
  if (target.type === 'attribute') return targetName(target.childForFieldName('attribute') ?? target, text);
  if (target.type !== 'subscript') return undefined;
  const key = target.childForFieldName('subscript');
  return key ? stringLiteral(key, text)?.content : undefined;
}

/** The literal itself, or inside `"…".encode()`, `SecretStr("…")` and `Field(default="…")`. */
function literalInside(value: SyntaxNode, text: string): SyntaxNode | undefined {
  const node = unparenthesized(value);
  if (node.type === 'string' || node.type === 'concatenated_string') return node;
  if (node.type !== 'call') return undefined;
  const callee = node.childForFieldName('function');
  if (callee?.type === 'attribute') {
    const object = callee.childForFieldName('object');
    const method = callee.childForFieldName('attribute');
    const isEncode = method !== null && text.slice(method.startIndex, method.endIndex) === 'encode';
    if (isEncode && object?.type === 'string') return object;
  }
  const wrapper = /(?:^|\.)(Secret(?:Str|Bytes)?|Field)$/.exec(dottedName(callee, text) ?? '')?.[1];
  if (wrapper === undefined) return undefined;
  const { positional, keywords } = callArguments(node, text);
  const [first = wrapper === 'Field' ? keywords.get('default') : undefined] = positional;
  return first?.type === 'string' ? first : undefined;
}

const companion = /^(?:user(?:_?name)?|login|e?mail|host(?:_?name)?|account|uid|db|dbname|database)$/i;

/** A user or host with a literal beside the value: the same call, dictionary or parameter list. */
function hasCompanion(around: SyntaxNode, text: string): boolean {
  const list = around.parent;
  if (!list || !/^(?:argument_list|dictionary|parameters)$/.test(list.type)) return false;
  return codeChildren(list).some((sibling) => {
    const key = sibling.childForFieldName(sibling.type === 'pair' ? 'key' : 'name');
    const value = sibling.childForFieldName('value');
    if (!key || (value?.type !== 'string' && value?.type !== 'identifier')) return false;
    return companion.test(text.slice(key.startIndex, key.endIndex).replace(/["']/g, ''));
  });
}
