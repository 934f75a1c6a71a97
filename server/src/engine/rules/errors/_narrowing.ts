/** Writes the exceptions that a `try` body can raise as the types of its handler. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { standardLibraryModules } from '../../semantics/python-names';
import { canonicalException, isCaughtBy } from '../../semantics/exception-table';
import { minimalTypes, raisedBy, type RaisedType } from '../../semantics/exceptions';
import { typeNodes, typesCaught } from '../../semantics/handler-types';
import { codeChildren, statementsOf, type SyntaxNode } from '../../syntax/node';
import { isBroadType, type Handler } from './_handler';
import { combined, tryBody } from './_handler-fixes';

export interface Narrowing {
  /** Source of each class. */
  readonly types: readonly string[];
  /** Imports that the classes need. */
  readonly imports: readonly FixEdit[];
  readonly certain: boolean;
  /** Says what was inferred and what was not: the end of a title. */
  readonly reason: string;
}

/** With more classes than these a handler hides its purpose. */
const mostTypes = 4;

/** What `body` raises, in names that can be written at the place of the fix. Undefined when nothing is known. */
export function narrowingOf(
  body: SyntaxNode | undefined,
  kept: readonly SyntaxNode[],
  caughtBefore: readonly (string | undefined)[],
  context: FixContext,
): Narrowing | undefined {
  if (!body) return undefined;
  const place = { text: context.source.text, names: context.names };
  const raised = raisedBy(statementsOf(body), place);
  const fresh = raised.types.filter(
    ({ name }) => !caughtBefore.some((type) => type !== undefined && isCaughtBy(name, type)),
  );
  const written: Written[] = [];
  let dropped: RaisedType | undefined;
  const own = kept.map((node) => keptType(node, context));
  for (const type of minimalTypes([...own, ...fresh])) {
    const existing = kept[own.indexOf(type)];
    const outcome = existing ? { text: context.text(existing), edits: [] } : write(type, body, context);
    if (outcome) written.push({ ...outcome, type });
    else dropped ??= type;
  }
  const inferred = written.filter(({ type }) => !own.includes(type));
  if (inferred.length === 0 || written.length > mostTypes) return undefined;
  const imports = combined(...written.map(({ edits }) => edits));
  if (!imports) return undefined;
  const unknown = raised.unknown ?? dropped?.by;
  return {
    types: [...new Set(written.map(({ text }) => text))],
    imports,
    certain: unknown === undefined,
    reason: reasonOf(inferred, unknown),
  };
}

/** The same for a handler, in the light of the handlers before it. */
function handlerNarrowing(handler: Handler, context: FixContext): Narrowing | undefined {
  if (handler.isCommaForm) return undefined;
  const { node, value } = handler;
  const place = { text: context.source.text, names: context.names };
  const before: (string | undefined)[] = [];
  for (const clause of node.parent ? codeChildren(node.parent) : []) {
    if (clause.id === node.id) break;
    if (clause.type === 'except_clause') before.push(...typesCaught(clause, place));
  }
  const kept = value ? typeNodes(value).filter((type) => !isBroadType(type, context)) : [];
  return narrowingOf(tryBody(node), kept, before, context);
}

/** Where some calls are not known, only a person can say whether their errors were meant: never applied by itself. */
export function applicabilityOf({ certain }: Narrowing): 'unsafe' | 'display' {
  return certain ? 'unsafe' : 'display';
}

export interface NarrowFix {
  readonly fix: Fix;
  readonly narrowing: Narrowing;
}

/** The fix that makes `handler` catch what its body is known to raise. `verb` opens the title. */
export function narrowHandler(handler: Handler, verb: string, context: FixContext): NarrowFix | undefined {
  const narrowing = handlerNarrowing(handler, context);
  const header = narrowing && retype(handler, narrowing.types, context);
  if (!narrowing || !header) return undefined;
  const title = `${verb} only ${narrowing.reason}`;
  return {
    narrowing,
    fix: { title, applicability: applicabilityOf(narrowing), edits: [...narrowing.imports, header] },
  };
}

/** The edit that makes `handler` catch `types`; undefined where the header cannot be rewritten. */
export function retype(
  { node, value, isCommaForm }: Handler,
  types: readonly string[],
  context: FixContext,
): FixEdit | undefined {
  const { text } = context.source;
  const [only, ...more] = types;
  if (only === undefined || isCommaForm) return undefined;
  const written = more.length === 0 ? only : `(${types.join(', ')})`;
  if (!value) {
    const start = node.startIndex + 'except'.length;
    const colon = text.indexOf(':', start);
    return /^[ \t]*$/.test(text.slice(start, colon))
      ? { start, end: colon, newText: ` ${written}` }
      : undefined;
  }
  const { startIndex: start, endIndex: end } = value;
  if (context.text(value).includes('#')) return undefined;
  const before = /\s/.test(text[start - 1] ?? '') ? '' : ' ';
  const after = /[\s:]/.test(text[end] ?? '') ? '' : ' ';
  return { start, end, newText: `${before}${written}${after}` };
}

interface Written {
  readonly text: string;
  readonly edits: readonly FixEdit[];
  readonly type: RaisedType;
}

function keptType(node: SyntaxNode, context: FixContext): RaisedType {
  const qualified = context.names.qualifiedName(node);
  return { name: qualified === undefined ? context.text(node) : canonicalException(qualified), by: '' };
}

function write(
  { name, asWritten }: RaisedType,
  tried: SyntaxNode,
  context: FixContext,
): Omit<Written, 'type'> | undefined {
  const body = context.text(tried);
  const head = headOf(name);
  if (asWritten === true) {
    const { origin } = context.names.resolve(head, tried.startIndex);
    const isKnown = (origin === 'module' || origin === 'local') && !binds(body, head);
    return isKnown ? { text: name, edits: [] } : undefined;
  }
  const dot = name.lastIndexOf('.');
  if (dot < 0) {
    const isBuiltin = context.names.resolve(name, tried.startIndex).origin === 'builtin';
    return isBuiltin ? { text: name, edits: [] } : undefined;
  }
  const module = name.slice(0, dot);
  const found = context.insertions.importFrom(module, name.slice(dot + 1));
  if (found?.edits.length === 0 && !binds(body, headOf(found.name))) return { text: found.name, edits: [] };
  const imported = context.insertions.importModule(module);
  // When the import itself is what is tried, the name may not exist in the handler.
  if (!imported || binds(body, headOf(imported.name))) return undefined;
  // An optional or lazy dependency must not become a hard one.
  const isSafeToImport = standardLibraryModules.has(head) || context.file.imports.has(head);
  if (imported.edits.length > 0 && !isSafeToImport) return undefined;
  return { text: `${imported.name}.${name.slice(dot + 1)}`, edits: imported.edits };
}

function headOf(dotted: string): string {
  return dotted.split('.', 1)[0] ?? dotted;
}

/** The source binds the name in some way. */
function binds(source: string, name: string): boolean {
  const word = name.replace(/\W/g, '\\$&');
  return new RegExp(
    `\\b(?:import|as|class|def|for)\\s+${word}\\b|\\bimport\\b[^\\n]*\\b${word}\\b|\\b${word}\\s*=[^=]`,
  ).test(source);
}

function reasonOf(written: readonly Written[], unknown: string | undefined): string {
  const known = written.map(({ text, type }) => `\`${text}\` (${type.by})`).join(', ');
  return unknown === undefined
    ? `${known}; other errors would surface`
    : `${known}; what ${unknown} raises is not known`;
}
