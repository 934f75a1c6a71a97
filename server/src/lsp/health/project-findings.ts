/** What the rules about the project find in a folder, as diagnostics of its files. */
import {
  checkInSteps,
  fixesOf,
  placeFindings,
  type ProjectFinding,
  type ProjectIndex,
  type Steps,
} from '../../engine/project';
import type { ResolvedConfig } from '../../engine/config';
import { toPlacedDiagnostic } from '../convert';
import type { FileFinding } from '../projects';
import type { Session } from '../session';

export async function findInProject(
  session: Session,
  index: ProjectIndex,
  config: ResolvedConfig,
  textOf: (path: string) => string | undefined,
): Promise<ReadonlyMap<string, readonly FileFinding[]>> {
  const { rules } = await session.engine();
  const steps = checkInSteps(index, {
    rules,
    settingsOf: (path) => (config.enable && !config.isExcluded(path) ? config.lintForNamed(path) : undefined),
    isDisabled: (rule) => session.disabledRules.includes(rule),
    onCrash: (rule, error) => session.disableRule(rule, error),
  });
  const found = await session.host.inSteps(steps);
  return session.host.inSteps(byPath(found, index, textOf));
}

function* byPath(
  found: readonly ProjectFinding[],
  index: ProjectIndex,
  textOf: (path: string) => string | undefined,
): Steps<ReadonlyMap<string, readonly FileFinding[]>> {
  const all = new Map<string, FileFinding[]>();
  for (const finding of found) {
    yield;
    const [placed] = placeFindings([finding], index, textOf, { withFixes: false });
    if (!placed) continue;
    const entry = {
      finding,
      diagnostic: toPlacedDiagnostic(placed.record),
      fixes: () => fixesOf(finding, index),
    };
    const known = all.get(placed.path);
    if (known) known.push(entry);
    else all.set(placed.path, [entry]);
  }
  return all;
}
