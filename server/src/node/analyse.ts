/** The analysis of one file's bytes, on whatever thread. */
import type { Engine, LintSettings } from '../engine';
import { packRecord, type PackedRecord } from '../engine/packed-records';
import { recordFindings, recordUnknownRules } from '../engine/records';
import { summarize } from '../engine/project';
import { finish, type Steps } from '../engine/steps';
import { decodePython } from './read';

/** What a run wants to know of each file. */
export interface Wanted {
  readonly fixes: boolean;
  readonly metrics: boolean;
}

export interface Job {
  /** Relative path with `/`: it decides the role of the file. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly settings: LintSettings;
  /** Answers to the file's questions about its project. */
  readonly answers?: Answers | undefined;
  /** What it is likely to be told where `answers` does not say. */
  readonly expected?: Answers | undefined;
}

export type Answers = Readonly<Record<string, unknown>>;

/** `failed`: the analysis itself broke down, which is our fault and not the file's. */
export type Outcome =
  { readonly record: PackedRecord } | { readonly skipped: string } | { readonly failed: string };

export function analyseBytes(engine: Engine, job: Job, wanted: Wanted): Outcome {
  return finish(analyseInSteps(engine, job, wanted));
}

export function* analyseInSteps(
  engine: Engine,
  { path, bytes, settings, answers = {}, expected = {} }: Job,
  wanted: Wanted,
): Steps<Outcome> {
  const decoded = decodePython(bytes);
  if ('skipped' in decoded) return decoded;
  const analysis = yield* engine.openInSteps(path, decoded.text, settings, {
    summary: wanted.metrics,
    project: { answer: (_, question) => (question in answers ? answers[question] : expected[question]) },
  });
  try {
    const findings = recordFindings(analysis, { withFixes: wanted.fixes });
    const unknownRules = recordUnknownRules(analysis, engine.rules);
    yield;
    const metrics = wanted.metrics ? summarize(analysis.root, decoded.text, analysis.nodes()) : undefined;
    const asks = wanted.metrics ? [...analysis.asks] : [];
    return { record: packRecord({ findings, metrics, asks, unknownRules }) };
  } finally {
    analysis.dispose();
  }
}
