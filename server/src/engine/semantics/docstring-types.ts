/** Types of parameters as docstrings state them: reST, Google and NumPy style. Only types that need no import. */

const atoms: ReadonlyMap<string, string> = new Map(
  Object.entries({ string: 'str', boolean: 'bool', integer: 'int', number: 'float' }).concat(
    ['str', 'int', 'float', 'bool', 'bytes', 'complex'].map((name) => [name, name]),
  ),
);

const name = String.raw`\*{0,2}(?<name>[^\W\d]\w*)`;
const styles = [
  // :param int count: …
  new RegExp(String.raw`^[ \t]*:param[ \t]+(?<type>[^:\r\n]+?)[ \t]+${name}:`, 'gm'),
  // :type count: int
  new RegExp(String.raw`^[ \t]*:type[ \t]+${name}:[ \t]*(?<type>[^\r\n]+)`, 'gm'),
  // count (int, optional): …
  new RegExp(String.raw`^[ \t]+${name}[ \t]*\((?<type>[^()\r\n]+)\):`, 'gm'),
  // count : int, optional
  new RegExp(String.raw`^[ \t]*${name}[ \t]+:[ \t]+(?<type>[^\r\n]+)`, 'gm'),
];

/** By parameter, the type in the modern spelling. Contradictions leave a parameter out. */
export function docstringTypes(docstring: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const unclear = new Set<string>();
  for (const style of styles) {
    for (const { groups } of docstring.matchAll(style)) {
      const parameter = groups?.['name'] ?? '';
      const type = parsed(groups?.['type'] ?? '');
      const known = found.get(parameter);
      if (type === undefined || (known !== undefined && known !== type)) unclear.add(parameter);
      else found.set(parameter, type);
    }
  }
  for (const parameter of unclear) found.delete(parameter);
  return found;
}

/** `int or None`, `str, optional`, `Optional[int]`, `list of str`, `list[str]`. */
function parsed(text: string): string | undefined {
  const bare = text
    .replace(/,?\s*(?:optional|default\b.*|defaults to\b.*)$/i, '')
    .replace(/[`]|:class:/g, '')
    .trim()
    .replace(/[.,]$/, '');
  const optional = /^Optional\[(.+)\]$/.exec(bare)?.[1];
  const parts = (optional ?? bare).split(/\s*\|\s*|\s+or\s+/);
  const types = parts.filter((part) => part !== 'None').map(member);
  if (types.length === 0 || types.some((type) => type === undefined)) return undefined;
  const hasNone = optional !== undefined || parts.includes('None');
  return [...types, ...(hasNone ? ['None'] : [])].join(' | ');
}

function member(text: string): string | undefined {
  const atom = atoms.get(text);
  if (atom !== undefined) return atom;
  const element = /^(?:list of (\w+?)s?|[Ll]ist\[(\w+)\])$/.exec(text);
  const inner = atoms.get(element?.[1] ?? element?.[2] ?? '');
  return inner === undefined ? undefined : `list[${inner}]`;
}
