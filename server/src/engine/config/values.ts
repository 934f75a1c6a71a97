/** Checks one value against its setting: what can be used is kept, the rest is complained about. */
import type { Rule } from '../lint/rule';
import { linters } from '../lint/other-linters';
import { topics } from '../lint/rule';
import { globError } from './globs';
import { shown, type Complaint } from './problems';
import { parseVersion } from './python-version';
import { levels, type Level, type Setting } from './schema';
import { nearest } from './suggest';

export type Table = Readonly<Record<string, unknown>>;

/** How a source writes its keys, and whether it may hold settings of the window. */
export type Style = 'editor' | 'file';

/** Everything that checking one source needs; complaints gather in it. */
export interface Check {
  readonly style: Style;
  readonly rules: readonly Rule[];
  readonly values: Record<string, unknown>;
  readonly complaints: Complaint[];
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The key as people would search for it. */
export function keyName({ style }: Check, at: readonly string[]): string {
  return style === 'editor' ? `seaworthy.${at.join('.')}` : (at.at(-1) ?? '');
}

/** The value as the setting holds it; undefined when it cannot be used at all. */
export function checkValue(check: Check, setting: Setting, value: unknown, at: readonly string[]): unknown {
  switch (setting.kind) {
    case 'boolean':
      return typeof value === 'boolean'
        ? value
        : reject(check, at, value, 'true or false', ['true', 'false']);
    case 'choice':
      return checkChoice(check, Object.keys(setting.choices), value, at);
    case 'number':
      return checkNumber(check, setting, value, at);
    case 'version':
      return checkVersion(check, value, at);
    case 'list':
      return checkList(check, setting.of, value, at);
    case 'levels':
      return checkLevels(check, value, at);
    case 'ignores':
      return checkIgnores(check, value, at);
  }
}

export function reject(
  check: Check,
  at: readonly string[],
  value: unknown,
  wanted: string,
  allowed?: readonly string[],
): undefined {
  const message = `'${keyName(check, at)}' must be ${wanted}, not ${shown(value)}`;
  check.complaints.push({ at, message, ...(allowed ? { allowed } : {}) });
  return undefined;
}

function checkChoice(
  check: Check,
  choices: readonly string[],
  value: unknown,
  at: readonly string[],
): string | undefined {
  if (typeof value === 'string' && choices.includes(value)) return value;
  const suggestion = typeof value === 'string' ? nearest(value, choices) : undefined;
  const message = `'${keyName(check, at)}' cannot be ${shown(value)}`;
  check.complaints.push({
    at,
    message,
    allowed: choices,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  return undefined;
}

function checkNumber(
  check: Check,
  { integer, minimum, maximum }: Extract<Setting, { kind: 'number' }>,
  value: unknown,
  at: readonly string[],
): number | undefined {
  const usable =
    typeof value === 'number' &&
    value >= minimum &&
    value <= maximum &&
    (!integer || Number.isInteger(value));
  if (usable) return value;
  return reject(check, at, value, `${integer ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}`);
}

function checkVersion(check: Check, value: unknown, at: readonly string[]): string | undefined {
  if (value === 'auto') return value;
  const text = typeof value === 'string' ? value.replace(/^py(\d)(\d+)$/, '$1.$2') : undefined;
  const version = text === undefined ? undefined : parseVersion(text);
  if (version && version[0] >= 2 && version[0] <= 3) return version.join('.');
  // A TOML float loses digits: 3.10 is 3.1.
  return reject(check, at, value, "a Python version in quotes, such as '3.11', or 'auto'");
}

function checkList(
  check: Check,
  of: Extract<Setting, { kind: 'list' }>['of'],
  value: unknown,
  at: readonly string[],
): readonly string[] | undefined {
  if (!Array.isArray(value)) return reject(check, at, value, 'a list of strings');
  const kept: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string') {
      check.complaints.push({
        at,
        message: `'${keyName(check, at)}' holds ${shown(item)}, which is not a string`,
      });
      continue;
    }
    const complaint = complainAbout(check, of, item, at);
    if (complaint) check.complaints.push(complaint);
    else kept.push(item);
  }
  return kept;
}

function complainAbout(
  check: Check,
  of: Extract<Setting, { kind: 'list' }>['of'],
  item: string,
  at: readonly string[],
): Complaint | undefined {
  switch (of) {
    case 'names':
      return unknownName(item, check.rules, at);
    case 'topics':
      return (topics as readonly string[]).includes(item) ? undefined : unknownOf('topic', topics, item, at);
    case 'linters':
      return (linters as readonly string[]).includes(item)
        ? undefined
        : unknownOf('linter', linters, item, at);
    case 'globs': {
      const error = globError(item);
      return error === undefined ? undefined : { at, item, message: `the glob ${shown(item)} ${error}` };
    }
    case 'qualified':
      if (/^[^\W\d]\w*(\.[^\W\d]\w*)*$/u.test(item)) return undefined;
      return {
        at,
        item,
        message: `${shown(item)} is not a dotted Python name such as 'myapp.errors.report'`,
      };
  }
}

/** Undefined when `name` is a rule, a topic or `all`. */
export function unknownName(
  name: string,
  rules: readonly Rule[],
  at: readonly string[],
): Complaint | undefined {
  const known = [...rules.map((rule) => rule.meta.name), ...topics, 'all'];
  if (known.includes(name)) return undefined;
  const suggestion = ruleByCode(name, rules) ?? nearest(name, known);
  return {
    at,
    item: name,
    message: `there is no rule or topic '${name}'`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function unknownOf(kind: string, known: readonly string[], name: string, at: readonly string[]): Complaint {
  const suggestion = nearest(name, known);
  return {
    at,
    item: name,
    message: `there is no ${kind} '${name}'`,
    allowed: known,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** People know `E722` from other linters. */
function ruleByCode(code: string, rules: readonly Rule[]): string | undefined {
  const wanted = code.toUpperCase();
  return rules.find((rule) =>
    rule.meta.equivalents.some((equivalent) => equivalent.code.toUpperCase() === wanted),
  )?.meta.name;
}

function checkLevels(
  check: Check,
  value: unknown,
  at: readonly string[],
): Readonly<Record<string, Level>> | undefined {
  if (!isTable(value)) return reject(check, at, value, 'a table of rule names and levels');
  const known = check.rules.map((rule) => rule.meta.name);
  const kept: [string, Level][] = [];
  for (const [name, level] of Object.entries(value)) {
    const here = [...at, name];
    if (!known.includes(name)) {
      const suggestion = ruleByCode(name, check.rules) ?? nearest(name, known);
      check.complaints.push({
        at: here,
        message: `there is no rule '${name}'`,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
      continue;
    }
    const checked = checkChoice(check, levels, level, here);
    if (checked !== undefined) kept.push([name, checked as Level]);
  }
  return Object.fromEntries(kept);
}

function checkIgnores(
  check: Check,
  value: unknown,
  at: readonly string[],
): Readonly<Record<string, readonly string[]>> | undefined {
  if (!isTable(value)) return reject(check, at, value, 'a table of globs and lists of rule or topic names');
  const kept: [string, readonly string[]][] = [];
  for (const [glob, names] of Object.entries(value)) {
    const here = [...at, glob];
    const error = globError(glob);
    if (error !== undefined) {
      check.complaints.push({ at: here, message: `the glob ${shown(glob)} ${error}` });
      continue;
    }
    const checked = checkList(check, 'names', names, here);
    if (checked) kept.push([glob, checked]);
  }
  return Object.fromEntries(kept);
}
