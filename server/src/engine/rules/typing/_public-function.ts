/** Which functions the annotation rules look at: the public surface of modules. */
import type { FixContext, RuleContext } from '../../lint/context';
import { classPath, decoratorName } from '../../lint/units';
import { withNames } from '../../semantics/name-types';
import { inferReturn } from '../../semantics/returns';
import type { InferredType } from '../../semantics/types';
import type { SyntaxNode } from '../../syntax/node';

const definitionHead = /(?:async\s+)?def\s+(\w+)/y;

/** Bases that bring no methods of their own to override, by the last part of their name. */
const plainBases = new Set([
  'object',
  'ABC',
  'Protocol',
  'Generic',
  'NamedTuple',
  'TypedDict',
  'Enum',
  'IntEnum',
  'StrEnum',
  'Flag',
  'IntFlag',
]);

/** Decorators that leave annotations alone and callers with the same function. */
const harmlessDecorators =
  /^(?:staticmethod|classmethod|property|(?:\w+\.)?(?:setter|getter|deleter)|(?:functools\.)?(?:wraps|cache|lru_cache|cached_property)|(?:contextlib\.)?(?:async)?contextmanager|(?:typing\.|typing_extensions\.)?final)$/;

/**
 * The name of the function, when its annotations matter to others: public, at module level or in a public class, in a
 * library module or entry point, and neither an overload nor, as far as can be told, an override.
 */
export function publicName(definition: SyntaxNode, context: RuleContext): string | undefined {
  return context.once(definition, findPublicName);
}

function findPublicName(definition: SyntaxNode, context: RuleContext): string | undefined {
  const { text } = context.source;
  definitionHead.lastIndex = definition.startIndex;
  const name = definitionHead.exec(text)?.[1];
  if (name === undefined || (name.startsWith('_') && name !== '__init__')) return undefined;
  const { role } = context.file;
  if (role !== 'library' && role !== 'entry-point') return undefined;
  if (context.enclosing('function_definition', 'lambda')) return undefined;
  for (let owner = context.enclosingClass(); owner; owner = owner.outer) {
    if (owner.name.startsWith('_')) return undefined;
    // An override takes its types from the method it overrides, which may be in any file.
    if (name !== '__init__' && !owner.bases.every(isPlainBase)) return undefined;
  }
  if (decoratorsOf(definition, text).some((decorator) => exempting.test(decorator))) return undefined;
  if (implementsOverloads(name, context)) return undefined;
  return hasTypeComment(definition, text) ? undefined : name;
}

const exempting = /(?:^|\.)(?:overload|override|no_type_check|fixture)$/;

/** The overloads above it say what callers get; its own annotations are nobody's business. */
function implementsOverloads(name: string, context: RuleContext): boolean {
  const owner = context.enclosingClass();
  const bindings = context.names.definitionsOf(owner ? `${classPath(owner)}.${name}` : name);
  return (
    bindings.length > 1 && bindings.some(({ decorators = '' }) => /(?:^|[ .])overload\b/.test(decorators))
  );
}

function isPlainBase(base: string): boolean {
  if (/^\w+\s*=/.test(base)) return true;
  const name = /([^\W\d]\w*)\s*(?:\[|$)/.exec(base)?.[1] ?? '';
  return plainBases.has(name) || /^(?:Base)?Exception$|^[A-Z][A-Za-z]*Error$/.test(name);
}

/** `# type: (int) -> str` behind the head or as the first line of the body. */
function hasTypeComment(definition: SyntaxNode, text: string): boolean {
  const body = definition.childForFieldName('body');
  return body !== null && /#\s*type:\s*\(/.test(text.slice(definition.startIndex, body.startIndex));
}

export function decoratorsOf(definition: SyntaxNode, text: string): string[] {
  const around = definition.parent;
  if (around?.type !== 'decorated_definition') return [];
  return around.namedChildren
    .filter(({ type }) => type === 'decorator')
    .map((decorator) => decoratorName(decorator, text) ?? '?');
}

/** True when nothing around the definition can read or change what is annotated. */
export function isPlainlyDecorated(definition: SyntaxNode, text: string): boolean {
  return decoratorsOf(definition, text).every((decorator) => harmlessDecorators.test(decorator));
}

/** What the function gives back, as far as its file tells. */
export function inferredResult(definition: SyntaxNode, context: FixContext): InferredType | undefined {
  const { root, names, source } = context;
  const { text } = source;
  const isAbstract =
    decoratorsOf(definition, text).some((decorator) => /(?:^|\.)abstract\w+$/.test(decorator)) ||
    context.enclosingClass()?.bases.some((base) => /(?:^|\.)Protocol\b/.test(base)) === true;
  const role = { isMethod: context.isMethod(definition), isAbstract };
  return inferReturn(definition, role, withNames(definition, root, { text, names }));
}
