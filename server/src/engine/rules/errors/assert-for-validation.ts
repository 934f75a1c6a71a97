/** `assert` on what a caller or the outside gives: under `python -O` nothing is checked any more. */
import type { RuleContext } from '../../lint/context';
import { defineRule } from '../../lint/rule';
import { hasOwnLines } from '../../lint/suites';
import { codeChildren, unparenthesized, type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';
import { comparisonOf, negated } from './_negation';
import { isParameter, namesRead } from './_parameters';

const typeTest = /^(?:isinstance|issubclass|callable)\s*\(|^type\s*\(\s*\w+\s*\)\s*(?:==|is\b)/;
/** Where data comes from that nobody here has made. */
const external =
  /^(?:os\.(?:getenv|environ\.get|environ)|input|json\.loads?|sys\.argv|yaml\.(?:safe_)?load|tomllib\.loads?)\b/;
const externalText =
  /\b(?:os\.environ|os\.getenv|sys\.argv|request\.(?:args|form|json|data|GET|POST|get_json))\b/;

export default defineRule({
  meta: {
    name: 'assert-for-validation',
    topic: 'errors',
    summary: 'An `assert` checks what a caller or the outside gives.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S101', name: 'assert', suffices: 'alone' },
      { tool: 'bandit', code: 'B101', name: 'assert_used' },
    ],
    messages: {
      argument: 'Under `python -O` nothing checks `{name}` any more: raise `{error}` instead of asserting.',
      external:
        'Under `python -O` nothing checks what comes from outside any more: raise `{error}` instead of asserting.',
    },
    docs: {
      why:
        '`python -O` and `PYTHONOPTIMIZE` strip every `assert`: the check is gone exactly where optimised images run. And a ' +
        'caller who passes something wrong gets an `AssertionError` without a word, which reads like a fault of the ' +
        'function. Asserts are for what the code itself guarantees.',
      bad: [
        { code: 'def withdraw(account, amount):\n    assert amount > 0\n    account.balance -= amount\n' },
        {
          code: 'def ship(order):\n    assert isinstance(order, dict), "order must be a dictionary"\n    return order["id"]\n',
        },
      ],
      good: [
        {
          code: 'def withdraw(account, amount):\n    if not amount > 0:\n        raise ValueError("amount must be > 0")\n    account.balance -= amount\n',
        },
        {
          code: 'def total(prices):\n    result = sum(prices)\n    assert result >= 0\n    return result\n',
        },
      ],
      guards: [
        'tests, files that import pytest or unittest, notebooks',
        'private functions, whose callers are known',
        'conditions about local variables, `self` or module state: those are invariants of the code',
        '`isinstance` and `is not None` of local variables, which tell type checkers',
        '`assert False` and `assert_never`',
        'asserts inside loops, conditions and nested blocks',
      ],
      fixes:
        'Writes `if not ...: raise ValueError(...)`, or `TypeError` for a check of types, with the message of the assert or ' +
        'one made from the condition. Unsafe: code that catches `AssertionError` no longer sees it, and the check stays ' +
        'under `python -O`.',
    },
  },
  visit: {
    assert_statement(node, context) {
      const [condition] = codeChildren(node);
      if (!condition || condition.type === 'tuple' || !isValidated(context)) return;
      const definition = context.enclosing('function_definition', 'lambda', 'class_definition');
      if (definition?.type !== 'function_definition') return;
      if (node.parent?.id !== definition.childForFieldName('body')?.id || isPrivate(definition, context))
        return;
      const subject = subjectOf(condition, definition, context);
      if (!subject) return;
      const error = errorFor(condition, context);
      if (subject === 'external') context.report({ node, message: 'external', values: { error } });
      else context.report({ node, message: 'argument', values: { name: context.text(subject), error } });
    },
  },
  fix({ node }, context) {
    const [condition, message, ...more] = codeChildren(node);
    const { source } = context;
    if (!condition || more.length > 0 || !hasOwnLines(node, source)) return [];
    if (node.descendantsOfType('comment').length > 0) return [];
    const error = errorFor(condition, context);
    if (context.names.resolve(error, node.startIndex).origin !== 'builtin') return [];
    const said = message ? argumentText(message, context) : quoted(wordsOf(condition, context));
    const outer = source.indentAt(node.startIndex);
    const inner = outer + (outer.includes('\t') ? '\t' : source.indentUnit);
    const newText = `if ${negated(condition, context)}:${source.eol}${inner}raise ${error}(${said})`;
    return [
      {
        title: `Raise \`${error}\`, also under \`python -O\`; handlers of \`AssertionError\` no longer see it`,
        applicability: 'unsafe',
        edits: [{ start: node.startIndex, end: node.endIndex, newText }],
      },
    ];
  },
});

function isValidated({ file }: RuleContext<undefined>): boolean {
  const { role } = file;
  if (role === 'test' || role === 'notebook' || role === 'stub' || role === 'example') return false;
  return !file.imports.has('pytest') && !file.imports.has('unittest');
}

