/** Tests in a file that the test runner does not look into. */
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';

export default defineRule({
  meta: {
    name: 'undiscovered-test',
    topic: 'testing',
    summary: 'Tests stand in a file that pytest does not collect.',
    severity: 'information',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      undiscovered: '`{test}` never runs: pytest does not collect files of this name.',
    },
    docs: {
      why:
        'By default pytest collects `test_*.py` and `*_test.py` and says nothing of other files. Tests in a file of another name look ' +
        'like tests, are counted as tests by whoever reads them, and have never run: they pass whatever the code does.',
      bad: [
        {
          path: 'tests/orders.py',
          code: 'from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
          files: {
            'requirements-dev.txt': 'pytest==8.3.4\n',
            'shop.py': 'def total(items):\n    return sum(items)\n',
          },
        },
      ],
      good: [
        {
          path: 'tests/test_orders.py',
          code: 'from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
          files: {
            'requirements-dev.txt': 'pytest==8.3.4\n',
            'shop.py': 'def total(items):\n    return sum(items)\n',
          },
        },
        {
          path: 'tests/orders.py',
          code: 'def total():\n    return 3\n',
          files: { 'requirements-dev.txt': 'pytest==8.3.4\n' },
        },
      ],
      guards: [
        'names that `python_files` of the pytest configuration covers',
        'projects that do not use pytest',
        'files outside test folders that import neither pytest nor unittest',
        '`conftest.py`, and files that run their tests themselves',
        'functions inside other functions, and fixtures',
      ],
      fixes:
        'Renames the file so that pytest collects it. Unsafe: its tests begin to run, and files that import it have to follow.',
    },
  },
  visitFile(statements, context) {
    const { path, role, imports, hasMainGuard } = context.file;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/^(?:test_.*|.*_test|conftest|__init__|__main__)\.py$/.test(name) || hasMainGuard) return;
    if (role !== 'test' && !imports.has('pytest') && !imports.has('unittest')) return;
    const { text } = context.source;
    if (!/^(?:async[ \t]+)?def test_\w|^class Test\w*/m.test(text)) return;
    for (const statement of statements) {
      const test = testIn(statement, text);
      if (!test) continue;
      if (context.project.collectsTests() !== false) return;
      context.report({ node: test, message: 'undiscovered', values: { test: context.text(test) } });
      return;
    }
  },
  fix(_, { file: { path } }) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    const stem = path
      .slice(folder.length)
      .replace(/^tests?_?|_?tests?(?=\.py$)/g, '')
      .replace(/^\.py$/, 'cases.py');
    const name = `test_${stem}`;
    return [
      {
        title: `Rename to ${name} (its tests begin to run; imports of it have to follow)`,
        applicability: 'unsafe',
        edits: [],
        files: [{ kind: 'rename', path, to: folder + name }],
      },
    ];
  },
});

/** The name of a test function, or of a test class with a test method. */
function testIn(statement: SyntaxNode, text: string): SyntaxNode | undefined {
  const definition =
    statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
  const name = definition?.childForFieldName('name');
  if (!definition || !name) return undefined;
  const word = text.slice(name.startIndex, name.endIndex);
  if (definition.type === 'function_definition') {
    const isFixture =
      statement !== definition &&
      /^@[\w.]*fixture\b/m.test(text.slice(statement.startIndex, definition.startIndex));
    return /^test_\w/.test(word) && !isFixture ? name : undefined;
  }
  if (definition.type !== 'class_definition' || !word.startsWith('Test')) return undefined;
  const body = text.slice(definition.startIndex, definition.endIndex);
  return /^[ \t]+(?:async[ \t]+)?def test_\w/m.test(body) ? name : undefined;
}
