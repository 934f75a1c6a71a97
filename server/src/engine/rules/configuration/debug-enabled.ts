/** Debug mode switched on in the source: `DEBUG = True`, `app.run(debug=True)`. */
import { environmentRead } from '../../lint/environment-fix';
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';

/** Calls whose `debug` opens the application to whoever asks. */
const debuggable =
  /^(?:(?:flask|quart|sanic|bottle|dash|starlette|fastapi|litestar|flask_socketio|connexion)\b.*|aiohttp\.web\.Application|tornado\.web\.Application)/;
const appNames = /^(?:app|application|server|api|socketio|bottle)$/;

export default defineRule({
  meta: {
    name: 'debug-enabled',
    topic: 'configuration',
    summary: 'Debug mode is switched on in the source.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S201', name: 'flask-debug-true' },
      { tool: 'bandit', code: 'B201', name: 'flask_debug_true' },
      { tool: 'sonar', code: 'S4507' },
    ],
    messages: {
      setting:
        '`{name}` is on wherever this runs: in production it shows source, settings and tracebacks to visitors.',
      run: '`{name}` is on wherever this runs: in production it lets visitors see tracebacks, or even run code.',
      reload: '`{name}` watches files and restarts the server: it is for development only.',
    },
    docs: {
      why:
        "Debug pages show source, settings and local variables to whoever causes an error; Werkzeug's debugger even runs what they type. " +
        'Reloaders cost memory and restart workers in the middle of requests. ' +
        'Let the environment switch debugging on, so that the default is off.',
      bad: [
        {
          code: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(debug=True)\n',
        },
        { code: 'DEBUG = True\n', path: 'shop/settings.py' },
        { code: 'from fastapi import FastAPI\n\napp = FastAPI(debug=True)\n' },
        { code: 'import uvicorn\n\nuvicorn.run("shop.main:app", reload=True)\n' },
      ],
      good: [
        { code: 'import os\n\nDEBUG = os.environ.get("DEBUG", "0") == "1"\n', path: 'shop/settings.py' },
        { code: 'DEBUG = True\n', path: 'shop/settings/dev.py' },
        { code: 'class DevelopmentConfig:\n    DEBUG = True\n' },
      ],
      guards: [
        'settings files for development, local use and tests, and classes named so',
        'a value under an `if` other than the main guard',
        'tests and stubs',
        'calls that are not known to serve an application (`asyncio.run(main(), debug=True)`)',
      ],
      fixes:
        'The first fix reads `DEBUG` from the environment, off by default; the second writes `False`. ' +
        'Both are unsafe: whoever relies on debug mode has to set `DEBUG=1`.',
    },
  },
  visit: {
    assignment: visitAssignment,
    keyword_argument: visitKeyword,
  },
  fix({ node }, context) {
    const value = valueOf(node);
    return value ? fixes(value, context) : [];
  },
});

function visitAssignment(node: SyntaxNode, context: RuleContext<undefined>): void {
  // Most assignments give something else.
  if (!context.source.text.endsWith('True', node.endIndex) || valueOf(node)?.type !== 'true') return;
  const left = node.childForFieldName('left');
  if (!left || !/debug/i.test(context.text(left)) || !isDebugTarget(left, context)) return;
  const owner = context.enclosingClass()?.name ?? '';
  if (/dev|test|local|debug/i.test(owner) || isExempt(context)) return;
  const { startIndex: start, endIndex: end } = node;
  context.report({ node, message: 'setting', values: { name: context.text(left) }, range: { start, end } });
}

/** `DEBUG` of a module or class, `app.debug`, `config["DEBUG"]`. */
function isDebugTarget(left: SyntaxNode, context: RuleContext<undefined>): boolean {
  if (left.type === 'identifier') {
    return context.text(left) === 'DEBUG' && !context.enclosing('function_definition', 'lambda');
  }
  if (left.type === 'subscript') {
    const key = left.childForFieldName('subscript');
    const object = left.childForFieldName('value');
    if (!key || stringLiteral(key, context.source.text)?.content !== 'DEBUG' || !object) return false;
    return /(?:^|\.)config$/i.test(context.text(object));
  }
  if (left.type !== 'attribute') return false;
  const object = left.childForFieldName('object');
  const name = context.text(left.childForFieldName('attribute') ?? left);
  if (!object || (name !== 'debug' && name !== 'DEBUG')) return false;
  const receiver = context.names.qualifiedName(object);
  if (receiver !== undefined && debuggable.test(receiver)) return true;
  return name === 'debug'
    ? appNames.test(context.text(object))
    : /(?:^|\.)(?:settings|config)$/.test(context.text(object));
}

const debugKeyword = /(debug|reload)\s*=\s*True\b/y;

function visitKeyword(node: SyntaxNode, context: RuleContext<undefined>): void {
  debugKeyword.lastIndex = node.startIndex;
  const keyword = debugKeyword.exec(context.source.text)?.[1];
  if (keyword === undefined || valueOf(node)?.type !== 'true') return;
  const callee = node.parent?.parent?.childForFieldName('function');
  if (!callee || !isServing(callee, keyword, context) || isExempt(context)) return;
  const message = keyword === 'reload' ? 'reload' : 'run';
  context.report({ node, message, values: { name: context.text(node) } });
}

function isServing(callee: SyntaxNode, keyword: string, context: RuleContext<undefined>): boolean {
  const qualified = context.names.qualifiedName(callee);
  if (qualified === 'uvicorn.run') return true;
  if (keyword === 'reload') return false;
  if (qualified !== undefined && debuggable.test(qualified)) return true;
  if (callee.type !== 'attribute') return false;
  const method = context.text(callee.childForFieldName('attribute') ?? callee);
  const object = callee.childForFieldName('object');
  return /^run(?:_server|_app)?$/.test(method) && object !== null && appNames.test(context.text(object));
}

/** Files for development and tests, and code that already asks before it switches debugging on. */
function isExempt(context: RuleContext<undefined>): boolean {
  const { role, path } = context.file;
  if (role === 'test' || role === 'stub') return true;
  if (
    /(?:^|[/_.-])(?:dev|devel|develop|development|local|test|testing|debug)(?:[/_.-][^/]*)?\.py$/i.test(path)
  )
    return true;
  const condition = context.enclosing('if_statement')?.childForFieldName('condition');
  return condition !== null && condition !== undefined && !context.text(condition).includes('__name__');
}

function valueOf(node: SyntaxNode): SyntaxNode | null {
  let value = node.childForFieldName(node.type === 'assignment' ? 'right' : 'value');
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  return value;
}

function fixes(value: SyntaxNode, context: FixContext): Fix[] {
  const { startIndex: start, endIndex: end } = value;
  const off: Fix = {
    title: 'Switch debug mode off, everywhere',
    applicability: 'unsafe',
    edits: [{ start, end, newText: 'False' }],
  };
  const quote = /'/.test(context.source.text) && !/"/.test(context.source.text) ? "'" : '"';
  const read = environmentRead('DEBUG', { quote, fallback: '0' }, context);
  if (!read) return [off];
  const newText = `${read.text} == ${quote}1${quote}`;
  const title = 'Let the environment decide: debug mode only where `DEBUG=1` is set';
  return [{ title, applicability: 'unsafe', edits: [...read.edits, { start, end, newText }] }, off];
}
