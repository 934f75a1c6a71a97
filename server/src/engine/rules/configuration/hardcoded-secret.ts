/** A password, key or token written into the source. */
import { environmentName, environmentRead, movedOrRead, namesAround } from '../../lint/environment-fix';
import { freeVariable, type Named } from '../../lint/environment-move';
import type { FixContext, RuleContext } from '../../lint/context';
import { joined, type Fix } from '../../lint/fix';
import { noneDefault } from '../../lint/none-default';
import { defineRule } from '../../lint/rule';
import type { SyntaxNode } from '../../syntax/node';
import { stringLiteral } from '../../syntax/string-literal';
import { stringValue } from '../../syntax/string-value';
import { bindingKinds, boundSecrets, takingWords } from './_bindings';
import { assignedToEnvironment, fieldOfSettings } from './_secret-places';

interface SecretData {
  /** What the value is bound to. Never the value itself. */
  readonly name: string;
  readonly shape: 'value' | 'parameter';
}

export default defineRule<SecretData>({
  meta: {
    name: 'hardcoded-secret',
    topic: 'configuration',
    summary: 'A password, key or token is written into the source.',
    severity: 'warning',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    isSecret: true,
    since: '0.1.0',
    equivalents: [
      { tool: 'ruff', code: 'S105', name: 'hardcoded-password-string' },
      { tool: 'ruff', code: 'S106', name: 'hardcoded-password-func-arg' },
      { tool: 'ruff', code: 'S107', name: 'hardcoded-password-default' },
      { tool: 'bandit', code: 'B105', name: 'hardcoded_password_string' },
      { tool: 'bandit', code: 'B106', name: 'hardcoded_password_funcarg' },
      { tool: 'bandit', code: 'B107', name: 'hardcoded_password_default' },
      { tool: 'sonar', code: 'S2068' },
      { tool: 'sonar', code: 'S6418' },
    ],
    messages: {
      value: '`{name}` is a secret in plain sight: everyone who can read this file, or its history, has it.',
    },
    docs: {
      why:
        'A secret in the source reaches every clone, every fork, every build log and every laptop, and it stays in the history after the line is gone. ' +
        'It cannot differ between a test and a production system, and changing it takes a release. ' +
        'Read it from the environment, and replace any secret that was ever committed.',
      bad: [
        {
          code: 'import psycopg2\n\nconnection = psycopg2.connect(host="db", user="shop", password="hunter2")\n',
        },
        { code: 'API_KEY = "9f86d081884c7d659a2f"\n' },
        { code: 'DATABASES = {"default": {"USER": "shop", "PASSWORD": "t0p-s3cr3t"}}\n' },
        { code: 'def connect(host, password="s3cr3t"):\n    return host, password\n' },
        { code: 'from flask import Flask\n\napp = Flask(__name__)\napp.secret_key = "super secret key"\n' },
        { code: 'server.login("me@shop.io", "hunter2")\n' },
      ],
      good: [
        { code: 'import os\n\nAPI_KEY = os.environ["API_KEY"]\n' },
        { code: 'PASSWORD_FIELD = "password1"\nTOKEN_URL = "https://example.com/oauth2/token"\n' },
        { code: 'API_KEY = "<your api key>"\n' },
        { code: 'def is_end(token):\n    return token == "end1f"\n' },
      ],
      guards: [
        'comparisons',
        'placeholders, templates and test dummies (`<token>`, `changeme`, `your-key`, `xxx`)',
        'values that repeat the name, words, identifiers, labels, paths, file names and URLs',
        'names that describe a secret and do not hold it (`TOKEN_URL`, `password_field`, `csrf_token`, `next_token`)',
        'members of enumerations, and hashes of passwords',
        'tests, fixtures and stubs',
      ],
      fixes:
        'The first fix moves the value: the code reads a required environment variable, `.env` gets the value, `.env.example` the name alone, and `.gitignore` the entry `.env`. ' +
        'It is one edit that you see before it is made and undo in one step; an entry of the same name in `.env` is never overwritten. ' +
        'A field of pydantic settings loses its default instead, so that it is required; a line that puts the secret into `os.environ` goes; in `"Bearer …"` the token alone is read. ' +
        'The second changes this file only, the third gives an empty string while the variable is not set. ' +
        'A default of a parameter becomes `None` and is looked up when the function runs. Bytes stay bytes, and two values never get one name. ' +
        'All are unsafe: the variable has to be set where the program runs, and nothing reads `.env` by itself (python-dotenv, pydantic-settings and Docker Compose do). ' +
        'A secret that was ever committed has to be replaced, whatever the code says now.',
    },
  },
  visit: {
    assignment: (node, context) => report(node, 'value', context),
    pair: (node, context) => report(node, 'value', context),
    keyword_argument: (node, context) => report(node, 'value', context),
    default_parameter: (node, context) => report(node, 'parameter', context),
    typed_default_parameter: (node, context) => report(node, 'parameter', context),
  },
  calls: { words: takingWords, visit: (node, context) => report(node, 'value', context) },
  fix({ node, data }, context) {
    return data.shape === 'parameter' ? parameterFixes(node, data, context) : valueFixes(node, data, context);
  },
});

