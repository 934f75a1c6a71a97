/** A call that configures logging while its module is imported: whether it is one, and its way to the program's start. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { isLabel, removeImports } from '../../lint/import-removal';
import type { LoggingOnImport } from '../../lint/project-queries';
import { linesOf } from '../../lint/statement-lines';
import { standardLibrary } from '../../semantics/standard-library';
import type { SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';

const written = /(?:[A-Za-z_]\w*\s*\.\s*)*(?:basicConfig|dictConfig|fileConfig)\s*\(/y;
const configurators = /^logging\.(?:basicConfig|config\.(?:dictConfig|fileConfig))$/;
/** Submodules of the standard library that have to be imported by their own name. */
const submodules = ['logging.config', 'logging.handlers'];

/** The call runs when a module is imported that some program of the project loads. */
export function configuredOnImport(
  call: SyntaxNode,
  context: Pick<RuleContext, 'project' | 'file'> & Place,
): LoggingOnImport | undefined {
  const { source, file, names, project } = context;
  written.lastIndex = call.startIndex;
  if (!written.test(source.text)) return undefined;
  if (file.role !== 'library' && file.role !== 'script') return undefined;
  if (!runsOnImport(call, context)) return undefined;
  if (!configurators.test(names.qualifiedName(call.childForFieldName('function')) ?? '')) return undefined;
  const movable = contentOf(call, context);
  const found = project.loggingOnImport(movable.modules.join(' '));
  if (!found || movable.reason === undefined) return found;
  return { entry: found.entry, reason: movable.reason };
}

function runsOnImport(call: SyntaxNode, context: Place): boolean {
  if (context.enclosing('function_definition', 'lambda') || context.enclosingClass()) return false;
  for (let at = call.parent; at; at = at.parent) {
    const condition = at.type === 'if_statement' ? at.childForFieldName('condition') : null;
    if (condition && context.text(condition).includes('__name__')) return false;
  }
  return true;
}

interface Content {
  /** Modules that the call needs. */
  readonly modules: readonly string[];
  /** Why it cannot stand elsewhere. */
  readonly reason?: string;
}

function contentOf(call: SyntaxNode, context: Place): Content {
  const statement = call.parent;
  const text = context.text(call);
  const modules = new Set<string>();
  if (statement?.type !== 'expression_statement' || statement.parent?.type !== 'module')
    return { modules: [], reason: 'the call depends on what stands around it' };
  if (!linesOf(statement, context.source)) return { modules: [], reason: 'other code shares its line' };
  for (const string of call.descendantsOfType('string'))
    if (/[\r\n]/.test(context.text(string))) return { modules: [], reason: 'a string in it spans lines' };
  for (const identifier of call.descendantsOfType('identifier')) {
    if (isLabel(identifier)) continue;
    const name = context.text(identifier);
    const { origin } = context.names.resolve(name, identifier.startIndex);
    if (origin === 'builtin' && !/^__/.test(name)) continue;
    // Only what `import name` binds means the same in another file.
    if (context.names.qualifiedName(identifier) !== name || !standardLibrary.has(name))
      return { modules: [], reason: `it uses \`${name}\` of this module` };
    const own = submodules.filter((module) => text.includes(`${module}.`) && module.startsWith(`${name}.`));
    const isWhole = new RegExp(`\\b${name}\\.(?!config\\.|handlers\\.)`).test(text);
    for (const module of own) modules.add(module);
    if (own.length === 0 || isWhole) modules.add(name);
  }
  return { modules: [...modules].sort() };
}

/** Takes the call away here and writes it where the program starts. */
export function moveToStart(
  call: SyntaxNode,
  { entry, place }: LoggingOnImport,
  context: FixContext,
): Fix | undefined {
  const { source } = context;
  const statement = call.parent;
  const lines = statement && linesOf(statement, source);
  if (!place || !statement || !lines) return undefined;
  const first = source.lineAt(lines.start);
  const last = source.lineAt(lines.end);
  const isBlank = (line: number): boolean =>
    line < 0 || line >= source.lineCount || source.lineText(line).trim() === '';
  const isDoubled = isBlank(first - 1) && last + 1 < source.lineCount && isBlank(last + 1);
  const end = source.lineStart(last + (isDoubled ? 2 : 1));
  const removal: FixEdit = { start: lines.start, end, newText: '' };
  const modules = place.imports.flatMap(({ module }) => (module.includes('.') ? [] : [module]));
  const unused = removeImports(modules, [{ start: lines.start, end: lines.end }], context);
  return {
    title: `Move the configuration to the start of ${entry} (records written while modules load come before it)`,
    applicability: 'unsafe',
    edits: [...unused, removal],
    files: [
      {
        kind: 'insert-at-start',
        path: entry,
        statement: source.slice(lines.start, lines.end).split(/\r\n|\r|\n/),
        ...place,
      },
    ],
  };
}
