/** Types that the source writes down, in the one spelling that inference works with: `str | None`, `list[int]`. */
import type { Names } from './names';

const builtinGenerics: ReadonlyMap<string, string> = new Map([
  ['typing.List', 'list'],
  ['typing.Dict', 'dict'],
  ['typing.Set', 'set'],
  ['typing.FrozenSet', 'frozenset'],
  ['typing.Tuple', 'tuple'],
  ['typing.Type', 'type'],
]);
/** What says more than a type, or says nothing at all. */
const special =
  /^(?:typing|typing_extensions)\.(?:Annotated|Any|ClassVar|Concatenate|Final|InitVar|Literal|LiteralString|NoReturn|Never|NotRequired|ParamSpec|Required|Self|TypeAlias|TypeGuard|TypeIs|Unpack)$/;
const plain = /^[\w.,[\]| ]+$/;
const longest = 120;

/**
 * The type that the annotation `text` at the absolute offset `at` means; undefined where it cannot be taken over as it
 * is: literals, callables, anything partly quoted.
 */
export function writtenType(text: string, at: number, names: Names): string | undefined {
  const unquoted = /^(["'])([^"']*)\1$/.exec(text.trim())?.[2] ?? text;
  const flat = unquoted.replace(/\s+/g, ' ').trim();
  if (flat.length > longest || !plain.test(flat) || flat.includes('...')) return undefined;
  return union(flat, at, names);
}

function union(text: string, at: number, names: Names): string | undefined {
  const members = splitOutside(text, '|').map((part) => member(part, at, names));
  if (members.some((part) => part === undefined)) return undefined;
  const flat = [...new Set(members.flatMap((part) => splitOutside(part ?? '', '|')))];
  const others = flat.filter((part) => part !== 'None');
  return [...others, ...(others.length < flat.length ? ['None'] : [])].join(' | ');
}

function member(text: string, at: number, names: Names): string | undefined {
  const [, head = '', inner] = /^([A-Za-z_][\w.]*) ?(?:\[(.+)\])?$/.exec(text) ?? [];
  if (head === '') return undefined;
  if (head === 'None') return inner === undefined ? head : undefined;
  const qualified = names.qualifiedText(head, at) ?? '';
  if (special.test(qualified) || qualified === 'builtins.object') return undefined;
  if (inner === undefined) return builtinGenerics.get(qualified) ?? head;
  const parts = splitOutside(inner, ',').map((part) => union(part, at, names));
  if (parts.some((part) => part === undefined)) return undefined;
  if (qualified === 'typing.Optional') return union([...parts, 'None'].join(' | '), at, names);
  if (qualified === 'typing.Union') return union(parts.join(' | '), at, names);
  return `${builtinGenerics.get(qualified) ?? head}[${parts.join(', ')}]`;
}

/** Parts of `text` between separators that stand outside of brackets. */
export function splitOutside(text: string, separator: '|' | ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}
