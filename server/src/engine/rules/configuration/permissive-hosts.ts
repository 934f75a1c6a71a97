/** Every host may connect, or be asked for: `ALLOWED_HOSTS = ["*"]`, `allow_origins=["*"]`, `host="0.0.0.0"`. */
import { environmentRead } from '../../lint/environment-fix';
import type { FixContext, RuleContext } from '../../lint/context';
import type { Fix } from '../../lint/fix';
import { defineRule } from '../../lint/rule';
import { codeChildren, type SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { conditionAround, isDevelopmentFile, isSettingsField } from './_environment';

interface HostsData {
  readonly variable: string;
  /** Value where the variable is not set. */
  readonly fallback: string;
  readonly shape: 'list' | 'text';
}

/** Settings and arguments that list hosts or origins, lower case. */
const listed: ReadonlyMap<string, HostsData> = new Map([
  ['allowed_hosts', { variable: 'ALLOWED_HOSTS', fallback: 'localhost', shape: 'list' }],
  ['allow_origins', { variable: 'ALLOWED_ORIGINS', fallback: 'http://localhost:3000', shape: 'list' }],
  ['cors_allowed_origins', { variable: 'ALLOWED_ORIGINS', fallback: 'http://localhost:3000', shape: 'list' }],
  ['cors_origins', { variable: 'ALLOWED_ORIGINS', fallback: 'http://localhost:3000', shape: 'list' }],
]);
const bound: HostsData = { variable: 'HOST', fallback: '127.0.0.1', shape: 'text' };
const hint =
  /(?:ALLOWED_HOSTS|allowed_hosts|allow_origins|CORS_ALLOWED_ORIGINS|cors_allowed_origins|CORS_ORIGINS|host)\b/y;

export default defineRule<HostsData>({
  meta: {
    name: 'permissive-hosts',
    topic: 'configuration',
    summary: 'Every host is allowed, or every network interface is served.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S104', name: 'hardcoded-bind-all-interfaces' },
      { tool: 'bandit', code: 'B104', name: 'hardcoded_bind_all_interfaces' },
      { tool: 'sonar', code: 'S5122' },
      { tool: 'sonar', code: 'S8392' },
    ],
    messages: {
      hosts: '`{name}` lets every host in: name those that this system serves, for each place where it runs.',
      bind: '`{name}` serves every network that the machine is in: right in a container, an open door on a laptop.',
    },
    docs: {
      why:
        '`"*"` is what a tutorial writes so that the first request works. In production it takes away the check of the `Host` header, or lets every web page use the session of whoever visits it. ' +
        'An address of `0.0.0.0` opens a development server to the whole network of a café. Which hosts are right differs from place to place, so the environment should say.',
      bad: [
        { code: 'ALLOWED_HOSTS = ["*"]\n', path: 'shop/settings.py' },
        {
          code: 'from fastapi.middleware.cors import CORSMiddleware\n\napp.add_middleware(CORSMiddleware, allow_origins=["*"])\n',
        },
        { code: 'from flask import Flask\n\napp = Flask(__name__)\napp.run(host="0.0.0.0")\n' },
      ],
      good: [
        {
          code: 'import os\n\nALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")\n',
          path: 'shop/settings.py',
        },
        { code: 'import os\n\napp.run(host=os.environ.get("HOST", "0.0.0.0"))\n' },
        { code: 'ALLOWED_HOSTS = ["*"]\n', path: 'shop/settings/dev.py' },
      ],
      guards: [
        'settings files for development and tests, code under a condition, fields of pydantic settings',
        '`0.0.0.0` anywhere but in the argument `host`: comparisons, lists, defaults of the environment',
        'tests and stubs',
      ],
      fixes:
        'Reads the hosts from the environment, separated by commas, with `localhost` where nothing is set; the second alternative writes the local address alone. ' +
        'Unsafe: other hosts are refused until the variable names them.',
    },
  },
  visit: {
    assignment: (node, context) => visitBinding(node, context),
    keyword_argument: (node, context) => visitBinding(node, context),
  },
  fix({ node, data }, context) {
    const value = node.childForFieldName(node.type === 'assignment' ? 'right' : 'value');
    return value ? fixes(value, data, context) : [];
  },
});

function visitBinding(node: SyntaxNode, context: RuleContext<HostsData>): void {
  hint.lastIndex = node.startIndex;
  if (!hint.test(context.source.text)) return;
  const isAssignment = node.type === 'assignment';
  const target = node.childForFieldName(isAssignment ? 'left' : 'name');
  const value = node.childForFieldName(isAssignment ? 'right' : 'value');
  if (target?.type !== 'identifier' || !value) return;
  const name = context.text(target);
  const content = (literal: SyntaxNode): string | undefined =>
    stringLiteral(literal, context.source.text)?.content;
  const isBind = !isAssignment && name === 'host' && content(value) === '0.0.0.0';
  const data = isBind ? bound : listed.get(name.toLowerCase());
  if (!data || !(isBind || isEverything(value, content)) || isDevelopmentFile(context)) return;
  if (conditionAround(context) !== '' || (isAssignment && isSettingsField(context))) return;
  const { startIndex: start, endIndex: end } = node;
  const values = { name: context.text(node).replace(/\s+/g, ' ') };
  context.report({ node, message: isBind ? 'bind' : 'hosts', values, range: { start, end }, data });
}

/** `["*"]`, `("*",)` or `"*"` alone; beside other names it may be meant. */
function isEverything(value: SyntaxNode, content: (literal: SyntaxNode) => string | undefined): boolean {
  if (content(value) === '*') return true;
  if (value.type !== 'list' && value.type !== 'tuple' && value.type !== 'set') return false;
  const [only, ...others] = codeChildren(value);
  return only !== undefined && others.length === 0 && content(only) === '*';
}

function fixes(value: SyntaxNode, { variable, fallback, shape }: HostsData, context: FixContext): Fix[] {
  const { text } = context.source;
  const quote = text.slice(value.startIndex, value.endIndex).includes("'") ? "'" : '"';
  const { startIndex: start, endIndex: end } = value;
  if (value.descendantsOfType('comment').length > 0) return [];
  const literal = quote + fallback + quote;
  const local: Fix = {
    title: `Allow \`${fallback}\` alone`,
    applicability: 'unsafe',
    edits: [{ start, end, newText: shape === 'text' ? literal : `[${literal}]` }],
  };
  const read = environmentRead(variable, { quote, fallback }, context);
  if (!read) return [local];
  const newText = shape === 'text' ? read.text : `${read.text}.split(${quote},${quote})`;
  return [
    {
      title: `Read \`${variable}\` from the environment, \`${fallback}\` when it is not set`,
      applicability: 'unsafe',
      edits: [...read.edits, { start, end, newText }],
    },
    local,
  ];
}
