// l10n/bundle.l10n.json: every text of the client that VS Code translates, found in the calls of `l10n.t` and, in the
// dashboard's page, of `t`. Translators copy it to bundle.l10n.<language>.json.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** @param {string} root @returns {Promise<import('./index.mjs').Generated>} */
export async function l10n(root) {
  const folder = join(root, 'client', 'src');
  const texts = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .flatMap((entry) => textsOf(join(entry.parentPath, entry.name))),
  );
  const bundle = Object.fromEntries([...texts].sort().map((text) => [text, text]));
  return {
    files: new Map([['l10n/bundle.l10n.json', `${JSON.stringify(bundle, null, 2)}\n`]]),
    owns: ['l10n'],
  };
}

/** @param {string} path */
function textsOf(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && translates(node.expression, source)) {
      const [text] = node.arguments;
      if (!text || !ts.isStringLiteralLike(text)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        throw new Error(`${path}:${line + 1}: a text to translate must be a plain string`);
      }
      found.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `t`, `l10n.t`, `vscode.l10n.t`. @param {ts.Expression} callee @param {ts.SourceFile} source */
function translates(callee, source) {
  return /^(?:(?:vscode\.)?l10n\.)?t$/.test(callee.getText(source));
}
