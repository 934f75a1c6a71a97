/**
 * Changes of other files that belong to a fix. A rule cannot read other files, so it says what it wants; whoever
 * applies the fix reads them, and `resolveFiles` works out the edits from their present texts.
 */

/**
 * Adds a line to the end of a file, which is created when it is not there. Nothing is added when the file has an equal
 * line already, or what `unless` tells. `path` is relative to the root of the project that the document belongs to.
 */
export interface AppendLine {
  readonly kind: 'append-line';
  readonly path: string;
  readonly line: string;
  /** Other usual names of the same file: the first that exists is taken where `path` does not exist. */
  readonly instead?: readonly string[];
  /** `key`: an entry `KEY=`, which is never overwritten; `ignores`: a path that the rules of the file cover. */
  readonly unless?: { readonly key: string } | { readonly ignores: string };
  /** The line holds a secret, which only the edit itself may show. */
  readonly isSecret?: true;
}

/** A new file; never overwrites. `path` is relative to the same folder as `FileFacts.path`. */
export interface CreateFile {
  readonly kind: 'create';
  readonly path: string;
  readonly text: string;
}

/** Moves a file or folder; never overwrites. Both paths are relative to the same folder as `FileFacts.path`. */
export interface RenameFile {
  readonly kind: 'rename';
  readonly path: string;
  readonly to: string;
}

/**
 * Inserts text into a file that a project's index has read. The text around the place has to be what it was then, there
 * or at one other place. `path` is relative to the same folder as `FileFacts.path`.
 */
export interface InsertText {
  readonly kind: 'insert';
  readonly path: string;
  readonly offset: number;
  readonly newText: string;
  /** What stands right before and right after the place, some characters of each. */
  readonly before: string;
  readonly after: string;
}

/**
 * Adds a definition to the end of a Python file. Nothing is done where the file has the name already. `path` is relative
 * to the same folder as `FileFacts.path`.
 */
export interface AppendDefinition {
  readonly kind: 'append-definition';
  readonly path: string;
  readonly name: string;
  /** Four spaces stand for a level. */
  readonly lines: readonly string[];
}

/**
 * Writes a statement where a program starts, in front of what runs first: in `main()` where the main guard calls it or
 * nothing but it is known, else in the block of the guard. Lines are 1-based, as a project's index has read them; nothing
 * is done where other text stands there now. `path` is relative to the same folder as `FileFacts.path`.
 */
export interface InsertAtStart {
  readonly kind: 'insert-at-start';
  readonly path: string;
  /** The lines of the statement, as they stand at module level. */
  readonly statement: readonly string[];
  /** Plain imports that it needs. */
  readonly imports: readonly ImportPlace[];
  readonly start: ProgramStart;
}

/** Where the code of a program begins, by lines of the file. At least one of the two is there. */
export interface ProgramStart {
  readonly guard?: number;
  /** `main()`: its header, and the first statement behind the docstring. */
  readonly main?: { readonly line: number; readonly bodyLine: number };
}

/** `import module`: on this line already, or to be written above or below the import that stands there. */
export interface ImportPlace {
  readonly module: string;
  readonly line: number;
  readonly side: 'present' | 'above' | 'below';
  /** A blank line sets it off from the import of that line. */
  readonly isSetOff: boolean;
}

export type FileOperation =
  AppendLine | CreateFile | RenameFile | InsertText | InsertAtStart | AppendDefinition;

const shownAround = 60;

/** Inserting `newText` into `text` at `offset`. */
export function insertion(path: string, text: string, offset: number, newText: string): InsertText {
  const before = text.slice(Math.max(0, offset - shownAround), offset);
  return { kind: 'insert', path, offset, newText, before, after: text.slice(offset, offset + shownAround) };
}

/** The operation as reports, caches and logs may hold it. */
export function redacted(operation: FileOperation): FileOperation {
  if (operation.kind !== 'append-line' || !operation.isSecret) return operation;
  const { line } = operation;
  return { ...operation, line: `${line.slice(0, line.indexOf('=') + 1)}<redacted>` };
}