/** Its callers are in the same project, and known. */
function isPrivate(definition: SyntaxNode, context: Place): boolean {
  const name = definition.childForFieldName('name');
  return !name || /^(?:_(?!_)|__\w+(?<!__)$|test)/.test(context.text(name));
}

/** The parameter that a condition is about; nothing for one that is about the function's own work. */
function subjectOf(
  condition: SyntaxNode,
  definition: SyntaxNode,
  context: Place,
): SyntaxNode | 'external' | undefined {
  let parameter: SyntaxNode | undefined;
  let isExternal = externalText.test(context.text(condition));
  for (const name of namesRead(condition)) {
    const resolution = context.names.resolve(context.text(name), name.startIndex);
    if (resolution.origin === 'unknown') return undefined;
    if (resolution.origin !== 'local') continue;
    if (isParameter(name, context) && isOwn(name, definition, context)) parameter ??= name;
    else if (
      resolution.bindings.every(({ source }) => source !== undefined && external.test(source.text)) &&
      !narrows(condition, context)
    )
      isExternal = true;
    else return undefined;
  }
  return parameter ?? (isExternal ? 'external' : undefined);
}

/** A parameter of this function, not of one around it. */
function isOwn(name: SyntaxNode, definition: SyntaxNode, context: Place): boolean {
  const parameters = definition.childForFieldName('parameters');
  return parameters !== null && new RegExp(`\\b${context.text(name)}\\b`).test(context.text(parameters));
}

/** `isinstance(x, T)` and `x is not None` tell a type checker what a variable holds. */
function narrows(condition: SyntaxNode, context: Place): boolean {
  return /^\(?\s*(?:isinstance\s*\(|\w+\s+is\s+not\s+None\s*\)?$)/.test(context.text(condition));
}

/** A condition that asks for nothing but types, `None` aside. */
function errorFor(condition: SyntaxNode, context: Place): 'TypeError' | 'ValueError' {
  const leaves = leavesOf(condition).map((leaf) => context.text(leaf));
  const asksForTypes = leaves.some((leaf) => typeTest.test(leaf));
  return asksForTypes && leaves.every((leaf) => typeTest.test(leaf) || /\bis(?:\s+not)?\s+None$/.test(leaf))
    ? 'TypeError'
    : 'ValueError';
}

/** What `and`, `or` and `not` put together. */
function leavesOf(condition: SyntaxNode): SyntaxNode[] {
  const inner = unparenthesized(condition);
  return inner.type === 'boolean_operator' || inner.type === 'not_operator'
    ? codeChildren(inner).flatMap(leavesOf)
    : [inner];
}

/** The message as the argument of a call, whose brackets can stand for its own. */
function argumentText(message: SyntaxNode, context: Place): string {
  const inner = unparenthesized(message);
  const isBracketed =
    inner.id !== message.id &&
    ['string', 'concatenated_string', 'binary_operator', 'call'].includes(inner.type);
  return isBracketed ? context.text(message).slice(1, -1) : context.text(message);
}

function quoted(words: string): string {
  const text = words.replaceAll('\\', '\\\\');
  if (!text.includes('"')) return `"${text}"`;
  return text.includes("'") ? `"${text.replaceAll('"', '\\"')}"` : `'${text}'`;
}

/** The condition in words. */
function wordsOf(condition: SyntaxNode, context: Place): string {
  const inner = unparenthesized(condition);
  const plain = (node: SyntaxNode): string => context.text(node).replace(/\s+/g, ' ');
  if (inner.type === 'identifier') return `${plain(inner)} must not be empty`;
  const denied = inner.type === 'not_operator' ? inner.childForFieldName('argument') : null;
  if (denied?.type === 'identifier' || denied?.type === 'attribute') return `${plain(denied)} must be empty`;
  const asked = denied && typeAsked(denied, context);
  if (asked) return `${asked.name} must not be of type ${asked.type}`;
  const comparison = comparisonOf(inner, context);
  if (comparison) {
    const { left, operator, right } = comparison;
    if (operator === 'is not') return `${plain(left)} must not be ${plain(right)}`;
    if (operator === '!=') return `${plain(left)} must not be ${plain(right)}`;
    if (operator === 'not in') return `${plain(left)} must not be in ${plain(right)}`;
    const words = operator === '==' || operator === 'is' ? '' : `${operator} `;
    return `${plain(left)} must be ${words}${plain(right)}`;
  }
  const called = /^callable\s*\(\s*([\w.]+)\s*\)$/.exec(context.text(inner))?.[1];
  if (called !== undefined) return `${called} must be callable`;
  const type = typeAsked(inner, context);
  return type ? `${type.name} must be of type ${type.type}` : `expected ${plain(inner)}`;
}

/** `isinstance(x, T)` of one class. */
function typeAsked(
  node: SyntaxNode,
  context: Place,
): { readonly name: string; readonly type: string } | undefined {
  const found = /^isinstance\s*\(\s*(\w+)\s*,\s*([\w.]+)\s*,?\s*\)$/.exec(context.text(node));
  const [, name, type] = found ?? [];
  return name !== undefined && type !== undefined ? { name, type } : undefined;
}
