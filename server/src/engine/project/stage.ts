/** The ladder from script to ready. Stages depend on practices only, never on densities. */
import type { HealthStage } from '../../protocol/health';
import { ownShare, stages, stageShare } from './model';
import { capsGrade, type Resolved } from './resolve';

export function gradeStages(resolved: readonly Resolved[]): readonly HealthStage[] {
  const byName = new Map(resolved.map((one) => [one.meta.name, one]));
  let below = true;
  let weight = 0;
  let points = 0;
  return stages.map(({ id, title, needs }, index) => {
    const measured = needs.flatMap((name) => byName.get(name) ?? []).filter((one) => one.counted !== null);
    const own = { weight: 0, points: 0 };
    for (const one of measured) {
      own.weight += one.meta.weight;
      own.points += one.meta.weight * (one.counted ?? 0);
    }
    weight += own.weight;
    points += own.points;
    // Without a single must-have to look at, the first step up would be reached by having nothing.
    const evident = index !== 1 || measured.length > 0;
    // Nothing is ready for production with a published secret.
    const open = index === stages.length - 1 && resolved.some(capsGrade);
    // What lower stages have too much of does not make up for a stage whose own must-haves are missing.
    const earned = points >= weight * stageShare && own.points >= own.weight * ownShare;
    below = below && evident && !open && earned;
    return {
      id,
      title,
      reached: below,
      missing: measured.filter((one) => one.counted !== 1).map((one) => one.meta.name),
    };
  });
}
