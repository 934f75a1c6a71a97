// Small pieces of Markdown for the generated pages.

/** A page from its paragraphs; empty ones are left out. @param {string} source @param {readonly string[]} paragraphs */
export function page(source, paragraphs) {
  const text = paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
  return `<!-- Generated from ${source} by scripts/gen.mjs. Do not edit. -->\n\n${text}\n`;
}

/**
 * Words of a text as they are: `<module>` is no HTML, `__init__` not bold. What stands in backticks is left alone.
 * @param {string} text
 */
export function prose(text) {
  return text.replace(/`[^`]*`|<|\*|__/g, (piece) =>
    piece.startsWith('`') ? piece : piece.replace(/./g, '\\$&'),
  );
}

/** @param {string} language @param {string} text ends with a line break */
export function fenced(language, text) {
  return `\`\`\`${language}\n${text}\`\`\``;
}

/** @param {readonly string[]} items */
export function bullets(items) {
  return items.map((item) => `- ${prose(item)}`).join('\n');
}

/** @param {string} text */
export function code(text) {
  return `\`${text}\``;
}

/** @param {readonly string[]} heading @param {readonly (readonly string[])[]} rows */
export function table(heading, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => prose(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
