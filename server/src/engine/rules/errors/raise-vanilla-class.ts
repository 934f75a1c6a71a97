/** `raise Exception("...")`: callers can only catch everything. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import type { ExceptionHome } from '../../lint/project-queries';
import { defineRule } from '../../lint/rule';
import { codeChildren, soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import type { Place } from './_handler';
import { errorName, moduleError, packageError } from './_module-error';
import { isParameter, namesRead } from './_parameters';

const stubWords = /not\s+(?:yet\s+)?(?:been\s+)?implemented|unimplemented|abstract|overrid|subclass/i;
const badValue =
  /\b(?:invalid|illegal|must|should be|expected|out of range|unknown|unsupported|unrecogni[sz]ed|negative|empty|bad|wrong|too (?:long|short|large|small|many|few)|not a valid|missing)\b/i;
const typeTest = /\b(?:isinstance|issubclass|callable|type)\s*\(/;

export default defineRule<ExceptionHome | undefined>({
  meta: {
    name: 'raise-vanilla-class',
    topic: 'errors',
    summary: 'An error is raised as a plain `Exception`.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'TRY002', name: 'raise-vanilla-class', suffices: 'alone' },
      { tool: 'pylint', code: 'W0719', name: 'broad-exception-raised' },
      { tool: 'sonar', code: 'S112' },
    ],
    messages: {
      vanilla:
        'Callers can catch `{raised}` only together with every other error: raise a class that says what went wrong.',
    },
    docs: {
      why:
        'Who wants to handle this error has to write `except Exception`, and then handles misspelt names and full disks ' +
        'in the same way. A built-in class that fits, or one class of the module’s own, lets callers choose what they can ' +
        'deal with.',
      bad: [
        {
          code: 'def ship(weight):\n    if weight <= 0:\n        raise Exception("weight must be positive")\n    return weight * 2\n',
        },
        {
          code: 'def connect(hosts):\n    for host in hosts:\n        if host.up():\n            return host\n    raise Exception("no host is up")\n',
        },
      ],
      good: [
        {
          code: 'def ship(weight):\n    if weight <= 0:\n        raise ValueError("weight must be positive")\n    return weight * 2\n',
        },
        {
          code: 'class ShopError(Exception):\n    """Base class of the errors of this module."""\n\n\ndef connect(hosts):\n    for host in hosts:\n        if host.up():\n            return host\n    raise ShopError("no host is up")\n',
        },
      ],
      guards: [
        'tests',
        'functions that only raise: stubs to be overridden, and messages that say "not implemented"',
        'a class of your own that is called `Exception`',
        'in scripts and entry points the finding is a hint: nobody else catches their errors',
      ],
      fixes:
        'Raises `TypeError` under a check of types, `ValueError` where an argument is checked or the message says that a ' +
        'value is wrong, else `RuntimeError`. Or raises a class of the module’s own, such as `PaymentError` in `payment.py`, ' +
        'and writes it before the first definition when it is not there yet; a package with an `exceptions.py` or `errors.py` ' +
        'has its class there, and the module imports it. Unsafe: code that compares the class exactly, ' +
        'and handlers of the new class further up, behave differently.',
    },
  },
  visit: {
    raise_statement(node, context) {
      const raised = classOf(node);
      if (!raised || !/^(?:Base)?Exception$/.test(context.text(raised))) return;
      const { role } = context.file;
      if (role === 'test' || role === 'stub') return;
      if (context.names.resolve(context.text(raised), raised.startIndex).origin !== 'builtin') return;
      if (isStub(node, context)) return;
      const isAlone =
        role === 'script' || role === 'entry-point' || role === 'example' || role === 'notebook';
      context.report({
        node,
        message: 'vanilla',
        values: { raised: context.text(raised) },
        data: role === 'library' ? exceptionHome(context) : undefined,
        ...(isAlone ? { atMost: 'hint' } : {}),
      });
    },
  },
  fix({ node, data }, context) {
    const raised = classOf(node);
    if (!raised) return [];
    const replace = (newText: string): Fix['edits'][number] => ({
      start: raised.startIndex,
      end: raised.endIndex,
      newText,
    });
    const fixes: Fix[] = [];
    const builtin = fittingClass(node, context);
    if (builtin !== undefined) {
      const title = `Raise \`${builtin}\`; handlers of \`${builtin}\` further up will catch it too`;
      fixes.push({ title, applicability: 'unsafe', edits: [replace(builtin)] });
    }
    const own = moduleError(node.startIndex, context);
    const shared = data && (!own || own.edits.length > 0) ? packageError(data, context) : undefined;
    if (shared && data) {
      const { file, exists } = data;
      const what = exists ? `the exception class in ${file}` : `a new exception class in ${file}`;
      const title = `Raise \`${shared.name}\`, ${what}`;
      const edits = [...shared.edits, replace(shared.name)];
      fixes.push({ title, applicability: 'unsafe', edits, ...(shared.files ? { files: shared.files } : {}) });
    } else if (own) {
      const what =
        own.edits.length > 0 ? 'a new exception class of this module' : 'the exception class of this module';
      const title = `Raise \`${own.name}\`, ${what}`;
      fixes.push({ title, applicability: 'unsafe', edits: [...own.edits, replace(own.name)] });
    }
    return fixes;
  },
});

/** Where the package around the module keeps its exception classes. */
function exceptionHome({ file: { path }, project }: RuleContext): ExceptionHome | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return folder === ''
    ? undefined
    : project.exceptionHome(errorName(path), errorName(`${folder}__init__.py`));
}

