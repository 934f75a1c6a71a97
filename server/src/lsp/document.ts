/**
 * One open document: its text, kept in step with the editor, and its analysis while there is one.
 *
 * Changes are only noted when they arrive; the analysis catches up when somebody asks for it, so that a burst of
 * messages costs one parse. Text and analysis share one `SourceText` whenever they are in step.
 */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import {
  SourceText,
  unknownProject,
  type Analysis,
  type AppliedEdit,
  type Engine,
  type LintSettings,
} from '../engine';
import type { ProjectIndex } from '../engine/project';
import { toOffsets } from './convert';
import { moved, type Underlined } from './deferral';

/** Longer texts, and texts with a longer line, are not analysed: they are data, not code that somebody edits. */
export const maxTextLength = 5_000_000;
export const maxLineLength = 500_000;

export class OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  version: number;
  closed = false;
  /** What other linters underline here. */
  others: readonly Underlined[] = [];
  #source: SourceText;
  #pending: AppliedEdit[] = [];
  #analysis: Analysis | undefined;
  #settings: LintSettings | undefined;
  #project: ProjectIndex | undefined;
  #projectVersion: number | undefined;

  constructor(uri: string, languageId: string, version: number, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.#source = new SourceText(text);
  }

  get source(): SourceText {
    return this.#source;
  }

  /**
   * Takes over a client's changes, one after another. What cannot be applied is left out and the analysis starts
   * afresh; the returned sentence says why.
   */
  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): string | undefined {
    let problem: string | undefined;
    if (!(version > this.version)) {
      problem = `version ${version} follows version ${this.version}`;
      this.#release();
    }
    if (Number.isInteger(version)) this.version = version;
    try {
      for (const change of changes) this.#apply(change);
    } catch (error) {
      problem = `a change could not be applied (${String(error)})`;
      this.#release();
    }
    return problem;
  }

  /** The analysis of the present text under these settings, with what is known of its project now. */
  analyse(engine: Engine, path: string, settings: LintSettings, project?: ProjectIndex): Analysis {
    if (this.#analysis?.path !== path) this.#release();
    const pending = this.#pending;
    this.#pending = [];
    if (this.#analysis && pending.length > 0) {
      try {
        this.#analysis.update(pending);
      } catch {
        // An incremental update must never cost the document its findings: start over from the text.
        this.#release();
      }
    }
    if (!this.#analysis) this.#analysis = engine.open(path, this.#source.text, settings, { project });
    else {
      if (this.#project !== project || this.#projectVersion !== project?.version)
        this.#analysis.refreshProject(project ?? unknownProject);
      if (this.#settings !== settings) engine.reconfigure(this.#analysis, settings);
    }
    this.#project = project;
    this.#projectVersion = project?.version;
    this.#settings = settings;
    this.#source = this.#analysis.source;
    return this.#analysis;
  }

  /** Why this text is not analysed, or undefined. */
  get refusal(): string | undefined {
    const { length } = this.#source;
    if (length > maxTextLength) return `it has more than ${maxTextLength} characters`;
    if (length <= maxLineLength) return undefined;
    const { lineStarts } = this.#source;
    const isLong = lineStarts.some((start, line) => (lineStarts[line + 1] ?? length) - start > maxLineLength);
    return isLong ? `it has a line of more than ${maxLineLength} characters` : undefined;
  }

  /** Gives the tree back; the next `analyse` starts over. */
  release(): void {
    this.#release();
  }

  close(): void {
    this.closed = true;
    this.#release();
  }

  #apply(change: TextDocumentContentChangeEvent): void {
    if (typeof change.text !== 'string') throw new TypeError('no text');
    const range = 'range' in change ? change.range : undefined;
    const edit = {
      ...(range ? toOffsets(this.#source, range) : { start: 0, end: this.#source.length }),
      newText: change.text,
    };
    if (!Number.isInteger(edit.start) || !Number.isInteger(edit.end)) throw new RangeError('no valid range');
    this.#source = this.#source.edited(edit);
    this.others = moved(this.others, edit);
    if (this.#analysis) this.#pending.push({ ...edit, after: this.#source });
  }

  #release(): void {
    this.#pending = [];
    this.#analysis?.dispose();
    this.#analysis = undefined;
  }
}
