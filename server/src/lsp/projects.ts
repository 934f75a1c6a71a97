/** What is known of each workspace folder as a whole: its index, and what the rules about projects find in it. */
import { Emitter, type Diagnostic } from 'vscode-languageserver';
import type { Fix } from '../engine';
import type { ProjectFinding, ProjectIndex } from '../engine/project';
import { uriKey } from './uri';

/** A finding in a file of the project, with the fixes that it has. */
export interface FileFinding {
  readonly finding: ProjectFinding;
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
}

export interface KnownProject {
  readonly index: ProjectIndex;
  /** By path relative to the folder. */
  readonly findings: ReadonlyMap<string, readonly FileFinding[]>;
}

export class Projects {
  /** The URI of a folder of which something else is known now. */
  readonly didChange = new Emitter<string>();
  readonly #known = new Map<string, KnownProject>();

  get(folder: string | undefined): KnownProject | undefined {
    return folder === undefined ? undefined : this.#known.get(uriKey(folder));
  }

  /** Undefined when nothing is known any more. */
  set(folder: string, project: KnownProject | undefined): void {
    if (project) this.#known.set(uriKey(folder), project);
    else this.#known.delete(uriKey(folder));
    this.didChange.fire(folder);
  }
}
