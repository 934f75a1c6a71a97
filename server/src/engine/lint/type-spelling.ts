/**
 * Writes types into annotations: `X | None` or `Optional[X]`, `list[int]` or `List[int]`, by what the target version
 * can evaluate, with the imports that the spelling needs. Abstains where a name means something else at that place.
 */
import { splitOutside } from '../semantics/annotations';
import { bindsAlways } from '../semantics/binding-order';
import { membersOf } from '../semantics/types';
import { builtinNames } from '../semantics/python-names';
import { codeChildren, type SyntaxNode } from '../syntax/node';
import type { FixContext } from './context';
import { joined, type FixEdit } from './fix';

export interface SpelledType {
  readonly text: string;
  /** Imports. */
  readonly edits: readonly FixEdit[];
}

const abstract = new Set(['Iterator', 'AsyncIterator']);
const typingOnly = new Set(['Any', 'NoReturn']);
const typingGenerics: ReadonlyMap<string, string> = new Map([
  ['list', 'List'],
  ['dict', 'Dict'],
  ['set', 'Set'],
  ['tuple', 'Tuple'],
  ['frozenset', 'FrozenSet'],
  ['type', 'Type'],
]);

/** True when annotations may use syntax of `version`, because they are never evaluated or the target has it. */
function allows(version: readonly [number, number], { targetVersion, file }: FixContext): boolean {
  const [major, minor] = targetVersion;
  return file.postponesAnnotations || major > version[0] || (major === version[0] && minor >= version[1]);
}

/** Where a type is written, and what the writing has found out. */
interface Spelling {
  readonly context: FixContext;
  readonly definition: SyntaxNode;
  readonly edits: FixEdit[];
  /** A name is not there yet when the definition is evaluated. */
  isAhead: boolean;
}

/**
 * `annotation` in the modern spelling, rewritten for the file; `definition` is the function that it goes to. Names that
 * are not builtin are those of the file; `Self` is the class around where the language has no such word yet.
 */
export function spellType(
  annotation: string,
  definition: SyntaxNode,
  context: FixContext,
): SpelledType | undefined {
  const spelling: Spelling = { context, definition, edits: [], isAhead: false };
  const text = spellUnion(annotation, spelling);
  if (text === undefined) return undefined;
  const isQuoted = spelling.isAhead && !allows([3, 14], context);
  return { text: isQuoted ? `"${text}"` : text, edits: joined(spelling.edits) };
}

function use(module: string, name: string, { context, definition, edits }: Spelling): string | undefined {
  // The file may have it from elsewhere: `typing.Iterator` is as good as that of `collections.abc`.
  const known = context.names.qualifiedText(name, definition.startIndex) ?? '';
  if (/^(?:typing|typing_extensions|collections\.abc)\.\w+$/.test(known) && known.endsWith(`.${name}`))
    return name;
  const inserted = context.insertions.importFrom(module, name);
  if (inserted) edits.push(...inserted.edits);
  return inserted?.name;
}

function spellUnion(annotation: string, spelling: Spelling): string | undefined {
  const parts = membersOf(annotation).map((member) => spellMember(member, spelling));
  if (parts.some((part) => part === undefined)) return undefined;
  if (parts.length === 1 || allows([3, 10], spelling.context)) return parts.join(' | ');
  const others = parts.filter((part) => part !== 'None');
  const union = others.length > 1 ? use('typing', 'Union', spelling) : undefined;
  if (others.length > 1 && union === undefined) return undefined;
  if (others.length > 1) return `${union}[${parts.join(', ')}]`;
  const optional = use('typing', 'Optional', spelling);
  return optional === undefined ? undefined : `${optional}[${others.join('')}]`;
}

function spellMember(member: string, spelling: Spelling): string | undefined {
  const bracket = member.indexOf('[');
  const head = bracket < 0 ? member : member.slice(0, bracket);
  const name = spellHead(head, bracket >= 0, spelling);
  if (name === undefined || bracket < 0) return name;
  const inner = splitOutside(member.slice(bracket + 1, -1), ',').map((argument) =>
    spellUnion(argument, spelling),
  );
  return inner.some((part) => part === undefined) ? undefined : `${name}[${inner.join(', ')}]`;
}

