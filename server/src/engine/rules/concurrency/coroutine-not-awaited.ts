/** A call of an `async def` whose coroutine is thrown away: its body never runs. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import type { Binding } from '../../semantics/bindings';
import type { Names } from '../../semantics/names';
import type { SyntaxNode } from '../../syntax/node';
import { canAwait } from './_event-loop';
import { standardLibrary } from '../../semantics/standard-library';

const simpleCall = /(?:(\w+)\s*\.\s*)?(\w+)\s*\(/y;

/** Coroutine functions of libraries that are often called like plain functions. */
const libraryCoroutines: ReadonlySet<string> = new Set([
  'asyncio.sleep',
  'asyncio.wait',
  'asyncio.wait_for',
  'asyncio.to_thread',
  'asyncio.open_connection',
  'asyncio.start_server',
  'asyncio.create_subprocess_exec',
  'asyncio.create_subprocess_shell',
  'anyio.sleep',
  'trio.sleep',
]);

export default defineRule({
  meta: {
    name: 'coroutine-not-awaited',
    topic: 'concurrency',
    summary: 'The coroutine of an `async def` is never awaited.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'pyright', code: 'reportUnusedCoroutine' }],
    messages: {
      lost: '`{callee}(...)` only makes a coroutine: without `await` its body never runs.',
    },
    docs: {
      why:
        'Calling an `async def` runs nothing; it makes a coroutine that has to be awaited. Forgotten, the mail is not sent and ' +
        'the row is not saved, and the only sign is a `RuntimeWarning` somewhere in the log, when the coroutine is collected.',
      bad: [
        {
          code: 'async def send_mail(order):\n    ...\n\n\nasync def handle(order):\n    send_mail(order)\n    return order\n',
        },
        {
          code: 'class Worker:\n    async def refresh(self):\n        ...\n\n    async def run(self):\n        self.refresh()\n',
        },
        {
          code: 'from mail import send\n\n\nasync def handle(order):\n    send(order)\n',
          files: { 'mail.py': 'async def send(order):\n    ...\n' },
        },
        {
          code: 'async def main():\n    ...\n\n\nif __name__ == "__main__":\n    main()\n',
        },
      ],
      good: [
        {
          code: 'async def send_mail(order):\n    ...\n\n\nasync def handle(order):\n    await send_mail(order)\n    return order\n',
        },
        {
          code: 'import asyncio\n\n\nasync def main():\n    ...\n\n\nif __name__ == "__main__":\n    asyncio.run(main())\n',
        },
      ],
      guards: [
        'coroutines that are assigned, returned or handed on, as to `asyncio.gather` or `create_task`',
        'functions of other modules, where the project has not been scanned',
        'functions with decorators, which may make something else of the coroutine',
        'names with several meanings, one of which is no coroutine function',
        'asynchronous generators',
      ],
      fixes:
        'Inside an `async def`: adds `await`. At module level and in plain functions: `asyncio.run(...)`. Unsafe: the body, ' +
        'which never ran, runs now; and `asyncio.run` fails where a loop is running already, so in a method it is only shown.',
    },
  },
  visit: {
    call(node, context) {
      const { text } = context.source;
      if (!startsStatement(text, node.startIndex)) return;
      simpleCall.lastIndex = node.startIndex;
      const [whole, receiver, name = ''] = simpleCall.exec(text) ?? [];
      if (whole === undefined || !givesCoroutine(node, receiver, name, context)) return;
      const callee = node.childForFieldName('function');
      // `f().g()` begins with the text of `f()`.
      if (callee?.endIndex !== node.startIndex + whole.slice(0, -1).trimEnd().length) return;
      const { parent } = node;
      if (parent?.type !== 'expression_statement' || parent.namedChildCount !== 1) return;
      context.report({ node, message: 'lost', values: { callee: context.text(callee).replace(/\s+/g, '') } });
    },
  },
  fix({ node }, context) {
    const fix = canAwait(node, context) ? addAwait(node) : runIt(node, context);
    return fix ? [fix] : [];
  },
});

