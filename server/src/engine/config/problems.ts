/** Problems of a configuration as sentences. */
import type { ConfigProblem } from './types';

/** What was wrong before anybody knows where it stands. */
export interface Complaint {
  /** Path of keys, as written in the source. */
  readonly at: readonly string[];
  /** The element or key that is wrong, when it is one inside the value at `at`. */
  readonly item?: string;
  readonly message: string;
  readonly allowed?: readonly string[];
  readonly suggestion?: string;
}

/** Everything in one line: `pyproject.toml:4:1: unknown setting 'slect'; did you mean 'select'?` */
export function describeProblem(problem: ConfigProblem): string {
  const { path, range, message, suggestion, allowed } = problem;
  const place =
    path === undefined ? '' : `${path}${range ? `:${range.start.line + 1}:${range.start.column + 1}` : ''}: `;
  const source = path === undefined ? `${problem.source}: ` : '';
  if (suggestion !== undefined) return `${place}${source}${message}; did you mean '${suggestion}'?`;
  if (allowed && allowed.length > 0) return `${place}${source}${message}; allowed: ${allowed.join(', ')}`;
  return `${place}${source}${message}`;
}

/** A value as a short quotation. */
export function shown(value: unknown): string {
  const text = typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
