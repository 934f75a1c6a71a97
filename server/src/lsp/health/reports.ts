/** Requests about a grade that is there: its findings, the same grade with some checks met, and its exports. */
import {
  acknowledge,
  checks as allChecks,
  describeFindings,
  exportFileName,
  exportHealth,
  gradeProject,
  pathInRoot,
  withFindings,
  type FileFindings,
  type HealthFinding,
  type ProjectFacts,
} from '../../engine/project';
import { unpackFindings } from '../../engine/packed-records';
import {
  acknowledgePreview,
  findingsGet,
  healthExport,
  healthSimulate,
  type AcknowledgeParams,
  type ActionResult,
  type ExportParams,
  type ExportResult,
  type FolderFindings,
  type FolderParams,
  type SimulateParams,
  type Simulation,
} from '../../protocol';
import { request } from '../guard';
import type { Session } from '../session';
import { joinUri } from '../uri';
import type { Graded, Project } from './grader';
import { tellAges } from './since-commit';

export function registerReports(session: Session, find: (folder: string) => Project | undefined): void {
  const { connection, host } = session;
  const notGraded = 'The folder has not been graded.';

  connection.onRequest(
    healthSimulate,
    request(session, healthSimulate, null, async ({ folder, checks }: SimulateParams) => {
      const graded = await find(folder)?.graded();
      return graded ? simulate(graded, checks, host.version) : null;
    }),
  );

  connection.onRequest(
    findingsGet,
    request(session, findingsGet, null, async ({ folder }: FolderParams, token) => {
      const none: FolderFindings = { folder, findings: [], notCompared: notGraded };
      const graded = await find(folder)?.graded();
      if (!graded) return none;
      const { workspaceFolder, config } = graded;
      const files = await withTexts(session, graded);
      const engine = await session.engine();
      const found = describeFindings(files, engine.rules);
      const aged = await tellAges(session, workspaceFolder, files, found, config, token);
      return { folder, ...aged, findings: aged.findings.flatMap((finding) => inProject(finding, graded)) };
    }),
  );

  connection.onRequest(
    healthExport,
    request(
      session,
      healthExport,
      { refused: 'The export failed; the output says why.' },
      async ({ folder, format }: ExportParams): Promise<ExportResult> => {
        const graded = await find(folder)?.graded();
        if (!graded) return { refused: notGraded };
        const { rules } = await session.engine();
        const files = (await withTexts(session, graded)).flatMap((file) => inProject(file, graded));
        const findings: HealthFinding[] = describeFindings(files, rules);
        const text = exportHealth(withFindings(graded.report, findings), format, { rules });
        return { name: exportFileName(format), text };
      },
    ),
  );

  connection.onRequest(
    acknowledgePreview,
    request(
      session,
      acknowledgePreview,
      { refused: 'The acknowledgement failed; the output says why.' },
      async ({ folder, check, reason, note }: AcknowledgeParams): Promise<ActionResult> => {
        const closed: ActionResult = { refused: 'The folder is not open any more.' };
        const run = (facts: ProjectFacts) => acknowledge(facts, check, reason, note);
        return (await find(folder)?.preview({ sources: () => [], run })) ?? closed;
      },
    ),
  );
}

/** The same grading with these checks met, whatever they say. */
function simulate({ facts, report }: Graded, met: readonly string[], version: string): Simulation {
  const names = new Set(met);
  const pass = { state: 'pass', score: 1, evidence: [], reason: '' } as const;
  const checks = allChecks.map((check) =>
    names.has(check.meta.name) ? { ...check, run: () => pass } : check,
  );
  const graded = gradeProject(facts, {
    root: report.root,
    tool: { name: 'seaworthy', version },
    previous: report,
    checks,
  });
  const { overall, grade, gradeShown, stage, stageTitle } = graded;
  const topics = graded.topics.map(({ id, status, score, grade: letter, gradeShown: shown }) => ({
    id,
    status,
    score,
    grade: letter,
    gradeShown: shown,
  }));
  return { overall, grade, gradeShown, stage, stageTitle, topics };
}

/** Files of the project that have findings, by path in the workspace folder, with the text that they were found in. */
async function withTexts({ documents, host }: Session, graded: Graded): Promise<FileFindings[]> {
  const files: FileFindings[] = [];
  for (const [path, records] of graded.findings) {
    if (records === '' || pathInRoot(path, graded.root, graded.roots) === undefined) continue;
    const uri = joinUri(graded.workspaceFolder, path);
    const text = documents.get(uri)?.source.text ?? (await host.readText(uri));
    if (text !== undefined) files.push({ path, text, findings: unpackFindings(records) });
  }
  return files;
}

/** The same with the path as the project sees it. */
function inProject<T extends { readonly path: string }>(one: T, { root, roots }: Graded): readonly T[] {
  const path = pathInRoot(one.path, root, roots);
  return path === undefined ? [] : [{ ...one, path }];
}
