/**
 * Code actions over the protocol. Edits are built when the client resolves an action; a client that cannot resolve gets
 * them at once.
 */
import {
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeActionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { toTextEdit } from '../convert';
import { outdated, request } from '../guard';
import { confirmedEdit, confirms, reminderOf, resolveOtherFiles } from '../other-files';
import type { Current, Session } from '../session';
import { offersAt, type Offer } from './action-offers';
import { changeOf, type Change, type Plan } from './action-plan';

/** What an action carries to the client and back. */
interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly plan: Plan;
}

interface Asked {
  readonly params: CodeActionParams;
  /** The document's version when the request arrived. */
  readonly version: number | undefined;
}

export function registerCodeActions(session: Session): void {
  const { connection } = session;
  const offerActions = request(session, 'textDocument/codeAction', [], async ({ params, version }: Asked) => {
    const current = await session.current(params.textDocument.uri);
    if (!current) return [];
    // The range is about the text that the client had when it asked.
    if (current.document.version !== version) throw outdated();
    const offers = await possible(session, current, offersAt(session, current, params));
    const actions = offers.map((offer) => complete(session, current, offer));
    return (await Promise.all(actions)).flatMap((action) => action ?? []);
  });
  connection.onCodeAction((params, token) =>
    offerActions({ params, version: session.documents.get(params.textDocument.uri)?.version }, token),
  );

  connection.onCodeActionResolve(
    request(session, 'codeAction/resolve', failed, async (action: CodeAction): Promise<CodeAction> => {
      const { uri, version, plan } = action.data as ActionData;
      const current = await session.current(uri);
      if (!current) throw refusal(`${uri} is not open.`);
      if (current.document.version !== version) {
        throw refusal('The document has changed since this action was offered. Ask for the actions again.');
      }
      const change = changeOf(session, current, plan);
      if (!change) throw refusal('What this action was for is no longer there. Ask for the actions again.');
      const edit = await workspaceEdit(session, current, change);
      if ('refused' in edit) throw refusal(`Not possible: ${edit.refused}.`);
      return { ...action, edit };
    }),
  );
}

const failed = new ResponseError<never>(
  LSPErrorCodes.RequestFailed,
  'The edit could not be built; the log says why.',
);

function refusal(message: string): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.ContentModified, message);
}

/** Undefined for what is not possible, which only a client that cannot resolve learns here. */
async function complete(
  session: Session,
  current: Current,
  { action, plan }: Offer,
): Promise<CodeAction | undefined> {
  const { document } = current;
  const properties = session.capabilities.textDocument?.codeAction?.resolveSupport?.properties ?? [];
  if (properties.includes('edit')) {
    const data: ActionData = { uri: document.uri, version: document.version, plan };
    return { ...action, data };
  }
  const edit = await workspaceEdit(session, current, changeOf(session, current, plan) ?? { edits: [] });
  return 'refused' in edit ? undefined : { ...action, edit };
}

/**
 * Leaves out fixes that change other files where the client cannot ask for confirmation, and those that would need to
 * write where something is: the in-file alternatives remain.
 */
async function possible(session: Session, current: Current, offers: readonly Offer[]): Promise<Offer[]> {
  const kept = await Promise.all(
    offers.map(async (offer) => {
      const { files } = offer;
      if (!files) return offer;
      if (!confirms(session.capabilities, files)) return [];
      return 'refused' in (await resolveOtherFiles(session, current, files)) ? [] : offer;
    }),
  );
  return kept.flat();
}

async function workspaceEdit(
  session: Session,
  current: Current,
  { edits, title = '', files }: Change,
): Promise<WorkspaceEdit | { readonly refused: string }> {
  const { uri, version, source } = current.document;
  const textEdits = edits.map((edit) => toTextEdit(source, edit));
  if (files) {
    const others = await resolveOtherFiles(session, current, files);
    if ('refused' in others) return others;
    const shown = { label: title, description: reminderOf(files) };
    return confirmedEdit(shown, { uri, version, edits: textEdits }, others);
  }
  if (session.capabilities.workspace?.workspaceEdit?.documentChanges !== true)
    return { changes: { [uri]: textEdits } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] };
}