function report(node: SyntaxNode, shape: SecretData['shape'], context: RuleContext<SecretData>): void {
  for (const { name, literal } of boundSecrets(node, context.source.text)) {
    const { role, path } = context.file;
    if (role === 'test' || role === 'stub' || /(?:^|\/)(?:fixtures?|test_?data|mocks?)\//.test(path)) return;
    if (node.type === 'assignment' && isEnumMember(context)) return;
    context.report({ node: literal, message: 'value', values: { name }, data: { name, shape } });
  }
}

function isEnumMember(context: RuleContext<SecretData>): boolean {
  if (context.enclosing('function_definition', 'lambda')) return false;
  return context.enclosingClass()?.bases.some((base) => /(?:Enum|Flag|Choices)$/.test(base)) ?? false;
}

function valueFixes(node: SyntaxNode, { name }: SecretData, context: FixContext): Fix[] {
  const value = stringValue(node, context.source.text);
  const place = assignedToEnvironment(node, value, context) ?? fieldOfSettings(node, value, context);
  if (place) return place;
  const header = headerFixes(node, value, context);
  if (header.length > 0) return header;
  return variants(node, name, context, (text, imports) => [
    ...imports,
    { start: node.startIndex, end: node.endIndex, newText: text },
  ]);
}

function parameterFixes(node: SyntaxNode, { name }: SecretData, context: FixContext): Fix[] {
  const parameter = node.parent;
  // Only a plain literal is moved: what is wrapped around it may mean something where it stands.
  if (parameter?.type !== 'default_parameter' && parameter?.type !== 'typed_default_parameter') return [];
  return variants(node, name, context, (text, imports) => {
    const edits = noneDefault(parameter, text, context);
    return edits && joined([...imports, ...edits]);
  });
}

/** `"Bearer …"`: the scheme stays, the token is read. */
function headerFixes(node: SyntaxNode, value: string | undefined, context: FixContext): Fix[] {
  const literal = stringLiteral(node, context.source.text);
  const parts = /^(Bearer|Basic|Token|Bot|ApiKey) ([^\s'"\\{}]+)$/.exec(value ?? '');
  const [, scheme = '', token = ''] = parts ?? [];
  // A string inside an f-string shares its quotes with what is around it.
  if (
    !parts ||
    !literal ||
    literal.isBytes ||
    node.type !== 'string' ||
    node.parent?.type === 'interpolation'
  )
    return [];
  const own = { variable: scheme === 'Basic' ? 'BASIC_AUTH' : 'API_TOKEN', value: token };
  const variable = freeVariable(own, [], context.source.text);
  const inner = literal.quote === '"' ? "'" : '"';
  const read = environmentRead(variable, { quote: inner }, context);
  if (!read) return [];
  const newText = `f${literal.quote}${scheme} {${read.text}}${literal.quote}`;
  const edit = { start: node.startIndex, end: node.endIndex, newText };
  return movedOrRead(variable, token, [...read.edits, edit]);
}

type Build = (text: string, imports: Fix['edits']) => Fix['edits'] | undefined;

/** The move, reading without fallback, and reading with one, as `build` puts them into the code. */
function variants(node: SyntaxNode, name: string, context: FixContext, build: Build): Fix[] {
  const literal = stringLiteral(node, context.source.text);
  const variable = variableFor(node, name, context);
  if (!literal || variable === undefined) return [];
  const { quote, isBytes } = literal;
  const required = environmentRead(variable, { quote, isBytes }, context);
  const optional = environmentRead(variable, { quote, isBytes, fallback: '' }, context);
  const requiredEdits = required && build(required.text, required.edits);
  const optionalEdits = optional && build(optional.text, optional.edits);
  if (!requiredEdits || !optionalEdits) return [];
  return [
    ...movedOrRead(variable, stringValue(node, context.source.text), requiredEdits),
    {
      title: `Read \`${variable}\` from the environment, empty when it is not set`,
      applicability: 'unsafe',
      edits: optionalEdits,
    },
  ];
}

function variableFor(node: SyntaxNode, name: string, context: FixContext): string | undefined {
  const own = named(node, name, context);
  if (!own) return undefined;
  const { text } = context.source;
  const earlier = context.root
    .descendantsOfType([...bindingKinds])
    .flatMap((binding) => (binding.startIndex < node.startIndex ? boundSecrets(binding, text) : []))
    .filter(({ literal }) => literal.startIndex < node.startIndex)
    .flatMap((secret) => named(secret.literal, secret.name, context) ?? []);
  return freeVariable(own, earlier, text);
}

function named(literal: SyntaxNode, name: string, context: FixContext): Named | undefined {
  const variable = environmentName(
    name,
    namesAround(literal, context).filter((other) => other !== name),
  );
  const value = stringValue(literal, context.source.text) ?? context.text(literal);
  return variable === undefined ? undefined : { variable, value };
}
