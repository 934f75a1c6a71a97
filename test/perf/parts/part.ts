/** One part of the bench: a section of the report, with what it needs to measure. */
import type { Engine } from '../../../server/src/engine';
import type { Recorder } from '../report';

/** What VS Code measured while it started an extension, in milliseconds. */
export interface Times {
  /** Loading the code. */
  readonly load: number;
  /** `activate()`, to the end of its promise. */
  readonly activate: number;
}

export interface Activation {
  readonly ours: Times;
  /** VS Code's own extension for Git in the same window, to tell a slow machine from a slow extension. */
  readonly git: Times;
  /** From the call of `activate()` until the language client is loaded and the server has answered `initialize`. */
  readonly server: number;
}

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
  /** One a start of VS Code; a text says why there are none. */
  readonly activations: readonly Activation[] | string;
}

export interface Part {
  readonly name: string;
  readonly title: string;
  readonly run: (bench: Bench, recorder: Recorder) => Promise<void>;
}
