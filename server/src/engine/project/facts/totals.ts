/** The project's Python files by what they are for, and sums over them with examples for evidence. */
import type { HealthEvidence } from '../../../protocol/health';
import { eachInSteps, type Steps } from '../../steps';
import type { Counted, FileMetrics } from '../metrics/types';
import { fileRole, type FileRole } from './roles';

export interface SourceFile {
  readonly path: string;
  readonly role: FileRole;
  readonly metrics: FileMetrics;
}

/** A count over several files with up to five examples. */
export interface Sum {
  readonly count: number;
  readonly examples: readonly { readonly path: string; readonly line: number }[];
}

export interface SourceFacts {
  /** Every Python file, sorted by path. */
  readonly all: readonly SourceFile[];
  /** What the grade is about: no tests, examples, tooling, generated or vendored files. */
  readonly code: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
  readonly codeLines: number;
}

const exampleLimit = 5;

export function* collectSources(metrics: ReadonlyMap<string, FileMetrics>): Steps<SourceFacts> {
  const named: SourceFile[] = [];
  yield* eachInSteps(metrics, ([path, one]) => {
    named.push({ path, role: roleOf(path, one), metrics: one });
  });
  yield;
  const all = asCode(named).sort((a, b) => (a.path < b.path ? -1 : 1));
  const code: SourceFile[] = [];
  const tests: SourceFile[] = [];
  let codeLines = 0;
  yield* eachInSteps(all, (file) => {
    if (file.role === 'code') {
      code.push(file);
      codeLines += file.metrics.codeLines;
    } else if (file.role === 'test') tests.push(file);
  });
  return { all, code, tests, codeLines };
}

/** A collection of scripts or examples has nothing else to grade: then those files are the code. */
function asCode(files: SourceFile[]): SourceFile[] {
  if (files.some(({ role }) => role === 'code')) return files;
  return files.map((file) =>
    file.role === 'tooling' || file.role === 'example' ? { ...file, role: 'code' as const } : file,
  );
}

/** Code that says that a tool wrote it is nobody's habit. */
function roleOf(path: string, metrics: FileMetrics): FileRole {
  const role = fileRole(path);
  return role === 'code' && metrics.generated ? 'generated' : role;
}

/** Adds up over files what the `picks` count in each. */
export function* sumInSteps(
  files: readonly SourceFile[],
  ...picks: readonly ((metrics: FileMetrics) => Counted)[]
): Steps<Sum> {
  const sum = startSum();
  yield* eachInSteps(files, ({ path, metrics }) => {
    for (const pick of picks) addTo(sum, path, pick(metrics));
  });
  return sum;
}

export interface GrowingSum {
  count: number;
  readonly examples: { readonly path: string; readonly line: number }[];
}

export function startSum(): GrowingSum {
  return { count: 0, examples: [] };
}

export function addTo(sum: GrowingSum, path: string, { count, lines: places }: Counted): void {
  if (count === 0) return;
  sum.count += count;
  if (sum.examples.length === exampleLimit) return;
  for (const line of places) if (sum.examples.length < exampleLimit) sum.examples.push({ path, line });
}

export function evidence(found: Sum, text: string): readonly HealthEvidence[] {
  return found.examples.map((example) => ({ ...example, text }));
}

/** Outermost packages and single modules of the code, sorted. */
export function* collectFolders(code: readonly SourceFile[]): Steps<readonly string[]> {
  const found = new Set<string>();
  yield* eachInSteps(code, ({ path }) => {
    const [first = '', ...rest] = path.split('/');
    if (first === 'src' && rest.length > 1) found.add('src');
    else found.add(rest.length > 0 ? first : path);
  });
  return [...found].sort();
}
