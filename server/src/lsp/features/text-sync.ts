/** Keeps open documents in step with the editor. Nothing is analysed here. */
import { notification } from '../guard';
import { OpenDocument } from '../document';
import type { Session } from '../session';

export function registerTextSync(session: Session): void {
  const { connection, documents, log } = session;

  connection.onDidOpenTextDocument(
    notification(session, 'textDocument/didOpen', ({ textDocument: { uri, languageId, version, text } }) => {
      // A client that opens a document twice means the second text.
      documents.get(uri)?.close();
      const document = new OpenDocument(uri, languageId, version, String(text));
      documents.set(uri, document);
      session.didOpen.fire(document);
    }),
  );

  connection.onDidChangeTextDocument(
    notification(session, 'textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }) => {
      const document = documents.get(uri);
      if (!document) return;
      const problem = document.change(version, contentChanges);
      if (problem !== undefined) log.warn(`${uri}: ${problem}; the document is analysed afresh.`);
      session.didChange.fire(document);
    }),
  );

  connection.onDidSaveTextDocument(
    notification(session, 'textDocument/didSave', ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      if (document) session.didSave.fire(document);
    }),
  );

  connection.onDidCloseTextDocument(
    notification(session, 'textDocument/didClose', ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      if (!document) return;
      document.close();
      documents.delete(uri);
      session.didClose.fire(document);
    }),
  );
}
