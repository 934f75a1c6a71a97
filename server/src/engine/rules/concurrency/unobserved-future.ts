/** `executor.submit(...)` whose future is thrown away: an exception of the job is never seen. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { linesBelow, linesOf } from '../../lint/statement-lines';
import { calleeOf } from '../../syntax/calls';
import { codeChildren, statementsOf, type SyntaxNode } from '../../syntax/node';

const executor =
  /^concurrent\.futures(?:\.thread|\.process)?\.(?:ThreadPool|ProcessPool)Executor\(\)\.submit$/;

export default defineRule({
  meta: {
    name: 'unobserved-future',
    topic: 'concurrency',
    summary: 'The result of `executor.submit` is dropped, and with it the exceptions of the job.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      dropped: 'Nobody looks at the future of `{callee}`: an exception of the job is lost without a trace.',
    },
    docs: {
      why:
        'An executor keeps the exception of a job in its future, and raises it when somebody asks for the result. When nobody ' +
        'does, a job that fails looks just like one that succeeds: no traceback, no log line, only work that was not done.',
      bad: [
        {
          code: 'from concurrent.futures import ThreadPoolExecutor\n\n\ndef fetch_all(urls):\n    with ThreadPoolExecutor() as pool:\n        for url in urls:\n            pool.submit(fetch, url)\n',
        },
        {
          code: 'from concurrent.futures import ThreadPoolExecutor\n\nexecutor = ThreadPoolExecutor(max_workers=4)\n\n\ndef handle(order):\n    executor.submit(send_mail, order)\n',
        },
      ],
      good: [
        {
          code: 'from concurrent.futures import ThreadPoolExecutor, as_completed\n\n\ndef fetch_all(urls):\n    with ThreadPoolExecutor() as pool:\n        futures = [pool.submit(fetch, url) for url in urls]\n        for future in as_completed(futures):\n            future.result()\n',
        },
        {
          code: 'from concurrent.futures import ThreadPoolExecutor\n\n\ndef fetch_all(urls):\n    with ThreadPoolExecutor() as pool:\n        return list(pool.map(fetch, urls))\n',
        },
      ],
      guards: [
        'futures that are stored, returned or handed on, and those that get a callback at once',
        '`executor.map`, which raises when its results are read',
        'executors whose type cannot be told',
      ],
      fixes:
        'In a loop under `with ... as pool:` first: collects the futures and asks each for its result, so that the first error ' +
        'is raised. Everywhere: a callback that logs the exception of the job. Unsafe: errors that were lost are raised or ' +
        'logged now.',
    },
  },
  calls: {
    words: ['submit'],
    visit(node, context) {
      const { node: callee } = calleeOf(node, context.source.text);
      if (!callee || !executor.test(context.names.qualifiedName(callee) ?? '')) return;
      const { parent } = node;
      if (parent?.type !== 'expression_statement' || parent.namedChildCount !== 1) return;
      const range = { start: node.startIndex, end: callee.endIndex };
      context.report({ node, message: 'dropped', values: { callee: nameOf(callee, context) }, range });
    },
  },
  fix({ node }, context) {
    return [collectFutures(node, context), logFailure(node, context)].flatMap((fix) => fix ?? []);
  },
});

function nameOf(callee: SyntaxNode, context: RuleContext<undefined> | FixContext): string {
  return context.text(callee).replace(/\s+/g, '');
}

/** `futures.append(pool.submit(...))` in the loop, and the results behind it, still under the `with`. */
function collectFutures(call: SyntaxNode, context: FixContext): Fix | undefined {
  const { source } = context;
  const loop = context.enclosing('for_statement', 'while_statement');
  const around = context.enclosing('with_statement');
  const statement = call.parent;
  if (!loop || !around || !statement || loop.startIndex < around.startIndex) return undefined;
  // The loop stands in the body of the `with` itself, so that the lines behind it run once, before the pool closes.
  const suite = statementsOf(around.childForFieldName('body'));
  const lines = linesOf(loop, source);
  if (!lines || !suite.some(({ id }) => id === loop.id) || !linesOf(statement, source)) return undefined;
  const inner = context.enclosing('function_definition', 'lambda');
  if (inner && inner.startIndex > around.startIndex) return undefined;
  const [futures, future] = ['futures', 'future'].map((name) =>
    context.names.resolve(name, call.startIndex).origin === 'unknown' ? name : undefined,
  );
  const asCompleted = context.insertions.importFrom('concurrent.futures', 'as_completed');
  if (futures === undefined || future === undefined || !asCompleted) return undefined;
  const { eol, indentUnit } = source;
  const edits: FixEdit[] = [
    ...asCompleted.edits,
    { start: lines.start, end: lines.start, newText: `${lines.indent}${futures} = []${eol}` },
    { start: call.startIndex, end: call.startIndex, newText: `${futures}.append(` },
    { start: call.endIndex, end: call.endIndex, newText: ')' },
    linesBelow(
      lines,
      [`for ${future} in ${asCompleted.name}(${futures}):`, `${indentUnit}${future}.result()`],
      source,
    ),
  ];
  return {
    title: 'Collect the futures and ask each for its result; the first error is raised',
    applicability: 'unsafe',
    edits,
  };
}

/** A callback of the module that logs the exception of a job. */
function logFailure(call: SyntaxNode, context: FixContext): Fix | undefined {
  const logger = context.insertions.moduleLogger();
  if (!logger || logger.isLoguru) return undefined;
  const callback = callbackFunction(logger.name, context);
  if (!callback) return undefined;
  return {
    title: 'Log the exception of the job by a callback; errors that were lost show up in the log',
    applicability: 'unsafe',
    edits: [
      ...logger.edits,
      ...callback,
      { start: call.endIndex, end: call.endIndex, newText: '.add_done_callback(log_failure)' },
    ],
  };
}

/**
 * `def log_failure(future)` above the first definition of the module, where all fixes put it, or above the statement
 * that needs it before; none when it is there already.
 */
function callbackFunction(logger: string, context: FixContext): readonly FixEdit[] | undefined {
  const known = context.names.resolve('log_failure', context.root.endIndex);
  if (known.origin === 'module' && known.bindings.every(({ kind }) => kind === 'function')) return [];
  if (known.origin !== 'unknown') return undefined;
  const { source, root } = context;
  const at = (context.enclosing('function_definition') ?? context.enclosing('class_definition'))?.startIndex;
  const top = codeChildren(root).find(({ type, startIndex, endIndex }) => {
    const holdsCall = at !== undefined && startIndex <= at && at < endIndex;
    return holdsCall || /^(?:function|class|decorated)_definition$/.test(type);
  });
  const lines = top && at !== undefined ? linesOf(top, source) : undefined;
  if (!lines || lines.indent !== '') return undefined;
  const { eol, indentUnit } = source;
  const text = [
    'def log_failure(future):',
    `${indentUnit}if not future.cancelled() and future.exception():`,
    `${indentUnit}${indentUnit}${logger}.error("A job failed", exc_info=future.exception())`,
  ];
  // A comment block right above belongs to the definition below it.
  let line = source.lineAt(lines.start);
  while (line > 0 && source.lineText(line - 1).startsWith('#')) line -= 1;
  const start = source.lineStart(line);
  return [{ start, end: start, newText: `${text.join(eol)}${eol}${eol}${eol}` }];
}
