/** A path into somebody's home folder: `/home/anna/shop/data.csv`, `C:\Users\anna\data.csv`. */
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { callArguments, soleExpression, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { stringValue } from '../../syntax/string-value';
import { environmentLookup } from './_environment';
import { isPattern } from './_literals';

const hint = /[rRuUbB]{0,2}(?:"""|'''|"|')(?:\/home\/|\/Users\/|[A-Za-z]:[\\/]{1,2}Users[\\/])/y;
/** Folder, user, and the rest of the path. */
const home = /^(?:\/home|\/Users|[A-Za-z]:[\\/]Users)[\\/]([\w.-]+)(?:[\\/]([^<>{}$*?|"\n\r]*))?$/;
/** Homes of systems and not of people. */
const shared =
  /^(?:Shared|Public|Default|All Users|app|appuser|runner|runneradmin|jovyan|site|vscode|vscode-server|linuxbrew|node|ubuntu|debian|centos|fedora|ec2-user|azureuser|opc|pi|vagrant|circleci|jenkins|git|gitpod|codespace|coder|docker|airflow|django|flask|deploy|deployer|www|www-data|web|webapp|nonroot|container|user|username|USER|USERNAME|me|you|foo|bar|name|yourname)$/;

export default defineRule({
  meta: {
    name: 'hardcoded-absolute-path',
    topic: 'configuration',
    summary: "A path into one person's home folder.",
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      path: "This path is in one person's home folder: nobody else, and no server, has it.",
    },
    docs: {
      why:
        'The program works for its author and for nobody else: a colleague has another home folder, a container has none. ' +
        'Start from the home folder of whoever runs it, from the file itself (`Path(__file__)`), or let the environment say where the data is.',
      bad: [
        { code: 'with open("/home/anna/shop/prices.csv") as file:\n    prices = file.read()\n' },
        { code: 'DATA = r"C:\\Users\\anna\\Desktop\\prices.csv"\n' },
        { code: 'from pathlib import Path\n\nDATA = Path("/Users/anna/shop/prices.csv")\n' },
      ],
      good: [
        { code: 'from pathlib import Path\n\nDATA = Path(__file__).resolve().parent / "prices.csv"\n' },
        { code: 'CONFIG = "/etc/shop/config.toml"\n' },
        { code: 'PATTERN = "/home/{user}/shop"\n' },
      ],
      guards: [
        'paths of systems (`/etc`, `/var`, `/usr`, `/tmp`), shared homes and those of images (`/Users/Shared`, `/home/runner`, those of `node` and `ubuntu`)',
        'addresses of pages (`@app.route(…)`, `redirect(…)`), and a home alone',
        'templates, patterns and placeholders',
        'defaults of environment variables',
        'comparisons, docstrings, tests, examples and stubs',
      ],
      fixes:
        'Starts at the home folder of whoever runs the program: `os.path.expanduser("~/…")`, or `Path.home() / "…"` where the literal is the whole argument of `Path`. The second alternative lets the environment override the path and keeps it as the default. ' +
        'Both are unsafe: the file is looked for elsewhere when somebody else runs the program.',
    },
  },
  visit: {
    string(node, context) {
      hint.lastIndex = node.startIndex;
      if (!hint.test(context.source.text)) return;
      const value = stringValue(node, context.source.text);
      const match = value === undefined ? undefined : home.exec(value);
      // With one name behind it, it may be the address of a page; a file has a path below the home.
      const isPath =
        match !== null && match !== undefined && (/^[A-Za-z]:/.test(match[0]) || (match[2] ?? '') !== '');
      if (!isPath || shared.test(match[1] ?? '') || isElsewhere(node, context)) return;
      context.report({ node, message: 'path' });
    },
  },
  fix({ node }, context) {
    const literal = stringLiteral(node, context.source.text);
    const value = stringValue(node, context.source.text);
    const rest = value === undefined ? undefined : home.exec(value)?.[2]?.replaceAll('\\', '/');
    if (!literal || literal.isBytes || rest === undefined || /["'\\]/.test(rest) || isPattern(node))
      return [];
    const path = rest.replace(/\/+$/, '');
    if (path === '' || node.parent?.type === 'concatenated_string') return [];
    return [
      ...fromHome(node, path, literal.quote, context),
      ...fromEnvironment(node, literal.quote, context),
    ];
  },
});

/** Where no path is used: documentation, comparisons, code that is not for production. */
function isElsewhere(node: SyntaxNode, context: RuleContext): boolean {
  const { file } = context;
  if (file.role === 'test' || file.role === 'stub' || file.role === 'example') return true;
  const { parent } = node;
  if (isAddress(parent?.parent, context)) return true;
  if (!parent || parent.type === 'concatenated_string' || parent.type === 'comparison_operator') return true;
  const lookup = parent.parent ? environmentLookup(parent.parent, context) : undefined;
  if (lookup?.fallback?.id === node.id) return true;
  return parent.type === 'expression_statement' && soleExpression(parent) !== undefined;
}

/** Paths of pages look the same. */
const pageCalls =
  /(?:^|\.)(?:route|redirect|add_url_rule|url_for|path|re_path|url|get|post|put|patch|delete|head|open_url|reverse|HttpResponseRedirect|RedirectResponse)$/;

function isAddress(call: SyntaxNode | null | undefined, context: RuleContext): boolean {
  const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
  return callee !== null && pageCalls.test(context.text(callee));
}

const title = 'Start at the home folder of whoever runs this';

function fromHome(node: SyntaxNode, path: string, quote: string, context: FixContext): Fix[] {
  const rest = quote + path + quote;
  const call = node.parent?.parent;
  const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
  if (call && callee && context.names.qualifiedName(callee) === 'pathlib.Path') {
    const { positional, keywords, splat } = callArguments(call, context.source.text);
    if (positional.length !== 1 || keywords.size > 0 || splat) return [];
    const isOperand = /^(?:attribute|binary_operator|subscript|await|unary_operator)$/.test(
      call.parent?.type ?? '',
    );
    const newText = `${context.text(callee)}.home() / ${rest}`;
    const edit = {
      start: call.startIndex,
      end: call.endIndex,
      newText: isOperand ? `(${newText})` : newText,
    };
    return call.descendantsOfType('comment').length > 0
      ? []
      : [{ title, applicability: 'unsafe', edits: [edit] }];
  }
  const os = context.insertions.importModule('os');
  if (!os) return [];
  const newText = `${os.name}.path.expanduser(${quote}~/${path}${quote})`;
  const edit = { start: node.startIndex, end: node.endIndex, newText };
  return [{ title, applicability: 'unsafe', edits: [...os.edits, edit] }];
}

function fromEnvironment(node: SyntaxNode, quote: string, context: FixContext): Fix[] {
  const os = context.insertions.importModule('os');
  const target = node.parent?.type === 'assignment' ? node.parent.childForFieldName('left') : null;
  const name = target?.type === 'identifier' ? context.text(target).toUpperCase() : 'DATA_PATH';
  if (!os || !/^[A-Z][A-Z0-9_]+$/.test(name)) return [];
  const newText = `${os.name}.environ.get(${quote}${name}${quote}, ${context.text(node)})`;
  return [
    {
      title: `Let the environment variable \`${name}\` override the path`,
      applicability: 'unsafe',
      edits: [...os.edits, { start: node.startIndex, end: node.endIndex, newText }],
    },
  ];
}
