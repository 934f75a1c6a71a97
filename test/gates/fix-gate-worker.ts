/** A worker of the fix gate: takes `FileJob`s, answers each with a `FileReport`, or null for a file that is no text. */
import { readFileSync } from 'node:fs';
import type { Rule } from '../../server/src/engine/index';
import { createEngine } from '../harness/engine';
import { gateFile, type FileReport } from './fix-gate-file';

export interface FileJob {
  /** Relative to the corpus. */
  readonly path: string;
  readonly file: string;
  /** Names; all when absent. */
  readonly rules?: readonly string[];
}

let tested = await createEngine();

process.on('message', (job: FileJob) => void answer(job));

async function answer(job: FileJob): Promise<void> {
  const text = decode(readFileSync(job.file));
  const report = text === undefined ? null : gate(job, text);
  // A crash switches its rule off; the next file is to be judged by all.
  if (tested.crashes.length > 0) tested = await createEngine();
  process.send?.(report);
}

function gate({ path, rules: names }: FileJob, text: string): FileReport {
  const rules = tested.engine.rules.filter((rule: Rule) => names?.includes(rule.meta.name) ?? true);
  try {
    return gateFile(tested, path, text, rules);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { findings: {}, applied: {}, problems: [{ kind: 'exception', detail }], crashes: [] };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
