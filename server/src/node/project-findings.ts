/** The findings of the rules that look at the project, and a scan with them. */
import { join } from 'node:path';
import { rules, type LintSettings } from '../engine';
import { checkInSteps, placeInSteps, type Placed, type ProjectIndex } from '../engine/project';
import { countByRule, noFindings, packFindings, unpackFindings } from '../engine/packed-records';
import type { FindingRecord } from '../engine/records';
import { settingsIn, type SettingsAsked } from './known-project';
import type { RuleCrash } from './messages';
import { paced } from './pacer';
import type { ProjectScan, ScanOptions } from './project';
import { decodePython, readBytes } from './read';
import { isPython } from './walk';

export interface FoundInProject {
  readonly findings: readonly Placed[];
  readonly crashes: readonly RuleCrash[];
  /** What these findings were told of settings. */
  readonly asked: SettingsAsked;
}

/** What the project's own rules find. */
export async function checkProject(
  { folder, snapshot, crashes }: ProjectScan,
  index: ProjectIndex,
  { config, overlay }: ScanOptions,
  withFixes: boolean,
): Promise<FoundInProject> {
  const own: RuleCrash[] = [];
  const asked = new Map<string, LintSettings | undefined>();
  const steps = checkInSteps(index, {
    rules,
    settingsOf: (path) => {
      if (!asked.has(path)) asked.set(path, settingsIn(config, path));
      return asked.get(path);
    },
    isDisabled: (rule) => crashes.some((crash) => crash.rule === rule),
    onCrash: (rule, error) => {
      own.push({ rule, path: '', message: error instanceof Error ? error.message : String(error) });
    },
  });
  const found = await paced(steps);
  const textOf = (path: string): string | undefined =>
    snapshot.text(path) ?? overlay?.get(path) ?? pythonText(folder, path);
  const findings = await paced(placeInSteps(found, index, textOf, { withFixes }));
  return { findings, crashes: own, asked };
}

/** The scan with the findings of its project. */
export function withProject(
  scan: ProjectScan,
  { findings: ofProject, crashes }: Pick<FoundInProject, 'findings' | 'crashes'>,
): ProjectScan {
  const { snapshot } = scan;
  const findings = new Map(scan.findings);
  const counts = new Map(snapshot.findings);
  const added = new Map<string, FindingRecord[]>();
  for (const { path, record } of ofProject) {
    if (!isPython(path)) continue;
    const known = added.get(path);
    if (known) known.push(record);
    else added.set(path, [record]);
  }
  for (const [path, records] of added) {
    const together = packFindings([...unpackFindings(findings.get(path) ?? noFindings), ...records]);
    findings.set(path, together);
    counts.set(path, countByRule(together));
  }
  return {
    ...scan,
    crashes: [...scan.crashes, ...crashes],
    findings,
    projectFindings: ofProject,
    snapshot: { ...snapshot, findings: counts },
  };
}

/** Of Python alone: nothing else that a finding names needs to be read, and what is in an `.env` file stays there. */
function pythonText(folder: string, path: string): string | undefined {
  const bytes = isPython(path) ? readBytes(join(folder, path)) : undefined;
  const decoded = bytes instanceof Uint8Array ? decodePython(bytes) : undefined;
  return decoded && 'text' in decoded ? decoded.text : undefined;
}
