/** Parses configuration files once, on demand. A broken file becomes a problem, never an exception. */
import { pathSet } from '../paths';
import { parse as parseToml, TomlError } from 'smol-toml';
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import type { HealthProblem } from '../../../protocol/health';
import { finish, type Steps } from '../../steps';
import type { ProjectSnapshot } from '../snapshot';
import { parseIni, type IniData } from './ini';

export type Parsed<T> =
  | { readonly status: 'ok'; readonly path: string; readonly text: string; readonly data: T }
  | { readonly status: 'absent'; readonly path: string }
  | { readonly status: 'broken'; readonly path: string; readonly problem: HealthProblem };

export type Table = Readonly<Record<string, unknown>>;

export interface Documents {
  toml(path: string): Parsed<Table>;
  yaml(path: string): Parsed<readonly unknown[]>;
  /** Does in steps what `yaml` would do at once. */
  prepareYaml(path: string): Steps<void>;
  ini(path: string): Parsed<IniData>;
  json(path: string): Parsed<Table>;
  plain(path: string): Parsed<string>;
}

type Result<T> = { readonly data: T } | { readonly problem: HealthProblem };
type Parse<T> = (text: string, path: string) => Result<T>;
type Yaml = readonly unknown[];

export function createDocuments(snapshot: ProjectSnapshot): Documents {
  const known = pathSet(snapshot.paths);
  const unreadable = new Map(snapshot.unreadable.map((entry) => [entry.path, entry.reason]));
  const load = <T>(parse: Parse<T>) => {
    const cache = new Map<string, Parsed<T>>();
    return (path: string): Parsed<T> => {
      const cached = cache.get(path);
      if (cached) return cached;
      const result = read(path, parse);
      cache.set(path, result);
      return result;
    };
  };
  const read = <T>(path: string, parse: Parse<T>): Parsed<T> => {
    const reason = unreadable.get(path);
    if (reason !== undefined) {
      return {
        status: 'broken',
        path,
        problem: { path, line: 1, column: 1, message: reason, key: 'unreadable' },
      };
    }
    if (!known.has(path)) return { status: 'absent', path };
    const text = snapshot.text(path);
    if (text === undefined) {
      return {
        status: 'broken',
        path,
        problem: { path, line: 1, column: 1, message: 'the file was not loaded', key: 'unreadable' },
      };
    }
    const parsed = parse(text, path);
    return 'problem' in parsed
      ? { status: 'broken', path, problem: parsed.problem }
      : { status: 'ok', path, text, data: parsed.data };
  };
  const prepared = new Map<string, Result<Yaml>>();
  return {
    toml: load(parseTomlText),
    yaml: load((text, path) => prepared.get(path) ?? parseYamlText(text, path)),
    *prepareYaml(path) {
      const text = snapshot.text(path);
      if (text !== undefined && !prepared.has(path)) prepared.set(path, yield* parseYaml(text, path));
    },
    ini: load(parseIniText),
    json: load(parseJsonText),
    plain: load((text) => ({ data: text })),
  };
}

const parseTomlText: Parse<Table> = (text, path) => {
  try {
    return { data: parseToml(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const line = error instanceof TomlError ? error.line : 1;
    const column = error instanceof TomlError ? error.column : 1;
    // The library's message goes on with an extract of the file, which may hold a secret.
    const message = firstLine(error instanceof Error ? error.message : String(error)).replace(
      /^Invalid TOML document: /,
      '',
    );
    return { problem: { path, line, column, message, key: 'invalid-toml' } };
  }
};

/** A step for each word or sign, then for each document. */
export function* parseYaml(text: string, path: string): Steps<Result<Yaml>> {
  const lineCounter = new LineCounter();
  try {
    lineCounter.addNewLine(0);
    const parser = new Parser(lineCounter.addNewLine);
    const tokens: CST.Token[] = [];
    for (const lexeme of new Lexer().lex(text)) {
      tokens.push(...parser.next(lexeme));
      yield;
    }
    tokens.push(...parser.end());
    const documents: Document[] = [];
    const composer = new Composer({ lineCounter, prettyErrors: false, logLevel: 'silent' });
    for (const document of composer.compose(tokens)) {
      documents.push(document);
      yield;
    }
    const error = documents.flatMap((document) => document.errors)[0];
    if (!error) return { data: documents.map((document) => document.toJS() as unknown) };
    const { line, col: column } = lineCounter.linePos(error.pos[0]);
    return { problem: { path, line, column, message: firstLine(error.message), key: 'invalid-yaml' } };
  } catch (error) {
    const message = firstLine(error instanceof Error ? error.message : String(error));
    return { problem: { path, line: 1, column: 1, message, key: 'invalid-yaml' } };
  }
}

export const parseYamlText: Parse<Yaml> = (text, path) => finish(parseYaml(text, path));

const parseIniText: Parse<IniData> = (text, path) => {
  const result = parseIni(text);
  return 'error' in result ? { problem: { path, ...result.error, key: 'invalid-ini' } } : result;
};

const parseJsonText: Parse<Table> = (text, path) => {
  try {
    const data: unknown = JSON.parse(withoutComments(text));
    return { data: asTable(data) ?? {} };
  } catch {
    return { problem: { path, line: 1, column: 1, message: 'not valid JSON', key: 'invalid-json' } };
  }
};

/** Blanks out comments and trailing commas, which pyright's own configuration reader accepts. Strings stay as they are. */
function withoutComments(text: string): string {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : ' ',
  );
  return bare.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? '' : part));
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim().replace(/:$/, '');
}

export function asTable(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

/** The table at a dotted path of keys, or undefined. */
export function tableAt(value: unknown, ...keys: readonly string[]): Table | undefined {
  let current = asTable(value);
  for (const key of keys) current = asTable(current?.[key]);
  return current;
}

export function asStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** 1-based line of the first match, 1 when there is none: parsers of data formats drop positions. */
export function lineOf(text: string, pattern: RegExp): number {
  const match = pattern.exec(text);
  return match ? text.slice(0, match.index).split('\n').length : 1;
}

/** Line of a TOML table's header, or of a key path's last key. */
export function tomlLine(text: string, ...keys: readonly string[]): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const header = keys.slice(0, length).map(escapePattern).join('\\s*\\.\\s*');
    const match = new RegExp(`^[ \\t]*\\[{1,2}\\s*${header}\\s*[\\].]`, 'm').exec(text);
    if (!match) continue;
    const headerLine = text.slice(0, match.index).split('\n').length;
    const rest = keys.slice(length);
    if (rest.length === 0) return headerLine;
    const body = text.slice(match.index + match[0].length);
    const key = new RegExp(`^[ \\t]*${rest.map(escapePattern).join('\\s*\\.\\s*')}\\s*[=.]`, 'm').exec(body);
    return key ? headerLine + body.slice(0, key.index).split('\n').length - 1 : headerLine;
  }
  const last = keys.at(-1);
  return last === undefined
    ? 1
    : lineOf(text, new RegExp(`^[ \\t]*(?:[\\w.-]+\\.)?${escapePattern(last)}\\s*=`, 'm'));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
