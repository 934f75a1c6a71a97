/** User name and password inside a URL: `postgresql://shop:hunter2@db/shop`. */
import { environmentRead, movedOrRead } from '../../lint/environment-fix';
import { freeVariable, type Named } from '../../lint/environment-move';
import type { FixContext } from '../../lint/context';
import { joined } from '../../lint/fix';
import { noneDefault } from '../../lint/none-default';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { stringValue } from '../../syntax/string-value';
import type { SourceText } from '../../syntax/text';
import { environmentLookup, type EnvironmentLookup } from './_environment';
import { isPattern, stringAt } from './_literals';
import { assignedToEnvironment, fieldOfSettings } from './_secret-places';
import { urlVariable } from './_url-variable';

interface UrlData {
  readonly scheme: string;
}

/** What precedes is the scheme; user and password end at the host. */
const userInfo = /:\/\/([^\s/:@"'<>{}$]*):([^\s/@"'<>{}$]+)@(?=[\w.[-])/y;

export default defineRule<UrlData>({
  meta: {
    name: 'credentials-in-url',
    topic: 'configuration',
    summary: 'A URL carries a user name and a password.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'file',
    fix: 'unsafe',
    isSecret: true,
    since: '0.1.0',
    equivalents: [{ tool: 'sonar', code: 'S2068' }],
    messages: {
      url: 'This `{scheme}` URL carries its password: it ends up in the history, in logs and in error messages.',
    },
    docs: {
      why:
        'A connection URL with a password is a secret that does not look like one: it is logged by clients, printed in tracebacks and pasted into tickets. ' +
        'In the source it also ties the code to one database. Read the whole URL from the environment, as every hosting platform provides it.',
      bad: [
        { code: 'DATABASE_URL = "postgresql://shop:hunter2@db.internal:5432/shop"\n' },
        { code: 'import redis\n\ncache = redis.from_url("redis://:s3cr3t@cache:6379/0")\n' },
        { code: 'def connect(url="amqp://admin:letmein@queue//"):\n    return url\n' },
      ],
      good: [
        { code: 'import os\n\nDATABASE_URL = os.environ["DATABASE_URL"]\n' },
        { code: 'DATABASE_URL = "postgresql://<user>:<password>@localhost/shop"\n' },
        { code: 'def dsn(user, password):\n    return f"postgresql://{user}:{password}@localhost/shop"\n' },
      ],
      guards: [
        'placeholders (`user:password@`, `<user>:<password>@`, `xxx`)',
        'interpolated strings and templates',
        'docstrings',
        'regular expressions',
        'tests and stubs',
      ],
      fixes:
        'Reads the whole URL from an environment variable, named after the target or the scheme (`DATABASE_URL`, `REDIS_URL`), and imports `os`. ' +
        'The first alternative also moves the value to `.env`, its name to `.env.example`, and the entry `.env` to `.gitignore`, as one previewed edit; the second changes this file only. ' +
        'Both are unsafe because the variable has to be set where the program runs. A URL that is only part of a string is reported without a fix.',
    },
  },
  visitFile(statements, context) {
    for (const { node, scheme } of urlsWithCredentials(statements, context.source)) {
      const { role } = context.file;
      if (role === 'test' || role === 'stub') return;
      context.report({ node, message: 'url', values: { scheme }, data: { scheme: scheme.toLowerCase() } });
    }
  },
  fix({ node, data }, context) {
    const literal = stringLiteral(node, context.source.text);
    if (!literal || !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(literal.content) || isPattern(node)) return [];
    const { quote, isBytes } = literal;
    const value = stringValue(node, context.source.text);
    const place = assignedToEnvironment(node, value, context) ?? fieldOfSettings(node, value, context);
    if (place) return place;
    const lookup = fallbackOf(node, context);
    const variable = lookup?.variable ?? variableFor(node, data.scheme, context);
    const read = environmentRead(variable, { quote, isBytes }, context);
    const parameter = node.parent;
    if (!read) return [];
    if (parameter?.type === 'default_parameter' || parameter?.type === 'typed_default_parameter') {
      const edits = noneDefault(parameter, read.text, context);
      return edits ? movedOrRead(variable, value, joined([...read.edits, ...edits])) : [];
    }
    const { startIndex: start, endIndex: end } = lookup?.call ?? node;
    return movedOrRead(variable, value, joined([...read.edits, { start, end, newText: read.text }]));
  },
});

interface FoundUrl {
  readonly node: SyntaxNode;
  readonly scheme: string;
}

/** In the order of the text; `statements` are those of the module. */
function* urlsWithCredentials(
  statements: readonly SyntaxNode[],
  source: SourceText,
): Generator<FoundUrl, void> {
  const { text } = source;
  for (const at of source.occurrences('://')) {
    userInfo.lastIndex = at;
    const match = userInfo.exec(text);
    if (!match) continue;
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0];
    if (scheme === undefined || isPlaceholder(match[1] ?? '', match[2] ?? '')) continue;
    const node = stringAt(statements, match.index);
    if (!node || node.hasError || stringLiteral(node, text) === undefined) continue;
    yield { node, scheme };
  }
}

const dummyUsers = /^(?:user|username|usr|login|name|foo|u|scott|root)?$/i;
const dummyPasswords = /^(?:pass|passw|password|passwd|pwd|pw|p|secret|bar|tiger|foo|token|key)$/i;

function isPlaceholder(user: string, password: string): boolean {
  if (dummyUsers.test(user) && dummyPasswords.test(password)) return true;
  if (/example|change.?me|placeholder|redacted|^x{3,}$|^\*+$|^\.{3}$|^your|%[sdr(]|%\w+%/i.test(password))
    return true;
  return /[\\()|^?]|\[[^\]]*$/.test(user + password);
}

/** The lookup whose fallback the literal is. */
function fallbackOf(node: SyntaxNode, context: FixContext): EnvironmentLookup | undefined {
  const call = node.parent?.parent;
  const lookup = call ? environmentLookup(call, context) : undefined;
  return lookup?.fallback?.id === node.id ? lookup : undefined;
}

function variableFor(node: SyntaxNode, scheme: string, context: FixContext): string {
  const value = (url: SyntaxNode): string => stringValue(url, context.source.text) ?? context.text(url);
  const earlier: Named[] = [];
  for (const url of urlsWithCredentials(context.root.namedChildren, context.source)) {
    if (url.node.startIndex >= node.startIndex) break;
    earlier.push({
      variable: urlVariable(url.node, url.scheme.toLowerCase(), context),
      value: value(url.node),
    });
  }
  const own = { variable: urlVariable(node, scheme, context), value: value(node) };
  return freeVariable(own, earlier, context.source.text);
}
