/** Code that runs on an event loop: where it is, and how something is awaited there. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { FixEdit } from '../../lint/fix';
import { callArguments, type SyntaxNode } from '../../syntax/node';
import { blockingKind, type BlockingKind } from './_blocking-calls';

type Context<Data = unknown> = RuleContext<Data> | FixContext;

/** The `async def` in whose body `node` runs; a function, lambda or class in between runs at another time. */
export function asyncFunction(node: SyntaxNode, context: Context): SyntaxNode | undefined {
  const around = context.enclosing('function_definition', 'lambda', 'class_definition');
  if (!around || !context.source.text.startsWith('async', around.startIndex)) return undefined;
  const body = around.childForFieldName('body');
  // Defaults and annotations are evaluated where the function is defined.
  return body && body.startIndex <= node.startIndex ? around : undefined;
}

/** The qualified name of what is called, when `call` blocks the event loop in the way of `kind`. */
export function blockingCallee(
  call: SyntaxNode,
  kind: BlockingKind,
  context: RuleContext,
): string | undefined {
  const name = context.names.qualifiedName(call.childForFieldName('function'));
  if (name === undefined || blockingKind(name) !== kind) return undefined;
  return asyncFunction(call, context) ? name : undefined;
}

export type AsyncLibrary = 'asyncio' | 'trio' | 'anyio';

/** The library that the file is written for. */
export function asyncLibrary({ file }: Context): AsyncLibrary {
  if (file.imports.has('asyncio')) return 'asyncio';
  if (file.imports.has('trio')) return 'trio';
  return file.imports.has('anyio') ? 'anyio' : 'asyncio';
}

/** `await` may stand here: not in a generator, which others run, nor in nested comprehensions of old versions. */
export function canAwait(node: SyntaxNode, context: FixContext): boolean {
  const around = asyncFunction(node, context);
  if (!around) return false;
  const generator = context.enclosing('generator_expression');
  if (generator && generator.startIndex > around.startIndex) return false;
  const kinds = ['list_comprehension', 'set_comprehension', 'dictionary_comprehension'] as const;
  const inner = context.enclosing(...kinds);
  if (!inner || inner.startIndex < around.startIndex) return true;
  // An asynchronous comprehension inside another one compiles from 3.11 on.
  const parent = around
    .descendantsOfType([...kinds])
    .filter((outer) => outer.startIndex < inner.startIndex && inner.endIndex <= outer.endIndex);
  return parent.length === 0 || context.targetVersion[0] > 3 || context.targetVersion[1] >= 11;
}

/** What goes before and after an expression so that it is awaited where it stands. */
export function awaiting(node: SyntaxNode): { readonly before: string; readonly after: string } {
  const { parent } = node;
  if (parent?.type === 'await') return { before: '', after: '' };
  const binds =
    parent !== null &&
    ['attribute', 'subscript', 'call'].includes(parent.type) &&
    parent.startIndex === node.startIndex;
  return binds ? { before: '(await ', after: ')' } : { before: 'await ', after: '' };
}

/** A threading lock is held around the place: awaiting there lets others wait for it on the same thread. */
export function holdsLock(context: FixContext): boolean {
  const around = context.enclosing('with_statement');
  if (!around || context.source.text.startsWith('async', around.startIndex)) return false;
  const body = around.childForFieldName('body');
  return /lock|mutex|semaphore|condition/i.test(
    context.source.slice(around.startIndex, body?.startIndex ?? around.endIndex),
  );
}

/** Edits that run `call` in a worker thread and wait for it without holding up the loop. */
export function toThread(call: SyntaxNode, context: FixContext): readonly FixEdit[] | undefined {
  const callee = call.childForFieldName('function');
  const { list, positional, keywords, splat } = callArguments(call, context.source.text);
  if (!callee || list?.type !== 'argument_list' || !canAwait(call, context)) return undefined;
  const library = asyncLibrary(context);
  const isDirect = library === 'asyncio' && isAtLeast(context, [3, 9]);
  const runner = runnerOf(library, isDirect, context);
  if (!runner) return undefined;
  const { before, after } = awaiting(call);
  const opening = { start: call.startIndex, end: call.startIndex, newText: `${before}${runner.text}` };
  const isPlain = isDirect || (keywords.size === 0 && !splat);
  if (isPlain) {
    const isEmpty = positional.length === 0 && keywords.size === 0 && !splat;
    const next = context.source.text[list.startIndex + 1] ?? '';
    const separator = /\s/.test(next) ? ',' : ', ';
    // Without arguments the whole list is replaced, so that no other fix puts an argument into it meanwhile.
    const paren = isEmpty
      ? { start: list.startIndex, end: list.endIndex, newText: context.text(list).slice(1) }
      : { start: list.startIndex, end: list.startIndex + 1, newText: separator };
    const closing = { start: call.endIndex, end: call.endIndex, newText: after };
    return [...runner.edits, opening, paren, ...(after === '' ? [] : [closing])];
  }
  // A lambda takes the call as it is written; `await` and `:=` would mean something else in it.
  if (call.descendantsOfType(['await', 'yield', 'named_expression']).length > 0) return undefined;
  return [
    ...runner.edits,
    { ...opening, newText: `${opening.newText}lambda: ` },
    { start: call.endIndex, end: call.endIndex, newText: `)${after}` },
  ];
}

export function isAtLeast(
  { targetVersion: [major, minor] }: Context,
  wanted: readonly [number, number],
): boolean {
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

function runnerOf(
  library: AsyncLibrary,
  isDirect: boolean,
  { insertions }: FixContext,
): { readonly text: string; readonly edits: readonly FixEdit[] } | undefined {
  const module = insertions.importModule(library);
  if (!module) return undefined;
  const { name, edits } = module;
  // Both packages load the submodule with themselves.
  if (library !== 'asyncio') return { text: `${name}.to_thread.run_sync(`, edits };
  if (isDirect) return { text: `${name}.to_thread(`, edits };
  return { text: `${name}.get_running_loop().run_in_executor(None, `, edits };
}

/** What the thread is called in titles. */
export function threadName(context: FixContext): string {
  const library = asyncLibrary(context);
  if (library !== 'asyncio') return `${library}.to_thread.run_sync`;
  return isAtLeast(context, [3, 9]) ? 'asyncio.to_thread' : 'run_in_executor';
}
