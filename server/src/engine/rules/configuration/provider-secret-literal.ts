/** A token whose form tells who issued it: `ghp_…`, `AKIA…`, a private key. */
import { environmentName, environmentRead, movedOrRead, namesAround } from '../../lint/environment-fix';
import { freeVariable, type Named } from '../../lint/environment-move';
import type { FixContext } from '../../lint/context';
import { joined } from '../../lint/fix';
import { noneDefault } from '../../lint/none-default';
import { defineRule } from '../../lint/rule';
import { mayHoldToken, providerTokens } from '../../semantics/provider-tokens';
import { secretKind } from '../../semantics/secrets';
import type { SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { stringValue } from '../../syntax/string-value';
import { isPattern, stringAt } from './_literals';
import { assignedToEnvironment, fieldOfSettings } from './_secret-places';

interface TokenData {
  /** The variable that the provider's tools read. */
  readonly variable: string;
}

/** Made up, and of no provider: a scanner of the package would take one of theirs for a leak. */
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxNzM5In0.q3TnL8xVbK0wRz5YfCmJ2u';

export default defineRule<TokenData>({
  meta: {
    name: 'provider-secret-literal',
    topic: 'configuration',
    summary: 'A token of a known provider, or a private key, is in the source.',
    severity: 'error',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    isSecret: true,
    since: '0.1.0',
    equivalents: [{ tool: 'sonar', code: 'S6418' }],
    messages: {
      token:
        'This has the form of {provider}: replace it at its provider, and read the new one from the environment.',
    },
    docs: {
      why:
        'Tokens of this form are searched for in public code within seconds of a push, and used. Deleting the line does not help: the history keeps it, and so does every clone. ' +
        'Replace the token first, then keep the new one in the environment.',
      bad: [
        { code: `SHOP_TOKEN = "${token}"\n` },
        {
          code: `import requests\n\nheaders = {"Authorization": "Bearer ${token}"}\nrequests.get("https://api.example.com/user", headers=headers, timeout=10)\n`,
        },
      ],
      good: [
        { code: 'import os\n\nSHOP_TOKEN = os.environ["SHOP_TOKEN"]\n' },
        { code: 'AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"\n' },
        { code: 'PREFIX = "ghp_"\n' },
      ],
      guards: [
        'keys that documentation uses (`AKIAIOSFODNN7EXAMPLE`), placeholders, one character again and again, the alphabet',
        'forms without a fixed prefix, which cannot be told from other text',
        'docstrings and comments',
        'tests and stubs',
      ],
      fixes:
        'Where the string is the token alone it is read from the environment, under the name that it is bound to or the one that the tools of its provider read (`GITHUB_TOKEN`, `AWS_ACCESS_KEY_ID`). ' +
        'The first alternative also moves it to `.env`, its name to `.env.example`, and the entry `.env` to `.gitignore`; the second changes this file only. ' +
        'Both are unsafe: the variable has to be set where the program runs. A token inside a longer string is reported without a fix.',
    },
  },
  visit: {
    string(node, context) {
      const { startIndex: start, endIndex: end } = node;
      if (end - start < shortestLiteral || !mayHoldToken(context.source.text, start, end)) return;
      for (const token of providerTokens(context.source.slice(start, end))) {
        const literal = stringAt([node], start + token.start);
        // A string inside an interpolation is looked at by itself.
        if (literal?.id !== node.id && literal?.id !== node.parent?.id) continue;
        const { role } = context.file;
        if (!literal || literal.hasError || role === 'test' || role === 'stub') return;
        const { variable } = token;
        const provider = `${/^(?:[AEIO]|npm)/.test(token.provider) ? 'an' : 'a'} ${token.provider}`;
        context.report({ node: literal, message: 'token', values: { provider }, data: { variable } });
        return;
      }
    },
  },
  fix({ node, data }, context) {
    const { text } = context.source;
    const literal = stringLiteral(node, text);
    const value = stringValue(node, text);
    if (!literal || value === undefined || !isTokenAlone(value) || isPattern(node)) return [];
    const place = assignedToEnvironment(node, value, context) ?? fieldOfSettings(node, value, context);
    if (place) return place;
    const variable = variableFor(node, data.variable, context);
    const read = environmentRead(variable, { quote: literal.quote, isBytes: literal.isBytes }, context);
    const parameter = node.parent;
    if (!read) return [];
    if (parameter?.type === 'default_parameter' || parameter?.type === 'typed_default_parameter') {
      const edits = noneDefault(parameter, read.text, context);
      return edits ? movedOrRead(variable, value, joined([...read.edits, ...edits])) : [];
    }
    const edit = { start: node.startIndex, end: node.endIndex, newText: read.text };
    return movedOrRead(variable, value, [...read.edits, edit]);
  },
});

/** Quotes and the shortest token. */
const shortestLiteral = 22;

interface FoundLiteral {
  readonly node: SyntaxNode;
  readonly variable: string;
}

/** Literals of the file that hold a token, each once, in the order of the text. Too slow for each keystroke. */
function tokensIn(statements: readonly SyntaxNode[], text: string): FoundLiteral[] {
  const found: FoundLiteral[] = [];
  for (const { start, variable } of providerTokens(text)) {
    const node = stringAt(statements, start);
    if (!node || node.hasError || found.some((other) => other.node.id === node.id)) continue;
    found.push({ node, variable });
  }
  return found.sort((a, b) => a.node.startIndex - b.node.startIndex);
}

/** The token, or the text of a key file, and nothing around it. */
function isTokenAlone(value: string): boolean {
  return /^\s*-----BEGIN [A-Z ]+-----/.test(value)
    ? /-----\s*$/.test(value)
    : /^[^\s"'{}]+$/.test(value) && !/^https?:\/\/(?!hooks\.slack)/.test(value);
}

function variableFor(node: SyntaxNode, usual: string, context: FixContext): string {
  const { text } = context.source;
  const named = (literal: SyntaxNode, variable: string): Named => ({
    variable: nameFor(literal, variable, context),
    value: stringValue(literal, text) ?? context.text(literal),
  });
  const earlier = tokensIn(context.root.namedChildren, text)
    .filter((other) => other.node.startIndex < node.startIndex)
    .map((other) => named(other.node, other.variable));
  return freeVariable(named(node, usual), earlier, text);
}

/** The name that the value is bound to, where that says more than the provider's own. */
function nameFor(node: SyntaxNode, usual: string, context: FixContext): string {
  const [nearest, ...owners] = namesAround(node, context);
  const own = nearest === undefined ? undefined : /\w+$/.exec(nearest)?.[0];
  if (own === undefined || secretKind(own) === undefined) return usual;
  const name = environmentName(own, owners);
  return name === undefined || !name.includes('_') || /^(?:API_KEY|ACCESS_TOKEN|AUTH_TOKEN)$/.test(name)
    ? usual
    : name;
}
