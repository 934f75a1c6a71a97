/** `from m import *`: nobody can tell where a name comes from, and a new name of `m` may replace one of this file. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { lineMatches } from '../../syntax/line-matches';
import type { SyntaxNode } from '../../syntax/node';
import type { SourceText } from '../../syntax/text';
import { isWildcard, moduleOf, useOf, type WildcardUse } from './_wildcard';

const wildcard = /[^#\r\n]*?\bimport\s*\(?\*/y;
/** Settings are layered by importing everything of the layer below. */
const settingsPath = /(?:^|\/)(?:\w*settings\w*|config)(?:\/[^/]+)?\.py$/;
/** With more characters a list of names is written one name a line. */
const longestLine = 88;

export default defineRule({
  meta: {
    name: 'wildcard-import',
    topic: 'packaging',
    summary: 'A module imports everything of another one.',
    severity: 'information',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'F403', name: 'undefined-local-with-import-star', suffices: 'alone' },
      { tool: 'pylint', code: 'W0401', name: 'wildcard-import' },
      { tool: 'sonar', code: 'S2208' },
      { tool: 'pyright', code: 'reportWildcardImportFromLibrary' },
    ],
    messages: {
      wildcard: 'Nobody can see which names come from `{module}`, and a new one there can replace one here.',
    },
    docs: {
      why:
        'Readers, editors and linters cannot tell where a name comes from, so misspelt names go unnoticed until they run. ' +
        'When the other module gets a new name, it silently replaces one of this file, or a builtin: `from os import *` ' +
        'replaces `open`.',
      bad: [
        { code: 'from math import *\n\n\ndef area(radius):\n    return pi * pow(radius, 2)\n' },
        { code: 'from shapes import *\n\n\ndef draw():\n    return Circle(3)\n' },
      ],
      good: [
        { code: 'from math import pi\n\n\ndef area(radius):\n    return pi * radius**2\n' },
        { code: 'from .circle import *\nfrom .square import *\n', path: 'shapes/__init__.py' },
        { code: 'from .base import *\n\nDEBUG = False\n', path: 'site/settings/production.py' },
      ],
      guards: [
        '`__init__.py` and files with `__all__`, which pass names on',
        'files that hold nothing but imports, which are there to pass names on',
        'settings that are layered on top of other settings',
        'the compiled twin of a module: `from _bisect import *` in `bisect.py`',
        'stubs; in notebooks it is a hint',
      ],
      fixes:
        'Lists the names that the file uses. For modules of the standard library they are known, builtins that the module ' +
        'replaces included; for one other module they are the names that nothing else in the file explains. The second ' +
        'alternative imports the module and writes its name in front. Unsafe: other files can no longer import those names ' +
        'from here. Abstains where the order of definitions decides, under `try` and `if`, and where names are looked up ' +
        'by their text.',
    },
  },
  visitFile(statements, context) {
    const { text } = context.source;
    if (!importsAll(context.source) || passesNamesOn(statements, context)) return;
    for (const statement of statements) {
      for (const node of wildcardsIn(statement, text)) {
        const module = moduleOf(node, text);
        if (isCompiledTwin(module, context.file.path)) continue;
        const values = { module };
        if (context.file.role === 'notebook')
          context.report({ node, message: 'wildcard', values, atMost: 'hint' });
        else context.report({ node, message: 'wildcard', values });
      }
    }
  },
  fix({ node }, context) {
    const use = useOf(node, context);
    if (!use) return [];
    const fixes = [listed(node, use, context)];
    const qualified = qualifiedFix(node, use, context);
    return qualified ? [...fixes, qualified] : fixes;
  },
});

type Context = RuleContext<undefined>;

/** From the text alone, in nearly no time: most files import no name that they do not say. */
function importsAll(source: SourceText): boolean {
  return lineMatches(source, ['import'], wildcard).next().done !== true;
}

