/** What the pool and its worker threads say to each other. */
import type { LintSettings } from '../engine';
import type { Answers, Outcome, Wanted } from './analyse';

export interface WorkerInput {
  readonly wanted: Wanted;
  /** A folder at or below the one that has `grammars/`. */
  readonly grammarFrom: string;
  /** One Int32: index in the present batch of the file in work. It outlives a crash of the thread. */
  readonly current: SharedArrayBuffer;
}

export interface Batch {
  readonly files: readonly {
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly settings: number;
    readonly answers: Answers | undefined;
    /** One object for many files, which makes one copy. */
    readonly expected: Answers | undefined;
  }[];
  /** Settings that this worker has not seen yet, by number. */
  readonly settings: readonly (readonly [number, LintSettings])[];
}

export interface RuleCrash {
  readonly rule: string;
  readonly path: string;
  readonly message: string;
}

export interface BatchResult {
  readonly outcomes: readonly Outcome[];
  readonly crashes: readonly RuleCrash[];
}