/** `Exception` of `raise Exception` and `raise Exception(...)`. */
function classOf(node: SyntaxNode): SyntaxNode | undefined {
  const raised = node.firstNamedChild;
  const type = raised?.type === 'call' ? raised.childForFieldName('function') : raised;
  return type?.type === 'identifier' ? type : undefined;
}

/** Nothing but the `raise`, a docstring aside, or a message that says that there is nothing yet. */
function isStub(node: SyntaxNode, context: Place): boolean {
  if (stubWords.test(context.text(node))) return true;
  const body = context.enclosing('function_definition')?.childForFieldName('body');
  const statements = statementsOf(body).filter((statement) => soleExpression(statement)?.type !== 'string');
  return statements.length === 1 && statements[0]?.id === node.id;
}

/** The built-in class that says it best, unless something around catches that class. */
function fittingClass(node: SyntaxNode, context: FixContext): string | undefined {
  const caught = headersAround(node, context);
  return [chosenClass(node, context), 'RuntimeError'].find(
    (name) =>
      !new RegExp(`\\b${name}\\b`).test(caught) &&
      context.names.resolve(name, node.startIndex).origin === 'builtin',
  );
}

function chosenClass(node: SyntaxNode, context: FixContext): string {
  const condition = conditionOf(node, context);
  const text = condition ? context.text(condition) : '';
  const message = context.text(node);
  if (typeTest.test(text)) return 'TypeError';
  if (badValue.test(message)) return 'ValueError';
  return condition && namesRead(condition).some((name) => isParameter(name, context))
    ? 'ValueError'
    : 'RuntimeError';
}

/** The condition under which the statement runs. */
function conditionOf(node: SyntaxNode, context: FixContext): SyntaxNode | undefined {
  const around = context.enclosing(
    'if_statement',
    'except_clause',
    'function_definition',
    'class_definition',
  );
  if (around?.type !== 'if_statement') return undefined;
  const clause = around
    .childrenForFieldName('alternative')
    .find(
      ({ type, startIndex, endIndex }) =>
        type === 'elif_clause' && startIndex <= node.startIndex && node.endIndex <= endIndex,
    );
  return (clause ?? around).childForFieldName('condition') ?? undefined;
}

/** What the handlers of every `try` around the statement catch. */
function headersAround(node: SyntaxNode, context: FixContext): string {
  let headers = '';
  for (let at: SyntaxNode | null = node; at?.parent; at = at.parent) {
    if (at.type === 'function_definition') break;
    const { parent } = at;
    if (parent.type !== 'try_statement' || parent.childForFieldName('body')?.id !== at.id) continue;
    for (const clause of codeChildren(parent))
      if (clause.type === 'except_clause')
        headers += `${/^[^:\r\n]*/.exec(context.text(clause))?.[0] ?? ''}\n`;
  }
  return headers;
}