function wildcardsIn(statement: SyntaxNode, text: string): SyntaxNode[] {
  if (statement.type === 'import_from_statement') return isWildcard(statement) ? [statement] : [];
  if (!/^(?:if|try|with|for|while)_statement$/.test(statement.type)) return [];
  const source = text.slice(statement.startIndex, statement.endIndex);
  if (!/\bimport\s*\*/.test(source)) return [];
  return statement.descendantsOfType('import_from_statement').filter(isWildcard);
}

function passesNamesOn(statements: readonly SyntaxNode[], { file, names }: Context): boolean {
  if (/(?:^|\/)__init__\.py$/.test(file.path) || settingsPath.test(file.path) || file.role === 'stub')
    return true;
  if (names.resolveInModule('__all__').origin === 'module') return true;
  return statements.every(({ type, firstNamedChild }) => {
    if (/^(?:import_statement|import_from_statement|future_import_statement|comment)$/.test(type))
      return true;
    return type === 'expression_statement' && firstNamedChild?.type === 'string';
  });
}

function isCompiledTwin(module: string, path: string): boolean {
  const name = /([^/]+)\.py$/.exec(path)?.[1];
  return name !== undefined && module.split('.').at(-1) === `_${name.replace(/^_/, '')}`;
}

function listed(node: SyntaxNode, { names, isKnown }: WildcardUse, context: FixContext): Fix {
  const { source } = context;
  const star = node.lastNamedChild ?? node;
  const line = source.lineAt(star.startIndex);
  const before = star.startIndex - source.lineStart(line);
  const plain = names.join(', ');
  const indent = source.indentAt(node.startIndex);
  const newText =
    before + plain.length <= longestLine
      ? plain
      : `(${source.eol}${names.map((name) => `${indent}${source.indentUnit}${name},${source.eol}`).join('')}${indent})`;
  const count =
    names.length === 1 ? `\`${names[0] ?? ''}\`` : `the ${names.length} names that this file uses`;
  const risk = isKnown
    ? 'other files can import no more through this one'
    : 'a builtin that the module replaces comes back, and other files can import no more through this one';
  return {
    title: `Import ${count} (${risk})`,
    applicability: 'unsafe',
    edits: [{ start: star.startIndex, end: star.endIndex, newText }],
  };
}

/** `import m`, and `m.` in front of each name. */
function qualifiedFix(
  node: SyntaxNode,
  { identifiers, inText, isKnown }: WildcardUse,
  context: FixContext,
): Fix | undefined {
  const { source, root, names } = context;
  const module = moduleOf(node, source.text);
  const head = module.split('.', 1)[0] ?? module;
  if (module.startsWith('.') || inText || !isKnown) return undefined;
  // The module's own name must mean nothing else anywhere in the file.
  if (names.resolveInModule(head).origin === 'module' || namesSomething(head, root, context))
    return undefined;
  if (identifiers.some((identifier) => !isPlainRead(identifier))) return undefined;
  const edits: FixEdit[] = [{ start: node.startIndex, end: node.endIndex, newText: `import ${module}` }];
  for (const { startIndex } of identifiers)
    edits.push({ start: startIndex, end: startIndex, newText: `${module}.` });
  return {
    title: `Import \`${module}\` and write \`${module}.\` in front of its names (other files can import no more through this one)`,
    applicability: 'unsafe',
    edits,
  };
}

function namesSomething(name: string, root: SyntaxNode, context: FixContext): boolean {
  return root
    .descendantsOfType('identifier')
    .some((identifier) => identifier.parent?.type !== 'dotted_name' && context.text(identifier) === name);
}

const bindingParents =
  /^(?:delete_statement|global_statement|nonlocal_statement|augmented_assignment|pattern_list|as_pattern_target|case_pattern|class_pattern|dotted_name)$/;

function isPlainRead({ parent }: SyntaxNode): boolean {
  return parent !== null && !bindingParents.test(parent.type);
}
