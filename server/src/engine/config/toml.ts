/** Reads `[tool.seaworthy]` of a pyproject.toml, or a seaworthy.toml, whose top level is that table. */
import { parse, TomlError } from 'smol-toml';
import type { AcknowledgementReason } from '../../protocol/health';
import type { Rule } from '../lint/rule';
import { checks } from '../project/checks/registry.generated';
import { SourceText } from '../syntax/text';
import { shown, type Complaint } from './problems';
import { lowerBound, type Version } from './python-version';
import type { Settings } from './schema';
import { nearest } from './suggest';
import { locate } from './toml-positions';
import type { Acknowledgement, ConfigFile, ConfigProblem } from './types';
import { validate } from './validate';
import { isTable } from './values';

export interface FileSettings {
  readonly values: Partial<Settings>;
  readonly acknowledgements: Readonly<Record<string, Acknowledgement>>;
  readonly problems: readonly ConfigProblem[];
}

type Table = Readonly<Record<string, unknown>>;

const checkNames = checks.map(({ meta }) => meta.name);

const section = ['tool', 'seaworthy'];
const reasons: readonly AcknowledgementReason[] = [
  'not-detected',
  'remediated',
  'not-applicable',
  'not-supported',
  'test-data',
];

/** The document, or what is wrong with it. */
export function parseToml(
  file: ConfigFile,
): { readonly document: Table } | { readonly problem: ConfigProblem } {
  try {
    // A byte order mark becomes a space, so that places stay where they are.
    return { document: parse(file.text.replace(/^\uFEFF/, ' ')) };
  } catch (error) {
    return { problem: malformed(file, error) };
  }
}

/** True when a pyproject.toml configures Seaworthy, so that its folder is where paths of the configuration start. */
export function hasConfiguration(text: string): boolean {
  return /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*seaworthy\b/m.test(text);
}

/** The table that configures Seaworthy; undefined when a pyproject.toml has none. */
export function seaworthyTable(document: Table): unknown {
  const tool = document['tool'];
  return isTable(tool) ? tool['seaworthy'] : undefined;
}

/** `at` is where the table stands in the file: nothing for seaworthy.toml. */
export function readSettings(
  file: ConfigFile,
  table: unknown,
  inPyproject: boolean,
  rules: readonly Rule[],
): FileSettings {
  const at = inPyproject ? section : [];
  const complaints: Complaint[] = [];
  let acknowledgements: Readonly<Record<string, Acknowledgement>> = {};
  let rest = table;
  if (isTable(table)) {
    const { acknowledge, ...others } = table;
    rest = others;
    acknowledgements = readAcknowledgements(acknowledge, [...at, 'acknowledge'], complaints);
  }
  const validated = validate(rest, 'file', at, rules);
  complaints.push(...validated.complaints);
  return {
    values: validated.values,
    acknowledgements,
    problems: complaints.map((complaint) => problemAt(file, complaint)).sort(byPlace),
  };
}

/** As they stand in the file, so that they can be mended from top to bottom. */
function byPlace({ range: a }: ConfigProblem, { range: b }: ConfigProblem): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  return a.start.line - b.start.line || a.start.column - b.start.column;
}

/** What `requires-python`, or Poetry's `python` dependency, asks for at least. */
export function requiredPython(document: Table): Version | undefined {
  const project = document['project'];
  const requires = isTable(project) ? project['requires-python'] : undefined;
  if (typeof requires === 'string') return lowerBound(requires);
  const tool = document['tool'];
  const poetry = isTable(tool) ? tool['poetry'] : undefined;
  const dependencies = isTable(poetry) ? poetry['dependencies'] : undefined;
  const python = isTable(dependencies) ? dependencies['python'] : undefined;
  return typeof python === 'string' ? lowerBound(python) : undefined;
}

function readAcknowledgements(
  raw: unknown,
  at: readonly string[],
  complaints: Complaint[],
): Readonly<Record<string, Acknowledgement>> {
  if (raw === undefined) return {};
  if (!isTable(raw)) {
    complaints.push({
      at,
      message: `'acknowledge' must be a table of checks and reasons, not ${shown(raw)}`,
    });
    return {};
  }
  const kept: [string, Acknowledgement][] = [];
  for (const [check, value] of Object.entries(raw)) {
    if (!checkNames.includes(check)) {
      const suggestion = nearest(check, checkNames);
      const message = `there is no check '${check}'`;
      complaints.push({ at: [...at, check], message, ...(suggestion === undefined ? {} : { suggestion }) });
      continue;
    }
    const acknowledgement = readAcknowledgement(value, [...at, check], complaints);
    if (acknowledgement) kept.push([check, acknowledgement]);
  }
  return Object.fromEntries(kept);
}

/** Either `check = "reason"` or `check = { reason = "…", note = "…" }`. */
function readAcknowledgement(
  value: unknown,
  at: readonly string[],
  complaints: Complaint[],
): Acknowledgement | undefined {
  const { reason, note } = isTable(value) ? value : { reason: value, note: undefined };
  const known = reasons.find((candidate) => candidate === reason);
  if (known === undefined) {
    const suggestion = typeof reason === 'string' ? nearest(reason, reasons) : undefined;
    const message = `the reason of '${at.at(-1)}' cannot be ${shown(reason)}`;
    complaints.push({ at, message, allowed: reasons, ...(suggestion === undefined ? {} : { suggestion }) });
    return undefined;
  }
  if (note === undefined) return { reason: known };
  if (typeof note === 'string') return { reason: known, note };
  complaints.push({ at, message: `the note of '${at.at(-1)}' must be a string, not ${shown(note)}` });
  return { reason: known };
}

export function problemAt(
  file: ConfigFile,
  { at, item, message, allowed, suggestion }: Complaint,
): ConfigProblem {
  const found = locate(file.text, at, item);
  const source = new SourceText(file.text);
  return {
    source: 'file',
    path: file.path,
    key: at.join('.'),
    message,
    ...(allowed ? { allowed } : {}),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(found ? { range: { start: source.positionAt(found.start), end: source.positionAt(found.end) } } : {}),
  };
}

function malformed(file: ConfigFile, error: unknown): ConfigProblem {
  const problem = { source: 'file', path: file.path, key: '' } as const;
  if (!(error instanceof TomlError))
    return { ...problem, message: `cannot be read as TOML (${String(error)})` };
  const source = new SourceText(file.text);
  const line = Math.min(error.line - 1, source.lineCount - 1);
  const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
  const start = source.positionAt(source.offsetAt({ line, column: error.column - 1 }));
  const end = source.positionAt(source.lineEnd(line));
  return { ...problem, message: `is not valid TOML: ${reason}`, range: { start, end } };
}
