/** A handler for everything that only returns a constant: a failure looks like an ordinary answer. */
import type { FixContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import {
  codeChildren,
  soleExpression,
  statementsOf,
  unparenthesized,
  type SyntaxNode,
} from '../../syntax/node';
import {
  broadTypes,
  hasExplanation,
  isBareExcept,
  mayBeBroad,
  readHandler,
  type Handler,
  type Place,
} from './_handler';
import { logTraceback } from './_handler-fixes';
import { narrowHandler } from './_narrowing';

/** Names that promise an answer whatever happens. */
const promising =
  /^_*(?:is|has|can|try|supports|exists|safe|maybe|check|probe)(?:_|[A-Z])|_or_(?:none|default|empty|null|false)$|OrNone$|OrDefault$|^__(?:eq|ne|contains|bool|del|repr|str|hash|lt|gt|le|ge)__$/;

export default defineRule({
  meta: {
    name: 'exception-swallowed-by-return',
    topic: 'errors',
    summary: 'A handler for everything does nothing but return a constant.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    yieldsTo: ['bare-except'],
    messages: {
      swallowed:
        'Every error becomes {value}: the caller cannot tell a failure from an answer, and nobody gets to know of it.',
    },
    docs: {
      why:
        'The caller gets a value that looks like a result, works on with it, and fails somewhere else or not at all. No log ' +
        'line says that the database was down or that a name was misspelt: a typing error in the `try` gives the same ' +
        '`None` as a missing record.',
      bad: [
        {
          code: 'def price(item):\n    try:\n        return float(item["price"])\n    except Exception:\n        return None\n',
        },
        {
          code: 'def load(client):\n    try:\n        return client.fetch()\n    except:\n        return []\n',
        },
      ],
      good: [
        {
          code: 'def price(item):\n    try:\n        return float(item["price"])\n    except (KeyError, ValueError):\n        return None\n',
        },
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef price(item):\n    try:\n        return float(item["price"])\n    except Exception:\n        logger.exception("price failed")\n        return None\n',
        },
        {
          code: 'def is_number(text):\n    try:\n        float(text)\n        return True\n    except Exception:\n        return False\n',
        },
      ],
      guards: [
        'narrow types, such as `except KeyError: return None`',
        'functions whose name promises an answer: `is_*`, `has_*`, `can_*`, `try_*`, `*_or_none`, `*_or_default`',
        'functions that are annotated as optional and whose docstring says when there is no value',
        'values that are not constant: the handler then works something out',
        'a comment in the handler lowers the finding to a hint',
      ],
      fixes:
        'Logs the traceback and returns as before; or, where the calls in the body are known, catches only what they raise, ' +
        'so that other errors surface.',
    },
  },
  visit: {
    except_clause(node, context) {
      if (!mayBeBroad(node, context) && !isBareExcept(node, context)) return;
      const handler = readHandler(node, context);
      const statement = handler && returned(handler);
      if (!handler || !statement) return;
      if (handler.value && broadTypes(handler.value, context).length === 0) return;
      const definition = context.enclosing('function_definition');
      if (!definition || promises(definition, context)) return;
      const value = statement.firstNamedChild;
      const shown = value ? `\`${context.text(value)}\`` : '`None`';
      const isExplained = hasExplanation({ start: node.startIndex, end: statement.endIndex }, context);
      context.report({
        node,
        message: 'swallowed',
        values: { value: shown },
        range: { start: statement.startIndex, end: statement.endIndex },
        ...(isExplained ? { atMost: 'hint' } : {}),
      });
    },
  },
  fix({ node }, context) {
    const handler = readHandler(node, context);
    return handler ? fixesFor(handler, context) : [];
  },
});

function fixesFor(handler: Handler, context: FixContext): Fix[] {
  const fixes: Fix[] = [];
  const log = logTraceback(handler, context);
  if (log) {
    const title = `Log the traceback with ${log.added}, then return as before`;
    fixes.push({ title, applicability: 'unsafe', edits: log.edits });
  }
  const narrow = narrowHandler(handler, 'Catch', context);
  return narrow ? [...fixes, narrow.fix] : fixes;
}

/** The `return` of a constant that is all that the handler does. */
function returned({ statements }: Handler): SyntaxNode | undefined {
  const [only, ...more] = statements;
  if (only?.type !== 'return_statement' || more.length > 0) return undefined;
  const value = only.firstNamedChild;
  return !value || isConstant(value) ? only : undefined;
}

function isConstant(node: SyntaxNode): boolean {
  const inner = unparenthesized(node);
  switch (inner.type) {
    case 'none':
    case 'true':
    case 'false':
    case 'integer':
    case 'float':
      return true;
    case 'string':
    case 'concatenated_string':
      return inner.descendantsOfType('interpolation').length === 0;
    case 'unary_operator':
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
      return codeChildren(inner).every(isConstant);
    case 'dictionary':
      return codeChildren(inner).every(
        (pair) => pair.type === 'pair' && codeChildren(pair).every(isConstant),
      );
    default:
      return false;
  }
}

/** Name, annotation and docstring tell the caller what to expect. */
function promises(definition: SyntaxNode, context: Place): boolean {
  const name = definition.childForFieldName('name');
  if (name && promising.test(context.text(name))) return true;
  const type = definition.childForFieldName('return_type');
  if (!type || !/\bOptional\b|\bNone\b/.test(context.text(type))) return false;
  return /\bNone\b|\bif\b|\bunless\b|\botherwise\b|\bfail|\bmissing\b|\binvalid\b/i.test(
    docstringOf(definition, context),
  );
}

function docstringOf(definition: SyntaxNode, context: Place): string {
  const [first] = statementsOf(definition.childForFieldName('body'));
  const text = first && soleExpression(first);
  return text?.type === 'string' ? context.text(text) : '';
}
