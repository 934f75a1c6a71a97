/** Which expressions of a log call give a secret away: by name, through formatting, but not through `len` or a mask. */
import { secretKind, secretNameHint, wordsOf } from '../../semantics/secrets';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';

/** Calls that hand on what they are given. */
const passingFunctions = new Set(['str', 'repr', 'ascii', 'format']);
const passingMethods = new Set(['strip', 'encode', 'decode', 'upper', 'lower', 'title', 'hex']);
const environment = /^(?:os\.)?(?:getenv|environ\.get)$/;

/** Packages of programs in which a bare `token` is no token of a parser. */
export const tokenPackages = (
  'aiohttp authlib boto3 django fastapi flask github httpx itsdangerous jose jwt oauthlib openai requests secrets ' +
  'slack_sdk starlette telegram tornado'
).split(' ');

export interface Sensitive {
  /** What to replace: the expression, or the whole `{...}` of an f-string. */
  readonly node: SyntaxNode;
  readonly name: string;
}

export interface SensitiveSite {
  readonly text: string;
  /** The file deals with tokens of services. */
  readonly hasTokens: boolean;
}

/** Sensitive parts of an argument, in order. */
export function sensitiveParts(node: SyntaxNode, site: SensitiveSite): Sensitive[] {
  switch (node.type) {
    case 'identifier':
    case 'attribute':
    case 'subscript':
      return named(node, site);
    case 'call':
      return calledWith(node, site);
    case 'interpolation': {
      const value = codeChildren(node)[0];
      const [found] = value ? sensitiveParts(value, site) : [];
      return found ? [{ node, name: found.name }] : [];
    }
    case 'keyword_argument':
    case 'pair': {
      const value = node.childForFieldName('value');
      return value ? sensitiveParts(value, site) : [];
    }
    case 'conditional_expression': {
      // The condition is not what is shown.
      const [shown, , otherwise] = codeChildren(node);
      return [shown, otherwise].flatMap((part) => (part ? sensitiveParts(part, site) : []));
    }
    case 'string':
    case 'concatenated_string':
    case 'binary_operator':
    case 'boolean_operator':
    case 'parenthesized_expression':
    case 'tuple':
    case 'list':
    case 'dictionary':
      return codeChildren(node).flatMap((part) => sensitiveParts(part, site));
    default:
      return [];
  }
}

function named(node: SyntaxNode, site: SensitiveSite): Sensitive[] {
  const name = nameOf(node, site);
  return name !== undefined && isSensitiveName(name, site.hasTokens) ? [{ node, name }] : [];
}

/** The last word of `a.b`, the key of `a["b"]`; a slice shows a part only. */
function nameOf(node: SyntaxNode, { text }: SensitiveSite): string | undefined {
  if (node.type === 'identifier') return text.slice(node.startIndex, node.endIndex);
  if (node.type === 'attribute') {
    const attribute = node.childForFieldName('attribute');
    return attribute ? text.slice(attribute.startIndex, attribute.endIndex) : undefined;
  }
  const [, key, ...more] = codeChildren(node);
  return key && more.length === 0 ? stringLiteral(key, text)?.content : undefined;
}

function calledWith(call: SyntaxNode, site: SensitiveSite): Sensitive[] {
  const callee = call.childForFieldName('function');
  const list = call.childForFieldName('arguments');
  if (!callee || list?.type !== 'argument_list') return [];
  const name = site.text.slice(callee.startIndex, callee.endIndex);
  const values = codeChildren(list);
  if (environment.test(name)) {
    const [key] = values;
    const variable = key && stringLiteral(key, site.text)?.content;
    return variable !== undefined && isSensitiveName(variable, site.hasTokens)
      ? [{ node: call, name: variable }]
      : [];
  }
  if (passingFunctions.has(name)) return values.flatMap((value) => sensitiveParts(value, site));
  const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  const method = name.slice(name.lastIndexOf('.') + 1);
  if (!object) return [];
  if (method === 'format' && /string$/.test(object.type))
    return values.flatMap((value) => sensitiveParts(value, site));
  const [found] = passingMethods.has(method) ? sensitiveParts(object, site) : [];
  return found ? [{ node: call, name: found.name }] : [];
}

/** Names that hold a secret, and hardly ever anything else. */
export function isSensitiveName(name: string, hasTokens: boolean): boolean {
  if (!secretNameHint.test(name)) return false;
  const kind = secretKind(name);
  const words = wordsOf(name);
  const joined = words.join('_');
  switch (kind) {
    case 'password':
      // `first_pass` is a pass over something, `pwd` a folder.
      return !/(?:^|_)pass(?:_|$)/.test(joined) ||
        /^(?:db|smtp|user|e?mail|admin|root|ftp|ssh|login)_pass$/.test(joined)
        ? joined !== 'pwd'
        : false;
    case 'secret':
      // Not the secret number or word of a game.
      return /(?:^|_)secret(?:_(?:access_)?(?:key|token))?$/.test(joined);
    case 'token':
      return /token$/.test(joined) && words.length === 1 ? hasTokens : !/(?:^|_)tokens$/.test(joined);
    default:
      return false;
  }
}
