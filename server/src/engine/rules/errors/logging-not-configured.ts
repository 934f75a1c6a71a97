/** A program that logs and never says where the records go, or leaves that to one of the modules that it imports. */
import type { FixContext } from '../../lint/context';
import type { Fix, FixEdit } from '../../lint/fix';
import type { LoggingGap, LoggingOnImport } from '../../lint/project-queries';
import { defineRule } from '../../lint/rule';
import { codeChildren, soleExpression, statementsOf, type SyntaxNode } from '../../syntax/node';
import { configuredOnImport, moveToStart } from './_configured-on-import';

export default defineRule<LoggingGap | LoggingOnImport>({
  meta: {
    name: 'logging-not-configured',
    topic: 'errors',
    summary: 'The program logs, and nothing configures logging; or a module does it when it is imported.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      notConfigured:
        'Nothing configures logging: records below WARNING, of {example} for one, go nowhere, and the others carry no time.',
      onImport:
        'Whoever imports this module gets its configuration of logging: leave that to {entry}, which starts the program.',
      onImportKept:
        'Whoever imports this module gets its configuration of logging: leave that to {entry}, which starts the program. ' +
        'There is no fix, because {reason}.',
    },
    docs: {
      why:
        'Without configuration Python prints WARNING and above to standard error, with neither time nor logger, and drops ' +
        'everything else. `logger.info(...)` all over the code then looks like a record of what happened, and there is none ' +
        'when it is needed. The program has to say once, where it starts, what is recorded and how. A module that says it ' +
        'while it is imported says it for every program and test that imports it, and whoever comes first wins.',
      bad: [
        {
          path: 'main.py',
          code: 'from shop import order\n\n\ndef main():\n    order("tea")\n\n\nif __name__ == "__main__":\n    main()\n',
          files: {
            'shop.py':
              'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef order(item):\n    logger.info("ordered %s", item)\n',
          },
        },
        {
          path: 'shop.py',
          code: 'import logging\n\nlogging.basicConfig(level=logging.DEBUG)\nlogger = logging.getLogger(__name__)\n\n\ndef order(item):\n    logger.info("ordered %s", item)\n',
          files: {
            'main.py':
              'from shop import order\n\n\ndef main():\n    order("tea")\n\n\nif __name__ == "__main__":\n    main()\n',
          },
        },
      ],
      good: [
        {
          path: 'main.py',
          code: 'import logging\n\nfrom shop import order\n\n\ndef main():\n    logging.basicConfig(level=logging.INFO)\n    order("tea")\n\n\nif __name__ == "__main__":\n    main()\n',
          files: {
            'shop.py':
              'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef order(item):\n    logger.info("ordered %s", item)\n',
          },
        },
        {
          path: 'main.py',
          code: 'def main():\n    print("done")\n\n\nif __name__ == "__main__":\n    main()\n',
          files: {
            'other.py': 'import logging\n\nlogger = logging.getLogger(__name__)\nlogger.info("loaded")\n',
          },
        },
      ],
      guards: [
        'projects in which some module configures logging: `basicConfig`, `dictConfig`, handlers, Django’s `LOGGING`',
        'programs that their server or framework configures: uvicorn, gunicorn, Django, Celery, loguru, structlog',
        'entry points that load no module with a log call',
        'libraries without an entry point, and tests',
        'calls in functions and main guards, in modules that are run or served themselves or that no entry point imports, ' +
          'and in modules that are named for it: settings, configuration, set-up',
      ],
      fixes:
        'Inserts `logging.basicConfig(...)` with a level from the variable `LOG_LEVEL` at the start of `main()`, or of the ' +
        '`__main__` block. Unsafe: records that were dropped appear on standard error. A call that runs on import moves ' +
        'there, where one program alone imports the module and the call needs nothing but the standard library; unsafe, ' +
        'because what is logged while modules are imported comes before it.',
    },
  },
  visit: {
    if_statement(node, context) {
      if (!/^if\s*\(?\s*__name__\s*==/.test(context.source.text.slice(node.startIndex, node.startIndex + 40)))
        return;
      if (context.file.configuresLogging || context.file.role === 'test') return;
      const gap = context.project.loggingGap();
      const test = node.childForFieldName('condition');
      if (!gap || !test) return;
      const range = { start: node.startIndex, end: test.endIndex };
      context.report({ node, range, message: 'notConfigured', values: { example: gap.example }, data: gap });
    },
  },
  calls: {
    words: ['basicConfig', 'dictConfig', 'fileConfig'],
    visit(node, context) {
      const found = configuredOnImport(node, context);
      if (!found) return;
      const { entry, reason } = found;
      const message = reason === undefined ? 'onImport' : 'onImportKept';
      context.report({ node, message, values: { entry, reason: reason ?? '' }, data: found });
    },
  },
  fix({ node, data }, context) {
    if ('entry' in data) {
      const move = moveToStart(node, data, context);
      return move ? [move] : [];
    }
    const first = startOf(node, context);
    const fix = first && configuration(first, context);
    return fix ? [fix] : [];
  },
});

