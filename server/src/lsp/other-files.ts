/**
 * Fixes that change other files besides their document: what they do to those files now, as one workspace edit that the
 * client asks its user to confirm. Texts never go into a message or the log: a line may hold a secret.
 */
import {
  AnnotatedTextEdit,
  CreateFile,
  RenameFile,
  ResourceOperationKind,
  TextDocumentEdit,
  type ClientCapabilities,
  type TextEdit as LspTextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  pathsRead,
  relocated,
  resolveFiles,
  SourceText,
  type FileOperation,
  type ResolvedFile,
  type TextEdit,
} from '../engine';
import { toTextEdit } from './convert';
import type { OpenDocument } from './document';
import type { Current, Session } from './session';
import { fileUriOf, joinUri, parentUri, uriKey } from './uri';

/** The other files of a fix; `path` is a URI. */
export interface OtherFiles {
  readonly files: readonly ResolvedFile[];
  /** What the client shows or has on disk, by URI. */
  readonly texts: ReadonlyMap<string, Text>;
}

interface Text {
  readonly source: SourceText;
  /** Version of an open document; null for what is on disk. */
  readonly version: number | null;
}

/** True when the client can apply these operations and asks before it does. */
export function confirms({ workspace }: ClientCapabilities, operations: readonly FileOperation[]): boolean {
  const {
    documentChanges,
    changeAnnotationSupport,
    resourceOperations = [],
  } = workspace?.workspaceEdit ?? {};
  if (documentChanges !== true || !changeAnnotationSupport) return false;
  return operations.every(({ kind }) =>
    resourceOperations.includes(
      kind === 'rename' ? ResourceOperationKind.Rename : ResourceOperationKind.Create,
    ),
  );
}

/** `refused` completes "Not possible: …". */
export async function resolveOtherFiles(
  session: Session,
  { document, scope }: Current,
  operations: readonly FileOperation[],
): Promise<OtherFiles | { readonly refused: string }> {
  const file = fileUriOf(document.uri);
  const own = parentUri(file);
  const folder = session.folders.holding(file)?.uri;
  // Lines go to the files of the nearest project; other paths are relative to what the engine's paths are.
  const project = scope.root ?? folder ?? own;
  const base = folder ?? scope.root ?? own;
  if (project === undefined || base === undefined) return { refused: 'the document is in no folder' };
  const located = relocated(operations, (path, kind) =>
    joinUri(kind === 'append-line' ? project : base, path),
  );
  const open = new Map([...session.documents.values()].map((other) => [uriKey(other.uri), other]));
  const texts = new Map<string, Text>();
  for (const uri of pathsRead(located)) {
    const text = await textOf(session, open.get(uriKey(uri)), uri);
    if (text) texts.set(uri, text);
  }
  const resolution = resolveFiles(located, (uri) => texts.get(uri)?.source.text);
  return 'refused' in resolution ? resolution : { files: resolution.files, texts };
}

async function textOf(
  { host }: Session,
  document: OpenDocument | undefined,
  uri: string,
): Promise<Text | undefined> {
  if (document) return { source: document.source, version: document.version };
  const text = await host.readText(uri);
  return text === undefined ? undefined : { source: new SourceText(text), version: null };
}

interface OwnEdit {
  readonly uri: string;
  readonly version: number;
  readonly edits: readonly LspTextEdit[];
}

const annotation = 'seaworthy';

/** For the preview of a moved secret: the moment at which a person can still be told. */
export function reminderOf(operations: readonly FileOperation[]): string | undefined {
  const movesSecret = operations.some((operation) => operation.kind === 'append-line' && operation.isSecret);
  return movesSecret
    ? 'What was ever committed stays in the history: replace it at its provider.'
    : undefined;
}

/**
 * New files come first, all of them: if one has appeared meanwhile, nothing at all is applied, and editors undo a run of
 * equal changes as one. Moves come last, so that every edit finds its document where it was.
 */
export function confirmedEdit(
  { label, description }: { readonly label: string; readonly description: string | undefined },
  own: OwnEdit,
  { files, texts }: OtherFiles,
): WorkspaceEdit {
  const creations: CreateFile[] = [];
  const edits: TextDocumentEdit[] = [];
  const moves: RenameFile[] = [];
  for (const file of files) {
    if (file.does === 'rename') moves.push(RenameFile.create(file.path, file.to, careful, annotation));
    else if (file.does === 'edit') edits.push(editOf(file.path, file.edits, texts.get(file.path)));
    else {
      creations.push(CreateFile.create(file.path, careful, annotation));
      edits.push(editOf(file.path, [{ start: 0, end: 0, newText: file.text }]));
    }
  }
  if (own.edits.length > 0) edits.push(textDocumentEdit(own.uri, own.version, own.edits));
  return {
    documentChanges: [...creations, ...edits, ...moves],
    changeAnnotations: {
      [annotation]: {
        label,
        ...(description === undefined ? {} : { description }),
        needsConfirmation: true,
      },
    },
  };
}

const careful = { overwrite: false, ignoreIfExists: false };
const emptyText: Text = { source: new SourceText(''), version: null };

function editOf(
  uri: string,
  edits: readonly TextEdit[],
  { source, version }: Text = emptyText,
): TextDocumentEdit {
  return textDocumentEdit(
    uri,
    version,
    edits.map((edit) => toTextEdit(source, edit)),
  );
}

function textDocumentEdit(
  uri: string,
  version: number | null,
  edits: readonly LspTextEdit[],
): TextDocumentEdit {
  return TextDocumentEdit.create(
    { uri, version },
    edits.map(({ range, newText }) => AnnotatedTextEdit.replace(range, newText, annotation)),
  );
}
