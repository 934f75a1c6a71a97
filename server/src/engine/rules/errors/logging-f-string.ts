/** A log message that is formatted before anybody knows whether it will be written. */
import type { FixContext } from '../../lint/context';
import {
  formattedMessage,
  formattingOf,
  hasEffects,
  lazyCall,
  messageEdit,
  type Formatting,
} from '../../lint/logging/lazy';
import { placeOf } from '../../lint/logging/print';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { readHandler, type Place } from './_handler';
import { logMethods, readLogCall, type LogCall } from './_loggers';

const messages: Readonly<Record<Formatting, string>> = {
  'f-string':
    'The f-string is put together even when nobody logs at this level: pass the values as arguments.',
  percent:
    'The message is put together with `%` even when nobody logs at this level: pass the values as arguments.',
  concatenation:
    'The message is put together with `+` even when nobody logs at this level: pass the values as arguments.',
  format:
    'The message is put together with `format` even when nobody logs at this level: pass the values as arguments.',
};

export default defineRule<{ readonly isKnown: boolean }>({
  meta: {
    name: 'logging-f-string',
    topic: 'errors',
    summary: 'A log message is formatted before the logging call.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'safe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'G001', name: 'logging-string-format', suffices: 'together' },
      { tool: 'ruff', code: 'G002', name: 'logging-percent-format', suffices: 'together' },
      { tool: 'ruff', code: 'G003', name: 'logging-string-concat', suffices: 'together' },
      { tool: 'ruff', code: 'G004', name: 'logging-f-string', suffices: 'together' },
      { tool: 'pylint', code: 'W1201', name: 'logging-not-lazy' },
      { tool: 'pylint', code: 'W1202', name: 'logging-format-interpolation' },
      { tool: 'pylint', code: 'W1203', name: 'logging-fstring-interpolation' },
      { tool: 'sonar', code: 'S8554' },
    ],
    messages,
    docs: {
      why:
        'A message that is a constant template, with its values as arguments, is formatted only when a handler writes it, ' +
        'costs nothing at levels that are off, and lets log viewers and error trackers group records by template. A ' +
        'message that is formatted first is a different text each time; and where a `%` gets into it, arguments that ' +
        'somebody adds later fail.',
      bad: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef ship(order, weight):\n    logger.info(f"shipping {order.id!r}: {weight:.1f} kg")\n',
        },
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef ship(order):\n    logger.debug("shipping " + str(order))\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef ship(order, weight):\n    logger.info("shipping %r: %.1f kg", order.id, weight)\n',
        },
        {
          code: 'from loguru import logger\n\n\ndef ship(order):\n    logger.info(f"shipping {order}")\n',
        },
      ],
      guards: [
        'loguru and structlog, which format in other ways',
        'objects of other modules that only look like loggers by their name',
        'messages with `await` or an assignment in them, and calls that have arguments already',
        'f-strings without values',
      ],
      fixes:
        'Writes the template with `%s` and passes the values as arguments; `!r` becomes `%r`, and format specifications ' +
        'with an exact counterpart are kept (`:.2f` as `%.2f`), others stay an f-string of their own. Safe where the ' +
        'logger is one of the standard library and every value is a name, an attribute or a literal without ' +
        'specification; otherwise the value may be turned into text later than it was.',
    },
  },
  calls: {
    words: logMethods,
    modules: ['logging'],
    visit(node, context) {
      const call = readLogCall(node, context);
      if (!call || call.library === 'loguru' || call.library === 'structlog') return;
      if (call.values.length > 0 || call.splat) return;
      const { message } = call;
      const formatting = formattingOf(message, placeOf(node, context));
      if (formatting === undefined || hasEffects(message)) return;
      const range = { start: message.startIndex, end: message.endIndex };
      context.report({ node, message: formatting, range, data: { isKnown: call.library === 'logging' } });
    },
  },
  fix({ node, data: { isKnown } }, context) {
    const call = readLogCall(node, context);
    if (!call) return [];
    const place = placeOf(node, context, exceptionName(context));
    const formatted = formattedMessage(call.message, place);
    const lazy = formatted && lazyCall(formatted.pieces);
    if (!lazy) return [];
    const doubt = isKnown
      ? doubtOf(lazy.isPlain, formatted.notTuple)
      : ` (if ${receiverOf(node, context)} is a logger)`;
    return [
      {
        title: `Pass the values as arguments: ${shown(call, lazy.template)}${doubt}`,
        applicability: doubt === '' ? 'safe' : 'unsafe',
        edits: [messageEdit(call.message, lazy, context.source)],
      },
    ];
  },
});

function doubtOf(isPlain: boolean, notTuple: string | undefined): string {
  if (notTuple !== undefined) return ` (if \`${notTuple}\` is not a tuple)`;
  return isPlain ? '' : ' (values are turned into text later than now)';
}

function exceptionName(context: FixContext): string | undefined {
  const clause = context.enclosing('except_clause', 'function_definition', 'lambda', 'class_definition');
  return clause?.type === 'except_clause' ? readHandler(clause, context)?.name : undefined;
}

function receiverOf(node: SyntaxNode, context: Place): string {
  const object = node.childForFieldName('function')?.childForFieldName('object');
  return object ? `\`${context.text(object)}\`` : 'this';
}

const longest = 50;

function shown({ method }: LogCall, template: string): string {
  const line = template.split(/[\r\n]/, 1)[0] ?? '';
  const text = line === template && line.length <= longest ? line : `${line.slice(0, longest)}…`;
  return `\`${method}(${text}, …)\``;
}