/** The first statement that runs: of `main()` where the guard calls it first, else of the guard's block. */
function startOf(guard: SyntaxNode, context: FixContext): SyntaxNode | undefined {
  const first = statementsOf(guard.childForFieldName('consequence'))[0];
  if (!first) return undefined;
  const called = calledName(first, context);
  const main = called === undefined ? undefined : functionOf(called, context);
  if (!main) return first;
  const body = statementsOf(main.childForFieldName('body'));
  const isDocstring = body[0] && soleExpression(body[0])?.type === 'string';
  return body[isDocstring ? 1 : 0] ?? undefined;
}

/** `main` in `main()`, `sys.exit(main())` and `asyncio.run(main())`. */
function calledName(statement: SyntaxNode, context: FixContext): string | undefined {
  let call = soleExpression(statement);
  for (let depth = 0; call?.type === 'call' && depth < 3; depth += 1) {
    const callee = call.childForFieldName('function');
    if (callee?.type === 'identifier') {
      const name = context.text(callee);
      if (context.names.resolve(name, callee.startIndex).origin === 'module') return name;
    }
    const list: SyntaxNode | null = call.childForFieldName('arguments');
    call = list ? codeChildren(list)[0] : undefined;
  }
  return undefined;
}

/** The only top-level function of this name. */
function functionOf(name: string, context: FixContext): SyntaxNode | undefined {
  const found = context.root.namedChildren.filter((child) => {
    const own = child.type === 'function_definition' ? child.childForFieldName('name') : null;
    return own !== null && context.text(own) === name;
  });
  return found.length === 1 ? found[0] : undefined;
}

function configuration(first: SyntaxNode, context: FixContext): Fix | undefined {
  const { source, insertions } = context;
  const logging = insertions.importModule('logging');
  const os = insertions.importModule('os');
  const line = source.lineAt(first.startIndex);
  const indent = source.slice(source.lineStart(line), first.startIndex);
  // A body on the line of its header has no place for another statement.
  if (!logging || !os || indent.trim() !== '') return undefined;
  const call = [
    `${logging.name}.basicConfig(`,
    `${source.indentUnit}level=${os.name}.environ.get("LOG_LEVEL", "INFO"),`,
    `${source.indentUnit}format="%(asctime)s %(levelname)s %(name)s: %(message)s",`,
    ')',
  ];
  const at = source.lineStart(line);
  const newText = call.map((part) => indent + part + source.eol).join('');
  const edits: FixEdit[] = [...logging.edits, ...os.edits, { start: at, end: at, newText }];
  const where = isInFunction(first) ? 'at the start of the function' : 'here';
  return {
    title: `Configure logging ${where} (records that were dropped appear on standard error)`,
    applicability: 'unsafe',
    edits,
  };
}

function isInFunction(statement: SyntaxNode): boolean {
  return statement.parent?.parent?.type === 'function_definition';
}
