/** `f = open(...)` without `with`: an exception, or the end of the function, leaves the file open. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { lineMatches } from '../../syntax/line-matches';
import { soleExpression, type SyntaxNode } from '../../syntax/node';
import { isOpener, outermost } from './_file-handle';
import { isUsedInPlace, pathFix, wrapStatement } from './_handle-inline';
import { readHandle, wrapRange, type Handle } from './_handle-range';

type Context = RuleContext<undefined>;

/** A name at any level gets what is opened. */
const assignment = /[ \t]*(\w+)[ \t]*(?::[^=\r\n]*)?=[ \t]*(?!=)[^\r\n#]*?open[ \t]*\(/y;

export default defineRule({
  meta: {
    name: 'open-without-context-manager',
    topic: 'errors',
    summary: 'A file is opened without a `with` statement.',
    severity: 'information',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'SIM115', name: 'open-file-with-context-handler' },
      { tool: 'pylint', code: 'R1732', name: 'consider-using-with' },
    ],
    messages: {
      closed:
        'When something fails before `{name}.close()`, the file stays open: open it in a `with` statement.',
      leaked:
        'Nothing closes `{name}`: what was written may never reach the disk; open it in a `with` statement.',
      inline: 'Nothing closes the file that is opened here: that is left to the garbage collector.',
    },
    docs: {
      why:
        'An open file holds a descriptor and what was not written yet. When an exception skips `close()`, or nobody calls ' +
        'it, both are left to the garbage collector: buffered text is lost in a crash, a service runs out of ' +
        'descriptors after hours of work, and on Windows the file cannot be replaced or deleted.',
      bad: [
        {
          code: 'def load(path):\n    f = open(path, encoding="utf-8")\n    text = f.read()\n    f.close()\n    return text\n',
        },
        { code: 'def load(path):\n    return open(path, encoding="utf-8").read()\n' },
        {
          code: 'import json\n\n\ndef save(path, data):\n    json.dump(data, open(path, "w", encoding="utf-8"))\n',
        },
      ],
      good: [
        { code: 'def load(path):\n    with open(path, encoding="utf-8") as f:\n        return f.read()\n' },
        {
          code: 'from pathlib import Path\n\n\ndef load(path):\n    return Path(path).read_text(encoding="utf-8")\n',
        },
        {
          code: 'class Log:\n    def __init__(self, path):\n        self.file = open(path, "a", encoding="utf-8")\n\n    def close(self):\n        self.file.close()\n',
        },
      ],
      guards: [
        'files that are returned, yielded, stored in an attribute or a container, or passed on to other functions',
        '`ExitStack.enter_context`, `contextlib.closing`, and a later `with f:`',
        'files that a `finally` closes',
        'names that a nested function uses',
      ],
      fixes:
        'Puts everything from the opening to the last use into `with open(...) as f:` and drops `f.close()`. An `open(p).read()` ' +
        'becomes `Path(p).read_text(encoding="utf-8")`; other one-liners get a `with` around the statement. Unsafe: the ' +
        'file is closed earlier than it was, and text without an encoding is read as UTF-8. Not offered where the file is used ' +
        'outside the suite that opens it.',
    },
  },
  calls: {
    words: /open$/,
    visit(node, context) {
      if (!isOpener(node, context)) return;
      if (isUsedInPlace(node, context)) {
        context.report({ node, message: 'inline' });
        return;
      }
      // Names of the module are looked at with the whole file at hand.
      const scope = context.enclosing('function_definition', 'lambda', 'class_definition');
      if (scope?.type !== 'function_definition') return;
      const handle = handleOf(node, scope, context);
      if (handle) reportHandle(handle, context);
    },
  },
  visitFile(statements, context) {
    const root = statements[0]?.parent;
    if (!root) return;
    for (const match of lineMatches(context.source, ['open'], assignment)) {
      const at = match.index + match[0].search(/\S/);
      const top = statements.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex);
      if (!top || /definition$/.test(top.type) || top.hasError) continue;
      const call = moduleCall(at, match[0].length + match.index - 1, root);
      const handle = call && isOpener(call, context) ? handleOf(call, root, context) : undefined;
      if (handle) reportHandle(handle, context);
    }
  },
  fix({ node, messageId }, context) {
    const fixes =
      messageId === 'inline'
        ? [pathFix(node, context), wrapStatement(node, context)]
        : [rangeFix(node, context)];
    return fixes.filter((fix) => fix !== undefined);
  },
});

function rangeFix(node: SyntaxNode, context: FixContext): Fix | undefined {
  const scope = context.enclosing('function_definition') ?? context.root;
  const handle = handleOf(node, scope, context);
  return handle && wrapRange(handle, context);
}

function handleOf(
  call: SyntaxNode,
  scope: SyntaxNode,
  context: Pick<Context, 'names' | 'text' | 'source'>,
): Handle | undefined {
  const { parent } = outermost(call);
  const target = parent?.type === 'assignment' ? parent.childForFieldName('left') : null;
  const statement = parent?.parent;
  if (target?.type !== 'identifier' || !statement || soleExpression(statement)?.id !== parent?.id)
    return undefined;
  return readHandle(statement, call, context.text(target), scope, context);
}

function reportHandle({ call, name, isClosed }: Handle, context: Context): void {
  context.report({ node: call, message: isClosed ? 'closed' : 'leaked', values: { name } });
}

/** The call whose opening bracket is at `bracket`, if the assignment at `at` is code of the module itself. */
function moduleCall(at: number, bracket: number, root: SyntaxNode): SyntaxNode | undefined {
  for (let node = root.descendantForIndex(at, at); node && node.id !== root.id; node = node.parent) {
    if (/^(?:function_definition|class_definition|lambda|string|comment)$/.test(node.type)) return undefined;
  }
  const call = root.descendantForIndex(bracket, bracket + 1)?.parent?.parent;
  return call?.type === 'call' ? call : undefined;
}
