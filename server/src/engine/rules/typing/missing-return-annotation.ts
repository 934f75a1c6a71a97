/** A public function without a return type. */
import { defineRule } from '../../lint/rule';
import { spellType } from '../../lint/type-spelling';
import { statementsOf, type SyntaxNode } from '../../syntax/node';
import { inferredResult, isPlainlyDecorated, publicName } from './_public-function';

export default defineRule({
  meta: {
    name: 'missing-return-annotation',
    topic: 'typing',
    summary: 'A public function does not say what it returns.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      {
        tool: 'ruff',
        code: 'ANN201',
        name: 'missing-return-type-undocumented-public-function',
        suffices: 'together',
      },
      { tool: 'ruff', code: 'ANN204', name: 'missing-return-type-special-method', suffices: 'together' },
      { tool: 'ruff', code: 'ANN205', name: 'missing-return-type-static-method', suffices: 'together' },
      { tool: 'ruff', code: 'ANN206', name: 'missing-return-type-class-method', suffices: 'together' },
      { tool: 'sonar', code: 'S6538' },
    ],
    messages: {
      missing: '`{name}` does not say what it returns, so type checkers treat every use of it as anything.',
    },
    docs: {
      why:
        'Type checkers do not look into a function without annotations, and editors cannot complete what it gives back. ' +
        'One unannotated function in the middle hides errors on both of its sides. ' +
        'The return type is also the shortest documentation a caller can get.',
      bad: [
        {
          code: 'def save(path: str, text: str):\n    with open(path, "w") as file:\n        file.write(text)\n',
        },
        { code: 'def label(count: int):\n    return f"{count} items"\n' },
        { code: 'class Queue:\n    def __init__(self, size: int):\n        self.size = size\n' },
        { code: 'def untyped(path, text):\n    path.write_text(text)\n' },
      ],
      good: [
        {
          code: 'def save(path: str, text: str) -> None:\n    with open(path, "w") as file:\n        file.write(text)\n',
        },
        { code: 'def untyped(path, text):\n    return path + text\n' },
        { code: 'def _helper(count: int):\n    return count\n' },
      ],
      guards: [
        'files in which most functions have no annotation, but for functions that plainly return nothing',
        'tests, scripts, notebooks, examples, migrations and stubs',
        'private and nested functions, private classes',
        'special methods other than `__init__`, whose types the language fixes',
        'overloads and overrides; methods of classes with bases from elsewhere, which may be overrides',
        'functions with a type comment',
      ],
      fixes:
        'Writes the type where it is certain or likely from the `return` statements, the annotations around them and the classes and functions of the file, in the spelling of the target version, with the import it needs. ' +
        '`-> None` on a function that cannot be overridden is safe, in a file that is annotated for the most part; any other type is unsafe, because a wider one may be meant. ' +
        'Where the type cannot be told, there is no fix.',
    },
  },
  visit: {
    function_definition(node, context) {
      if (node.childForFieldName('return_type')) return;
      const name = publicName(node, context);
      if (name === undefined) return;
      // Where annotations are rare, a gap is worth a word only if it can be filled on the spot.
      if (!context.file.isAnnotated && !returnsNothing(node, context.source.text)) return;
      const identifier = node.childForFieldName('name');
      if (!identifier) return;
      const range = { start: identifier.startIndex, end: identifier.endIndex };
      context.report({ node, message: 'missing', values: { name }, range });
    },
  },
  fix({ node }, context) {
    const { text } = context.source;
    const isMethod = context.isMethod(node);
    const type = inferredResult(node, context);
    const parameters = node.childForFieldName('parameters');
    if (!type || !parameters) return [];
    const spelled = spellType(type.annotation, node, context);
    if (!spelled) return [];
    const at = parameters.endIndex;
    const edits = [...spelled.edits, { start: at, end: at, newText: ` -> ${spelled.text}` }];
    const name = context.text(node.childForFieldName('name') ?? node);
    const isPlain = isPlainlyDecorated(node, text);
    const canBeOverridden = isMethod && name !== '__init__';
    const isCertain = type.annotation === 'None' && type.tier === 'certain' && !canBeOverridden && isPlain;
    // A file whose author does not annotate is not to be annotated by itself, on save.
    const isSafe = isCertain && context.file.isAnnotated;
    const caution = isCertain
      ? '; the file has few annotations so far'
      : isPlain
        ? cautionFor(type.annotation, canBeOverridden)
        : '; its decorator may read that';
    const title = `Annotate the result as \`${spelled.text}\`${isSafe ? '' : caution}`;
    return [{ title, applicability: isSafe ? 'safe' : 'unsafe', edits }];
  },
});

function cautionFor(annotation: string, canBeOverridden: boolean): string {
  if (annotation === 'None')
    return canBeOverridden ? '; overrides may return something' : '; other callers may expect more';
  return ', inferred from the code; a wider type may be meant';
}

/** No value leaves the function, by its text alone: a word in a string or in an inner function counts against it. */
function returnsNothing(definition: SyntaxNode, text: string): boolean {
  const body = text.slice(definition.startIndex, definition.endIndex);
  if (/\byield\b|\breturn\b[^\S\r\n]*[^\s#;]/.test(body)) return false;
  return statementsOf(definition.childForFieldName('body')).at(-1)?.type !== 'raise_statement';
}