/** From the text alone: only a line's indentation, `;` or `:` stands before. */
function startsStatement(text: string, start: number): boolean {
  let at = start - 1;
  while (text[at] === ' ' || text[at] === '\t') at -= 1;
  const before = text[at];
  return before === undefined || /[\r\n;:\f]/.test(before);
}

function givesCoroutine(
  node: SyntaxNode,
  receiver: string | undefined,
  name: string,
  context: RuleContext<undefined>,
): boolean {
  const { names } = context;
  const at = node.startIndex;
  if (receiver === undefined) {
    const resolution = names.resolve(name, at);
    if (resolution.origin === 'builtin' || resolution.origin === 'unknown') return false;
    if (resolution.bindings.every(isCoroutineFunction)) return true;
    return isCoroutine(names.qualifiedText(name, at), context);
  }
  const own = classOfFile(receiver, at, names);
  const members =
    own === undefined ? names.resolveMember(receiver, name, at) : names.definitionsOf(`${own}.${name}`);
  if (members.length > 0) return members.every(isCoroutineFunction);
  if (receiver === 'self' || receiver === 'cls') return false;
  return isCoroutine(names.qualifiedText(`${receiver}.${name}`, at), context);
}

/** The class of this file that `receiver` is, or is an instance of: `Worker` for `worker = Worker()`. */
function classOfFile(receiver: string, at: number, names: Names): string | undefined {
  const resolution = names.resolve(receiver, at);
  if (resolution.origin !== 'local' && resolution.origin !== 'module') return undefined;
  const { bindings, origin } = resolution;
  const [only] = bindings;
  if (!only || bindings.length > 1) return undefined;
  if (origin === 'module' && only.kind === 'class') return receiver;
  const made = only.source?.kind === 'call' ? only.source.text : only.annotation;
  return made !== undefined && /^\w+$/.test(made) && isModuleClass(made, at, names) ? made : undefined;
}

function isModuleClass(name: string, at: number, names: Names): boolean {
  const resolution = names.resolve(name, at);
  if (resolution.origin !== 'module') return false;
  const [only, ...others] = resolution.bindings;
  return only?.kind === 'class' && others.length === 0;
}

/** Of a library that is known, or of another module of the project. */
function isCoroutine(qualified: string | undefined, { project }: RuleContext<undefined>): boolean {
  if (qualified === undefined) return false;
  if (libraryCoroutines.has(qualified)) return true;
  const head = qualified.split('.', 1)[0] ?? '';
  return head !== 'builtins' && !standardLibrary.has(head) && project.isCoroutine(qualified) === true;
}

function isCoroutineFunction({ flavor, decorators = '' }: Binding): boolean {
  return flavor === 'coroutine' && /^(staticmethod|classmethod)?$/.test(decorators);
}

function addAwait(call: SyntaxNode): Fix {
  return {
    title: 'Add `await`; the body, which never ran, runs now',
    applicability: 'unsafe',
    edits: [{ start: call.startIndex, end: call.startIndex, newText: 'await ' }],
  };
}

/** `asyncio.run(...)` where no loop can be running: at module level, or in a function that a program starts with. */
function runIt(call: SyntaxNode, context: FixContext): Fix | undefined {
  const around = context.enclosing('function_definition', 'lambda', 'class_definition');
  if (around && around.type !== 'function_definition') return undefined;
  const isAsync = around && context.source.text.startsWith('async', around.startIndex);
  const asyncio = context.insertions.importModule('asyncio');
  if (isAsync || !asyncio || context.file.imports.has('trio')) return undefined;
  return {
    title: 'Run it with `asyncio.run(...)`; this fails where an event loop is running already',
    applicability: around && context.isMethod(around) ? 'display' : 'unsafe',
    edits: [
      ...asyncio.edits,
      { start: call.startIndex, end: call.startIndex, newText: `${asyncio.name}.run(` },
      { start: call.endIndex, end: call.endIndex, newText: ')' },
    ],
  };
}
