/** Code that reads a value from the environment instead of holding it, and the name of the variable. */
import { wordsOf } from '../semantics/secrets';
import type { SyntaxNode } from '../syntax/node';
import type { FixContext } from './context';
import { classAround, leftToDo, moveTitle, moveToEnvironmentFile } from './environment-move';
import type { Fix, FixEdit } from './fix';

export interface EnvironmentRead {
  /** The expression to write. */
  readonly text: string;
  /** The import it needs. */
  readonly edits: readonly FixEdit[];
}

/**
 * The fix in two forms: the move, which takes the value along to `.env`, and the same edit of this file alone. Both
 * say that the variable has to be set, and that moving does not take back what was published; `value` is undefined where the literal's value is not certain.
 */
export function movedOrRead(variable: string, value: string | undefined, edits: Fix['edits']): Fix[] {
  const files = value === undefined ? undefined : moveToEnvironmentFile(variable, value);
  const title = `Read \`${variable}\` from the environment: ${leftToDo}`;
  return [
    ...(files ? [{ title: moveTitle(variable), applicability: 'unsafe', edits, files } as const] : []),
    { title, applicability: 'unsafe', edits },
  ];
}

export interface ReadOptions {
  /** Quote character of the code around it: inside an f-string only the literal's own is certain to be allowed. */
  readonly quote: '"' | "'";
  /** Used when the variable is not set; without it, reading fails. */
  readonly fallback?: string;
  readonly isBytes?: boolean;
}

export function environmentRead(
  variable: string,
  { quote, fallback, isBytes }: ReadOptions,
  context: FixContext,
): EnvironmentRead | undefined {
  const os = context.insertions.importModule('os');
  if (!os) return undefined;
  const key = `${quote}${variable}${quote}`;
  const lookup =
    fallback === undefined
      ? `${os.name}.environ[${key}]`
      : `${os.name}.environ.get(${key}, ${quote}${fallback}${quote})`;
  return { text: isBytes ? `${lookup}.encode()` : lookup, edits: os.edits };
}

/** Names that say nothing of whose secret it is. */
const generic = new Set([
  'PASSWORD',
  'PASSPHRASE',
  'TOKEN',
  'SECRET',
  'API_KEY',
  'KEY',
  'AUTH',
  'ACCESS_TOKEN',
  'AUTH_TOKEN',
  'URL',
]);
/** `PWD` is the shell's working directory, and the others are best spelled out beside it. */
const passwordSpellings = new Set(['PWD', 'PASS', 'PASSWD', 'PASSWORDS', 'PASS_WORD']);
/** Words that do not tell one owner from another. */
const noise = new Set(
  (
    'self cls config conf cfg settings setting default defaults options option params kwargs args data payload dict get post put ' +
    'init create make build new connect connection login session request requests client api app application main user users ' +
    'credentials creds auth service manager obj object item headers json body form env environ context pool engine async print str len repr format join ' +
    'append add extend log logger debug info warning error exception objects secret secrets bytes field'
  ).split(' '),
);
const aliases: ReadonlyMap<string, string> = new Map([
  ['database', 'DB'],
  ['databases', 'DB'],
  ['psycopg2', 'DB'],
  ['psycopg', 'DB'],
  ['pymysql', 'DB'],
  ['mysql', 'DB'],
  ['asyncpg', 'DB'],
  ['pymssql', 'DB'],
  ['sqlalchemy', 'DB'],
  ['smtplib', 'SMTP'],
  ['boto3', 'AWS'],
  ['pika', 'RABBITMQ'],
]);

/**
 * The variable for a value called `name`; `owners` are the names around it, nearest first, and are used where the name
 * alone would be ambiguous: `DB_PASSWORD`. Undefined when no portable name comes out.
 */
export function environmentName(name: string, owners: readonly string[]): string | undefined {
  const own = wordsOf(name).join('_').toUpperCase();
  const spelled = passwordSpellings.has(own) ? 'PASSWORD' : own;
  const owner = generic.has(spelled) ? owners.map(ownerName).find((word) => word !== undefined) : undefined;
  const full = joinedName(owner, spelled);
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(full) ? full : undefined;
}

/** `DB` and `PASSWORD`; what one of them says already is not said again. */
function joinedName(owner: string | undefined, own: string): string {
  if (owner === undefined || own.startsWith(`${owner}_`)) return own;
  return owner === own || owner.endsWith(`_${own}`) ? owner : `${owner}_${own}`;
}

function ownerName(owner: string): string | undefined {
  const words = wordsOf(owner).filter((word) => !noise.has(word));
  const known = words.map((word) => aliases.get(word)).find((alias) => alias !== undefined);
  const distinct = words.filter((word, index) => word !== words[index - 1]);
  const name = known ?? distinct.slice(-2).join('_').toUpperCase();
  return /^[A-Z]/.test(name) ? name : undefined;
}

const maxClimb = 12;

/** Keys, targets and callees around `node`, nearest first, its class last. The first one names the value itself. */
export function namesAround(node: SyntaxNode, context: FixContext): string[] {
  const names: string[] = [];
  let current = node.parent;
  for (let step = 0; current && step < maxClimb && !isBoundary(current); step += 1) {
    const name = nameOf(current);
    if (name) names.push(context.text(name).replace(/^[rRuUbB]?["']+|["']+$/g, ''));
    current = current.parent;
  }
  const owner = classAround(node, context.source);
  if (owner !== undefined) names.push(owner);
  return names;
}

function isBoundary({ type }: SyntaxNode): boolean {
  return type === 'block' || type === 'module' || type === 'function_definition' || type === 'lambda';
}

function nameOf(node: SyntaxNode): SyntaxNode | null {
  switch (node.type) {
    case 'pair':
      return node.childForFieldName('key');
    case 'keyword_argument':
    case 'default_parameter':
    case 'typed_default_parameter':
      return node.childForFieldName('name');
    case 'call':
      return node.childForFieldName('function');
    case 'assignment':
      return node.childForFieldName('left');
    default:
      return null;
  }
}
