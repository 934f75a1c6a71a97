/** A module that runs when it is imported: calls of its own functions, and prints, at its top level. */
import type { RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { callArguments, dottedName, soleExpression, type SyntaxNode } from '../../syntax/node';
import { canMove, guardedTail, lastDefinition, mainFunction, tailOf } from './_tail';

/** Set-up that a module does for itself when it is imported. */
const setUp =
  /^_|^(?:init|initiali[sz]e|set_?up|register|install|configure|patch|populate|bootstrap|define|declare|export|enable|disable|reset|apply)(?:_|[A-Z]|$)/;
const quietPath =
  /(?:^|\/)(?:__init__|__main__|manage|wsgi|asgi|settings|config|conftest|urls|celery)\.py$|(?:^|\/)settings\//;

export default defineRule({
  meta: {
    name: 'script-without-main-guard',
    topic: 'packaging',
    summary: 'A module with functions runs its program when it is imported.',
    severity: 'information',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      runs: '`{call}` runs whenever this module is imported, by a test as well: keep it behind `if __name__ == "__main__":`.',
    },
    docs: {
      why:
        'Importing a module runs all of its top level. Without a guard nobody can import one function of this file, ' +
        'neither a test nor another module nor a worker process of `multiprocessing`, without running the whole program.',
      bad: [
        { code: 'def greet(name):\n    return f"Hello {name}"\n\n\nname = "Ada"\nprint(greet(name))\n' },
        {
          code: 'import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n\n\nasyncio.run(main())\n',
        },
      ],
      good: [
        {
          code: 'def greet(name):\n    return f"Hello {name}"\n\n\ndef main() -> None:\n    print(greet("Ada"))\n\n\nif __name__ == "__main__":\n    main()\n',
        },
        {
          code: 'handlers = {}\n\n\ndef register(name, handler):\n    handlers[name] = handler\n\n\nregister("echo", print)\n',
        },
      ],
      guards: [
        'files without functions and classes: nothing in them could be imported',
        'set-up at import: private functions, and `register…`, `init…`, `setup…`, `configure…`, `install…` and the like',
        'calls of own functions between the definitions: the module builds itself',
        'calls of what the file imports, such as `app.include_router(...)` and `parser.add_argument(...)`; `asyncio.run`, `uvicorn.run`, `app.run` of Flask and `sys.exit(main())` count',
        'what stands under `if`, and in the handlers of a `try`',
        '`__init__.py`, `__main__.py`, settings, `manage.py`, `setup.py` and the like',
        'tests, examples, notebooks, migrations, stubs',
      ],
      fixes:
        'Moves the statements at the end of the file into `def main() -> None:` and calls it behind the guard; where there ' +
        'is a `main` already, the call is put behind the guard. Upper-case constants, and what servers look for (`app`, `application`, `handler`), stay where they are. Abstains where ' +
        'functions read names that the block assigns, where the block assigns a name twice over the module, imports, ' +
        'defines or deletes. Unsafe: the program does not run any more when the module is imported, and what the block ' +
        'assigns cannot be imported from it.',
    },
  },
  visitFile(statements, context) {
    if (!isScript(context)) return;
    const own = ownNames(statements, context);
    if (own.size === 0) return;
    const tailStart = lastDefinition(statements)?.endIndex ?? 0;
    for (const statement of statements) {
      const call = firstCall(statement, own, context);
      // A module that calls its own functions between its definitions builds itself.
      if (call === undefined || (own.has(call) && statement.startIndex < tailStart)) continue;
      context.report({
        node: statement,
        message: 'runs',
        values: { call: `${call}(...)` },
        range: firstLine(statement, context),
      });
      return;
    }
  },
  fix({ node }, context) {
    const statements = context.root.namedChildren;
    const tail = tailOf(statements, context);
    // What runs in between the definitions cannot be moved.
    if (!tail || node.startIndex < tail.start || !canMove(tail, context)) return [];
    const guarded: Fix = {
      title: 'Put it behind `if __name__ == "__main__":` (it does not run on import any more)',
      applicability: 'unsafe',
      edits: [guardedTail(tail, context)],
    };
    // A `main` that is there already is what the guard calls.
    if (context.names.resolve('main', 0).origin !== 'unknown' || /\bmain\s*=/.test(context.source.text))
      return [guarded];
    const title =
      'Move it into `main()` behind `if __name__ == "__main__":` (it does not run on import any more)';
    return [{ title, applicability: 'unsafe', edits: [mainFunction(tail, context)] }, guarded];
  },
});

