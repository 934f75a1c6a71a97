/** A password, key or token in the arguments of `print` or of a log call. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { secretNameHint } from '../../semantics/secrets';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { sensitiveParts, tokenPackages, type Sensitive } from './_sensitive';

const levels = 'debug|info|warning|warn|error|exception|critical|fatal|log|trace|success';
const logWords = new Set(['print', ...levels.split('|')]);
const logCall = new RegExp(String.raw`(?:print|[\w.]+\s*\.\s*(?:${levels})|(?:${levels}))\s*\(`, 'y');
const loggerMethod = new RegExp(
  String.raw`^(?:logging|logging\.getLogger\(\)|logging\.Logger\(\)|structlog\.get_logger\(\)|loguru\.logger)\.(?:${levels})$`,
);
/** Receivers that are loggers by their name, where the value comes from elsewhere. */
const loggerName = new RegExp(String.raw`(?:^|\.)_?(?:log|logger|LOG|LOGGER)\.(?:${levels})$`);

export default defineRule<string>({
  meta: {
    name: 'sensitive-data-logged',
    topic: 'observability',
    summary: 'A password, key or token is written to a log or to the terminal.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      logged: '`{name}` looks like a secret: logs are kept, copied and read by many.',
    },
    docs: {
      why:
        'Logs travel: to files, to backups, to a log service, into tickets and chats. A secret in a log is known to everybody ' +
        'who can read one of those places, for as long as they are kept, and nobody notices when it is used. Log who did ' +
        'something, and whether it worked, but not the credential.',
      bad: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef login(user, password):\n    logger.info("login of %s with %s", user, password)\n',
        },
        { code: 'def connect(host, api_key):\n    print(f"Connecting to {host} with {api_key}")\n' },
        { code: 'import os\n\nprint("Secret:", os.environ["CLIENT_SECRET"])\n' },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef login(user, password):\n    logger.info("login of %s, password of %d characters", user, len(password))\n',
        },
        {
          code: 'def connect(host, api_key):\n    print(f"Connecting to {host}, key ends in {api_key[-4:]}")\n',
        },
        { code: 'def check(password_policy):\n    print(password_policy)\n' },
      ],
      guards: [
        'values that do not show it: `len(password)`, `bool(token)`, `hash(...)`, comparisons, slices, calls that mask',
        'names that describe a secret and do not hold it, as `password_policy` and `token_url`',
        'a bare `token` in a file that imports nothing that hands tokens out: parsers have tokens too',
        'tests',
      ],
      fixes:
        'First, for further arguments of `print`: leaves the argument out. Everywhere: writes `"***"` in its place. Unsafe: ' +
        'whoever reads the output no longer finds the value there. What has been logged already has to be replaced.',
    },
  },
  calls: {
    words: logWords,
    visit(node, context) {
      logCall.lastIndex = node.startIndex;
      if (!logCall.test(context.source.text)) return;
      const list = node.childForFieldName('arguments');
      if (list?.type !== 'argument_list' || !secretNameHint.test(context.text(list))) return;
      if (context.file.role === 'test' || !isLogCall(node, context)) return;
      const [first] = partsOf(list, context);
      if (!first) return;
      const range = { start: first.node.startIndex, end: first.node.endIndex };
      const isPrint = context.source.text.startsWith('print', node.startIndex);
      // A program that talks to a person may be there to show it.
      const isTalk = isPrint && (context.file.readsInput || context.file.role === 'script');
      const found = { node, message: 'logged', values: { name: first.name }, range, data: first.name };
      context.report(isTalk ? { ...found, atMost: 'hint' } : found);
    },
  },
  fix({ node, data: name }, context) {
    const list = node.childForFieldName('arguments');
    if (!list) return [];
    const parts = partsOf(list, context);
    return [leaveOut(node, list, parts), mask(parts, name, context)].flatMap((fix) => fix ?? []);
  },
});

type Context = RuleContext<string> | FixContext;

function partsOf(list: SyntaxNode, { source, file }: Context): Sensitive[] {
  const hasTokens = tokenPackages.some((name) => file.imports.has(name));
  return codeChildren(list).flatMap((argument) => sensitiveParts(argument, { text: source.text, hasTokens }));
}

function isLogCall(call: SyntaxNode, context: Context): boolean {
  const callee = call.childForFieldName('function');
  if (context.names.isBuiltin(callee, 'print')) return true;
  const qualified = context.names.qualifiedName(callee);
  if (qualified !== undefined && loggerMethod.test(qualified)) return true;
  return callee?.type === 'attribute' && loggerName.test(context.text(callee).replace(/\s+/g, ''));
}

/** `print("key", api_key)` without the second: nothing in the other arguments counts on it. */
function leaveOut(call: SyntaxNode, list: SyntaxNode, parts: readonly Sensitive[]): Fix | undefined {
  const values = codeChildren(list);
  const gone = new Set(parts.map(({ node }) => node.id));
  const isPrint = call.childForFieldName('function')?.type === 'identifier';
  // With a template in front, an argument less would leave a `%s` without value.
  if (
    !isPrint ||
    values.length !== list.namedChildCount ||
    !parts.every(({ node }) => node.parent?.id === list.id)
  )
    return undefined;
  const [first] = values;
  if (!first || gone.has(first.id)) return undefined;
  const edits = values.flatMap((value, index): FixEdit[] => {
    const before = values[index - 1];
    return before && gone.has(value.id) ? [{ start: before.endIndex, end: value.endIndex, newText: '' }] : [];
  });
  return { title: 'Leave it out; the output no longer shows it', applicability: 'unsafe', edits };
}

function mask(parts: readonly Sensitive[], name: string, context: FixContext): Fix | undefined {
  const edits = parts.map(({ node }) => {
    const { startIndex: start, endIndex: end } = node;
    return { start, end, newText: node.type === 'interpolation' ? '***' : '"***"' };
  });
  const prefixes = withoutPrefix(parts, context);
  if (!prefixes) return undefined;
  return {
    title: `Write \`***\` in place of \`${name}\`; the output no longer shows it`,
    applicability: 'unsafe',
    edits: [...edits, ...prefixes],
  };
}

/** An f-string that has nothing left to fill in loses its `f`; undefined where that would change its braces. */
function withoutPrefix(parts: readonly Sensitive[], { source }: FixContext): FixEdit[] | undefined {
  const edits: FixEdit[] = [];
  const strings = new Map<number, SyntaxNode>();
  for (const { node } of parts) {
    const string = node.type === 'interpolation' ? node.parent : null;
    if (string?.type === 'string') strings.set(string.id, string);
    else if (node.type === 'interpolation') return undefined;
  }
  const gone = new Set(parts.map(({ node }) => node.id));
  for (const string of strings.values()) {
    const interpolations = string.namedChildren.filter(({ type }) => type === 'interpolation');
    if (interpolations.some(({ id }) => !gone.has(id))) continue;
    const written = source.slice(string.startIndex, string.endIndex);
    const prefix = /^[a-zA-Z]*/.exec(written)?.[0] ?? '';
    if (/\{\{|\}\}/.test(written) || !/f/i.test(prefix)) return undefined;
    const start = string.startIndex;
    edits.push({ start, end: start + prefix.length, newText: prefix.replace(/f/i, '') });
  }
  return edits;
}
