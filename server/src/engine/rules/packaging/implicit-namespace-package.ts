/** A folder that is imported as a package and lacks the `__init__.py` that its neighbours have. */
import type { RuleContext } from '../../lint/context';
import type { PackageGap } from '../../lint/project-queries';
import { defineRule } from '../../lint/rule';
import { standardLibrary } from '../../semantics/standard-library';
import type { SyntaxNode } from '../../syntax/node';

export default defineRule<PackageGap>({
  meta: {
    name: 'implicit-namespace-package',
    topic: 'packaging',
    summary: 'A folder is imported as a package, but has no `__init__.py`.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'INP001', name: 'implicit-namespace-package' }],
    messages: {
      gap: 'The folder {folder} is imported here and has no `__init__.py`, unlike {example}: builds and test runners leave it out.',
    },
    docs: {
      why:
        'Python imports a folder without `__init__.py` as a namespace package, so that the code runs from a checkout. Build ' +
        'tools that look for packages do not find it: the wheel is built without the folder, and the program fails after ' +
        'its installation. pytest and mypy may give its modules other names than the program does.',
      bad: [
        {
          path: 'shop/orders.py',
          code: 'from shop.payment.stripe import charge\n\n\ndef order(item):\n    return charge(item)\n',
          files: { 'shop/__init__.py': '', 'shop/payment/stripe.py': 'def charge(item):\n    return item\n' },
        },
      ],
      good: [
        {
          path: 'shop/orders.py',
          code: 'from shop.payment.stripe import charge\n\n\ndef order(item):\n    return charge(item)\n',
          files: {
            'shop/__init__.py': '',
            'shop/payment/__init__.py': '',
            'shop/payment/stripe.py': 'def charge(item):\n    return item\n',
          },
        },
        {
          path: 'main.py',
          code: 'from helpers.text import shorten\n\nshorten("x")\n',
          files: { 'helpers/text.py': 'def shorten(text):\n    return text\n' },
        },
      ],
      guards: [
        'folders that nothing imports, such as those of scripts',
        'projects in which no neighbour has an `__init__.py` either',
        'folders of tests, examples, documentation, tools and migrations',
        'projects whose build declares namespace packages',
        'folders that hold no module, only other folders',
        'scripts with a `# /// script` block',
      ],
      fixes:
        'Creates an empty `__init__.py` in the folder. Unsafe: if parts of the package are installed from elsewhere, they ' +
        'are not found any more.',
    },
  },
  visit: {
    import_statement(node, context) {
      for (const name of node.childrenForFieldName('name')) {
        const module = name.type === 'aliased_import' ? name.childForFieldName('name') : name;
        if (module) check(module, [context.text(module)], context);
      }
    },
    import_from_statement(node, context) {
      const module = node.childForFieldName('module_name');
      if (!module) return;
      const prefix = context.text(module);
      const separator = prefix.endsWith('.') ? '' : '.';
      const names = node.childrenForFieldName('name').map((name) => {
        const target = name.type === 'aliased_import' ? name.childForFieldName('name') : name;
        return target ? prefix + separator + context.text(target) : prefix;
      });
      check(module, [prefix, ...names], context);
    },
  },
  fix({ data }) {
    const path = `${data.folder}/__init__.py`;
    return [
      {
        title: `Create ${path} (hides parts of the package that are installed elsewhere)`,
        applicability: 'unsafe',
        edits: [],
        files: [{ kind: 'create', path, text: '' }],
      },
    ];
  },
});

function check(node: SyntaxNode, modules: readonly string[], context: RuleContext<PackageGap>): void {
  const [first = ''] = modules;
  if (standardLibrary.has(first.split('.', 1)[0] ?? '')) return;
  for (const module of modules) {
    const gap = context.project.packageGap(module.replace(/\s+/g, ''));
    if (!gap) continue;
    if (context.file.isStandalone) return;
    const { folder, example } = gap;
    context.report({ node, message: 'gap', values: { folder, example }, data: gap });
    return;
  }
}
