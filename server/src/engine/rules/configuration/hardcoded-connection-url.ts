/** The address of a database, a broker or a local service in library code: `redis://localhost:6379/0`. */
import type { RuleContext } from '../../lint/context';
import { environmentRead } from '../../lint/environment-fix';
import { freeVariable } from '../../lint/environment-move';
import { joined } from '../../lint/fix';
import { noneDefault } from '../../lint/none-default';
import { defineRule } from '../../lint/rule';
import { soleExpression, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { environmentLookup, isDevelopmentFile, isSettingsField } from './_environment';
import { isPattern } from './_literals';
import { urlVariable } from './_url-variable';

interface UrlData {
  readonly scheme: string;
}

const hint =
  /[rRuU]?["'](?:postgres|mysql|mariadb|mssql|oracle|cockroach|mongodb|redis|valkey|amqp|pyamqp|kafka|nats|memcached|clickhouse|cassandra|https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b)/y;
const service =
  /^((?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|cockroachdb|clickhouse)(?:\+\w+)?|mongodb(?:\+srv)?|rediss?|valkeys?|amqps?|pyamqp|kafka|nats|memcached|cassandra):\/\/[\w.-]+(?::\d+)?(?:[/?][^\s{}<>$%]*)?$/;
const local = /^(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)(?:[/?][^\s{}<>$%]*)?$/;

export default defineRule<UrlData>({
  meta: {
    name: 'hardcoded-connection-url',
    topic: 'configuration',
    summary: 'The address of a database, broker or local service is in library code.',
    severity: 'hint',
    profile: 'strict',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [],
    messages: {
      url: 'This `{scheme}` address is the same wherever the code runs: let the environment name another one.',
    },
    docs: {
      why: 'Where a service is reached differs between a laptop, a test run, staging and production. An address in library code ties it to one of them, and every other place needs a change of the code.',
      bad: [
        { code: 'import redis\n\n\ndef connect():\n    return redis.from_url("redis://localhost:6379/0")\n' },
        { code: 'API_URL = "http://localhost:8000/api"\n\n\ndef path(name):\n    return API_URL + name\n' },
        { code: 'def load(url="postgresql://db/shop"):\n    return url\n' },
      ],
      good: [
        {
          code: 'import os\n\nimport redis\n\n\ndef connect():\n    return redis.from_url(os.environ.get("REDIS_URL", "redis://localhost:6379/0"))\n',
        },
        { code: 'def connect(path="sqlite:///:memory:"):\n    return path\n' },
        { code: 'DOCS = "https://docs.python.org/3/"\n\n\ndef help():\n    return DOCS\n' },
      ],
      guards: [
        'files that are no library: scripts, entry points, examples, tests, development settings',
        'defaults of environment variables, of settings fields (pydantic `BaseSettings`, `Field`) and of command line options',
        'SQLite, addresses of the public Web, URLs with credentials (credentials-in-url)',
        'templates, comparisons, docstrings, keys and messages',
      ],
      fixes:
        'Reads the address from the environment and keeps the present one as the default: nothing changes where the variable is not set. ' +
        'Unsafe all the same, because a variable like `DATABASE_URL` may be set already.',
    },
  },
  visit: {
    string(node, context) {
      hint.lastIndex = node.startIndex;
      if (!hint.test(context.source.text)) return;
      const content = stringLiteral(node, context.source.text)?.content ?? '';
      const scheme = (service.exec(content) ?? local.exec(content))?.[1];
      if (scheme === undefined || !isAddress(node, context)) return;
      const { role } = context.file;
      if ((role !== 'library' && role !== 'notebook') || isDevelopmentFile(context)) return;
      if (isSettingsField(context)) return;
      context.report({ node, message: 'url', values: { scheme }, data: { scheme } });
    },
  },
  fix({ node, data }, context) {
    const literal = stringLiteral(node, context.source.text);
    if (!literal || isPattern(node)) return [];
    const { quote, content } = literal;
    const named = { variable: urlVariable(node, data.scheme, context), value: content };
    const variable = freeVariable(named, [], context.source.text);
    const read = environmentRead(variable, { quote, fallback: content }, context);
    const parameter = node.parent;
    if (!read || content.includes('\\')) return [];
    const edit = { start: node.startIndex, end: node.endIndex, newText: read.text };
    const isDefault =
      parameter?.type === 'default_parameter' || parameter?.type === 'typed_default_parameter';
    const edits = isDefault ? noneDefault(parameter, read.text, context) : [edit];
    if (!edits) return [];
    const title = `Read \`${variable}\` from the environment, with this address as the default`;
    return [{ title, applicability: 'unsafe', edits: joined([...read.edits, ...edits]) }];
  },
});

/** The literal is assigned, handed to a call or a default; it is not compared, printed or documented. */
function isAddress(node: SyntaxNode, context: RuleContext): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'assignment':
      return parent.childForFieldName('right')?.id === node.id;
    case 'pair':
      return parent.childForFieldName('value')?.id === node.id;
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'return_statement':
      return true;
    case 'keyword_argument':
      return !/^(?:default|help|description|example|examples|message)$/.test(
        context.text(parent.childForFieldName('name') ?? parent),
      );
    case 'argument_list':
      return !isMessage(parent.parent, context);
    default:
      return parent?.type === 'expression_statement' && soleExpression(parent) === undefined;
  }
}

/** Lookups with a default, fields with a default, and calls that say something. */
function isMessage(call: SyntaxNode | null, context: RuleContext): boolean {
  if (!call || environmentLookup(call, context)) return true;
  const callee = call.childForFieldName('function');
  const last = /\w+$/.exec(callee ? context.text(callee) : '')?.[0] ?? '';
  return /^(?:print|Field|field|get|getenv|pop|setdefault|config|env|option|add_argument|debug|info|warning|error|exception|critical|log|write|startswith|endswith|replace|compile|match|search|\w*(?:Error|Exception|Warning))$/.test(
    last,
  );
}
