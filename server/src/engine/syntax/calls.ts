/** Cheap questions about calls, answered from the text where that is enough. */
import { callArguments, type SyntaxNode } from './node';

/** What is called, as far as most rules need to know to turn away. */
export interface Callee {
  readonly node: SyntaxNode | null;
  /** The name right in front of the arguments: `get` of `requests.Session().get(url)`. */
  readonly word: string;
  /** The callee is that name and nothing else. */
  readonly isPlain: boolean;
}

let last: { readonly call: SyntaxNode; readonly callee: Callee } | undefined;

/** Remembers its last answer: the rules that look at calls ask one after another about the same one. */
export function calleeOf(call: SyntaxNode, text: string): Callee {
  if (last?.call === call) return last.callee;
  const node = call.childForFieldName('function');
  const start = call.startIndex;
  const end = node ? node.endIndex : start;
  let at = end;
  while (at > start && isWordCharacter(text.charCodeAt(at - 1))) at -= 1;
  const callee = { node, word: text.slice(at, end), isPlain: at === start };
  last = { call, callee };
  return callee;
}

function isWordCharacter(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter || code === 95 || (code >= 48 && code <= 57) || code > 127;
}

export function importsAny(imports: ReadonlySet<string>, modules: readonly string[]): boolean {
  for (const module of modules) if (imports.has(module)) return true;
  return false;
}

/** True when the call's text begins with `name` and an opening parenthesis: worth a closer look. */
export function isCallTo(call: SyntaxNode, name: string, text: string): boolean {
  const start = call.startIndex;
  return (
    text.startsWith(name, start) && /^\s*\(/.test(text.slice(start + name.length, start + name.length + 8))
  );
}

/** Source of a keyword argument's value. */
export function keywordText(call: SyntaxNode, keyword: string, text: string): string | undefined {
  const value = callArguments(call, text).keywords.get(keyword);
  return value && text.slice(value.startIndex, value.endIndex);
}
