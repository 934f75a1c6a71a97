/** `print` in a function that other code calls: output without level, time or switch. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import { printEdit, shown, type Target } from '../../lint/logging/print';
import { defineRule } from '../../lint/rule';
import { removeStatement } from '../../lint/suites';
import { isCallTo, keywordText } from '../../syntax/calls';
import { soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import { aliasEdit } from './_alias';
import { readHandler, type Place } from './_handler';
import { failureMessage, tryBody } from './_handler-fixes';
import { beforeRaise, isFirstPrint, isRaisedAfter, withTraceback } from './_handler-prints';
import { isLayout } from './_prints';

/** Libraries whose programs talk to a person in a terminal: there, output is the product. */
const terminalModules = (
  'argparse optparse getopt click typer fire docopt cmd cmd2 code curses rich textual blessed urwid prompt_toolkit ' +
  'questionary inquirer InquirerPy colorama termcolor tabulate prettytable tqdm turtle getpass readline pdb absl cleo plac'
).split(' ');

/** Functions that start a program or belong to its command line. */
const entryName =
  /^_*(?:async_)?(?:main|script|run|cli|cmd|test(?:all)?|command|menu|repl|interactive|demo|usage|prompt|play|ask|confirm)(?:_|$)|_(?:main|script|cli|cmd|command|demo|menu|repl)$/i;

/** Functions whose work is to show something. */
const outputName =
  /^_*(?:p?print|pprint|show|display|render|report|dump|echo|draw|output|emit|help|pretty|summari[sz]e|summary|banner|write|format|describe)(?:_|[A-Z]|$)|_(?:print|report|summary|usage|help|banner)$|^_*(?:print|show|display|render|report)/;

