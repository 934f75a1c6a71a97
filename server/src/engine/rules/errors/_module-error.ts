/** An exception class of the module's own: found, or written in front of its first definition. */
import type { FixContext } from '../../lint/context';
import type { Fix, Inserted } from '../../lint/fix';
import type { ExceptionHome } from '../../lint/project-queries';
import { isPlainException } from '../../semantics/plain-exceptions';
import { childOfType, type SyntaxNode } from '../../syntax/node';

/** Steps up a chain of base classes; a class may name itself while it is being typed. */
const maxBases = 5;

/** Undefined where the name is taken, or the class would not be there when it is needed. */
export function moduleError(at: number, context: FixContext): Inserted | undefined {
  const { source, root } = context;
  const name = errorName(context.file.path);
  const resolution = context.names.resolve(name, at);
  const definitions = root.namedChildren.filter(({ type }) => /definition$/.test(type));
  if (resolution.origin === 'module') {
    const own = definitions.find((definition) => nameOf(definition, context) === name);
    return own && own.startIndex < at && isPlain(name, definitions, context)
      ? { name, edits: [] }
      : undefined;
  }
  const [first] = definitions;
  if (resolution.origin !== 'unknown' || !first || first.startIndex > at) return undefined;
  if (context.names.resolve('Exception', at).origin !== 'builtin') return undefined;
  const start = headLine(first, context);
  const { eol, indentUnit } = source;
  if (start === undefined) return undefined;
  const text = `class ${name}(Exception):${eol}${indentUnit}"""Base class of the errors of this module."""${eol}${eol}${eol}`;
  return { name, edits: [{ start, end: start, newText: text }] };
}

/** A class of the module that takes what `Exception` takes. */
function isPlain(name: string, definitions: readonly SyntaxNode[], context: FixContext, depth = 0): boolean {
  const [definition, ...others] = definitions.filter((one) => nameOf(one, context) === name);
  if (definition?.type !== 'class_definition' || others.length > 0 || depth > maxBases) return false;
  return isPlainException(definition, context.source.text, (base) =>
    isPlain(base, definitions, context, depth + 1),
  );
}

function nameOf(definition: SyntaxNode, context: FixContext): string {
  const inner =
    definition.type === 'decorated_definition' ? childOfType(definition, 'class_definition') : definition;
  const name = inner?.childForFieldName('name');
  return name ? context.text(name) : '';
}

/** The start of the definition's first line, comments directly above included. */
function headLine({ startIndex }: SyntaxNode, { source }: FixContext): number | undefined {
  let line = source.lineAt(startIndex);
  if (source.lineStart(line) !== startIndex) return undefined;
  while (line > 0 && /^#(?!!|.*coding[:=])/.test(source.lineText(line - 1))) line -= 1;
  const start = source.lineStart(line);
  return start === 0 && source.text.startsWith('\ufeff') ? 1 : start;
}

/** The class where the package keeps its exceptions: imported, and written there when it is not there yet. */
export function packageError(
  { file, module, name, exists }: ExceptionHome,
  context: FixContext,
): (Inserted & Pick<Fix, 'files'>) | undefined {
  const inserted = context.insertions.importFrom(module, name);
  if (!inserted || exists) return inserted;
  const lines = [
    `class ${name}(Exception):`,
    `    """Base class of the errors of ${errorModule(context.file.path)}."""`,
  ];
  return { ...inserted, files: [{ kind: 'append-definition', path: file, name, lines }] };
}

function errorModule(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.pyw?$/, '');
}

/** `PaymentGatewayError` for `shop/payment_gateway.py`. */
export function errorName(path: string): string {
  const parts = path.replace(/\.pyw?$/, '').split('/');
  const last = parts.pop() ?? '';
  const module =
    /^__\w+__$/.test(last) || /^_*(?:errors?|exceptions?)$/.test(last) ? (parts.pop() ?? '') : last;
  const words = module.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const camel = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `${/^[A-Za-z]/.test(camel) ? camel.replace(/(?:Error|Exception)s?$/, '') : 'App'}Error`;
}
