/**
 * From files that were analysed alone to files that know their project: builds the index from their summaries, then looks
 * again at those files whose questions it answers otherwise than they were told. Most files ask nothing, or nothing with
 * another answer, so that few are looked at twice.
 */
import { answerPrint } from '../engine';
import { indexInSteps, type ProjectFacts, type ProjectIndex } from '../engine/project';
import { withoutRules, type FileRecord } from '../engine/packed-records';
import type { Answers } from './analyse';
import type { Analysed, Target } from './analyse-files';
import { paced, Pacer } from './pacer';

export interface Settled {
  readonly analysed: Analysed;
  readonly index: ProjectIndex;
  /** Every file was told what the index says. */
  readonly isSettled: boolean;
}

/** A file that learns one answer may ask the next question. */
const maxRounds = 4;

export async function settle(
  analysed: Analysed,
  targets: readonly Target[],
  factsOf: (analysed: Analysed) => ProjectFacts,
  analyse: (targets: readonly Target[]) => Promise<Analysed>,
): Promise<Settled> {
  const index = await paced(indexInSteps(factsOf(analysed)));
  const pacer = new Pacer();
  let current = analysed;
  let isSettled = false;
  for (let round = 0; round < maxRounds; round += 1) {
    const stale: Target[] = [];
    for (const target of targets) {
      if (pacer.isDue) await pacer.pause();
      const answers = newAnswers(target.path, current.records.get(target.path), index);
      if (answers) stale.push({ ...target, answers });
    }
    isSettled = stale.length === 0;
    if (isSettled) break;
    const again = await analyse(stale);
    const crashed = new Set(again.crashes.map(({ rule }) => rule));
    current = {
      // A rule that crashed in the second look is left out of the first too.
      records: await together(current.records, again.records, crashed),
      notes: current.notes,
      failures: [...current.failures, ...again.failures],
      crashes: [...current.crashes, ...again.crashes],
    };
  }
  return { analysed: current, index, isSettled };
}

async function together(
  before: ReadonlyMap<string, FileRecord>,
  again: ReadonlyMap<string, FileRecord>,
  crashed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FileRecord>> {
  const records = new Map(before);
  for (const [path, record] of again) records.set(path, record);
  if (crashed.size === 0) return records;
  const pacer = new Pacer();
  for (const [path, record] of records) {
    if (pacer.isDue) await pacer.pause();
    records.set(path, withoutRules(record, crashed));
  }
  return records;
}

/** All answers to what a file asked, when one of them is not what it was told. */
function newAnswers(path: string, record: FileRecord | undefined, index: ProjectIndex): Answers | undefined {
  const asks = record?.asks ?? [];
  if (asks.every(([question, print]) => answerPrint(index.answer(path, question)) === print))
    return undefined;
  return Object.fromEntries(asks.map(([question]) => [question, index.answer(path, question)]));
}
