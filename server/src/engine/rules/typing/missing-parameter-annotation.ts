/** Public parameters without a type; one finding a function. */
import type { FixContext } from '../../lint/context';
import { joined, type Fix, type FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { spellType } from '../../lint/type-spelling';
import { docstringTypes } from '../../semantics/docstring-types';
import { membersOf, typeOf } from '../../semantics/types';
import { soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import { calledType, checkedType } from './_parameter-evidence';
import { decoratorsOf, inferredResult, publicName } from './_public-function';

export default defineRule({
  meta: {
    name: 'missing-parameter-annotation',
    topic: 'typing',
    summary: 'Parameters of a public function have no type.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'ANN001', name: 'missing-type-function-argument', suffices: 'alone' },
      { tool: 'sonar', code: 'S6540' },
    ],
    messages: {
      one: '`{function}` does not say what type {parameters} has, so wrong arguments go unnoticed until they fail.',
      many: '`{function}` does not say what types {parameters} have, so wrong arguments go unnoticed until they fail.',
    },
    docs: {
      why:
        'A parameter without a type accepts anything, as far as a type checker knows: the wrong argument is found in production, deep inside the call. ' +
        'Annotated parameters are also what editors complete and what readers look for first.',
      bad: [
        {
          code: 'def fetch(retries=3, verbose=False) -> bytes:\n    return b"" * retries if verbose else b""\n',
        },
        { code: 'def total(prices: list, rate) -> float:\n    return sum(prices) * rate\n' },
        { code: 'def wait(seconds=1.5, unit="s"):\n    return f"{seconds} {unit}"\n' },
      ],
      good: [
        {
          code: 'def fetch(retries: int = 3, verbose: bool = False) -> bytes:\n    return b"" * retries if verbose else b""\n',
        },
        { code: 'def untyped(prices, rate):\n    return sum(prices) * rate\n' },
        { code: 'def log(text: str, *args, **kwargs) -> None:\n    print(text, args, kwargs)\n' },
      ],
      guards: [
        'files in which most functions have no annotation, but for functions whose parameters all have plain values as defaults',
        'tests, fixtures, scripts, notebooks, examples, migrations and stubs',
        '`self`, `cls`, names that begin with `_`, `*args` and `**kwargs`',
        'private and nested functions, private classes, special methods other than `__init__`',
        'overloads and overrides; methods of classes with bases from elsewhere, which may be overrides',
        'functions with a type comment',
      ],
      fixes:
        'Types come from default values (`bool`, `int`, `float`, `str`, `bytes`) and from the docstring (reST, Google and NumPy style); a default of `None` needs the docstring. ' +
        'Where neither says anything: from `isinstance` checks at the head of the body, and from what the calls in the same file give, when all give one type. ' +
        'A second alternative annotates the result too. Unsafe: a wider type may be meant. ' +
        'Where only some of the parameters can be told, the fix is shown but never applied by itself.',
    },
  },
  visit: {
    function_definition(node, context) {
      const name = publicName(node, context);
      if (name === undefined) return;
      const skipsFirst =
        context.isMethod(node) && !decoratorsOf(node, context.source.text).includes('staticmethod');
      const missing = untyped(node, skipsFirst, (other) => context.text(other));
      const [first] = missing;
      if (!first) return;
      // Where annotations are rare, a gap is worth a word only if it can be filled on the spot.
      if (!context.file.isAnnotated && !missing.every(({ value }) => value && plainValues.has(value.type)))
        return;
      context.report({
        node,
        message: missing.length === 1 ? 'one' : 'many',
        values: { function: name, parameters: listed(missing.map((parameter) => `\`${parameter.name}\``)) },
        range: { start: first.node.startIndex, end: first.node.endIndex },
      });
    },
  },
  fix({ node }, context) {
    const skipsFirst =
      context.isMethod(node) && !decoratorsOf(node, context.source.text).includes('staticmethod');
    const missing = untyped(node, skipsFirst, (other) => context.text(other));
    const documented = docstringTypes(docstringOf(node, context));
    const edits: FixEdit[] = [];
    const written: string[] = [];
    for (const parameter of missing) {
      const type = parameterType(parameter, node, documented, context);
      const spelled = type === undefined ? undefined : spellType(type, node, context);
      if (!spelled) continue;
      edits.push(...spelled.edits, annotationEdit(parameter, spelled.text, context));
      written.push(`${parameter.name}: ${spelled.text}`);
    }
    if (written.length === 0) return [];
    const isWhole = written.length === missing.length;
    const applicability = isWhole ? ('unsafe' as const) : ('display' as const);
    const title = `Annotate \`${written.join(', ')}\`, from what its file says; a wider type may be meant`;
    const fixes: Fix[] = [{ title, applicability, edits: joined(edits) }];
    const result = resultEdits(node, context);
    if (isWhole && result) {
      fixes.push({
        title: 'Annotate the whole function, with what it returns',
        applicability,
        edits: joined([...edits, ...result]),
      });
    }
    return fixes;
  },
});

/** Node kinds of defaults that tell their type. */
const plainValues = new Set(['true', 'false', 'integer', 'float', 'string']);

interface Untyped {
  readonly name: string;
  /** Its place among the arguments of a call, when it can be given by that. */
  readonly index: number | undefined;
  /** The name's node. */
  readonly node: SyntaxNode;
  readonly value: SyntaxNode | null;
}

function untyped(definition: SyntaxNode, skipsFirst: boolean, text: (node: SyntaxNode) => string): Untyped[] {
  const parameters = definition.childForFieldName('parameters')?.namedChildren ?? [];
  const found: Untyped[] = [];
  // Behind a star no argument is given by its place.
  let place: number | undefined = 0;
  for (const parameter of parameters) {
    if (parameter.type === 'comment' || parameter.type === 'positional_separator') continue;
    const index: number | undefined = place;
    if (place !== undefined) place += 1;
    if (/^(?:keyword_separator|list_splat_pattern)$/.test(parameter.type) || /^\*/.test(text(parameter)))
      place = undefined;
    if (index === 0 && skipsFirst) continue;
    const hasDefault = parameter.type === 'default_parameter';
    const node = hasDefault ? parameter.childForFieldName('name') : parameter;
    if (node?.type !== 'identifier') continue;
    const name = text(node);
    const value = hasDefault ? parameter.childForFieldName('value') : null;
    if (!name.startsWith('_')) found.push({ name, index, node, value });
  }
  return found;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function docstringOf(definition: SyntaxNode, context: FixContext): string {
  const first = statementsOf(definition.childForFieldName('body'))[0];
  const expression = first ? soleExpression(first) : undefined;
  return expression?.type === 'string' ? context.text(expression) : '';
}

const literalTypes = new Set(['bool', 'int', 'float', 'complex', 'str', 'bytes']);

function parameterType(
  { name, index, value }: Untyped,
  definition: SyntaxNode,
  documented: ReadonlyMap<string, string>,
  context: FixContext,
): string | undefined {
  const stated = documented.get(name);
  const checked = checkedType(name, definition, context);
  // What the docstring says and what the code demands should be the same.
  if (checked !== undefined && stated !== undefined && checked !== stated) return undefined;
  const told = checked ?? stated;
  if (!value) return told ?? calledType(name, index, definition, context);
  const given = typeOf(value, { text: context.source.text, names: context.names })?.annotation;
  if (given === 'None')
    return told === undefined || membersOf(told).includes('None') ? told : `${told} | None`;
  if (given === undefined || !literalTypes.has(given)) return undefined;
  // A docstring that says otherwise than the default does may be right or wrong: abstain.
  if (told === undefined || membersOf(told).includes(given)) return told ?? given;
  return told === 'float' && given === 'int' ? told : undefined;
}

/** `x=1` becomes `x: int = 1`: with an annotation the style guide wants spaces. */
function annotationEdit({ node, value }: Untyped, type: string, { source }: FixContext): FixEdit {
  const start = node.endIndex;
  const isTight =
    value !== null &&
    source.slice(start, value.startIndex).trim() === '=' &&
    !/[\r\n]/.test(source.slice(start, value.startIndex));
  return isTight
    ? { start, end: value.startIndex, newText: `: ${type} = ` }
    : { start, end: start, newText: `: ${type}` };
}

function resultEdits(definition: SyntaxNode, context: FixContext): FixEdit[] | undefined {
  const parameters = definition.childForFieldName('parameters');
  if (!parameters || definition.childForFieldName('return_type')) return undefined;
  const type = inferredResult(definition, context);
  const spelled = type && spellType(type.annotation, definition, context);
  if (!spelled) return undefined;
  const at = parameters.endIndex;
  return [...spelled.edits, { start: at, end: at, newText: ` -> ${spelled.text}` }];
}
