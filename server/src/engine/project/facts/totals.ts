/** Sums of file metrics over the project's own code and over its tests, with examples for evidence. */
import type { HealthEvidence } from '../../../protocol/health';
import { filesAStep, type Steps } from '../../steps';
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
  readonly testLines: number;
}

const exampleLimit = 5;

export function* collectSources(metrics: ReadonlyMap<string, FileMetrics>): Steps<SourceFacts> {
  const named: SourceFile[] = [];
  for (const [path, one] of metrics) {
    if (named.length % filesAStep === 0) yield;
    named.push({ path, role: roleOf(path, one), metrics: one });
  }
  // A collection of scripts or examples has nothing else to grade: then those files are the code.
  const nothingElse = !named.some((file) => file.role === 'code');
  const all = named
    .map((file) =>
      nothingElse && (file.role === 'tooling' || file.role === 'example')
        ? { ...file, role: 'code' as const }
        : file,
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const code = all.filter((file) => file.role === 'code');
  const tests = all.filter((file) => file.role === 'test');
  return { all, code, tests, codeLines: lines(code), testLines: lines(tests) };
}

/** Code that says that a tool wrote it is nobody's habit. */
function roleOf(path: string, metrics: FileMetrics): FileRole {
  const role = fileRole(path);
  return role === 'code' && metrics.generated ? 'generated' : role;
}

function lines(files: readonly SourceFile[]): number {
  return files.reduce((sum, file) => sum + file.metrics.codeLines, 0);
}

export function total(files: readonly SourceFile[], pick: (metrics: FileMetrics) => number): number {
  return files.reduce((sum, file) => sum + pick(file.metrics), 0);
}

export function sum(
  files: readonly SourceFile[],
  ...picks: readonly ((metrics: FileMetrics) => Counted)[]
): Sum {
  let count = 0;
  const examples: { path: string; line: number }[] = [];
  for (const { path, metrics } of files) {
    for (const pick of picks) {
      const counted = pick(metrics);
      if (counted.count === 0) continue;
      count += counted.count;
      if (examples.length === exampleLimit) continue;
      for (const line of counted.lines) if (examples.length < exampleLimit) examples.push({ path, line });
    }
  }
  return { count, examples };
}

export function evidence(found: Sum, text: string): readonly HealthEvidence[] {
  return found.examples.map((example) => ({ ...example, text }));
}
