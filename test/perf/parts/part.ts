/** One part of the bench: a section of the report, with what it needs to measure. */
import type { Engine } from '../../../server/src/engine';
import type { Recorder } from '../report';

export interface Bench {
  /** The checkout, with a build in `dist/`. */
  readonly root: string;
  /** Folder of the bench's own bundles. */
  readonly bundles: string;
  readonly engine: Engine;
  /** Fewer runs over less: to see that it works, and for a rough figure. */
  readonly quick: boolean;
  /** How often what takes seconds is measured; medians are shown. */
  readonly runs: number;
  /** Milliseconds that activation took in an extension host, one figure a start; absent where none could be started. */
  readonly activations: readonly { readonly wall: number; readonly cpu: number }[] | string;
}

export interface Part {
  readonly name: string;
  readonly title: string;
  readonly run: (bench: Bench, recorder: Recorder) => Promise<void>;
}