function spellHead(head: string, isGeneric: boolean, spelling: Spelling): string | undefined {
  const { context, definition } = spelling;
  if (head === 'None') return head;
  if (head === 'Self') return spellSelf(spelling);
  if (typingOnly.has(head)) return use('typing', head, spelling);
  if (abstract.has(head)) return use(allows([3, 9], context) ? 'collections.abc' : 'typing', head, spelling);
  const generic = typingGenerics.get(head);
  if (isGeneric && generic !== undefined && !allows([3, 9], context)) return use('typing', generic, spelling);
  const first = head.split('.', 1)[0] ?? head;
  const resolution = context.names.resolve(first, definition.startIndex);
  if (isClassMember(first, definition, context)) return undefined;
  if (builtinNames.has(head)) return resolution.origin === 'builtin' ? head : undefined;
  if (resolution.origin !== 'module' || resolution.bindings.some(({ kind }) => kind === 'function'))
    return undefined;
  spelling.isAhead ||= !isBoundBefore(first, spelling);
  return head;
}

/** `Self` from 3.11 on; before, the name of the class, which is not bound while its body runs. */
function spellSelf(spelling: Spelling): string | undefined {
  const { context } = spelling;
  const [major, minor] = context.targetVersion;
  if (major > 3 || (major === 3 && minor >= 11)) return use('typing', 'Self', spelling);
  const owner = context.enclosingClass();
  if (!owner || owner.outer) return undefined;
  spelling.isAhead = true;
  return owner.name;
}

/** Some statement above the definition surely binds the name. */
function isBoundBefore(name: string, { context, definition }: Spelling): boolean {
  return codeChildren(context.root).some(
    (statement) =>
      statement.endIndex <= definition.startIndex && bindsAlways(statement, name, context.source.text),
  );
}

/** In a class that defines `list`, an annotation `list` means that. Members stand at the indentation of the method. */
function isClassMember(name: string, definition: SyntaxNode, context: FixContext): boolean {
  const outer =
    definition.parent?.type === 'decorated_definition' ? definition.parent.parent : definition.parent;
  if (outer?.type !== 'block') return false;
  const indent = context.source.indentAt(definition.startIndex);
  const member = `^${indent}(?:(?:async[ \\t]+)?def[ \\t]+|class[ \\t]+)?${name}[ \\t]*[(:=]`;
  // A block begins behind the indentation of its first line.
  const { source } = context;
  const start = source.lineStart(source.lineAt(outer.startIndex));
  return new RegExp(member, 'm').test(source.slice(start, outer.endIndex));
}

const annotationKinds = new Set([
  'identifier',
  'attribute',
  'subscript',
  'generic_type',
  'binary_operator',
  'union_type',
  'member_type',
  'string',
]);

/** Edits that let the annotation `type` of a parameter also be None; undefined when that cannot be written. */
export function optionalType(type: SyntaxNode, context: FixContext): readonly FixEdit[] | undefined {
  const inner = type.firstNamedChild;
  if (!inner || !annotationKinds.has(inner.type)) return undefined;
  const text = context.text(inner);
  if (acceptsNone(text)) return [];
  const end = inner.endIndex;
  if (inner.type === 'string') {
    const isPlain = /^(?:"[^"\\{]*"|'[^'\\{]*')$/.test(text);
    return isPlain ? [{ start: end - 1, end: end - 1, newText: ' | None' }] : undefined;
  }
  if (allows([3, 10], context)) return [{ start: end, end, newText: ' | None' }];
  const optional = context.insertions.importFrom('typing', 'Optional');
  if (!optional) return undefined;
  return [
    ...optional.edits,
    { start: inner.startIndex, end: inner.startIndex, newText: `${optional.name}[` },
    { start: end, end, newText: ']' },
  ];
}

function acceptsNone(text: string): boolean {
  const bare = text.replace(/^["']|["']$/g, '');
  if (/^(?:\w+\.)*(?:Any|Optional|object)\b/.test(bare)) return true;
  if (/^(?:\w+\.)*Union\[.*\bNone\b.*\]$/s.test(bare)) return true;
  return membersOf(bare).includes('None');
}
