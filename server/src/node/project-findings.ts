/** The findings of the rules that look at the project, added to a scan. */
import { join } from 'node:path';
import { rules } from '../engine';
import { checkInSteps, pathsOf, placeFindings, type ProjectIndex } from '../engine/project';
import { countByRule, noFindings, packFindings, unpackFindings } from '../engine/packed-records';
import { paced } from './pacer';
import type { FindingRecord } from '../engine/records';
import type { ProjectScan, ScanOptions } from './project';
import { decodePython, readBytes } from './read';
import { isPython } from './walk';

/** Adds what the project's own rules find. */
export async function withProject(
  scan: ProjectScan,
  index: ProjectIndex,
  options: ScanOptions,
  withFixes: boolean,
): Promise<ProjectScan> {
  const { config, overlay } = options;
  const { folder, snapshot } = scan;
  const crashes = [...scan.crashes];
  const steps = checkInSteps(index, {
    rules,
    settingsOf: (path) => (config.isExcluded(path) ? undefined : config.lintForNamed(path)),
    isDisabled: (rule) => scan.crashes.some((crash) => crash.rule === rule),
    onCrash: (rule, error) => {
      crashes.push({ rule, path: '', message: error instanceof Error ? error.message : String(error) });
    },
  });
  const found = await paced(steps);
  const texts = new Map(
    pathsOf(found).map((path) => [
      path,
      snapshot.text(path) ?? overlay?.get(path) ?? pythonText(folder, path),
    ]),
  );
  const projectFindings = placeFindings(found, index, (path) => texts.get(path), { withFixes });
  const findings = new Map(scan.findings);
  const counts = new Map(snapshot.findings);
  const added = new Map<string, FindingRecord[]>();
  for (const { path, record } of projectFindings) {
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
    crashes,
    findings,
    projectFindings,
    snapshot: { ...snapshot, findings: counts },
  };
}

/** Of Python alone: nothing else that a finding names needs to be read, and what is in an `.env` file stays there. */
function pythonText(folder: string, path: string): string | undefined {
  const bytes = isPython(path) ? readBytes(join(folder, path)) : undefined;
  const decoded = bytes instanceof Uint8Array ? decodePython(bytes) : undefined;
  return decoded && 'text' in decoded ? decoded.text : undefined;
}