function isScript({ file }: RuleContext): boolean {
  if (file.hasMainGuard || quietPath.test(file.path)) return false;
  return file.role === 'library' || file.role === 'entry-point';
}

/** Functions and classes of the module. */
function ownNames(statements: readonly SyntaxNode[], context: RuleContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    const definition =
      statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
    if (definition?.type !== 'function_definition' && definition?.type !== 'class_definition') continue;
    const name = definition.childForFieldName('name');
    if (name) names.add(context.text(name));
  }
  return names;
}

/** The callee of a call that makes the statement part of a program. */
function firstCall(
  statement: SyntaxNode,
  own: ReadonlySet<string>,
  context: RuleContext,
): string | undefined {
  switch (statement.type) {
    case 'expression_statement': {
      const expression = soleExpression(statement);
      return expression?.type === 'call' ? programCall(expression, own, context) : undefined;
    }
    case 'for_statement':
    case 'while_statement':
    case 'with_statement':
    case 'try_statement': {
      // What handlers do, they do when something is missing: often an optional import.
      const body = statement.type === 'try_statement' ? statement.childForFieldName('body') : statement;
      if (!body || (!/\b(?:print|run)\b/.test(context.text(body)) && !mentions(body, own, context)))
        return undefined;
      for (const inner of body.descendantsOfType('expression_statement')) {
        const expression = soleExpression(inner);
        const call = expression?.type === 'call' ? programCall(expression, own, context) : undefined;
        if (call !== undefined) return call;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function mentions(statement: SyntaxNode, own: ReadonlySet<string>, context: RuleContext): boolean {
  return (context.text(statement).match(/\w+/g) ?? []).some((word) => own.has(word));
}

function programCall(call: SyntaxNode, own: ReadonlySet<string>, context: RuleContext): string | undefined {
  const callee = call.childForFieldName('function');
  const name = dottedName(callee, context.source.text);
  if (callee === null || name === undefined) return undefined;
  if (callee.type === 'identifier') {
    if (isOwn(name, own) || context.names.isBuiltin(callee, 'print')) return name;
    return isExit(callee, context) ? exitCode(call, own, context) : undefined;
  }
  const qualified = context.names.qualifiedName(callee);
  if (qualified === 'sys.exit') return exitCode(call, own, context);
  return qualified !== undefined && servers.has(qualified) ? name : undefined;
}

/** Calls that do not return before the program ends. */
const servers: ReadonlySet<string> = new Set([
  'asyncio.run',
  'uvicorn.run',
  'flask.Flask().run',
  'unittest.main',
]);

function isOwn(name: string, own: ReadonlySet<string>): boolean {
  return own.has(name) && !setUp.test(name);
}

function isExit(callee: SyntaxNode, { names }: RuleContext): boolean {
  return names.isBuiltin(callee, 'exit') || names.isBuiltin(callee, 'quit');
}

/** `sys.exit(main())`: the own function that gives the code of the process. */
function exitCode(call: SyntaxNode, own: ReadonlySet<string>, context: RuleContext): string | undefined {
  const [code] = callArguments(call, context.source.text).positional;
  const name =
    code?.type === 'call' ? dottedName(code.childForFieldName('function'), context.source.text) : undefined;
  return name !== undefined && isOwn(name, own) ? name : undefined;
}

function firstLine(statement: SyntaxNode, { source }: RuleContext): { start: number; end: number } {
  const start = statement.startIndex;
  return { start, end: Math.min(statement.endIndex, source.lineEnd(source.lineAt(start))) };
}
