/** `logger.exception(f"failed: {e}")`: the traceback below the message ends with the same words. */
import type { FixContext } from '../../lint/context';
import { formattedMessage, messageEdit } from '../../lint/logging/lazy';
import { withoutException } from '../../lint/logging/mention';
import { writeMessage } from '../../lint/logging/message';
import type { Place as MessagePlace } from '../../lint/logging/place';
import { placeOf } from '../../lint/logging/print';
import { shortenMessage } from '../../lint/logging/shorten';
import { defineRule } from '../../lint/rule';
import type { FixEdit } from '../../lint/fix';
import type { SyntaxNode } from '../../syntax/node';
import { aliasEdit } from './_alias';
import { readHandler, type Place } from './_handler';
import { failureMessage, tryBody } from './_handler-fixes';
import { logMethods, readLogCall, type LogCall } from './_loggers';

export default defineRule({
  meta: {
    name: 'verbose-log-message',
    topic: 'errors',
    summary: 'The message of a logged traceback repeats the exception.',
    severity: 'hint',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'TRY401', name: 'verbose-log-message', suffices: 'alone' }],
    messages: {
      repeated: 'The traceback below this message ends with `{name}`: the message need not repeat it.',
    },
    docs: {
      why:
        '`exception` logs the traceback, whose last line is the type and the text of the exception. In the message it is ' +
        'there a second time, and it makes each message different, so that error trackers cannot group them.',
      bad: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except Exception as e:\n        logger.exception("sync of %s failed: %s", job, e)\n',
        },
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except Exception as e:\n        logger.exception(f"sync failed ({e})")\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except Exception:\n        logger.exception("sync of %s failed", job)\n',
        },
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef sync(job):\n    try:\n        job.run()\n    except OSError as e:\n        logger.exception("sync of %s failed with %s", job, e.errno)\n',
        },
      ],
      guards: [
        'attributes of the exception, such as `e.code`, and calls that take it, such as `describe(e)`',
        'other methods than `exception`, whose record has no traceback',
        'objects of other modules that only look like loggers by their name',
      ],
      fixes:
        'Takes the exception out of the end of the message, and `as e` with it when nothing else uses the name. ' +
        'A message that says nothing else becomes the name of the function that failed. Not offered in the midst of a ' +
        'sentence. Unsafe: who reads messages without tracebacks no longer sees the text of the exception.',
    },
  },
  calls: {
    words: logMethods,
    visit(node, context) {
      const clause = context.enclosing('except_clause', 'function_definition', 'lambda', 'class_definition');
      if (clause?.type !== 'except_clause') return;
      const { name } = readHandler(clause, context) ?? {};
      const call = name === undefined ? undefined : readLogCall(node, context);
      if (name === undefined || call?.method !== 'exception') return;
      const mention = mentionOf(call, name, context);
      if (!mention) return;
      const range = { start: mention.startIndex, end: mention.endIndex };
      context.report({ node, message: 'repeated', values: { name }, range });
    },
  },
  fix({ node }, context) {
    const clause = context.enclosing('except_clause');
    const handler = clause && readHandler(clause, context);
    const call = readLogCall(node, context);
    const name = handler?.name;
    if (!handler || name === undefined || !call || call.library === 'loguru') return [];
    const edits = shorterEdits(call, name, placeOf(node, context, name), tryBody(handler.node), context);
    if (edits.length === 0) return [];
    const brought = edits.map(({ newText }) => newText.replace(/^r?(["']).*?\1/, ''));
    const alias = aliasEdit(handler, edits, brought, context);
    return [
      {
        title: `Leave \`${name}\` out of the message; the traceback has it`,
        applicability: 'unsafe',
        edits: alias ? [...edits, alias] : edits,
      },
    ];
  },
});

/** The exception itself, its text or its `repr`, as a value of the message. */
function mentionOf({ message, values }: LogCall, name: string, context: Place): SyntaxNode | undefined {
  const { text } = context.source;
  for (const part of [message, ...values]) {
    if (!text.slice(part.startIndex, part.endIndex).includes(name)) continue;
    const found = part
      .descendantsOfType('identifier')
      .find((identifier) => context.text(identifier) === name && isShown(identifier, part, context));
    if (found) return found;
  }
  return undefined;
}

/** Up to the argument there is nothing but formatting. */
function isShown(identifier: SyntaxNode, part: SyntaxNode, context: Place): boolean {
  let node = identifier;
  while (node.id !== part.id) {
    const { parent } = node;
    if (!parent) return false;
    switch (parent.type) {
      case 'interpolation':
      case 'string':
      case 'concatenated_string':
      case 'parenthesized_expression':
      case 'tuple':
      case 'binary_operator':
        break;
      case 'argument_list':
        if (!isFormattingCall(parent.parent, context)) return false;
        break;
      case 'call':
        if (parent.childForFieldName('function')?.id === node.id) return false;
        break;
      case 'keyword_argument':
        if (parent.childForFieldName('name')?.id === node.id) return false;
        break;
      default:
        return false;
    }
    node = parent;
  }
  return true;
}

/** `str(e)`, `repr(e)` and `"…".format(e)`. */
function isFormattingCall(call: SyntaxNode | null, context: Place): boolean {
  const callee = call?.childForFieldName('function') ?? null;
  if (context.names.isBuiltin(callee, 'str') || context.names.isBuiltin(callee, 'repr')) return true;
  return callee?.type === 'attribute' && /['"]\s*\)?\.format$/.test(context.text(callee));
}

function shorterEdits(
  { list, message, values, splat }: LogCall,
  name: string,
  place: MessagePlace,
  tried: SyntaxNode | undefined,
  context: FixContext,
): readonly FixEdit[] {
  const fallback = failureMessage(tried, context);
  const shortened = shortenMessage(list, name, place, fallback);
  if (shortened.length > 0 || splat) return shortened;
  const isAlone = values.length === 0;
  const isBare = isAlone && /^(?:str\(\s*|repr\(\s*)?(\w+)\s*\)?$/.exec(context.text(message))?.[1] === name;
  const formatted = isAlone ? formattedMessage(message, place) : undefined;
  const kept = isBare ? 'nothing' : formatted && withoutException(formatted.pieces, name);
  if (kept === 'nothing') {
    return [{ start: message.startIndex, end: message.endIndex, newText: `"${fallback}"` }];
  }
  const written = kept && writeMessage(kept, 'percent');
  return written ? [messageEdit(message, written, context.source)] : [];
}
