/** What a one-click action returns: edits for the host to preview and apply, never a command to run. */
import type { MaybeSteps } from '../../steps';
import type { TextEdit } from '../../syntax/edits';
import type { ProjectFacts } from '../facts';

/** `create` never overwrites: the engine checked that the path is free, the host checks again when it applies. */
export type FileChange =
  | { readonly path: string; readonly create: string }
  | { readonly path: string; readonly edits: readonly TextEdit[] };

export interface ProjectEdit {
  readonly label: string;
  readonly files: readonly FileChange[];
  /** What is left for the user to do, one or two sentences. */
  readonly followUp?: string;
}

export interface Refusal {
  readonly refused: string;
}

/** Texts of Python files, which a snapshot does not hold. */
export type Sources = (path: string) => string | undefined;

/** In steps where it looks at all files. */
export interface ProjectAction {
  readonly name: string;
  readonly title: string;
  /** The check that it is for. */
  readonly check: string;
  /** Says no from the facts alone. Without it, `run` can say so without any sources. */
  readonly refusal?: (facts: ProjectFacts) => MaybeSteps<Refusal | undefined>;
  /** Python files whose text `run` needs. */
  readonly reads?: (facts: ProjectFacts) => readonly string[];
  readonly run: (facts: ProjectFacts, sources: Sources) => MaybeSteps<ProjectEdit | Refusal>;
}

export const alreadyThere: Refusal = { refused: 'already there' };
