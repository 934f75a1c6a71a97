/** Grades the labelled set, and says how well each score tells production from tutorial: the area under the curve. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from '../../server/src/engine/config';
import { rules } from '../../server/src/engine';
import {
  buildFacts,
  collectMetrics,
  gradeProject,
  type FileMetrics,
  type HealthReport,
} from '../../server/src/engine/project';
import { listProject, readTexts } from '../../server/src/node/project-files';
import { decodePython, readBytes } from '../../server/src/node/read';
import { naming, snapshotOf, type Files } from '../engine/project/support';
import { createEngine } from '../harness/engine';
import { root } from '../harness/root';
import { borderlinePrograms, borderlineTutorials } from './borderline';
import { packages } from './packages';
import { services } from './services';
import { tutorials } from './tutorials';

export interface Labelled {
  readonly name: string;
  readonly isProduction: boolean;
  readonly report: HealthReport;
}

const { engine } = await createEngine();
const { config } = { config: resolveConfig({}, rules) };

function check(
  path: string,
  text: string,
): { metrics: FileMetrics; findings: Readonly<Record<string, number>> } {
  const analysis = engine.open(path, text, config.lintForNamed(path));
  try {
    const findings: Record<string, number> = {};
    for (const { rule } of analysis.findings) findings[rule] = (findings[rule] ?? 0) + 1;
    return { metrics: collectMetrics(analysis.root, text), findings };
  } finally {
    analysis.dispose();
  }
}

function gradeFixture(files: Files): HealthReport {
  const python = Object.entries(files).filter(([path]) => path.endsWith('.py'));
  const findings = Object.fromEntries(python.map(([path, text]) => [path, check(path, text).findings]));
  return gradeProject(buildFacts(snapshotOf(files, { findings })), naming);
}

async function gradeFolder(folder: string): Promise<HealthReport> {
  const { walked, git } = await listProject(folder, config);
  const { texts } = await readTexts(folder, walked.paths, () => undefined);
  const metrics = new Map<string, FileMetrics>();
  const findings = new Map<string, Readonly<Record<string, number>>>();
  for (const path of walked.python) {
    const bytes = readBytes(join(folder, path));
    const decoded = bytes instanceof Uint8Array ? decodePython(bytes) : bytes;
    if ('skipped' in decoded) continue;
    const checked = check(path, decoded.text);
    metrics.set(path, checked.metrics);
    findings.set(path, checked.findings);
  }
  const snapshot = {
    paths: walked.paths,
    text: (path: string) => texts.get(path),
    unreadable: [],
    // A fresh copy has no environment, and no history either: what is in it is what its repository holds.
    git: git ?? {
      pathFromRepository: '',
      repositoryFiles: new Map<string, string>(),
      tracked: new Set<string>(),
    },
    trusted: true,
    metrics,
    findings,
  };
  return gradeProject(buildFacts(snapshot), naming);
}

/** Unpacked source packages, for whoever has them: production all of them. */
const sourcesFolder = join(root, '.cache', 'sources');

export async function measure(): Promise<readonly Labelled[]> {
  const measured: Labelled[] = [
    ...Object.entries({ ...packages, ...services, ...borderlinePrograms }).map(([name, files]) => ({
      name,
      isProduction: true,
      report: gradeFixture(files),
    })),
    ...Object.entries({ ...tutorials, ...borderlineTutorials }).map(([name, files]) => ({
      name,
      isProduction: false,
      report: gradeFixture(files),
    })),
  ];
  for (const name of existsSync(sourcesFolder) ? readdirSync(sourcesFolder).sort() : []) {
    measured.push({
      name: `source of ${name}`,
      isProduction: true,
      report: await gradeFolder(join(sourcesFolder, name)),
    });
  }
  return measured;
}

/** Probability that a production project scores higher than a tutorial; ties count half. Null without one of each. */
export function areaUnderCurve(
  measured: readonly Labelled[],
  score: (report: HealthReport) => number | null,
): number | null {
  const of = (isProduction: boolean) =>
    measured.flatMap((one) => {
      const value = one.isProduction === isProduction ? score(one.report) : null;
      return value === null ? [] : [value];
    });
  const [high, low] = [of(true), of(false)];
  if (high.length === 0 || low.length === 0) return null;
  let won = 0;
  for (const a of high) for (const b of low) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (high.length * low.length);
}

function median(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? '-' : String(sorted[Math.floor(sorted.length / 2)]);
}

/** A row a topic: area, medians of both kinds, and how many of each were scored. */
export function table(measured: readonly Labelled[]): readonly string[] {
  const ids = measured[0]?.report.topics.map(({ id }) => id) ?? [];
  const scores: readonly (readonly [string, (report: HealthReport) => number | null])[] = [
    ['overall', (report) => report.overall],
    ...ids.map(
      (id) =>
        [
          id,
          (report: HealthReport) => report.topics.find((topic) => topic.id === id)?.score ?? null,
        ] as const,
    ),
  ];
  return [
    'topic           AUC    production  tutorial  scored',
    ...scores.map(([name, score]) => {
      const of = (isProduction: boolean) =>
        measured.flatMap((one) => (one.isProduction === isProduction ? (score(one.report) ?? []) : []));
      const area = areaUnderCurve(measured, score);
      const [high, low] = [of(true), of(false)];
      return [
        name.padEnd(14),
        (area === null ? '-' : area.toFixed(3)).padStart(5),
        median(high).padStart(12),
        median(low).padStart(9),
        `${high.length}+${low.length}`.padStart(8),
      ].join(' ');
    }),
  ];
}

export function listing(measured: readonly Labelled[]): readonly string[] {
  return [...measured]
    .sort((a, b) => (b.report.overall ?? -1) - (a.report.overall ?? -1))
    .map(({ name, isProduction, report }) =>
      [
        isProduction ? 'production' : 'tutorial  ',
        String(report.overall ?? '-').padStart(4),
        report.grade ?? '-',
        (report.stage ?? '-').padEnd(10),
        report.profile.padEnd(8),
        name,
      ].join(' '),
    );
}
