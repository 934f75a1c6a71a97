/** A task that nothing refers to: the event loop keeps only weak references, so it may vanish while it runs. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { linesBelow, linesOf, wrapped } from '../../lint/statement-lines';
import { calleeOf } from '../../syntax/calls';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { asyncFunction, isAtLeast } from './_event-loop';

const loops = ['get_event_loop', 'get_running_loop', 'new_event_loop'];
const makers: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  ...loops.map((loop) => `asyncio.${loop}().create_task`),
]);

export default defineRule({
  meta: {
    name: 'asyncio-dangling-task',
    topic: 'concurrency',
    summary: 'Nothing keeps a reference to a task.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'RUF006', name: 'asyncio-dangling-task', suffices: 'alone' },
      { tool: 'sonar', code: 'S7502' },
    ],
    messages: {
      dropped: 'Nothing refers to the task of `{callee}`: it may be garbage-collected before it is done.',
    },
    docs: {
      why:
        'The event loop holds its tasks by weak references only. A task that nobody else refers to can be collected in the ' +
        'middle of its work, without an error and without a trace; it depends on when the collector runs, so it happens in ' +
        'production and not on your machine. An exception of such a task is only mentioned when the task is collected.',
      bad: [
        {
          code: 'import asyncio\n\n\nasync def handle(order):\n    asyncio.create_task(send_mail(order))\n    return order\n',
        },
        {
          code: 'import asyncio\n\n\nasync def start():\n    task = asyncio.ensure_future(refresh())\n    return True\n',
        },
        {
          code: 'import asyncio\n\n\ndef start():\n    loop = asyncio.get_event_loop()\n    loop.create_task(refresh())\n',
        },
      ],
      good: [
        {
          code: 'import asyncio\n\n_background_tasks = set()\n\n\nasync def handle(order):\n    task = asyncio.create_task(send_mail(order))\n    _background_tasks.add(task)\n    task.add_done_callback(_background_tasks.discard)\n',
        },
        {
          code: 'import asyncio\n\n\nasync def handle(orders):\n    async with asyncio.TaskGroup() as group:\n        for order in orders:\n            group.create_task(send_mail(order))\n',
        },
      ],
      guards: [
        'task groups and nurseries, which keep their tasks',
        'tasks that are stored, awaited, returned or handed to another call',
      ],
      fixes:
        'First: keeps the task in a set of the module, `_background_tasks`, until it is done. Second, from Python 3.11 on and ' +
        'inside an `async def`: starts it in an `asyncio.TaskGroup`, which waits for the task before the code goes on. Unsafe: ' +
        'a task that used to vanish now runs to its end.',
    },
  },
  calls: {
    words: ['create_task', 'ensure_future'],
    visit(node, context) {
      const { node: callee } = calleeOf(node, context.source.text);
      if (!callee || !makers.has(context.names.qualifiedName(callee) ?? '')) return;
      const { parent } = node;
      const isDropped =
        parent?.type === 'expression_statement'
          ? parent.namedChildCount === 1
          : parent?.type === 'assignment' && isUnused(parent, context);
      if (!isDropped) return;
      const range = { start: node.startIndex, end: callee.endIndex };
      context.report({
        node,
        message: 'dropped',
        values: { callee: context.text(callee).replace(/\s+/g, '') },
        range,
      });
    },
  },
  fix({ node }, context) {
    const fixes = [keepInSet(node, context), inGroup(node, context)];
    return fixes.flatMap((fix) => fix ?? []);
  },
});

/** A local variable that its function never mentions again. */
function isUnused(assignment: SyntaxNode, context: RuleContext): boolean {
  const definition = context.enclosing('function_definition');
  const left = assignment.childForFieldName('left');
  if (left?.type !== 'identifier' || !definition || assignment.parent?.type !== 'expression_statement')
    return false;
  const mentions = context.text(definition).match(new RegExp(`\\b${context.text(left)}\\b`, 'g'));
  return mentions?.length === 1;
}

function statementOf(call: SyntaxNode): SyntaxNode | null {
  return call.parent?.type === 'assignment' ? call.parent.parent : call.parent;
}

/** `_background_tasks.add(task)` and `task.add_done_callback(_background_tasks.discard)`. */
function keepInSet(call: SyntaxNode, context: FixContext): Fix | undefined {
  const statement = statementOf(call);
  const lines = statement && linesOf(statement, context.source);
  if (!lines || codeChildren(statement).length > 1) return undefined;
  const target = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left') : undefined;
  // `_` says that nobody wants it; what is used gets a name.
  const given = target && !/^_+$/.test(context.text(target)) ? context.text(target) : undefined;
  const task =
    given ??
    ['task', 'background_task'].find(
      (name) => context.names.resolve(name, call.startIndex).origin === 'unknown',
    );
  const tasks = context.insertions.moduleVariable('_background_tasks', {
    source: 'set()',
    line: `_background_tasks${annotation(context)} = set()`,
  });
  if (task === undefined || !tasks) return undefined;
  const below = [`${tasks.name}.add(${task})`, `${task}.add_done_callback(${tasks.name}.discard)`];
  const naming: FixEdit[] =
    given === undefined ? [{ start: statement.startIndex, end: call.startIndex, newText: `${task} = ` }] : [];
  return {
    title: 'Keep the task in `_background_tasks` until it is done; it can no longer vanish',
    applicability: 'unsafe',
    edits: [...tasks.edits, ...naming, linesBelow(lines, below, context.source)],
  };
}

/** Type checkers want to know what an empty set will hold. */
function annotation(context: FixContext): string {
  const asyncio = context.names.resolveInModule('asyncio');
  const isImported =
    asyncio.origin === 'module' && asyncio.bindings.every(({ qualified }) => qualified === 'asyncio');
  const isAtHead = context.root.namedChildren.some(
    (statement) => statement.type === 'import_statement' && /\basyncio\b/.test(context.text(statement)),
  );
  return isImported && isAtHead && isAtLeast(context, [3, 9]) ? ': set[asyncio.Task]' : '';
}

/** `async with asyncio.TaskGroup() as group:` around the statement, or around the loop that starts the tasks. */
function inGroup(call: SyntaxNode, context: FixContext): Fix | undefined {
  const callee = call.childForFieldName('function');
  const { parent } = call;
  if (!callee || parent?.type !== 'expression_statement' || !isAtLeast(context, [3, 11])) return undefined;
  if (!asyncFunction(call, context) || context.text(callee).endsWith('ensure_future')) return undefined;
  const loop = context.enclosing('for_statement');
  const isInLoop = loop && loop.childForFieldName('body')?.id === parent.parent?.id;
  const asyncio = context.insertions.importModule('asyncio');
  const name = ['group', 'task_group'].find(
    (candidate) => context.names.resolve(candidate, call.startIndex).origin === 'unknown',
  );
  if (!asyncio || name === undefined) return undefined;
  const header = `async with ${asyncio.name}.TaskGroup() as ${name}:`;
  const around = wrapped(isInLoop ? loop : parent, header, context.source);
  if (!around) return undefined;
  const edit = { start: callee.startIndex, end: callee.endIndex, newText: `${name}.create_task` };
  return {
    title: 'Start it in an `asyncio.TaskGroup`; the code then waits for the task, and fails with it',
    applicability: 'unsafe',
    edits: [...asyncio.edits, ...around, edit],
  };
}
