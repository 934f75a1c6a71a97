/**
 * The fix gate: every first fix of every rule, safe and unsafe, applied to every file of real corpora until nothing
 * changes. No file that compiled before may fail to compile after, and nothing else may break.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Corpus } from '../harness/corpora';
import { compileFiles, type Interpreter } from '../harness/python';
import type { FileReport, Problem } from './fix-gate-file';
import type { FileJob } from './fix-gate-worker';
import { runPool } from './pool';

export interface GateOptions {
  readonly corpora: readonly Corpus[];
  readonly python: Interpreter;
  /** Only files whose path has this in it. */
  readonly filter?: string;
  /** Names; all when absent. */
  readonly rules?: readonly string[];
}

export interface GateFailure {
  readonly file: string;
  /** The rule alone at fault, or several names where only their fixes together fail. */
  readonly rule: string;
  readonly what: string;
}

export interface GateReport {
  readonly files: number;
  /** Not UTF-8. */
  readonly skipped: readonly string[];
  readonly changed: number;
  readonly findings: ReadonlyMap<string, number>;
  readonly applied: ReadonlyMap<string, number>;
  readonly failures: readonly GateFailure[];
}

const workers = 2;
const limitMs = 60_000;
const worker = join(import.meta.dirname, 'fix-gate-worker.ts');

interface Fixed {
  readonly job: FileJob;
  readonly report: FileReport;
  readonly fixedFile: string;
}

export async function runFixGate(options: GateOptions): Promise<GateReport> {
  const temporary = mkdtempSync(join(tmpdir(), 'seaworthy-fix-gate-'));
  try {
    return await run(options, temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function run(
  { corpora, python, filter = '', rules }: GateOptions,
  temporary: string,
): Promise<GateReport> {
  const jobs = corpora.flatMap(({ name, folder, files }) =>
    files
      .filter((path) => `${name}/${path}`.includes(filter))
      .map((path): FileJob => ({ path, file: join(folder, path), ...(rules ? { rules } : {}) })),
  );
  const failures: GateFailure[] = [];
  const skipped: string[] = [];
  const fixed: Fixed[] = [];
  const broken: { job: FileJob; report: FileReport; problem: Problem }[] = [];
  const findings = new Map<string, number>();
  const applied = new Map<string, number>();
  let done = 0;
  await runPool<FileJob, FileReport | null>({
    worker,
    jobs,
    workers,
    limitMs,
    lost: (job, reason) => failures.push({ file: job.file, rule: 'unknown', what: reason }),
    done: (job, report) => {
      done += 1;
      if (!report) {
        skipped.push(job.file);
        return;
      }
      addCounts(findings, report.findings);
      addCounts(applied, report.applied);
      failures.push(
        ...report.crashes.map(({ rule, error }) => ({ file: job.file, rule, what: `crash: ${error}` })),
      );
      broken.push(...report.problems.map((problem) => ({ job, report, problem })));
      if (report.fixed === undefined) return;
      const fixedFile = join(temporary, `${fixed.length}.py`);
      writeFileSync(fixedFile, report.fixed);
      fixed.push({ job, report, fixedFile });
    },
  });
  const blame = (job: FileJob, report: FileReport, fails: (one: FileReport) => boolean): Promise<string> =>
    findCulprit(job, Object.keys(report.applied), fails);
  for (const { job, report, problem } of broken) {
    const rule = await blame(job, report, (one) => one.problems.some(({ kind }) => kind === problem.kind));
    failures.push({ file: job.file, rule, what: `${problem.kind}: ${problem.detail}` });
  }
  for (const { job, report, objection } of uncompilable(python, fixed)) {
    const rule = await blame(job, report, (one) => {
      const [found] = one.fixed === undefined ? [] : compileTexts(python, temporary, [one.fixed]);
      return found !== undefined;
    });
    failures.push({ file: job.file, rule, what: `no longer compiles: ${objection}` });
  }
  return { files: done - skipped.length, skipped, changed: fixed.length, findings, applied, failures };
}

/** Fixed files that do not compile although their originals do. */
function uncompilable(
  python: Interpreter,
  fixed: readonly Fixed[],
): (Fixed & { readonly objection: string })[] {
  const after = compileFiles(
    python,
    fixed.map(({ fixedFile }) => fixedFile),
  );
  const suspects = fixed.flatMap((one, index) => {
    const objection = after[index];
    return objection === undefined ? [] : [{ ...one, objection }];
  });
  const before = compileFiles(
    python,
    suspects.map(({ job }) => job.file),
  );
  return suspects.filter((_, index) => before[index] === undefined);
}

function compileTexts(
  python: Interpreter,
  temporary: string,
  texts: readonly string[],
): (string | undefined)[] {
  const files = texts.map((text, index) => {
    const file = join(temporary, `again-${index}.py`);
    writeFileSync(file, text);
    return file;
  });
  return compileFiles(python, files);
}

/** The rule whose fixes alone fail, else all that took part. */
async function findCulprit(
  job: FileJob,
  rules: readonly string[],
  fails: (one: FileReport) => boolean,
): Promise<string> {
  const culprits: string[] = [];
  await runPool<FileJob, FileReport | null>({
    worker,
    jobs: rules.map((rule) => ({ ...job, rules: [rule] })),
    workers: 1,
    limitMs,
    lost: (one) => culprits.push(...(one.rules ?? [])),
    done: (one, report) => {
      if (report && fails(report)) culprits.push(...(one.rules ?? []));
    },
  });
  return culprits.length > 0 ? culprits.join(', ') : `${rules.join(' + ')} together`;
}

function addCounts(totals: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [rule, count] of Object.entries(counts)) totals.set(rule, (totals.get(rule) ?? 0) + count);
}

/** The report as lines for people. */
export function renderGate({ files, skipped, changed, findings, applied, failures }: GateReport): string[] {
  const rules = [...findings].sort(([, a], [, b]) => b - a);
  const width = Math.max(4, ...rules.map(([rule]) => rule.length));
  const row = (name: string, found: string, fixes: string): string =>
    `${name.padEnd(width)} ${found.padStart(8)} ${fixes.padStart(8)}`;
  return [
    `${files} files (${skipped.length} more are not UTF-8), ${changed} changed by fixes, ${failures.length} failures`,
    row('rule', 'findings', 'fixes'),
    ...rules.map(([rule, count]) => row(rule, String(count), String(applied.get(rule) ?? 0))),
    ...failures.map(({ file, rule, what }) => `${file}: ${rule}: ${what}`),
  ];
}
