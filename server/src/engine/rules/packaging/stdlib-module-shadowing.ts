/** A module that takes the name of one of the standard library's: `import random` gets the wrong one. */
import type { Shadowing } from '../../lint/project-queries';
import { defineRule } from '../../lint/rule';
import { standardLibrary } from '../../semantics/standard-library';

interface Data extends Shadowing {
  readonly module: string;
}

export default defineRule<Data>({
  meta: {
    name: 'stdlib-module-shadowing',
    topic: 'packaging',
    summary: 'A module has the name of a module of the standard library, and is found first.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'A005', name: 'stdlib-module-shadowing' },
      { tool: 'pyright', code: 'reportShadowedImports' },
    ],
    messages: {
      shadows:
        'This file hides the standard module `{module}` from everything that runs in this folder, libraries included.',
    },
    docs: {
      why:
        'Python looks in the folder of the script first. A file `random.py` or `logging.py` there is what every library ' +
        'gets that imports the standard module of that name, and the program ends with an AttributeError deep inside code ' +
        'that nobody has changed.',
      bad: [
        {
          path: 'random.py',
          code: 'def pick(items):\n    return items[0]\n',
          files: { 'main.py': 'import random\n\nprint(random.pick([1]))\n' },
        },
      ],
      good: [
        {
          path: 'picking.py',
          code: 'def pick(items):\n    return items[0]\n',
          files: { 'main.py': 'import picking\n\nprint(picking.pick([1]))\n' },
        },
        {
          path: 'app/logging.py',
          code: 'def setup():\n    return None\n',
          files: { 'app/__init__.py': '', 'main.py': 'from app.logging import setup\n\nsetup()\n' },
        },
      ],
      guards: [
        'modules inside a package, which are imported by their full name',
        'folders that are on no import path',
        'names that no program imports, such as `test` and `this`',
        'examples, tools and vendored code',
      ],
      fixes:
        'Renames the file, or the folder of a package. Unsafe: imports of it have to be changed as well, which editors with a ' +
        'Python language server offer to do.',
    },
  },
  visitFile(statements, context) {
    const { path } = context.file;
    const module = /(?:^|\/)([a-z_]\w*)(?:\/__init__)?\.py$/.exec(path)?.[1];
    // The docstring is about the module; what it defines is what hides the other.
    const first =
      statements.find(
        ({ type, firstNamedChild }) => type !== 'comment' && firstNamedChild?.type !== 'string',
      ) ?? statements.find(({ type }) => type !== 'comment');
    if (module === undefined || !first || !standardLibrary.has(module)) return;
    const found = context.project.shadowing();
    if (!found) return;
    const end = context.source.lineEnd(context.source.lineAt(first.startIndex));
    const range = { start: first.startIndex, end: Math.min(first.endIndex, end) };
    context.report({
      node: first,
      range,
      message: 'shadows',
      values: { module },
      data: { ...found, module },
    });
  },
  fix({ data }, { file }) {
    const { module, importers } = data;
    const isPackage = file.path.endsWith('/__init__.py');
    const path = isPackage ? file.path.slice(0, -'/__init__.py'.length) : file.path;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    const name = `${module}_utils${isPackage ? '' : '.py'}`;
    const rest = importers.length === 0 ? '' : ` (imports in ${importers.join(', ')} have to follow)`;
    return [
      {
        title: `Rename to ${name}${rest}`,
        applicability: 'unsafe',
        edits: [],
        files: [{ kind: 'rename', path, to: folder + name }],
      },
    ];
  },
});
