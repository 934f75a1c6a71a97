/**
 * Reads the INI dialect of Python's configparser: `key = value` or `key: value`, continuation lines by indentation,
 * comments with `#` or `;` on their own line. General INI parsers lose the multi-line values that setup.cfg lives on.
 */

export interface IniValue {
  readonly value: string;
  readonly line: number;
}

export interface IniSection {
  readonly line: number;
  readonly values: ReadonlyMap<string, IniValue>;
}

export type IniData = ReadonlyMap<string, IniSection>;

export type IniResult =
  | { readonly data: IniData }
  | { readonly error: { readonly line: number; readonly column: number; readonly message: string } };

export function parseIni(text: string): IniResult {
  const sections = new Map<string, { line: number; values: Map<string, IniValue> }>();
  let section: { line: number; values: Map<string, IniValue> } | undefined;
  let open: { key: string; line: number; indent: number; parts: string[] } | undefined;
  const close = () => {
    if (open && section)
      section.values.set(open.key, { value: open.parts.join('\n').trim(), line: open.line });
    open = undefined;
  };
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      open?.parts.push('');
      continue;
    }
    const indent = raw.length - raw.trimStart().length;
    if (open && indent > open.indent) {
      open.parts.push(content);
      continue;
    }
    close();
    const header = /^\[([^\]]*)\]/.exec(content);
    if (header) {
      const name = header[1] ?? '';
      section = sections.get(name) ?? { line, values: new Map<string, IniValue>() };
      sections.set(name, section);
      continue;
    }
    if (content.startsWith('['))
      return { error: { line, column: indent + 1, message: 'section header is not closed' } };
    if (!section)
      return { error: { line, column: indent + 1, message: 'option before the first section header' } };
    const option = /^([^=:]+?)\s*(?:[=:]\s*(.*))?$/.exec(content);
    if (!option)
      return { error: { line, column: indent + 1, message: 'not an option and not a section header' } };
    open = { key: (option[1] ?? '').toLowerCase(), line, indent, parts: [option[2] ?? ''] };
  }
  close();
  return { data: sections };
}
