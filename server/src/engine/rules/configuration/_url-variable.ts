/** The environment variable for a connection URL. */
import type { FixContext } from '../../lint/context';
import { namesAround } from '../../lint/environment-fix';
import type { SyntaxNode } from '../../syntax/node';

const byScheme: readonly (readonly [RegExp, string])[] = [
  [/^(?:postgres|mysql|mariadb|mssql|oracle|cockroach|sqlserver|db2|snowflake)/, 'DATABASE_URL'],
  [/^mongo/, 'MONGODB_URL'],
  [/^redis/, 'REDIS_URL'],
  [/^(?:amqp|pyamqp)/, 'RABBITMQ_URL'],
  [/^https?$/, 'SERVICE_URL'],
];

/** Names of functions, which say what is done with the address and not which one it is: `redis.from_url`. */
const verbs = /^(?:FROM|PARSE|GET|SET|MAKE|BUILD|OPEN|VALIDATE|CHECK|CREATE|FETCH|LOAD)_/;

/** The target's own name where it says what it is, else one by the scheme. */
export function urlVariable(node: SyntaxNode, scheme: string, context: FixContext): string {
  const [nearest] = namesAround(node, context);
  const own = nearest === undefined ? '' : (/\w+$/.exec(nearest)?.[0] ?? '');
  const upper = own.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  if (/^[A-Z][A-Z0-9_]*_(?:URL|URI|DSN)$/.test(upper) && !verbs.test(upper)) return upper;
  const known = byScheme.find(([pattern]) => pattern.test(scheme))?.[1];
  return known ?? `${scheme.replace(/[^a-z0-9]+/g, '_').toUpperCase()}_URL`;
}