/** A docstring whose first sentence says so. */
const saysOutput =
  /^[rub]*(?:"""|'''|["'])\s*(?:(?:pretty[- ]?)?(?:prints?|shows?|displays?|dumps?|echo(?:es)?|outputs?|lists?|reports?)\b|[^.]*\bprint(?:s|ed|ing)?\b)/i;

const toolPath =
  /(?:^|\/)(?:scripts?|tools?|bin|management\/commands|cli|commands?)(?:\/|\.py$)|(?:^|\/)(?:__main__|manage|wsgi|asgi|cli)\.py$/;

/**
 * Every print of a function has the fix for all of them: without a limit, a function of a thousand prints would cost a
 * million edits. "Fix all in the file" has none.
 */
const mostAtOnce = 100;
const longestBody = 20_000;

export default defineRule({
  meta: {
    name: 'print-instead-of-logging',
    topic: 'errors',
    summary: 'A function of a module prints instead of logging.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'T201', name: 'print', suffices: 'alone' }],
    messages: {
      print:
        '`print` in `{function}` cannot be filtered, timed or switched off by the code that calls it: log it instead.',
    },
    docs: {
      why:
        'A print inside a function reaches whoever runs the program, always, whether or not they want it. It carries no ' +
        'level, no time and no place, it cannot be switched off per module, and it mixes with output that other programs ' +
        'read. A logger leaves the choice to the application that uses the module.',
      bad: [
        {
          code: 'def fetch(url, attempts):\n    for attempt in range(attempts):\n        print(f"fetching {url}, attempt {attempt}")\n',
        },
        {
          code: 'class Cache:\n    def evict(self, key):\n        print("evicting", key)\n        del self.items[key]\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef fetch(url, attempts):\n    for attempt in range(attempts):\n        logger.info("fetching %s, attempt %s", url, attempt)\n',
        },
        { code: 'def print_table(rows):\n    for row in rows:\n        print(*row, sep="\\t")\n' },
        { code: 'def main():\n    print("done")\n\n\nif __name__ == "__main__":\n    main()\n' },
      ],
      guards: [
        'module top level and the main guard',
        'functions called `main`, `run`, `cli` and the like',
        'functions whose work is output: `print_*`, `show_*`, `display_*`, `render_*`, `report*` and the like, or whose docstring begins with saying so',
        'files that use `input()`, argparse, click, typer, rich, curses, textual and other terminal libraries',
        'scripts, tools, Django management commands, examples, tests, notebooks, migrations',
        '`print(..., file=...)`: the stream was chosen',
        '`print()`, `print("\\n")`, `print("-" * 40)`, which only lay out',
        'prints in exception handlers that do not raise: those are the business of print-in-except, or meant for a person',
      ],
      fixes:
        'Turns this print, or all prints of the function, into logging calls that write the same text; values are passed ' +
        'as arguments. The level comes from the words (`failed` gives `error`, `warning` gives `warning`), and a logger is ' +
        'added when the module has none. Before a `raise` it is `error`: the traceback goes with the exception. Unsafe: ' +
        'the text moves from standard output to the log, where `info` and `debug` are hidden until logging is configured. ' +
        'Not offered for `end=`, `*args` and separators that are not literals. Deleting the print is offered last, where ' +
        'it calls nothing, and never applied by itself.',
    },
  },
  calls: {
    words: ['print'],
    visit(node, context) {
      if (!isCallTo(node, 'print', context.source.text)) return;
      const around = context.enclosing('function_definition');
      if (!around || !isLibraryCode(context) || !isReportable(node, context)) return;
      const name = functionName(around, context);
      if (entryName.test(name) || outputName.test(name) || saysItPrints(around, context)) return;
      context.report({ node, message: 'print', values: { function: name } });
    },
  },
  fix({ node }, context) {
    const clause = context.enclosing('except_clause', 'function_definition', 'lambda', 'class_definition');
    const one =
      clause?.type === 'except_clause' ? convertHandled(node, clause, context) : convert([node], context);
    const around = context.enclosing('function_definition');
    const prints = around ? printsOf(around, context) : [];
    const all = prints.length > 1 && prints.length <= mostAtOnce ? convert(prints, context) : undefined;
    const fixes: Fix[] = [];
    const [call] = one?.calls ?? [];
    if (one && call)
      fixes.push(fixOf(`Log it: ${shown(call)} (the text moves from the output to the log)`, one));
    if (one && all && around && all.calls.length > 1) {
      const title = `Log all ${all.calls.length} prints of \`${functionName(around, context)}\` (the text moves to the log)`;
      fixes.push(fixOf(title, all));
    }
    const gone = deletion(node, context);
    return gone ? [...fixes, gone] : fixes;
  },
});

/** For output that was only for looking: offered where nothing but the output goes, and never applied by itself. */
function deletion(node: SyntaxNode, { source }: FixContext): Fix | undefined {
  const statement = node.parent;
  if (!statement || soleExpression(statement)?.id !== node.id) return undefined;
  const list = node.childForFieldName('arguments');
  const runs = list?.descendantsOfType(['call', 'await', 'yield', 'named_expression', 'list_splat']) ?? [];
  if (runs.some(({ isNamed }) => isNamed)) return undefined;
  const edit = removeStatement(statement, source);
  return { title: 'Delete the print; nothing is written any more', applicability: 'display', edits: [edit] };
}

function isLibraryCode({ file }: Place): boolean {
  if (file.role !== 'library' && !(file.role === 'entry-point' && file.hasMainGuard)) return false;
  if (toolPath.test(file.path) || file.readsInput) return false;
  return !terminalModules.some((module) => file.imports.has(module));
}

/** Prints to the standard output, and says something. */
function isReportable(node: SyntaxNode, context: Place): boolean {
  const list = node.childForFieldName('arguments');
  if (!list || list.namedChildCount === 0 || keywordText(node, 'file', context.source.text) !== undefined)
    return false;
  if (!context.names.isBuiltin(node.childForFieldName('function'), 'print') || isLayout(node, context))
    return false;
  const scope = context.enclosing('except_clause', 'function_definition', 'lambda', 'class_definition');
  return scope?.type !== 'except_clause' || scope.descendantsOfType('raise_statement').length > 0;
}

function saysItPrints(definition: SyntaxNode, context: Place): boolean {
  const [first] = statementsOf(definition.childForFieldName('body'));
  const text = first && soleExpression(first);
  return text?.type === 'string' && saysOutput.test(context.text(text));
}

function functionName(definition: SyntaxNode, context: Place): string {
  const name = definition.childForFieldName('name');
  return name ? context.text(name) : '';
}

/** Prints of the function itself that the rule would report, nested definitions left out. */
function printsOf(definition: SyntaxNode, context: FixContext): SyntaxNode[] {
  const prints: SyntaxNode[] = [];
  let skipTo = -1;
  const body = definition.childForFieldName('body');
  if (!body || body.endIndex - body.startIndex > longestBody) return [];
  const inner = body.descendantsOfType([
    'call',
    'except_clause',
    'function_definition',
    'class_definition',
    'lambda',
  ]);
  for (const node of inner) {
    if (node.startIndex < skipTo) continue;
    // What a handler prints needs its own look.
    if (node.type !== 'call') skipTo = node.endIndex;
    else if (
      isCallTo(node, 'print', context.source.text) &&
      context.names.isBuiltin(node.childForFieldName('function'), 'print')
    ) {
      if (keywordText(node, 'file', context.source.text) === undefined && !isLayout(node, context))
        prints.push(node);
    }
  }
  return prints;
}

interface Conversion {
  readonly calls: readonly FixEdit[];
  readonly edits: Fix['edits'];
}

function convert(prints: readonly SyntaxNode[], context: FixContext): Conversion | undefined {
  const logger = context.insertions.logger();
  if (!logger) return undefined;
  const target: Target = { logger: logger.name, isLoguru: logger.isLoguru };
  const calls = prints.flatMap((print) => printEdit(print, context, target) ?? []);
  if (calls.length === 0) return undefined;
  const plain = calls.map(({ start, end, newText }) => ({ start, end, newText }));
  return { calls, edits: [...logger.edits, ...plain] };
}

/** A print of a handler that raises: the traceback goes with what is raised, where every way leads to it. */
function convertHandled(print: SyntaxNode, clause: SyntaxNode, context: FixContext): Conversion | undefined {
  const handler = readHandler(clause, context);
  const logger = context.insertions.logger();
  if (!handler || !logger) return undefined;
  const target: Target = { logger: logger.name, isLoguru: logger.isLoguru };
  const carries = isFirstPrint(print, handler, context) && !isRaisedAfter(print, handler);
  const fallback = failureMessage(tryBody(clause), context);
  const call = carries
    ? withTraceback(print, target, handler, fallback, false, context)
    : beforeRaise(print, target, handler, context);
  if (!call) return undefined;
  const edit = { start: call.start, end: call.end, newText: call.newText };
  const alias = aliasEdit(handler, [edit], call.values, context);
  return { calls: [call], edits: [...logger.edits, edit, ...(alias ? [alias] : [])] };
}

function fixOf(title: string, { edits }: Conversion): Fix {
  return { title, applicability: 'unsafe', edits };
}
