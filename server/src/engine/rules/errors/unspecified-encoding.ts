/** Text files opened without an encoding: what they mean depends on the machine that reads them. */
import { argumentEdits } from '../../lint/arguments';
import { defineRule } from '../../lint/rule';
import { calleeOf } from '../../syntax/calls';
import { stringLiteral } from '../../syntax/string-literal';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';
import { isPath } from './_paths';

interface Opener {
  /** Index of the mode; none for calls that are always about text. */
  readonly mode?: number;
  /** The mode when none is given. */
  readonly fallback?: string;
  /** Index of the encoding. */
  readonly encoding: number;
}

const openers: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  ['builtins.open', { mode: 1, fallback: 'r', encoding: 3 }],
  ['io.open', { mode: 1, fallback: 'r', encoding: 3 }],
  ['os.fdopen', { mode: 1, fallback: 'r', encoding: 3 }],
  ['io.TextIOWrapper', { encoding: 1 }],
  ['gzip.open', { mode: 1, fallback: 'rb', encoding: 3 }],
  ['bz2.open', { mode: 1, fallback: 'rb', encoding: 3 }],
  ['lzma.open', { mode: 1, fallback: 'rb', encoding: Infinity }],
  ['tempfile.TemporaryFile', { mode: 0, fallback: 'w+b', encoding: 2 }],
  ['tempfile.NamedTemporaryFile', { mode: 0, fallback: 'w+b', encoding: 2 }],
  ['tempfile.SpooledTemporaryFile', { mode: 1, fallback: 'w+b', encoding: 3 }],
]);

const pathMethods: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  ['open', { mode: 0, fallback: 'r', encoding: 2 }],
  ['read_text', { encoding: 0 }],
  ['write_text', { encoding: 1 }],
]);

/** Modules whose functions may have been given another name. */
const modules = ['io', 'os', 'tempfile', 'gzip'];
const words = new Set([
  ...[...openers.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
  ...pathMethods.keys(),
]);

export default defineRule({
  meta: {
    name: 'unspecified-encoding',
    topic: 'errors',
    summary: 'A text file is opened without an encoding.',
    severity: 'hint',
    profile: 'strict',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'PLW1514', name: 'unspecified-encoding' },
      { tool: 'pylint', code: 'W1514', name: 'unspecified-encoding' },
    ],
    messages: {
      unspecified:
        '`{callee}` takes the encoding from the machine it runs on: the same file reads differently on Windows or in a bare container.',
    },
    docs: {
      why:
        'Without `encoding=`, Python asks the locale: UTF-8 on most Linux machines and on macOS, a regional code page on ' +
        'Windows, ASCII in a container without a locale before Python 3.7. Text with an umlaut that was written here cannot be read there, or comes ' +
        'back garbled without any error.',
      bad: [
        { code: 'def load(path):\n    with open(path) as file:\n        return file.read()\n' },
        { code: 'from pathlib import Path\n\n\ndef save(name, text):\n    Path(name).write_text(text)\n' },
      ],
      good: [
        {
          code: 'def load(path):\n    with open(path, encoding="utf-8") as file:\n        return file.read()\n',
        },
        { code: 'def load(path):\n    with open(path, "rb") as file:\n        return file.read()\n' },
      ],
      guards: [
        'binary modes, and modes that are not literals',
        'calls with `*args` or `**options`',
        'projects that need Python 3.15 or later, where UTF-8 is the default',
      ],
      fixes:
        'Adds `encoding="utf-8"`. Unsafe: files that are in the encoding of this machine are read differently, or fail ' +
        'with `UnicodeDecodeError`.',
    },
  },
  calls: {
    words,
    modules,
    visit(node, context) {
      const { node: called } = calleeOf(node, context.source.text);
      if (!called) return;
      const opener = openerOf(called, context);
      if (!opener || !isUnspecified(node, opener, context) || !isBefore315(context)) return;
      const name = /(?:[\w.]*|\.\w+)$/.exec(context.text(called))?.[0].replace(/^\./, '') ?? '';
      const range = { start: node.startIndex, end: called.endIndex };
      context.report({ node, message: 'unspecified', values: { callee: name }, range });
    },
  },
  fix({ node }, context) {
    const list = node.childForFieldName('arguments');
    if (list?.type !== 'argument_list') return [];
    const argument = 'encoding="utf-8"';
    return [
      {
        title: `Add \`${argument}\` (files in the encoding of this machine read differently)`,
        applicability: 'unsafe',
        edits: argumentEdits(list, argument, context),
      },
    ];
  },
});

function openerOf(called: SyntaxNode, context: Place): Opener | undefined {
  const qualified = context.names.qualifiedName(called);
  const known = qualified === undefined ? undefined : openers.get(qualified);
  if (known || called.type !== 'attribute') return known;
  const method = called.childForFieldName('attribute');
  const opener = method && pathMethods.get(context.text(method));
  return opener && isPath(called.childForFieldName('object'), context) ? opener : undefined;
}

function isUnspecified(node: SyntaxNode, { mode, fallback, encoding }: Opener, { source }: Place): boolean {
  const { positional, keywords, splat, list } = callArguments(node, source.text);
  if (splat || list?.type !== 'argument_list' || keywords.has('encoding')) return false;
  if (positional.length > encoding) return false;
  if (mode === undefined) return true;
  const given = keywords.get('mode') ?? positional[mode];
  const text = given ? stringLiteral(given, source.text)?.content : fallback;
  if (text === undefined || text.includes('b')) return false;
  return isText(text, fallback);
}

/** `gzip.open(p, "r")` is binary; `open(p, "r")` is not. */
function isText(mode: string, fallback: string | undefined): boolean {
  return fallback === 'rb' ? mode.includes('t') : true;
}

function isBefore315({ targetVersion: [major, minor] }: Place): boolean {
  return major < 3 || (major === 3 && minor < 15);
}
