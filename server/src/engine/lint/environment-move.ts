/** Moves a value out of the source into `.env`, with its name in `.env.example` and `.env` in `.gitignore`. */
import type { SyntaxNode } from '../syntax/node';
import type { SourceText } from '../syntax/text';
import type { FileOperation } from './file-operations';

/** What is left to do by hand for a value that leaves the source: titles of such fixes end in it. */
export const leftToDo = 'set it where this runs, replace it if ever committed';

/** `also` is what else is done with the value's place: `, and require it`. */
export function moveTitle(variable: string, also = ''): string {
  return `Move the value to \`${variable}\` in .env, which git ignores${also}: ${leftToDo}`;
}

/** Undefined where no `.env` file can hold the value as every reader of such files understands it. */
export function moveToEnvironmentFile(variable: string, value: string): readonly FileOperation[] | undefined {
  const written = environmentFileValue(value);
  if (written === undefined) return undefined;
  const unless = { key: variable };
  return [
    { kind: 'append-line', path: '.gitignore', line: '.env', unless: { ignores: '.env' } },
    { kind: 'append-line', path: '.env', line: `${variable}=${written}`, unless, isSecret: true },
    {
      kind: 'append-line',
      path: '.env.example',
      instead: ['.env.sample', '.env.template', '.env.dist'],
      line: `${variable}=`,
      unless,
    },
  ];
}

/** Quoted so that python-dotenv, Docker Compose and a shell read the same, where there is such a way. */
function environmentFileValue(value: string): string | undefined {
  // Braces after a dollar are replaced even inside quotes, and control characters have no spelling.
  if (value === '' || value.includes('${') || /(?![\t\n\r])\p{Cc}/u.test(value)) return undefined;
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)) return undefined;
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(value)) return value;
  if (!/['\r\n]|\\\\|\\$/.test(value)) return `'${value}'`;
  const escaped = value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  return `"${escaped}"`;
}

/** A value elsewhere in the same file, with the name that it would get. */
export interface Named {
  readonly variable: string;
  readonly value: string;
}

const reads = /\b(?:environ\s*(?:\[|\.\s*\w+\s*\()|getenv\s*\()\s*[rRuUbB]?["'](\w+)["']/g;

/**
 * One name for each value: a second value of the same name gets a number, in the order of the text, equal values share
 * one, and a variable that the file reads already keeps its meaning. `earlier` are the values before this one.
 */
export function freeVariable({ variable, value }: Named, earlier: readonly Named[], text: string): string {
  const taken = new Set([...text.matchAll(reads)].map((match) => match[1]));
  const values = earlier.filter((other) => other.variable === variable).map((other) => other.value);
  let left = [...new Set([...values, value])].indexOf(value);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? variable : `${variable}_${number}`;
    if (taken.has(name)) continue;
    if (left === 0) return name;
    left -= 1;
  }
}

/** Name of the class around a node; a fix may climb, once. */
export function classAround(node: SyntaxNode, source: SourceText): string | undefined {
  let current = node.parent;
  while (current && current.type !== 'class_definition') current = current.parent;
  const name = current?.childForFieldName('name');
  return name ? source.slice(name.startIndex, name.endIndex) : undefined;
}
