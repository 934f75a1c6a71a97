/** The logger that a fix writes to: one that is there by the place of use, or a new one of the module. */
import type { SyntaxNode } from '../syntax/node';
import { classLogger } from './class-logger';
import type { FixEdit, Inserted } from './fix';
import type { HeadEdits } from './head-edits';
import type { ModuleHead } from './module-head';
import { headOf, type PlaceOfUse } from './place-of-use';

export interface InsertedLogger extends Inserted {
  readonly isLoguru: boolean;
}

const loggerNames = ['logger', 'log', '_logger', '_log', 'LOGGER', 'LOG', '_LOGGER'];
const loggerFactories = new Set([
  'logging.getLogger()',
  'logging.Logger()',
  'structlog.get_logger()',
  'loguru.logger',
]);

/** The module's logger, as it is named by the place of use. */
export function knownLogger(place: PlaceOfUse): InsertedLogger | undefined {
  for (const name of loggerNames) {
    const qualified = place.names.qualifiedText(name, place.at);
    if (qualified !== undefined && isLogger(qualified) && place.isBoundBefore(name)) {
      return { name, edits: [], isLoguru: qualified.startsWith('loguru') };
    }
  }
  return undefined;
}

/** The logger that the class around keeps. */
export function loggerOfClass(place: PlaceOfUse): InsertedLogger | undefined {
  const top = place.statementOfUse();
  const found = top && classLogger(top, place.source, place.names, { at: place.at, attributes: loggerNames });
  if (!found || !loggerFactories.has(found.qualified)) return undefined;
  return { name: found.name, edits: [], isLoguru: found.qualified.startsWith('loguru') };
}

/** A new `logger = logging.getLogger(__name__)`. */
export function addedLogger(place: PlaceOfUse, edits: HeadEdits): InsertedLogger | undefined {
  if (place.names.resolve('logger', place.at).origin !== 'unknown') return undefined;
  const made = newLogger(place, edits);
  return made && { name: 'logger', edits: made, isLoguru: false };
}

function newLogger(place: PlaceOfUse, edits: HeadEdits): readonly FixEdit[] | undefined {
  const { eol } = place.source;
  const logging = moduleLogging(place, edits.head);
  if (!logging) return undefined;
  const line = `logger = ${logging.name}.getLogger(__name__)`;
  const end = edits.head.importsEnd();
  if (end === undefined && logging.from === undefined) {
    // No import to stand behind: import and logger go in together, so that they stay in order.
    const lines = edits.insertLines(`import logging${eol}${eol}${line}${eol}`);
    return edits.head.imports.length === 0 && lines ? [lines] : undefined;
  }
  const after = Math.max(end ?? 0, logging.from ?? 0);
  const edit = edits.lineBelow(after, line);
  if (logging.from !== undefined) return [edit];
  const importEdit = edits.addImport('import logging', 'logging');
  if (!importEdit) return undefined;
  if (importEdit.start !== after) return [importEdit, edit];
  return [{ start: after, end: after, newText: `${importEdit.newText}${eol}${line}${eol}` }];
}

/** `logging` as the module itself may use it: `from` that offset on, or everywhere once it is imported at the head. */
function moduleLogging(
  place: PlaceOfUse,
  head: ModuleHead,
): { readonly name: string; readonly from?: number } | undefined {
  for (const statement of place.statements) {
    if (statement.type !== 'import_statement' || !head.endsBefore(statement, place.limit)) continue;
    const name = nameOfLogging(statement, place);
    const from = name === undefined ? undefined : head.importsEnd(statement);
    if (name !== undefined && from !== undefined) return { name, from };
  }
  // An import in a function, or under a condition, does not serve the module: it gets its own.
  const taken = place.names.resolveInModule('logging');
  const isFree =
    taken.origin === 'unknown' ||
    (taken.origin === 'module' && taken.bindings.every(({ qualified }) => qualified === 'logging'));
  return isFree ? { name: 'logging' } : undefined;
}

function nameOfLogging(statement: SyntaxNode, place: PlaceOfUse): string | undefined {
  for (const name of statement.childrenForFieldName('name')) {
    const alias = name.childForFieldName('alias');
    const target = alias ? name.childForFieldName('name') : name;
    // `import logging.config` binds `logging` too.
    if (!target || headOf(place.text(target)) !== 'logging') continue;
    if (!alias) return 'logging';
    if (place.text(target) === 'logging') return place.text(alias);
  }
  return undefined;
}

/** A logger of one of the libraries, or one that another module of the project calls `logger` or makes with `get_logger`. */
function isLogger(qualified: string): boolean {
  return loggerFactories.has(qualified) || /(^|\.)(_?logger|LOGGER|get_?[lL]ogger\(\))$/.test(qualified);
}
